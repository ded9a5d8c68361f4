/// An expression as it was written.
package struct Expression: Sendable {
  package indirect enum Kind: Sendable {
    case number(Int64)
    case boolean(Bool)
    /// `self`: the index of the actor.
    case selfIndex
    /// A variable, atomic, local, parameter, constant: `x`, `x[i]`.
    case place(Place)
    /// `worker[0].got`: a local or a forked object of an actor; in `expect` only.
    case member(Place, Name)
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression)
    /// `f(a, b)`, and the built-in `min`, `max`, `abs`, `choose`.
    case call(Name, [Argument])
    /// `place.operation(arguments)`.
    case operation(Place, Name, [Argument])
    case parenthesized(Expression)
  }

  package var kind: Kind
  package var range: SourceRange

  package init(_ kind: Kind, _ range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

/// An identifier and where it stands.
package struct Name: Hashable, Sendable {
  package var text: String
  package var range: SourceRange

  package init(_ text: String, _ range: SourceRange) {
    self.text = text
    self.range = range
  }
}

/// `x` or `x[index]`, also as a reference to an actor: `worker` or `worker[0]`.
package struct Place: Sendable {
  package var name: Name
  package var index: Expression?
  package var range: SourceRange

  package init(_ name: Name, index: Expression? = nil, range: SourceRange) {
    self.name = name
    self.index = index
    self.range = range
  }
}

/// An argument of an operation or call.
package enum Argument: Sendable {
  case value(Expression)
  case timeout(Duration, SourceRange)
  case order(OrderWord, SourceRange)
}

/// The spellings of memory orders.
package enum OrderWord: String, Sendable, CaseIterable {
  case relaxed
  case acquire
  case release
  case acqrel
  case seqcst
}

/// A length of time as it was written, such as `20ms`.
package struct Duration: Hashable, Sendable {
  package enum Unit: String, Sendable, CaseIterable {
    case microseconds = "us"
    case milliseconds = "ms"
    case seconds = "s"
  }

  package var count: Int64
  package var unit: Unit

  package init(count: Int64, unit: Unit) {
    self.count = count
    self.unit = unit
  }

  /// The length in nanoseconds, limited to what 63 bits hold.
  package var nanoseconds: Int64 {
    let scale: Int64 =
      switch unit {
      case .microseconds: 1000
      case .milliseconds: 1_000_000
      case .seconds: 1_000_000_000
      }
    let (product, overflow) = count.multipliedReportingOverflow(by: scale)
    return overflow ? .max : product
  }
}

package enum UnaryOperator: String, Sendable, CaseIterable {
  case not = "!"
  case negate = "-"
  case complement = "~"
}

package enum BinaryOperator: String, Sendable, CaseIterable {
  case or = "||"
  case and = "&&"
  case bitOr = "|"
  case bitXor = "^"
  case bitAnd = "&"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case shiftLeft = "<<"
  case shiftRight = ">>"
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"

  /// Strength of binding: C's order, with the bitwise operators above the comparisons in weakness.
  package var precedence: Int {
    switch self {
    case .or: 0
    case .and: 1
    case .bitOr: 2
    case .bitXor: 3
    case .bitAnd: 4
    case .equal, .notEqual: 5
    case .less, .lessOrEqual, .greater, .greaterOrEqual: 6
    case .shiftLeft, .shiftRight: 7
    case .add, .subtract: 8
    case .multiply, .divide, .remainder: 9
    }
  }
}
