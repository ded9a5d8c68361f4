/// Why an expression is not a constant.
enum ConstantProblem: Error {
  /// Something in it has a value only while the scenario runs, or is unknown.
  case notConstant(Expression)
  case divisionByZero(SourceRange)
}

/// Evaluates expressions that need no running program.
struct ConstantFolder {
  /// Parameters and constants.
  var values: [String: Int64]
  /// What `self` stands for, where it is known.
  var selfIndex: Int64?

  /// The value, or nil if the expression is not constant or divides by zero.
  func fold(_ expression: Expression) -> Int64? { try? value(of: expression) }

  func value(of expression: Expression) throws(ConstantProblem) -> Int64 {
    switch expression.kind {
    case .number(let number): return number
    case .boolean(let value): return Arithmetic.number(value)
    case .parenthesized(let inner): return try value(of: inner)
    case .unary(let operation, let operand): return Arithmetic.apply(operation, try value(of: operand))
    case .binary(let operation, let left, let right):
      return try binary(operation, left, right, expression.range)
    case .call(let name, let arguments): return try call(name, arguments, expression)
    case .selfIndex:
      if let selfIndex { return selfIndex }
    case .place(let place):
      if place.index == nil, let value = values[place.name.text] { return value }
    case .member, .operation: break
    }
    throw .notConstant(expression)
  }

  private func binary(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ range: SourceRange
  ) throws(ConstantProblem) -> Int64 {
    let first = try value(of: left)
    let decided = operation == .and && first == 0 || operation == .or && first != 0
    var second: Int64 = 0
    do throws(ConstantProblem) {
      second = try value(of: right)
    } catch {
      // `N > 0 && 10 / N` is a constant for every N; `0 && x` is none.
      guard decided, case .divisionByZero = error else { throw error }
    }
    guard let result = Arithmetic.apply(operation, first, second) else { throw .divisionByZero(range) }
    return result
  }

  private func call(
    _ name: Name, _ arguments: [Argument], _ whole: Expression
  ) throws(ConstantProblem) -> Int64 {
    var numbers: [Int64] = []
    for argument in arguments {
      guard case .value(let expression) = argument else { throw .notConstant(whole) }
      numbers.append(try value(of: expression))
    }
    switch (Builtin(rawValue: name.text), numbers.count) {
    case (.min, 2...): return numbers.dropFirst().reduce(numbers[0], Swift.min)
    case (.max, 2...): return numbers.dropFirst().reduce(numbers[0], Swift.max)
    case (.abs, 1): return Arithmetic.absolute(numbers[0])
    default: throw .notConstant(whole)
    }
  }
}

/// The functions of the language itself.
enum Builtin: String, CaseIterable {
  case min
  case max
  case abs
  case choose

  /// How many values it takes.
  var arguments: ClosedRange<Int> { self == .abs ? 1...1 : 2...Int.max }
}
