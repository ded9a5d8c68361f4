import LabExploration
import LabLanguage
import LabSemantics
import LabTrace

/// What steps do to happens-before: LANGUAGE section 2, "Happens-before in detail".
extension ControlledProgram {
  struct EffectCollector {
    let base: UnsafeMutablePointer<SynchronisationEffect>
    var count = 0

    init(_ base: UnsafeMutablePointer<SynchronisationEffect>) { self.base = base }

    @inline(__always)
    mutating func add(_ kind: SynchronisationEffect.Kind, _ number: Int) {
      base[count] = SynchronisationEffect(kind, UInt32(truncatingIfNeeded: number))
      count &+= 1
    }
  }

  package func effects(
    of actor: Int, alternative: Int, _ state: UnsafeRawPointer,
    into effects: UnsafeMutablePointer<SynchronisationEffect>
  ) -> Int {
    let point = point(of: actor, state)
    var collector = EffectCollector(effects)
    switch point.pointee.opcode {
    case .spawn, .join:
      guard let targets = targets(point, actor, state) else { return 0 }
      let isSpawn = point.pointee.opcode == .spawn
      for target in targets where !isSpawn || place(of: target, state) == LifePoint.notStarted {
        collector.add(isSpawn ? .wake : .join, target)
      }
      return collector.count
    case .regionBegin:
      addRegion(actor, point, &collector)
      return collector.count
    case .yield, .sleep, .fence, .choose, .sectionEnter, .sectionLeave, .end: return 0
    default: break
    }
    let element = element(point, actor, state)
    if element < 0 { return 0 }
    let number = Int(point.pointee.number) &+ element
    let record = state + offset(point, element)
    switch point.pointee.opcode {
    case .load: collector.add(.readPlain, number)
    case .store: collector.add(.writePlain, number)
    case .atomicLoad, .atomicStore, .atomicAdd, .atomicSwap, .atomicCompareAndSwap:
      addAtomic(actor, point, number, record, state, &collector)
    case .mutexLock, .mutexTryLock, .mutexUnlock:
      addMutex(actor, point, alternative, number, record, &collector)
    case .conditionEnqueue, .conditionReacquire, .conditionSignal, .conditionBroadcast:
      addCondition(actor, point, element, alternative, state, &collector)
    case .rwlockLockRead, .rwlockLockWrite, .rwlockTryRead, .rwlockTryWrite, .rwlockUnlock:
      addRWLock(actor, point, element, alternative, record, &collector)
    case .semaphoreAcquire: if alternative == 0 { collector.add(.acquire, number) }
    case .semaphoreTryAcquire:
      if SemaphoreMachine().canAcquire(permits(point, actor, state), record) {
        collector.add(.acquire, number)
      }
    case .semaphoreRelease, .eventSet: collector.add(.release, number)
    case .eventWait: if alternative == 0 { collector.add(.acquire, number) }
    case .barrierArrive: addArrival(actor, point, number, record, &collector)
    case .bufferPut, .bufferTryPut, .bufferGet, .bufferTryGet, .ringReserve, .ringCommit:
      if alternative == 0 { addBuffer(actor, point, element, record, state, &collector) }
    case .poolSubmit, .poolTake, .poolFinish, .poolDrain:
      addPool(point, alternative, number, record, state, &collector)
    default: break
    }
    return collector.count
  }

  // MARK: memory

  private func addAtomic(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ number: Int, _ record: UnsafeRawPointer,
    _ state: UnsafeRawPointer, _ collector: inout EffectCollector
  ) {
    let order = MemoryOrder(rawValue: point.pointee.modifier) ?? .sequentiallyConsistent
    let acquires = order != .relaxed && order != .releasing
    let releases = order != .relaxed && order != .acquiring
    switch point.pointee.opcode {
    case .atomicLoad: if acquires { collector.add(.acquire, number) }
    case .atomicStore: collector.add(releases ? .replace : .clear, number)
    default:
      if acquires { collector.add(.acquire, number) }
      let isWrite =
        point.pointee.opcode != .atomicCompareAndSwap
        || AtomicMachine.load(record) == operand(point.pointee.c, actor, state)
      if releases && isWrite { collector.add(.release, number) }
    }
  }

  /// A region comes after the earlier regions that wrote what it reads, and before later ones that read what it
  /// writes; its accesses can race with plain ones.
  private func addRegion(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ collector: inout EffectCollector
  ) {
    let region = actors[actor].table.accesses + Int(point.pointee.firstAccess)
    let count = Int(point.pointee.accessCount)
    for index in 0..<count { collector.add(.acquire, Int(region[index].object)) }
    for index in 0..<count where region[index].isPlain {
      collector.add(region[index].isWrite ? .writeRegion : .readRegion, Int(region[index].object))
    }
    for index in 0..<count where region[index].isWrite { collector.add(.release, Int(region[index].object)) }
  }

  // MARK: locks

  private func addMutex(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ alternative: Int, _ number: Int,
    _ record: UnsafeRawPointer, _ collector: inout EffectCollector
  ) {
    let machine = mutex(point)
    switch point.pointee.opcode {
    case .mutexUnlock: if machine.owner(record) == actor { collector.add(.replace, number) }
    case .mutexTryLock: if machine.canTryLock(actor, record) { addLock(machine, number, record, &collector) }
    default: if alternative == 0 { addLock(machine, number, record, &collector) }
    }
  }

