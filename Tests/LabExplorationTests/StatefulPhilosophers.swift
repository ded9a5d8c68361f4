import LabExploration

/// `thread p[N] { yield; loop { l.lock(); r.lock(); l.unlock(); r.unlock() } }`, by hand.
///
/// State: one byte for each position (0 yield, 1 lock left, 2 lock right, 3 unlock left, 4 unlock right), then one
/// for each fork. Objects: the forks. Reaching the head of the loop again is progress.
struct Philosophers: StaticFootprintModel {
  let count: Int
  let yields: Bool
  let stateSize: Int
  private let forks: Footprints

  init(_ count: Int, yields: Bool = true) {
    self.count = count
    self.yields = yields
    stateSize = (2 * count + 7) / 8 * 8
    forks = Footprints(objects: count, entries: count)
    for actor in 0..<count {
      forks.add(UInt32(actor), writes: true, to: actor)
      forks.add(UInt32((actor + 1) % count), writes: true, to: actor)
    }
  }

  var actorCount: Int { count }
  var maximumAccesses: Int { 1 }
  var objectCount: Int { count }
  var daemons: ActorSet { ActorSet() }

  func reset(_ state: UnsafeMutableRawPointer) -> StepOutcome {
    for offset in 0..<stateSize {
      state.storeBytes(of: offset < count && !yields ? 1 : 0, toByteOffset: offset, as: UInt8.self)
    }
    return []
  }

  private func position(_ actor: Int, _ state: UnsafeRawPointer) -> UInt8 {
    state.load(fromByteOffset: actor, as: UInt8.self)
  }

  /// The fork that the next step touches.
  private func fork(_ actor: Int, _ position: UInt8) -> Int {
    position & 1 == 1 ? actor : actor + 1 == count ? 0 : actor + 1
  }

  func enabled(_ state: UnsafeRawPointer) -> ActorSet {
    var set = ActorSet()
    for actor in 0..<count {
      let position = position(actor, state)
      let isFree = state.load(fromByteOffset: count + fork(actor, position), as: UInt8.self) == 0
      if position == 0 || position > 2 || isFree { set.insert(actor) }
    }
    return set
  }

  func alternatives(of actor: Int, _ state: UnsafeRawPointer) -> Range<Int> { 0..<1 }

  func accesses(
    of actor: Int, alternative: Int, _ state: UnsafeRawPointer, into accesses: UnsafeMutablePointer<Access>
  ) -> Int {
    let position = position(actor, state)
    if position == 0 { return 0 }
    accesses[0] = Access(object: UInt32(fork(actor, position)), isWrite: true)
    return 1
  }

  func effects(
    of actor: Int, alternative: Int, _ state: UnsafeRawPointer,
    into effects: UnsafeMutablePointer<SynchronisationEffect>
  ) -> Int {
    let position = position(actor, state)
    if position == 0 { return 0 }
    effects[0] = SynchronisationEffect(position > 2 ? .replace : .acquire, UInt32(fork(actor, position)))
    return 1
  }

  func step(_ actor: Int, alternative: Int, _ state: UnsafeMutableRawPointer) -> StepOutcome {
    let position = position(actor, state)
    if position > 0 {
      state.storeBytes(
        of: position > 2 ? 0 : 1, toByteOffset: count + fork(actor, position), as: UInt8.self)
    }
    state.storeBytes(of: position == 4 ? 1 : position + 1, toByteOffset: actor, as: UInt8.self)
    return position == 4 ? .progress : []
  }

  func isEnded(_ state: UnsafeRawPointer) -> Bool { false }

  func unfinished(_ state: UnsafeRawPointer) -> ActorSet {
    var set = ActorSet()
    for actor in 0..<count { set.insert(actor) }
    return set
  }

  func isYield(_ actor: Int, _ state: UnsafeRawPointer) -> Bool { position(actor, state) == 0 }

  func futureAccesses(of actor: Int, _ state: UnsafeRawPointer) -> Footprint { forks[actor] }
}

/// Footprints by number, for models in tests.
final class Footprints {
  private let words: Int
  private let reads: UnsafeMutablePointer<UInt64>
  private let writes: UnsafeMutablePointer<UInt64>

  init(objects: Int, entries: Int) {
    words = max(1, (objects + 63) / 64)
    reads = .allocate(capacity: words * max(1, entries))
    writes = .allocate(capacity: words * max(1, entries))
    reads.initialize(repeating: 0, count: words * max(1, entries))
    writes.initialize(repeating: 0, count: words * max(1, entries))
  }

  deinit {
    reads.deallocate()
    writes.deallocate()
  }

  func add(_ object: UInt32, writes isWrite: Bool, to entry: Int) {
    let place = entry * words + Int(object / 64)
    (isWrite ? writes : reads)[place] |= 1 << UInt64(object % 64)
  }

  /// Adds all of one entry to another; says whether that was news.
  func add(entry source: Int, to entry: Int) -> Bool {
    var isNews = false
    for word in 0..<words {
      for bits in [reads, writes] where bits[source * words + word] & ~bits[entry * words + word] != 0 {
        bits[entry * words + word] |= bits[source * words + word]
        isNews = true
      }
    }
    return isNews
  }

  subscript(entry: Int) -> Footprint {
    Footprint(reads: reads + entry * words, writes: writes + entry * words)
  }
}
