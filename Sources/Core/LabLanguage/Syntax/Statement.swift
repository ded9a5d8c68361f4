/// A statement as it was written.
package struct Statement: Sendable {
  package indirect enum Kind: Sendable {
    case local(Name, Expression)
    case assign(Place, AssignmentOperator, Expression)
    /// A call or an operation whose result is dropped.
    case call(Expression)
    case `if`(Expression, Block, else: Else?)
    case `while`(Expression, Block)
    case loop(Block)
    case `repeat`(Expression, Block)
    case `for`(Name, Expression, Expression, Block)
    case `break`
    case `continue`
    case `return`(Expression?)
    case with(WithMode, Place, Block)
    case section(Name, limit: Expression?, Block)
    case atomic(Block)
    case await(Expression)
    case choose([Block])
    case spawn(Place)
    case join(Place)
    case yield
    case fence
    case sleep(Duration)
    case workTime(Duration)
    case workCall(Expression)
    case crash
    case mayCrash
    case exit(Expression)
    case assert(Expression, StringLiteral?)
    case fail(StringLiteral)
    case print(StringLiteral, [Expression])
    case mark(StringLiteral, [Expression])
  }

  package indirect enum Else: Sendable {
    case block(Block)
    case statement(Statement)
  }

  package var kind: Kind
  package var range: SourceRange

  package init(_ kind: Kind, _ range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

package struct Block: Sendable {
  package var statements: [Statement]
  /// From `{` to `}`.
  package var range: SourceRange

  package init(_ statements: [Statement], _ range: SourceRange) {
    self.statements = statements
    self.range = range
  }
}

package enum AssignmentOperator: String, Sendable, CaseIterable {
  case set = "="
  case add = "+="
  case subtract = "-="
}

/// How `with` takes its object.
package enum WithMode: Sendable {
  case plain
  case read
  case write
}

/// A string without its quotes.
///
/// The language has no escapes and no line ends in strings.
package struct StringLiteral: Hashable, Sendable {
  package var text: String
  package var range: SourceRange

  package init(_ text: String, _ range: SourceRange) {
    self.text = text
    self.range = range
  }
}