  /// A mutex is taken: after the last release, or after all that its dead owner did.
  private func addLock(
    _ machine: MutexMachine, _ number: Int, _ record: UnsafeRawPointer, _ collector: inout EffectCollector
  ) {
    collector.add(.acquire, number)
    let dead = machine.deadOwner(record)
    if dead >= 0 { collector.add(.join, dead) }
  }

  private func addCondition(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ element: Int, _ alternative: Int,
    _ state: UnsafeRawPointer, _ collector: inout EffectCollector
  ) {
    let machine = conditionMutex(point)
    let mutexRecord = state + mutexOffset(point, element)
    let record = state + offset(point, element)
    switch point.pointee.opcode {
    case .conditionEnqueue:
      if machine.owner(mutexRecord) == actor { collector.add(.replace, mutexNumber(point, element)) }
    case .conditionReacquire: addLock(machine, mutexNumber(point, element), mutexRecord, &collector)
    case .conditionSignal:
      let woken = condition.waiters(record).member(alternative)
      if woken >= 0 { collector.add(.wake, woken) }
    default:
      let woken = condition.waiters(record)
      for waiter in 0..<actorCount where woken.contains(waiter) { collector.add(.wake, waiter) }
    }
  }

  /// Readers come after writers only; writers after everybody.
  private func addRWLock(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ element: Int, _ alternative: Int,
    _ record: UnsafeRawPointer, _ collector: inout EffectCollector
  ) {
    let machine = rwlock(point)
    let number = Int(point.pointee.number) &+ element
    let readers = clock(point, element, actor)
    switch point.pointee.opcode {
    case .rwlockUnlock:
      if machine.writer(record) == actor {
        collector.add(.release, number)
      } else if machine.readDepth(actor, record) > 0 {
        collector.add(.release, readers)
      }
      return
    case .rwlockTryRead: if !machine.canLock(actor, isShared: true, record) { return }
    case .rwlockTryWrite: if !machine.canLock(actor, isShared: false, record) { return }
    default: if alternative != 0 { return }
    }
    collector.add(.acquire, number)
    if point.pointee.opcode == .rwlockLockWrite || point.pointee.opcode == .rwlockTryWrite {
      collector.add(.acquire, readers)
    }
  }

  /// The first of the additional clocks of a cell.
  func clock(_ point: UnsafeMutablePointer<Point>, _ element: Int, _ actor: Int) -> Int {
    let object = Int(point.pointee.object)
    let placement = layout.placements[Int(actors[actor].view)][object]
    let cell = Int(point.pointee.number) - Int(placement.number) + element
    return Int(placement.clock) + cell * Int(shapes[object].clocksPerCell)
  }

  // MARK: meetings

  /// Every arrival of a round comes before every pass of it.
  private func addArrival(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ number: Int, _ record: UnsafeRawPointer,
    _ collector: inout EffectCollector
  ) {
    let barrier = shapes[Int(point.pointee.object)].barrier
    collector.add(.release, number)
    guard barrier.wouldOpen(record) else { return }
    collector.add(.acquire, number)
    let arrived = barrier.arrived(record)
    for other in 0..<actorCount where arrived.contains(other) && other != actor {
      collector.add(.wake, other)
    }
    collector.add(.clear, number)
  }

  // MARK: queues

  /// Who uses a place comes after whoever used it last.
  private func addBuffer(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ element: Int, _ record: UnsafeRawPointer,
    _ state: UnsafeRawPointer, _ collector: inout EffectCollector
  ) {
    let buffer = shapes[Int(point.pointee.object)].buffer
    var place = 0
    switch point.pointee.opcode {
    case .bufferGet, .bufferTryGet:
      guard buffer.hasItem(record) else { return }
      place = buffer.place(0, record)
    case .ringCommit:
      let ticket = operand(point.pointee.c, actor, state)
      guard buffer.isReserved(ticket, record) else { return }
      place = Int(ticket)
    default:
      guard !buffer.isClosed(record), !buffer.isFull(record) else { return }
      place = buffer.place(buffer.count(record), record)
    }
    let hasClocks = shapes[Int(point.pointee.object)].clocksPerCell > 0
    let number = hasClocks ? clock(point, element, actor) + place : Int(point.pointee.number) + element
    collector.add(.acquire, number)
    // A reservation says nothing yet.
    if point.pointee.opcode != .ringReserve { collector.add(.release, number) }
  }

  /// A task comes after its submit, a drain after the ends of the tasks.
  private func addPool(
    _ point: UnsafeMutablePointer<Point>, _ alternative: Int, _ number: Int, _ record: UnsafeRawPointer,
    _ state: UnsafeRawPointer, _ collector: inout EffectCollector
  ) {
    let finished = Int(shapes[Int(point.pointee.object)].firstClock)
    switch point.pointee.opcode {
    case .poolSubmit: collector.add(.release, number)
    case .poolFinish: collector.add(.release, finished)
    case .poolDrain: if alternative == 0 { collector.add(.acquire, finished) }
    default:
      if shapes[Int(point.pointee.object)].pool.count(record) > 0 {
        collector.add(.acquire, number)
      } else if mainActor >= 0 {
        collector.add(.join, mainActor)
      }
    }
  }
}
