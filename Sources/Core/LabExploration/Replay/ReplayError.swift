/// Where and how a model does not follow a schedule; steps count from 1.
package enum ReplayError: Error, Hashable, Sendable {
  /// The actor cannot step here: these can.
  case notEnabled(step: Int, actor: Int, enabled: ActorSet)
  /// The actor can step, but has not this alternative.
  case noSuchAlternative(step: Int, actor: Int, alternative: Int, alternatives: Range<Int>)
  /// The execution has ended before this step.
  case ended(step: Int, actor: Int, end: ExecutionEnd)
  /// A crash or a spurious wake: such a step is no alternative of a plain model.
  case unsupported(step: Int, actor: Int)
}
