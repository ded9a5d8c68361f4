import LabExploration
import LabTrace

/// One instruction of a toy program.
enum ToyOperation: Hashable {
  // Steps.
  case read(Int)
  /// The register plus one.
  case write(Int)
  case load(Int)
  case add(Int)
  /// From a value to the next; the register says whether it wrote.
  case compareAndSwap(Int, from: Int)
  case lock(Int)
  case unlock(Int)
  case trylock(Int)
  /// While blocked it may also time out: the register says which.
  case timedLock(Int)
  case acquire(Int)
  case release(Int)
  /// A variable has a value.
  case await(Int, Int)
  case yield
  case choose(Int)
  /// Two steps: give the mutex up and wait; woken, take it again.
  case waitEnqueue(condition: Int, mutex: Int)
  case waitRetake(condition: Int, mutex: Int)
  case signal(Int)
  case join(Int)
  // Local work.
  case failIf(Int)
  case jumpIfZero(Int)
  case jump(Int)
  case mark
  case end
}

/// Small programs for the engine, by hand or at random: registers and cells of one byte, everything modulo 4.
///
/// State: a program counter and a register for each actor, then the cells: variables, atomics, mutexes (owner + 1),
/// semaphores, conditions (bits of those who wait). Objects are the cells in this order, then "done" of each actor.
final class ToyProgram: StaticFootprintModel {
  struct Shape: Hashable {
    var variables = 0
    var atomics = 0
    var mutexes = 0
    /// Initial values.
    var semaphores: [Int] = []
    var conditions = 0

    var count: Int { variables + atomics + mutexes + semaphores.count + conditions }
  }

  let code: [[ToyOperation]]
  let shape: Shape
  let daemons: ActorSet
  let stateSize: Int
  private var footprints: Footprints
  private let firstFootprint: [Int]
  /// Where the last step was taken.
  private(set) var lastLine = 0

  init(_ code: [[ToyOperation]], _ shape: Shape, daemons: [Int] = []) {
    self.code = code.map { $0.last == .end ? $0 : $0 + [.end] }
    self.shape = shape
    self.daemons = daemons.reduce(into: ActorSet()) { $0.insert($1) }
    stateSize = (2 * code.count + shape.count + 7) / 8 * 8
    var first = [0]
    for lines in self.code { first.append(first.last! + lines.count) }
    firstFootprint = first
    footprints = Footprints(objects: shape.count + code.count, entries: first.last!)
    prepareFootprints()
  }

  var actorCount: Int { code.count }
  var maximumAccesses: Int { 2 }
  var objectCount: Int { shape.count + code.count }

  // MARK: places

  func atomic(_ index: Int) -> Int { shape.variables + index }
  func mutex(_ index: Int) -> Int { shape.variables + shape.atomics + index }
  func semaphore(_ index: Int) -> Int { shape.variables + shape.atomics + shape.mutexes + index }
  func condition(_ index: Int) -> Int { semaphore(shape.semaphores.count) + index }

  func cell(_ index: Int, _ state: UnsafeRawPointer) -> Int {
    Int(state.load(fromByteOffset: 2 * actorCount + index, as: UInt8.self))
  }

  private func set(_ index: Int, _ value: Int, _ state: UnsafeMutableRawPointer) {
    state.storeBytes(
      of: UInt8(truncatingIfNeeded: value), toByteOffset: 2 * actorCount + index, as: UInt8.self)
  }

  func line(_ actor: Int, _ state: UnsafeRawPointer) -> Int {
    Int(state.load(fromByteOffset: 2 * actor, as: UInt8.self))
  }

  func register(_ actor: Int, _ state: UnsafeRawPointer) -> Int {
    Int(state.load(fromByteOffset: 2 * actor + 1, as: UInt8.self))
  }

  private func setRegister(_ actor: Int, _ value: Int, _ state: UnsafeMutableRawPointer) {
    state.storeBytes(of: UInt8(truncatingIfNeeded: value & 3), toByteOffset: 2 * actor + 1, as: UInt8.self)
  }

  func operation(_ actor: Int, _ state: UnsafeRawPointer) -> ToyOperation { code[actor][line(actor, state)] }

  // MARK: model

  func reset(_ state: UnsafeMutableRawPointer) -> StepOutcome {
    for offset in 0..<stateSize { state.storeBytes(of: 0, toByteOffset: offset, as: UInt8.self) }
    for (index, value) in shape.semaphores.enumerated() { set(semaphore(index), value, state) }
    var outcome: StepOutcome = []
    for actor in 0..<actorCount { outcome.formUnion(goOn(actor, at: 0, state)) }
    return outcome
  }

  func enabled(_ state: UnsafeRawPointer) -> ActorSet {
    var result = ActorSet()
    for actor in 0..<actorCount where !alternatives(of: actor, state).isEmpty { result.insert(actor) }
    return result
  }

