import LabExploration
import LabLanguage
import LabSemantics

extension ControlledProgram {
  package func enabled(_ state: UnsafeRawPointer) -> ActorSet {
    var low: UInt64 = 0
    for actor in 0..<min(64, actorCount) {
      let place = place(of: actor, state)
      if canStep(actor, gates[actor] + place, place, state) { low |= 1 &<< UInt64(actor) }
    }
    var high: UInt64 = 0
    if actorCount > 64 {
      for actor in 64..<actorCount {
        let place = place(of: actor, state)
        if canStep(actor, gates[actor] + place, place, state) { high |= 1 &<< UInt64(actor &- 64) }
      }
    }
    return ActorSet(low: low, high: high)
  }

  @inline(__always)
  private func canStep(
    _ actor: Int, _ entry: UnsafeMutablePointer<GateEntry>, _ place: Int, _ state: UnsafeRawPointer
  ) -> Bool {
    switch entry.pointee.gate {
    case .never: return false
    case .always: return true
    case .plainMutex: return state.load(fromByteOffset: Int(entry.pointee.cell), as: UInt8.self) == 0
    case .onePermit: return state.loadUnaligned(fromByteOffset: Int(entry.pointee.cell), as: Int32.self) > 0
    case .special:
      let point = actors[actor].table.points + place
      return canStepAtOnce(actor, point, state) || hasOtherAlternative(actor, point, state)
    }
  }

  package func alternatives(of actor: Int, _ state: UnsafeRawPointer) -> Range<Int> {
    let point = point(of: actor, state)
    switch point.pointee.opcode {
    case .choose: return 0..<max(1, Int(point.pointee.extra))
    case .conditionSignal:
      let element = element(point, actor, state)
      return element < 0 ? 0..<1 : 0..<condition.alternatives(state + offset(point, element))
    default: break
    }
    guard point.pointee.gate == .special, !canStepAtOnce(actor, point, state) else { return 0..<1 }
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
