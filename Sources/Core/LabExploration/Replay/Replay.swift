extension Execution {
  /// Follows a schedule from the initial state, exactly.
  ///
  /// - Parameter schedule: The steps; they may stop before the end of the execution.
  /// - Returns: The end, or nothing if the execution could go on.
  /// - Throws: The first step that cannot be taken; the execution stays just before it.
  @discardableResult
  package func replay(_ schedule: Schedule) throws(ReplayError) -> ExecutionEnd? {
    begin()
    for (index, step) in schedule.steps.enumerated() {
      guard case .alternative(let alternative) = step.action else {
        throw .unsupported(step: index + 1, actor: step.actor)
      }
      try take(step.actor, alternative, at: index + 1)
    }
    return end
  }

  /// Takes one step of a schedule if it can be taken.
  package func take(_ actor: Int, _ alternative: Int, at position: Int) throws(ReplayError) {
    if let end { throw .ended(step: position, actor: actor, end: end) }
    guard actor >= 0, actor < model.actorCount, enabled.contains(actor) else {
      throw .notEnabled(step: position, actor: actor, enabled: enabled)
    }
    let alternatives = model.alternatives(of: actor, state)
    guard alternatives.contains(alternative) else {
      throw .noSuchAlternative(
        step: position, actor: actor, alternative: alternative, alternatives: alternatives)
    }
    take(Choice(actor: actor, alternative: alternative))
  }
}
