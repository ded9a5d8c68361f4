import LabExploration

/// A step of a toy actor; objects are numbered together, and each actor has one register.
enum ToyStep: Hashable {
  /// The register becomes the object.
  case read(Int)
  /// The object becomes the register plus one.
  case increment(Int)
  case write(Int, Int32)
  /// A failed exchange is a read; the register says whether it succeeded.
  case exchange(Int, Int32, Int32)
  case lock(Int)
  /// Alternative 1 times out, also while the mutex is free.
  case lockTimed(Int)
  case unlock(Int)
  case wait(Int)
  case post(Int)
  /// The register becomes the alternative; touches nothing.
  case choose(Int)
  /// Alternative 0 reads the first object, 1 the second.
  case readEither(Int, Int)
  /// Fails if the object has this value.
  case failIf(Int, Int32)
  /// Waits for a signal, in two steps: the first enlists the actor, the second goes on when it is signalled.
  case enlist(Int)
  case awaken(Int)
  /// Wakes one of the waiting actors, each an alternative; nobody waiting: a read.
  case signal(Int)
  /// Local: leaves the actor if the register is zero.
  case finishIfZero
}

/// Small straight-line programs over shared integers.
final class ToyModel: Model {
  let actors: [[ToyStep]]
  let objects: [Int32]

  init(_ actors: [[ToyStep]], objects: [Int32]) {
    self.actors = actors
    self.objects = objects
  }

  var actorCount: Int { actors.count }
  var stateSize: Int { (objects.count + 2 * actors.count + 1) / 2 * 8 }
  var maximumAccesses: Int { 1 }

  private func cells(_ state: UnsafeRawPointer) -> UnsafePointer<Int32> {
    state.assumingMemoryBound(to: Int32.self)
  }

  private func next(_ actor: Int, _ state: UnsafeRawPointer) -> ToyStep? {
    let place = Int(cells(state)[objects.count + 2 * actor])
    return place < actors[actor].count ? actors[actor][place] : nil
  }

  func reset(_ state: UnsafeMutableRawPointer) -> StepOutcome {
    state.initializeMemory(as: UInt8.self, repeating: 0, count: stateSize)
    let cells = state.assumingMemoryBound(to: Int32.self)
    for index in objects.indices { cells[index] = objects[index] }
    return []
  }

  func enabled(_ state: UnsafeRawPointer) -> ActorSet {
    var set = ActorSet()
    for actor in actors.indices {
      switch next(actor, state) {
      case nil: break
      case .lock(let object)?: if cells(state)[object] == 0 { set.insert(actor) }
      case .awaken(let object)?: if cells(state)[object] >> Int32(actor) & 1 == 0 { set.insert(actor) }
      case .wait(let object)?: if cells(state)[object] > 0 { set.insert(actor) }
      default: set.insert(actor)
      }
    }
    return set
  }

  func alternatives(of actor: Int, _ state: UnsafeRawPointer) -> Range<Int> {
    switch next(actor, state) {
    case .choose(let count)?: 0..<count
    case .readEither?: 0..<2
    case .signal(let object)?: 0..<max(1, cells(state)[object].nonzeroBitCount)
    case .lockTimed(let object)?: cells(state)[object] == 0 ? 0..<2 : 1..<2
    default: 0..<1
    }
  }

  func accesses(
    of actor: Int, alternative: Int, _ state: UnsafeRawPointer, into accesses: UnsafeMutablePointer<Access>
  ) -> Int {
    guard let step = next(actor, state) else { return 0 }
    switch step {
    case .read(let object), .failIf(let object, _), .awaken(let object):
      accesses[0] = Access(object: UInt32(object), isWrite: false)
    case .exchange(let object, let old, _):
      accesses[0] = Access(object: UInt32(object), isWrite: cells(state)[object] == old)
    case .signal(let object):
      accesses[0] = Access(object: UInt32(object), isWrite: cells(state)[object] != 0)
    case .lockTimed(let object):
      accesses[0] = Access(object: UInt32(object), isWrite: alternative == 0)
    case .readEither(let one, let other):
      accesses[0] = Access(object: UInt32(alternative == 0 ? one : other), isWrite: false)
    case .increment(let object), .write(let object, _), .lock(let object), .unlock(let object),
      .wait(let object), .post(let object), .enlist(let object):
      accesses[0] = Access(object: UInt32(object), isWrite: true)
    case .choose, .finishIfZero: return 0
    }
    return 1
  }

  func effects(
    of actor: Int, alternative: Int, _ state: UnsafeRawPointer,
    into effects: UnsafeMutablePointer<SynchronisationEffect>
  ) -> Int { 0 }

