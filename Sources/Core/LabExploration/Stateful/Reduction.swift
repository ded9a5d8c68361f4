/// What a search may leave out at a state.
@usableFromInline
package struct ReducedSteps: BitwiseCopyable {
  /// The actors to follow.
  @usableFromInline package var first: ActorSet
  /// The actors to follow only if something about those turns out to forbid leaving these out.
  @usableFromInline package var rest: ActorSet

  @inlinable
  package init(first: ActorSet, rest: ActorSet) {
    self.first = first
    self.rest = rest
  }
}

/// Partial-order reduction: which of the enabled actors a search must follow.
///
/// Actors are left out (persistent sets) and put to sleep (sleep sets) so that the search still finds every
/// deadlock, every end state, every failure and misuse, every pair of conflicting accesses pending in one state,
/// and every value of the visible objects. See `ReducedSearch` for the argument.
@usableFromInline
package protocol Reduction<Subject>: ~Copyable {
  associatedtype Subject: Model

  /// Whether a step that finishes its actor may keep the execution from going on: daemons are cut off by it.
  var mayCutOffDaemons: Bool { get }

  /// The actors that may be daemons.
  var possibleDaemons: ActorSet { get }

  /// Chooses the actors to follow at a state.
  mutating func select(
    _ state: UnsafeRawPointer, enabled: ActorSet, asleep: ActorSet, _ model: Subject
  ) -> ReducedSteps

  /// Those of some actors whose next steps, all alternatives, are independent of a step at a state.
  mutating func independent(
    _ actors: ActorSet, of actor: Int, alternative: Int, _ state: UnsafeRawPointer, _ model: Subject
  ) -> ActorSet

  /// Whether a step that finished its actor cut off a daemon that was left out.
  mutating func cutsOff(_ actor: Int, _ state: UnsafeRawPointer, _ model: Subject) -> Bool
}
