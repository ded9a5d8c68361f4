import LabLanguage

/// A state of a program as the expectations see it.
package protocol StateView {
  /// Value of a cell: of a variable, atomic, semaphore or event; size of a buffer.
  func cell(_ cell: Int) -> Int64
  /// Value of a local.
  func local(actor: Int, _ register: Register) -> Int64
  /// An actor's private copy of a forked cell.
  func forked(actor: Int, cell: Int) -> Int64
}

extension Facts {
  /// Takes the last state of an execution into account.
  /// - Parameters:
  ///   - state: What the expectations read.
  ///   - program: The program whose expectations are judged.
  ///   - isCompleted: Whether all who had to finish did.
  package mutating func addEnd(_ state: some StateView, of program: Program, isCompleted: Bool) {
    if isCompleted { completed += 1 }
    for (index, expectation) in program.expectations.enumerated() where expectation.isApplicable {
      switch expectation.property {
      case .always(let expression), .possible(let expression):
        note(evaluate(expression, state, program), index)
      case .finally(let expression), .possibleFinally(let expression):
        if isCompleted { note(evaluate(expression, state, program), index) }
      // An end state does not tell what has been true on the way.
      case .eventually, .outcomes, .race, .finding: break
      }
    }
    if isCompleted { addOutcomes(state, program) }
  }

  /// Tuples are counted also where the table's `when` does not apply: the histogram is worth having.
  private mutating func addOutcomes(_ state: some StateView, _ program: Program) {
    for (index, expectation) in program.expectations.enumerated() {
      guard case .outcomes(let expressions, _) = expectation.property else { continue }
      let tuple = expressions.compactMap { evaluate($0, state, program) }
      if tuple.count == expressions.count { outcomes[index, default: Tally()].add(tuple) }
    }
  }

  private mutating func note(_ value: Int64?, _ index: Int) {
    if let value, value != 0 { held[index, default: 0] += 1 } else { violated[index, default: 0] += 1 }
  }

  /// An expression that cannot be evaluated (division by zero, index out of range) does not hold.
  private func evaluate(_ expression: StateExpression, _ state: some StateView, _ program: Program) -> Int64?
  {
    try? expression.evaluate(
      cell: { state.cell($0) }, local: { state.local(actor: $0, $1) },
      forked: { state.forked(actor: $0, cell: $1) }, in: program)
  }
}