  func step(_ actor: Int, alternative: Int, _ state: UnsafeMutableRawPointer) -> StepOutcome {
    let cells = state.assumingMemoryBound(to: Int32.self)
    let register = objects.count + 2 * actor + 1
    let outcome = apply(actor, alternative, cells, register)
    if !outcome.isContinuing { return outcome }
    cells[register - 1] += 1
    while case .finishIfZero? = next(actor, state) {
      cells[register - 1] = cells[register] == 0 ? Int32(actors[actor].count) : cells[register - 1] + 1
    }
    return outcome
  }

  private func apply(
    _ actor: Int, _ alternative: Int, _ cells: UnsafeMutablePointer<Int32>, _ register: Int
  ) -> StepOutcome {
    guard let step = next(actor, cells) else { return .misused }
    switch step {
    case .read(let object): cells[register] = cells[object]
    case .increment(let object): cells[object] = cells[register] + 1
    case .write(let object, let value): cells[object] = value
    case .exchange(let object, let old, let new):
      cells[register] = cells[object] == old ? 1 : 0
      if cells[object] == old { cells[object] = new }
    case .lock(let object): cells[object] = Int32(actor + 1)
    case .lockTimed(let object):
      cells[register] = Int32(1 - alternative)
      if alternative == 0 { cells[object] = Int32(actor + 1) }
    case .unlock(let object):
      if cells[object] != Int32(actor + 1) { return .misused }
      cells[object] = 0
    case .wait(let object): cells[object] -= 1
    case .post(let object): cells[object] += 1
    case .enlist(let object): cells[object] |= 1 << Int32(actor)
    case .awaken: break
    case .signal(let object):
      var waiting = ActorSet(low: UInt64(cells[object]))
      if !waiting.isEmpty {
        waiting.remove(waiting.member(at: alternative))
        cells[object] = Int32(waiting.low)
      }
    case .choose: cells[register] = Int32(alternative)
    case .readEither(let one, let other): cells[register] = cells[alternative == 0 ? one : other]
    case .failIf(let object, let value): if cells[object] == value { return .failed }
    case .finishIfZero: break
    }
    return []
  }

  func isEnded(_ state: UnsafeRawPointer) -> Bool { unfinished(state).isEmpty }

  func unfinished(_ state: UnsafeRawPointer) -> ActorSet {
    var set = ActorSet()
    for actor in actors.indices where next(actor, state) != nil { set.insert(actor) }
    return set
  }

  func isYield(_ actor: Int, _ state: UnsafeRawPointer) -> Bool { false }
}

extension ToyModel {
  /// N threads read and then write a shared counter.
  static func increments(_ count: Int) -> ToyModel {
    ToyModel(Array(repeating: [.read(0), .increment(0)], count: count), objects: [0])
  }

  /// One writer, N readers.
  static func readers(_ count: Int) -> ToyModel {
    ToyModel([[.write(0, 1)]] + Array(repeating: [.read(0)], count: count), objects: [0])
  }

  static func lastZero(_ count: Int) -> ToyModel {
    let search = (0...count).reversed().flatMap { [ToyStep.read($0), .finishIfZero] }
    return ToyModel(
      [search] + (1...count).map { [.read($0 - 1), .increment($0)] },
      objects: Array(repeating: 0, count: count + 1))
  }

  /// Threads that lock, read, write and unlock, several times.
  static func mutexCounter(_ threads: Int, rounds: Int) -> ToyModel {
    let round: [ToyStep] = [.lock(1), .read(0), .increment(0), .unlock(1)]
    return ToyModel(
      Array(repeating: Array(repeating: round, count: rounds).flatMap { $0 }, count: threads),
      objects: [0, 0])
  }

  /// Everybody takes the left and the right fork once.
  static func philosophers(_ count: Int) -> ToyModel {
    ToyModel(
      (0..<count).map {
        let right = ($0 + 1) % count
        return [.lock($0), .lock(right), .unlock(right), .unlock($0)]
      }, objects: Array(repeating: 0, count: count))
  }

  static func exchangeRotation(_ count: Int) -> ToyModel {
    ToyModel((0..<count).map { [.exchange(0, Int32($0), Int32($0 + 1))] }, objects: [0])
  }

  /// Two threads lose an update; a third sees it only at the end.
  static var lostUpdate: ToyModel {
    let body: [ToyStep] = [.read(0), .increment(0), .post(1)]
    return ToyModel([body, body, [.wait(1), .wait(1), .failIf(0, 1)]], objects: [0, 0])
  }
}
