internal import LabExploration

/// `thread p[N] { yield; loop { l.lock(); r.lock(); l.unlock(); r.unlock() } }`, by hand: what the search itself
/// costs, with next to nothing for the model.
///
/// State: a byte for each position (0 yield, 1 lock left, 2 lock right, 3 unlock left, 4 unlock right), then the
/// forks as bits.
struct PhilosophersModel: Model {
  let actorCount: Int
  let stateSize: Int
  private let forksOffset: Int

  init(_ count: Int) {
    actorCount = count
    forksOffset = (count + 3) / 4 * 4
    stateSize = (forksOffset + 4 + 7) / 8 * 8
  }

  var maximumAccesses: Int { 1 }

  func reset(_ state: UnsafeMutableRawPointer) -> StepOutcome {
    state.initializeMemory(as: UInt8.self, repeating: 0, count: stateSize)
    return []
  }

  private func forks(_ state: UnsafeRawPointer) -> UInt32 {
    state.load(fromByteOffset: forksOffset, as: UInt32.self)
  }

  private func position(_ actor: Int, _ state: UnsafeRawPointer) -> UInt8 {
    state.load(fromByteOffset: actor, as: UInt8.self)
  }

  /// The fork that the next step touches.
  private func fork(_ actor: Int, _ position: UInt8) -> UInt32 {
    let fork = position & 1 == 1 ? actor : actor &+ 1 == actorCount ? 0 : actor &+ 1
    return UInt32(truncatingIfNeeded: fork)
  }

  func enabled(_ state: UnsafeRawPointer) -> ActorSet {
    let forks = forks(state)
    var set: UInt64 = 0
    for actor in 0..<actorCount {
      let position = position(actor, state)
      let isFree = forks >> fork(actor, position) & 1 == 0
      if position == 0 || position > 2 || isFree { set |= 1 << UInt64(truncatingIfNeeded: actor) }
    }
    return ActorSet(low: set)
  }

  func alternatives(of actor: Int, _ state: UnsafeRawPointer) -> Range<Int> { 0..<1 }

  func accesses(
    of actor: Int, alternative: Int, _ state: UnsafeRawPointer, into accesses: UnsafeMutablePointer<Access>
  ) -> Int {
    let position = position(actor, state)
    if position == 0 { return 0 }
    accesses[0] = Access(object: fork(actor, position), isWrite: true)
    return 1
  }

  func effects(
    of actor: Int, alternative: Int, _ state: UnsafeRawPointer,
    into effects: UnsafeMutablePointer<SynchronisationEffect>
  ) -> Int {
    let position = position(actor, state)
    if position == 0 { return 0 }
    effects[0] = SynchronisationEffect(position > 2 ? .replace : .acquire, fork(actor, position))
    return 1
  }

  func step(_ actor: Int, alternative: Int, _ state: UnsafeMutableRawPointer) -> StepOutcome {
    let position = position(actor, state)
    if position > 0 {
      let forks = forks(state) ^ 1 << fork(actor, position)
      state.storeBytes(of: forks, toByteOffset: forksOffset, as: UInt32.self)
    }
    state.storeBytes(of: position == 4 ? 1 : position + 1, toByteOffset: actor, as: UInt8.self)
    return position == 4 ? .progress : []
  }

  func isEnded(_ state: UnsafeRawPointer) -> Bool { false }
  func unfinished(_ state: UnsafeRawPointer) -> ActorSet { ActorSet(low: 1 << UInt64(actorCount) &- 1) }
  func isYield(_ actor: Int, _ state: UnsafeRawPointer) -> Bool { position(actor, state) == 0 }
}
