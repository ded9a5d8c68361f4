import LabExploration
import LabLanguage
import LabSemantics

extension ControlledProgram {
  package func enabled(_ state: UnsafeRawPointer) -> ActorSet {
    switch width {
    case 1: enabled(state, UInt8.self)
    case 2: enabled(state, UInt16.self)
    default: enabled(state, UInt32.self)
    }
  }

  @inline(__always)
  private func enabled<Counter: FixedWidthInteger & BitwiseCopyable>(
    _ state: UnsafeRawPointer, _ type: Counter.Type
  ) -> ActorSet {
    let counters = (state + counterOffset).assumingMemoryBound(to: Counter.self)
    let gates = gates
    var (low, lowSpecial) = opened(0..<min(64, actorCount), counters, gates, state)
    while lowSpecial != 0 {
      let actor = lowSpecial.trailingZeroBitCount
      if canStep(actor, state) { low |= 1 &<< UInt64(actor) }
      lowSpecial &= lowSpecial &- 1
    }
    guard actorCount > 64 else { return ActorSet(low: low, high: 0) }
    var (high, highSpecial) = opened(64..<actorCount, counters, gates, state)
    while highSpecial != 0 {
      let actor = highSpecial.trailingZeroBitCount
      if canStep(actor &+ 64, state) { high |= 1 &<< UInt64(actor) }
      highSpecial &= highSpecial &- 1
    }
    return ActorSet(low: low, high: high)
  }

  /// The actors of a range whose gates are open, and those whose gates cannot say.
  @inline(__always)
  private func opened<Counter: FixedWidthInteger>(
    _ range: Range<Int>, _ counters: UnsafePointer<Counter>,
    _ gates: UnsafeMutablePointer<UnsafeMutablePointer<Gate>>, _ state: UnsafeRawPointer
  ) -> (UInt64, UInt64) {
    var open: UInt64 = 0
    var special: UInt64 = 0
    var actor = range.lowerBound
    while actor < range.upperBound {
      let gate = gates[actor] + Int(truncatingIfNeeded: counters[actor])
      let word = state.loadUnaligned(fromByteOffset: Int(gate.pointee.cell), as: UInt32.self)
      let waiters = state.loadUnaligned(fromByteOffset: Int(gate.pointee.waiters), as: UInt32.self)
      let isZero: UInt8 = word & gate.pointee.mask == 0 ? 1 : 0
      let isWaiting = waiters & gate.pointee.waiterMask & (1 &<< UInt32(truncatingIfNeeded: actor))
      let isOpen = (isZero ^ gate.pointee.wantsZero ^ 1) & (isWaiting == 0 ? 1 : 0)
      let position = UInt64(truncatingIfNeeded: actor &- range.lowerBound)
      open |= UInt64(isOpen) &<< position
      special |= UInt64(gate.pointee.isSpecial) &<< position
      actor &+= 1
    }
    return (open, special)
  }

  @inline(never)
  private func canStep(_ actor: Int, _ state: UnsafeRawPointer) -> Bool {
    let point = point(of: actor, state)
    return canStepAtOnce(actor, point, state) || hasOtherAlternative(actor, point, state)
  }

  package func alternatives(of actor: Int, _ state: UnsafeRawPointer) -> Range<Int> {
    let place = place(of: actor, state)
    if gates[actor][place].hasAlternatives == 0 { return 0..<1 }
    return severalAlternatives(actor, actors[actor].table.points + place, state)
  }

  @inline(never)
  private func severalAlternatives(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ state: UnsafeRawPointer
  ) -> Range<Int> {
    switch point.pointee.opcode {
    case .choose: return 0..<max(1, Int(point.pointee.extra))
    case .conditionSignal:
      let element = element(point, actor, state)
      return element < 0 ? 0..<1 : 0..<condition.alternatives(state + offset(point, element))
    default: break
    }
    let isAlone = !point.pointee.isTimed && !options.allowsSpuriousWakes
    if isAlone || canStepAtOnce(actor, point, state) { return 0..<1 }
    // Blocked, and nevertheless enabled: by a timeout, or by a wake that nobody sent.
    let mayWake = point.pointee.opcode == .conditionReacquire && options.allowsSpuriousWakes
    return (point.pointee.isTimed ? 1 : 2)..<(mayWake ? 3 : 2)
  }

  /// Whether a step that may block would end as it should, or fail.
  func canStepAtOnce(_ actor: Int, _ point: UnsafeMutablePointer<Point>, _ state: UnsafeRawPointer) -> Bool {
    switch point.pointee.opcode {
    case .join:
      guard let targets = targets(point, actor, state) else { return true }
      for target in targets where !hasEnded(target, state) { return false }
      return true
    case .regionBegin: return guardHolds(actor, point, state)
    default: break
    }
    let element = element(point, actor, state)
    // An index out of range fails: that is something one can do.
    if element < 0 { return true }
    let record = state + offset(point, element)
    switch point.pointee.opcode {
    case .mutexLock: return mutex(point).canLock(actor, record)
    case .rwlockLockRead: return rwlock(point).canLock(actor, isShared: true, record)
    case .rwlockLockWrite: return rwlock(point).canLock(actor, isShared: false, record)
    case .semaphoreAcquire:
      return SemaphoreMachine().canAcquire(permits(point, actor, state), record)
    case .conditionReacquire:
      return !condition.isWaiting(actor, record)
        && conditionMutex(point).canLock(actor, state + mutexOffset(point, element))
    case .barrierPass: return shapes[Int(point.pointee.object)].barrier.canPass(actor, record)
    case .eventWait: return shapes[Int(point.pointee.object)].event.isSet(record)
    case .bufferPut, .ringReserve: return shapes[Int(point.pointee.object)].buffer.canPut(record)
    case .bufferGet: return shapes[Int(point.pointee.object)].buffer.canGet(record)
    case .poolSubmit: return shapes[Int(point.pointee.object)].pool.canSubmit(record)
    case .poolDrain: return shapes[Int(point.pointee.object)].pool.isIdle(record)
    case .poolTake:
      return shapes[Int(point.pointee.object)].pool.canTake(hasEnded: poolsHaveEnded(state), record)
    default: return true
    }
  }

  /// Whether a blocked step can end in another way: by its timeout, or a spurious wake.
  private func hasOtherAlternative(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ state: UnsafeRawPointer
  ) -> Bool {
    guard point.pointee.opcode == .conditionReacquire else { return point.pointee.isTimed }
    guard point.pointee.isTimed || options.allowsSpuriousWakes else { return false }
    let element = element(point, actor, state)
    // Whoever leaves a wait by itself needs the mutex all the same.
    return condition.isWaiting(actor, state + offset(point, element))
      && conditionMutex(point).canLock(actor, state + mutexOffset(point, element))
  }

  package func isEnded(_ state: UnsafeRawPointer) -> Bool {
    for actor in 0..<actorCount where place(of: actor, state) >= LifePoint.count && !actors[actor].isDaemon {
      return false
    }
    return true
  }

  package func unfinished(_ state: UnsafeRawPointer) -> ActorSet {
    var result = ActorSet()
    for actor in 0..<actorCount where place(of: actor, state) >= LifePoint.count { result.insert(actor) }
    return result
  }

  package func isYield(_ actor: Int, _ state: UnsafeRawPointer) -> Bool {
    let opcode = point(of: actor, state).pointee.opcode
    return opcode == .yield || opcode == .sleep
  }
}
