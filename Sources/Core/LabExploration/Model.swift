/// Something the engine can step: actors over a flat state of a fixed number of bytes.
///
/// The engine owns the states: it copies, hashes and compares their bytes, so equal states must have equal bytes
/// (dead registers zeroed, padding zero). A model is immutable while it is searched but for scratch memory and the
/// last failure, and belongs to one search at a time. Nothing here allocates.
///
/// *Alternatives* are numbered as in LANGUAGE section 4: those of a choice, the waiters that a signal may wake (in
/// order of the actors), and for an operation with a timeout 0 for "done" and 1 for "timed out".
@usableFromInline
package protocol Model {
  /// At most 128.
  var actorCount: Int { get }
  /// Bytes of a state, a multiple of 8; states are aligned to 8.
  var stateSize: Int { get }
  /// The most accesses, and the most synchronisation effects, that a step can have.
  var maximumAccesses: Int { get }

  /// Writes the initial state, with the local work that comes before the first steps.
  func reset(_ state: UnsafeMutableRawPointer) -> StepOutcome

  /// The actors that can take a step.
  func enabled(_ state: UnsafeRawPointer) -> ActorSet

  /// The alternatives that an enabled actor has now.
  func alternatives(of actor: Int, _ state: UnsafeRawPointer) -> Range<Int>

  /// What the next step of an actor would touch, also of one that is blocked.
  /// - Returns: How many accesses were written.
  func accesses(
    of actor: Int, alternative: Int, _ state: UnsafeRawPointer, into accesses: UnsafeMutablePointer<Access>
  ) -> Int

  /// What the next step of an enabled actor does to happens-before, in order; asked before the step is taken.
  /// - Returns: How many effects were written.
  func effects(
    of actor: Int, alternative: Int, _ state: UnsafeRawPointer,
    into effects: UnsafeMutablePointer<SynchronisationEffect>
  ) -> Int

  /// Takes a step in place, with the local work behind it.
  func step(_ actor: Int, alternative: Int, _ state: UnsafeMutableRawPointer) -> StepOutcome

  /// Whether every actor that is no daemon has finished. If not and nobody is enabled, it is a deadlock.
  func isEnded(_ state: UnsafeRawPointer) -> Bool

  /// The actors that have started and not finished.
  func unfinished(_ state: UnsafeRawPointer) -> ActorSet

  /// Whether the next step of an actor is a `yield` or `sleep`: the switch right after it is no preemption.
  func isYield(_ actor: Int, _ state: UnsafeRawPointer) -> Bool
}