  func alternatives(of actor: Int, _ state: UnsafeRawPointer) -> Range<Int> {
    switch operation(actor, state) {
    case .end: return 0..<0
    case .lock(let index): return cell(mutex(index), state) == 0 ? 0..<1 : 0..<0
    case .timedLock(let index): return cell(mutex(index), state) == 0 ? 0..<1 : 1..<2
    case .acquire(let index): return cell(semaphore(index), state) > 0 ? 0..<1 : 0..<0
    case .await(let index, let value): return cell(index, state) == value ? 0..<1 : 0..<0
    case .choose(let count): return 0..<count
    case .waitRetake(let index, let lock):
      let isWaiting = cell(condition(index), state) >> actor & 1 != 0
      return !isWaiting && cell(mutex(lock), state) == 0 ? 0..<1 : 0..<0
    case .signal(let index): return 0..<max(1, cell(condition(index), state).nonzeroBitCount)
    case .join(let other): return operation(other, state) == .end ? 0..<1 : 0..<0
    default: return 0..<1
    }
  }

  func accesses(
    of actor: Int, alternative: Int, _ state: UnsafeRawPointer, into accesses: UnsafeMutablePointer<Access>
  ) -> Int {
    let list = accessList(operation(actor, state), state)
    for (index, access) in list.enumerated() { accesses[index] = access }
    return list.count
  }

  /// Without a state: all that it may be.
  private func accessList(_ operation: ToyOperation, _ state: UnsafeRawPointer?) -> [Access] {
    func write(_ object: Int) -> Access { Access(object: UInt32(object), isWrite: true) }
    func read(_ object: Int) -> Access { Access(object: UInt32(object), isWrite: false) }
    switch operation {
    case .read(let index): return [Access(object: UInt32(index), isWrite: false, isPlain: true)]
    case .write(let index): return [Access(object: UInt32(index), isWrite: true, isPlain: true)]
    case .load(let index): return [read(atomic(index))]
    case .add(let index): return [write(atomic(index))]
    case .compareAndSwap(let index, let from):
      return [
        state.map { cell(atomic(index), $0) == from } ?? true ? write(atomic(index)) : read(atomic(index))
      ]
    case .lock(let index), .unlock(let index), .trylock(let index), .timedLock(let index):
      return [write(mutex(index))]
    case .acquire(let index), .release(let index): return [write(semaphore(index))]
    case .await(let index, _): return [read(index)]
    case .waitEnqueue(let index, let lock), .waitRetake(let index, let lock):
      return [write(condition(index)), write(mutex(lock))]
    case .signal(let index): return [write(condition(index))]
    case .join(let other): return [read(shape.count + other)]
    case .yield, .choose, .failIf, .jumpIfZero, .jump, .mark, .end: return []
    }
  }

  func effects(
    of actor: Int, alternative: Int, _ state: UnsafeRawPointer,
    into effects: UnsafeMutablePointer<SynchronisationEffect>
  ) -> Int {
    let list = effectList(actor, alternative, state)
    for (index, effect) in list.enumerated() {
      effects[index] = SynchronisationEffect(effect.0, UInt32(effect.1))
    }
    return list.count
  }

  private func effectList(
    _ actor: Int, _ alternative: Int, _ state: UnsafeRawPointer
  ) -> [(SynchronisationEffect.Kind, Int)] {
    switch operation(actor, state) {
    case .read(let index): return [(.readPlain, index)]
    case .write(let index): return [(.writePlain, index)]
    case .load(let index): return [(.acquire, atomic(index))]
    case .add(let index): return [(.acquire, atomic(index)), (.release, atomic(index))]
    case .compareAndSwap(let index, let from):
      let place = atomic(index)
      return cell(place, state) == from ? [(.acquire, place), (.release, place)] : [(.acquire, place)]
    case .lock(let index): return [(.acquire, mutex(index))]
    case .trylock(let index): return cell(mutex(index), state) == 0 ? [(.acquire, mutex(index))] : []
    case .timedLock(let index): return alternative == 0 ? [(.acquire, mutex(index))] : []
    case .unlock(let index): return [(.replace, mutex(index))]
    case .acquire(let index): return [(.acquire, semaphore(index))]
    case .release(let index): return [(.release, semaphore(index))]
    case .await(let index, _): return [(.acquire, index), (.readRegion, index)]
    case .waitEnqueue(_, let lock): return [(.replace, mutex(lock))]
    case .waitRetake(_, let lock): return [(.acquire, mutex(lock))]
    case .signal(let index): return waiter(index, alternative, state).map { [(.wake, $0)] } ?? []
    case .join(let other): return [(.join, other)]
    default: return []
    }
  }

  private func waiter(_ index: Int, _ alternative: Int, _ state: UnsafeRawPointer) -> Int? {
    let waiting = cell(condition(index), state)
    return (0..<actorCount).filter { waiting >> $0 & 1 != 0 }.dropFirst(alternative).first
  }

