/// What a search may leave out at a state.
package struct ReducedSteps: BitwiseCopyable {
  /// The actors to follow.
  package var first: ActorSet
  /// The actors to follow only if something about those turns out to forbid leaving these out.
  package var rest: ActorSet

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
/// and every value of the visible objects. See `StatefulSearch` for the argument.
package protocol Reduction<Subject>: ~Copyable {
  associatedtype Subject: Model

  /// Static: without reduction nothing of this costs anything.
  static var isActive: Bool { get }

  /// Whether a step that finishes its actor may keep the execution from going on: daemons are cut off by it.
  var mayCutOffDaemons: Bool { get }

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

/// Every enabled actor is followed in every state.
package struct NoReduction<Subject: Model>: Reduction, ~Copyable {
  @inlinable
  package init() {}

  @inlinable package static var isActive: Bool { false }
  @inlinable package var mayCutOffDaemons: Bool { false }

  @inlinable
  package mutating func select(
    _ state: UnsafeRawPointer, enabled: ActorSet, asleep: ActorSet, _ model: Subject
  ) -> ReducedSteps {
    ReducedSteps(first: enabled, rest: ActorSet())
  }

  @inlinable
  package mutating func independent(
    _ actors: ActorSet, of actor: Int, alternative: Int, _ state: UnsafeRawPointer, _ model: Subject
  ) -> ActorSet { ActorSet() }

  @inlinable
  package mutating func cutsOff(_ actor: Int, _ state: UnsafeRawPointer, _ model: Subject) -> Bool { false }
}
