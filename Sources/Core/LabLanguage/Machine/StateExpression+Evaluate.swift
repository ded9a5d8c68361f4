/// Why an expression of an expectation has no value in a state.
package enum EvaluationError: Error, Hashable, Sendable {
  case divisionByZero(expression: String)
  case indexOutOfRange(index: Int64, object: String, count: Int, expression: String)

  /// One sentence without a full stop.
  package var text: String {
    switch self {
    case .divisionByZero(let expression):
      "division by zero in '\(expression)'"
    case .indexOutOfRange(let index, let object, let count, let expression):
      "index \(index) is out of range in '\(expression)': '\(object)' has \(counted(count, "element"))"
    }
  }
}

extension StateExpression {
  /// The value of the expression in a state, which the three closures show.
  ///
  /// - Parameters:
  ///   - cell: Value of a cell, by its number: of a variable, atomic, semaphore or event, size of a buffer.
  ///   - local: Value of an actor's register.
  ///   - forked: Value of an actor's copy of a cell, by actor and cell.
  ///   - program: The program the expression belongs to.
  /// - Returns: The value; comparisons and logic give 0 or 1.
  /// - Throws: `EvaluationError` for a division by zero or an index out of range.
  package func evaluate(
    cell: (Int) -> Int64, local: (Int, Register) -> Int64, forked: (Int, Int) -> Int64, in program: Program
  ) throws(EvaluationError) -> Int64 {
    try value(node, cell, local, forked, program)
  }

  private func value(
    _ node: Node, _ cell: (Int) -> Int64, _ local: (Int, Register) -> Int64, _ forked: (Int, Int) -> Int64,
    _ program: Program
  ) throws(EvaluationError) -> Int64 {
    switch node {
    case .constant(let value): return value
    case .local(let actor, let register): return local(actor, register)
    case .cell(let object, let index):
      var position: Int64?
      if let index { position = try value(index, cell, local, forked, program) }
      return cell(try number(ofElement: position, of: object, program))
    case .forked(let actor, let object, let index):
      var position: Int64?
      if let index { position = try value(index, cell, local, forked, program) }
      return forked(actor, try number(ofElement: position, of: object, program))
    case .unary(let operation, let operand):
      return Arithmetic.apply(operation, try value(operand, cell, local, forked, program))
    case .binary(let operation, let left, let right):
      let first = try value(left, cell, local, forked, program)
      // Short circuit: the right side may be what the left side guards against.
      if operation == .and, first == 0 { return 0 }
      if operation == .or, first != 0 { return 1 }
      let second = try value(right, cell, local, forked, program)
      guard let result = Arithmetic.apply(operation, first, second) else {
        throw .divisionByZero(expression: text)
      }
      return result
    case .minimum(let left, let right):
      let first = try value(left, cell, local, forked, program)
      return min(first, try value(right, cell, local, forked, program))
    case .maximum(let left, let right):
      let first = try value(left, cell, local, forked, program)
      return max(first, try value(right, cell, local, forked, program))
    case .absolute(let operand):
      return Arithmetic.absolute(try value(operand, cell, local, forked, program))
    }
  }

  private func number(
    ofElement index: Int64?, of object: Int, _ program: Program
  ) throws(EvaluationError) -> Int {
    let declaration = program.objects[object]
    let position = index ?? 0
    guard position >= 0, position < Int64(declaration.count) else {
      throw .indexOutOfRange(
        index: position, object: declaration.name, count: declaration.count, expression: text)
    }
    return declaration.firstCell + Int(position)
  }
}