  func step(_ actor: Int, alternative: Int, _ state: UnsafeMutableRawPointer) -> StepOutcome {
    let next = line(actor, state) + 1
    lastLine = next - 1
    switch operation(actor, state) {
    case .read(let index): setRegister(actor, cell(index, state), state)
    case .write(let index): set(index, (register(actor, state) + 1) & 3, state)
    case .load(let index): setRegister(actor, cell(atomic(index), state), state)
    case .add(let index):
      setRegister(actor, cell(atomic(index), state), state)
      set(atomic(index), (cell(atomic(index), state) + 1) & 3, state)
    case .compareAndSwap(let index, let from):
      let isEqual = cell(atomic(index), state) == from
      if isEqual { set(atomic(index), (from + 1) & 3, state) }
      setRegister(actor, isEqual ? 1 : 0, state)
    case .lock(let index): set(mutex(index), actor + 1, state)
    case .unlock(let index):
      if cell(mutex(index), state) != actor + 1 { return .misused }
      set(mutex(index), 0, state)
    case .trylock(let index):
      let isFree = cell(mutex(index), state) == 0
      if isFree { set(mutex(index), actor + 1, state) }
      setRegister(actor, isFree ? 1 : 0, state)
    case .timedLock(let index):
      if alternative == 0 { set(mutex(index), actor + 1, state) }
      setRegister(actor, 1 - alternative, state)
    case .acquire(let index): set(semaphore(index), cell(semaphore(index), state) - 1, state)
    case .release(let index): set(semaphore(index), min(3, cell(semaphore(index), state) + 1), state)
    case .choose: setRegister(actor, alternative, state)
    case .waitEnqueue(let index, let lock):
      if cell(mutex(lock), state) != actor + 1 { return .misused }
      set(mutex(lock), 0, state)
      set(condition(index), cell(condition(index), state) | 1 << actor, state)
    case .waitRetake(_, let lock): set(mutex(lock), actor + 1, state)
    case .signal(let index):
      if let waiter = waiter(index, alternative, state) {
        set(condition(index), cell(condition(index), state) & ~(1 << waiter), state)
      }
    default: break
    }
    return goOn(actor, at: next, state)
  }

  /// Local work up to the next step.
  private func goOn(_ actor: Int, at start: Int, _ state: UnsafeMutableRawPointer) -> StepOutcome {
    var outcome: StepOutcome = []
    var line = start
    for _ in 0..<200 {
      switch code[actor][line] {
      case .failIf(let value):
        if register(actor, state) == value {
          state.storeBytes(of: UInt8(line), toByteOffset: 2 * actor, as: UInt8.self)
          return outcome.union(.failed)
        }
        line += 1
      case .jumpIfZero(let target): line = register(actor, state) == 0 ? target : line + 1
      case .jump(let target): line = target
      case .mark:
        outcome.formUnion(.progress)
        line += 1
      case .end:
        setRegister(actor, 0, state)
        state.storeBytes(of: UInt8(line), toByteOffset: 2 * actor, as: UInt8.self)
        return outcome.union(.progress)
      default:
        state.storeBytes(of: UInt8(line), toByteOffset: 2 * actor, as: UInt8.self)
        return outcome
      }
    }
    state.storeBytes(of: UInt8(line), toByteOffset: 2 * actor, as: UInt8.self)
    return outcome.union(.diverged)
  }

  func isEnded(_ state: UnsafeRawPointer) -> Bool { unfinished(state).subtracting(daemons).isEmpty }

  func unfinished(_ state: UnsafeRawPointer) -> ActorSet {
    var result = ActorSet()
    for actor in 0..<actorCount where operation(actor, state) != .end { result.insert(actor) }
    return result
  }

  func isYield(_ actor: Int, _ state: UnsafeRawPointer) -> Bool { operation(actor, state) == .yield }

  // MARK: footprints

  func futureAccesses(of actor: Int, _ state: UnsafeRawPointer) -> Footprint {
    footprints[firstFootprint[actor] + line(actor, state)]
  }

  private func prepareFootprints() {
    for (actor, lines) in code.enumerated() {
      let first = firstFootprint[actor]
      for (line, operation) in lines.enumerated() {
        for access in accessList(operation, nil) {
          footprints.add(access.object, writes: access.isWrite, to: first + line)
          if case .compareAndSwap = operation {
            footprints.add(access.object, writes: false, to: first + line)
          }
        }
        // Whoever is not at its end yet may still come there.
        if operation != .end {
          footprints.add(UInt32(shape.count + actor), writes: true, to: first + line)
        }
      }
      var isChanging = true
      while isChanging {
        isChanging = false
        for (line, operation) in lines.enumerated() {
          for next in successors(operation, line) where next < lines.count {
            if footprints.add(entry: first + next, to: first + line) { isChanging = true }
          }
        }
      }
    }
  }

  private func successors(_ operation: ToyOperation, _ line: Int) -> [Int] {
    switch operation {
    case .end: []
    case .jump(let target): [target]
    case .jumpIfZero(let target): [line + 1, target]
    default: [line + 1]
    }
  }
}
