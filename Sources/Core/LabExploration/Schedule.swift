/// Which actor takes each step of an execution: LANGUAGE section 4.
///
/// As text it is short and run-length coded, such as `c0*3 p0*7 c1:2 c0*4`.
@usableFromInline
package struct Schedule: Hashable, Sendable {
  /// One step of one actor.
  @usableFromInline
  package struct Step: Hashable, Sendable {
    @usableFromInline
    package enum Action: Hashable, Sendable {
      /// The alternative of a choice, a signal or a timed wait, from 0; plain steps take 0.
      case alternative(Int)
      /// The actor's process is killed here.
      case crash
      /// A waiter is woken though nobody signalled.
      case spuriousWake
    }

    /// Index of the actor.
    @usableFromInline package var actor: Int
    @usableFromInline package var action: Action

    @inlinable
    package init(actor: Int, action: Action = .alternative(0)) {
      self.actor = actor
      self.action = action
    }
  }

  @usableFromInline package var steps: [Step]

  @inlinable
  package init(steps: [Step] = []) { self.steps = steps }

  /// The most steps that a text may stand for: a typing error must not fill the memory.
  package static let maximumSteps = 10_000_000
}
