import LabExploration
import LabLanguage
import LabSemantics

/// What steps touch: LANGUAGE section 2, "Dependence".
extension ControlledProgram {
  /// Collects accesses; of one object a write covers a read.
  struct Collector {
    let base: UnsafeMutablePointer<Access>
    var count = 0

    init(_ base: UnsafeMutablePointer<Access>) { self.base = base }

    @inline(__always)
    mutating func add(_ number: Int, isWrite: Bool, isPlain: Bool = false) {
      base[count] = Access(object: UInt32(truncatingIfNeeded: number), isWrite: isWrite, isPlain: isPlain)
      count &+= 1
    }
  }

  package func accesses(
    of actor: Int, alternative: Int, _ state: UnsafeRawPointer, into accesses: UnsafeMutablePointer<Access>
  ) -> Int {
    let point = point(of: actor, state)
    guard place(of: actor, state) >= LifePoint.count else { return 0 }
    var collector = Collector(accesses)
    addOwn(actor, point, alternative, state, &collector)
    let reach = Int(alternative == 0 ? point.pointee.firstReach : point.pointee.otherReach)
    addReach(actor, reach, state, &collector)
    return collector.count
  }

  /// What the local work behind a step may touch: the actor's end, the robust mutexes of a killed process, fair
  /// locks that it comes to.
  @inline(__always)
  private func addReach(
    _ actor: Int, _ number: Int, _ state: UnsafeRawPointer, _ collector: inout Collector
  ) {
    let summary = reachSummaries[actor][number]
    if summary == 0 { return }
    addSpecialReach(actor, number, state, &collector)
  }

  private func addSpecialReach(
    _ actor: Int, _ number: Int, _ state: UnsafeRawPointer, _ collector: inout Collector
  ) {
    let reach = reaches[tableOfActor[actor]][number]
    if reach.mayEnd || reach.mayCrash { collector.add(layout.firstDone + actor, isWrite: true) }
    if reach.mayCrash || reach.mayEnd {
      for mutex in robustMutexes[Int(actors[actor].view)]
      where mutex.machine.owner(state + mutex.offset) == actor {
        collector.add(Int(mutex.number), isWrite: true)
      }
    }
    for number in reach.arrivals { collector.add(Int(number), isWrite: true) }
  }

  @inline(__always)
  private func addOwn(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ alternative: Int, _ state: UnsafeRawPointer,
    _ collector: inout Collector
  ) {
    switch point.pointee.opcode {
    case .yield, .sleep, .fence, .choose: return
    case .sectionEnter, .sectionLeave: return collector.add(Int(point.pointee.number), isWrite: true)
    case .spawn, .join: return addActors(actor, point, state, &collector)
    case .regionBegin:
      let region = actors[actor].table.accesses + Int(point.pointee.firstAccess)
      for index in 0..<Int(point.pointee.accessCount) {
        collector.add(Int(region[index].object), isWrite: region[index].isWrite)
      }
      return
    default: break
    }
    let element = element(point, actor, state)
    if element < 0 { return }
    let number = Int(point.pointee.number) &+ element
    switch point.pointee.opcode {
    case .load: collector.add(number, isWrite: false, isPlain: true)
    case .store: collector.add(number, isWrite: true, isPlain: true)
    case .atomicLoad, .semaphoreValue, .bufferSize: collector.add(number, isWrite: false)
    case .atomicCompareAndSwap:
      let isEqual =
        AtomicMachine.load(state + offset(point, element)) == operand(point.pointee.c, actor, state)
      collector.add(number, isWrite: isEqual)
    case .eventWait:
      collector.add(number, isWrite: !shapes[Int(point.pointee.object)].event.isManual)
    case .barrierPass: if alternative == 1 { collector.add(number, isWrite: true) }
    case .conditionEnqueue, .conditionReacquire:
      collector.add(number, isWrite: true)
      collector.add(mutexNumber(point, element), isWrite: true)
    case .conditionSignal, .conditionBroadcast:
      collector.add(number, isWrite: true)
      // A woken waiter arrives at a fair mutex.
      if point.pointee.mutexAttributes & 8 != 0 {
        collector.add(mutexNumber(point, element), isWrite: true)
      }
    case .poolTake:
      collector.add(number, isWrite: true)
      if shapes[Int(point.pointee.object)].pool.count(state + Int(point.pointee.cell)) == 0, mainActor >= 0 {
        collector.add(layout.firstDone + mainActor, isWrite: false)
      }
    default: collector.add(number, isWrite: true)
    }
  }

  @inline(__always)
  func mutexNumber(_ point: UnsafeMutablePointer<Point>, _ element: Int) -> Int {
    Int(point.pointee.mutexNumber) &+ element &* Int(point.pointee.mutexNumberStride)
  }

  private func addActors(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ state: UnsafeRawPointer,
    _ collector: inout Collector
  ) {
    guard let targets = targets(point, actor, state) else { return }
    let isSpawn = point.pointee.opcode == .spawn
    for target in targets {
      collector.add((isSpawn ? layout.firstStart : layout.firstDone) + target, isWrite: isSpawn)
      // The first local work of the new actor belongs to the spawn.
      if isSpawn, let entry = entryReaches[tableOfActor[target]] {
        if entry.mayEnd || entry.mayCrash { collector.add(layout.firstDone + target, isWrite: true) }
        for number in entry.arrivals { collector.add(Int(number), isWrite: true) }
      }
    }
  }
}
