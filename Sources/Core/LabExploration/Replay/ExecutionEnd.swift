/// How an execution ended.
@frozen
package enum ExecutionEnd: Hashable, Sendable {
  /// Every actor that is no daemon has finished.
  case completed
  /// Nobody can take a step, and some actor that is no daemon has not finished; daemons are among the unfinished.
  case deadlocked(unfinished: ActorSet)
  case failed
  case misused
  /// An actor loops for ever without a step.
  case diverged
  /// The limit was reached: nothing is known of the rest.
  case stepLimit

  /// Whether something is wrong with the program.
  @inlinable
  package var isFinding: Bool {
    switch self {
    case .completed, .stepLimit: false
    case .deadlocked, .failed, .misused, .diverged: true
    }
  }

  /// The end that the outcome of a step makes, if it is one.
  @inlinable
  package init?(_ outcome: StepOutcome) {
    if outcome.isContinuing { return nil }
    self = outcome.contains(.failed) ? .failed : outcome.contains(.misused) ? .misused : .diverged
  }
}
