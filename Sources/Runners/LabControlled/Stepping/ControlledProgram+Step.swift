import LabExploration
import LabLanguage
import LabSemantics

/// Taking steps.
extension ControlledProgram {
  package func step(_ actor: Int, alternative: Int, _ state: UnsafeMutableRawPointer) -> StepOutcome {
    let point = point(of: actor, state)
    let element = element(point, actor, state)
    if element < 0 { return failIndex(actor, point, state) }
    var result = OperationResult.done
    switch point.pointee.opcode {
    case .load, .store, .atomicLoad, .atomicStore, .atomicAdd, .atomicSwap, .atomicCompareAndSwap:
      result = applyMemory(actor, point, state, state + offset(point, element))
    case .mutexLock, .mutexTryLock, .mutexUnlock, .mutexRecover, .rwlockLockRead, .rwlockLockWrite,
      .rwlockUnlock, .rwlockTryRead, .rwlockTryWrite, .semaphoreAcquire, .semaphoreTryAcquire,
      .semaphoreRelease, .semaphoreValue, .conditionEnqueue, .conditionReacquire, .ringCommit:
      switch applyLock(actor, point, element, alternative, state) {
      case .done(let value): result = value
      case .misused(let misuse):
        return fail(.misuse(misuse, Int64(element)), actor, Int(point.pointee.pc), .misused)
      }
      if hasFairLocks { return finishAtLock(actor, point, element, result, state) }
    case .conditionSignal, .conditionBroadcast: signal(point, element, alternative, state)
    case .barrierArrive, .barrierPass, .eventSet, .eventReset, .eventWait:
      result = applyMeeting(actor, point, alternative, state, state + offset(point, element))
    case .bufferPut, .bufferTryPut, .bufferClose, .bufferSize, .ringReserve:
      result = applyBuffer(actor, point, alternative, state, state + offset(point, element))
    case .bufferGet, .bufferTryGet: return stepGet(actor, point, alternative, state)
    case .poolSubmit, .poolDrain, .poolTake, .poolFinish:
      return stepPool(actor, point, alternative, state)
    case .spawn: return spawn(actor, point, state)
    case .choose: result = Int64(alternative)
    case .sectionEnter: return enterSection(actor, point, state)
    case .sectionLeave: sections[Int(point.pointee.object)].leave(state + Int(point.pointee.cell))
    case .regionBegin: return stepRegion(actor, point, state)
    default: break
    }
    return finish(actor, point, result, state)
  }

  // MARK: the end of a step

  /// Ends a step with its result, and the local work behind it.
  @inline(__always)
  func finish(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ result: Int64, _ state: UnsafeMutableRawPointer
  ) -> StepOutcome {
    guard point.pointee.direct >= 0 else { return work(actor, point, result, state) }
    let registers = state + Int(actors[actor].registers)
    var kills = point.pointee.kills
    while kills != 0 {
      registers.storeBytes(of: 0, toByteOffset: kills.trailingZeroBitCount &* 8, as: Int64.self)
      kills &= kills &- 1
    }
    if point.pointee.resultSlot >= 0 {
      registers.storeBytes(of: result, toByteOffset: Int(point.pointee.resultSlot), as: Int64.self)
    }
    setPlace(Int(point.pointee.direct), of: actor, state)
    if notes.pointee.isObserved { observeDirectWay(actor, point) }
    return StepOutcome(rawValue: point.pointee.isProgress ? 4 : 0)
  }

  @inline(never)
  private func work(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ result: Int64, _ state: UnsafeMutableRawPointer
  ) -> StepOutcome {
    load(actor, point, state)
    if point.pointee.result >= 0 { actors[actor].table.scratch[Int(point.pointee.result)] = result }
    return advance(actor, from: Int(point.pointee.resume), state)
  }

  /// Ends a step that may have taken or left a fair lock.
  @inline(never)
  private func finishAtLock(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ element: Int, _ result: Int64,
    _ state: UnsafeMutableRawPointer
  ) -> StepOutcome {
    let outcome = finish(actor, point, result, state)
    switch point.pointee.opcode {
    case .mutexLock, .mutexTryLock, .mutexUnlock:
      queueAtMutex(mutex(point), offset(point, element), state)
    case .conditionReacquire, .conditionEnqueue:
      queueAtMutex(conditionMutex(point), mutexOffset(point, element), state)
    case .rwlockLockRead, .rwlockLockWrite, .rwlockUnlock, .rwlockTryRead, .rwlockTryWrite:
      queueAtRWLock(rwlock(point), offset(point, element), state)
    default: break
    }
    return outcome
  }

  @inline(never)
  func failIndex(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ state: UnsafeRawPointer
  ) -> StepOutcome {
    let index = operand(point.pointee.b, actor, state)
    let isActor = point.pointee.opcode == .spawn || point.pointee.opcode == .join
    return fail(isActor ? .actorIndex(index) : .index(index), actor, Int(point.pointee.pc), .failed)
  }

  // MARK: memory

  @inline(__always)
  private func applyMemory(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ state: UnsafeRawPointer,
    _ record: UnsafeMutableRawPointer
  ) -> Int64 {
    switch point.pointee.opcode {
    case .store, .atomicStore:
      AtomicMachine.store(operand(point.pointee.c, actor, state), record)
      return 0
    case .atomicAdd: return AtomicMachine.add(operand(point.pointee.c, actor, state), record)
    case .atomicSwap: return AtomicMachine.swap(operand(point.pointee.c, actor, state), record)
    case .atomicCompareAndSwap:
      return AtomicMachine.compareAndSwap(
        operand(point.pointee.c, actor, state), operand(point.pointee.d, actor, state), record)
    default: return AtomicMachine.load(record)
    }
  }

  // MARK: locks

  @inline(__always)
  private func applyLock(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ element: Int, _ alternative: Int,
    _ state: UnsafeMutableRawPointer
  ) -> Answer {
    let record = state + offset(point, element)
    let machine = mutex(point)
    switch point.pointee.opcode {
    case .mutexLock:
      if alternative == 0 { return machine.lock(actor, record) }
      machine.giveUp(actor, record)
      return .done(OperationResult.timedOut)
    case .mutexUnlock: return machine.unlock(actor, record)
    case .semaphoreAcquire:
      if alternative != 0 { return .done(OperationResult.timedOut) }
      return SemaphoreMachine().acquire(permits(point, actor, state), record)
    case .semaphoreRelease: return SemaphoreMachine().release(permits(point, actor, state), record)
    case .conditionEnqueue:
      let answer = conditionMutex(point).surrender(actor, state + mutexOffset(point, element))
      if case .done = answer { condition.enqueue(actor, record) }
      return answer
    case .conditionReacquire: return reacquire(actor, point, element, alternative, state)
    default: return applyOtherLock(actor, point, element, alternative, state)
    }
  }

  @inline(never)
  private func applyOtherLock(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ element: Int, _ alternative: Int,
    _ state: UnsafeMutableRawPointer
  ) -> Answer {
    let record = state + offset(point, element)
    switch point.pointee.opcode {
    case .mutexTryLock: return mutex(point).tryLock(actor, record)
    case .mutexRecover: mutex(point).recover(actor, record)
    case .rwlockLockRead, .rwlockLockWrite:
      if alternative != 0 {
        rwlock(point).giveUp(actor, record)
        return .done(OperationResult.timedOut)
      }
      rwlock(point).lock(actor, isShared: point.pointee.opcode == .rwlockLockRead, record)
    case .rwlockTryRead: return rwlock(point).tryLock(actor, isShared: true, record)
    case .rwlockTryWrite: return rwlock(point).tryLock(actor, isShared: false, record)
    case .rwlockUnlock: return rwlock(point).unlock(actor, record)
    case .semaphoreTryAcquire: return SemaphoreMachine().tryAcquire(permits(point, actor, state), record)
    case .semaphoreValue: return .done(SemaphoreMachine().value(record))
    case .ringCommit:
      return shapes[Int(point.pointee.object)].buffer.commit(
        operand(point.pointee.c, actor, state), operand(point.pointee.d, actor, state), record)
    default: break
    }
    return .done(OperationResult.done)
  }

  /// The second half of a wait: the mutex is taken again, also by who timed out.
  private func reacquire(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ element: Int, _ alternative: Int,
    _ state: UnsafeMutableRawPointer
  ) -> Answer {
    condition.leave(actor, state + offset(point, element))
    let answer = conditionMutex(point).lock(actor, state + mutexOffset(point, element))
    if alternative == 1, case .done(let result) = answer, result == OperationResult.done {
      return .done(OperationResult.timedOut)
    }
    return answer
  }

  private func signal(
    _ point: UnsafeMutablePointer<Point>, _ element: Int, _ alternative: Int, _ state: UnsafeMutableRawPointer
  ) {
    let record = state + offset(point, element)
    if point.pointee.opcode == .conditionSignal {
      let woken = condition.signal(alternative, record)
      if woken >= 0, hasFairLocks { arriveAfterWake(woken, state) }
      return
    }
    let woken = condition.broadcast(record)
    guard hasFairLocks else { return }
    for waiter in 0..<actorCount where woken.contains(waiter) { arriveAfterWake(waiter, state) }
  }

  // MARK: barriers and events

  private func applyMeeting(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ alternative: Int, _ state: UnsafeRawPointer,
    _ record: UnsafeMutableRawPointer
  ) -> Int64 {
    let shape = shapes + Int(point.pointee.object)
    switch point.pointee.opcode {
    case .barrierArrive: return shape.pointee.barrier.arrive(actor, record).isEmpty ? 0 : 1
    case .barrierPass:
      if alternative == 0 {
        return point.pointee.d == Point.none ? 0 : operand(point.pointee.d, actor, state)
      }
      shape.pointee.barrier.withdraw(actor, record)
      return OperationResult.timedOut
    case .eventSet: shape.pointee.event.set(true, record)
    case .eventReset: shape.pointee.event.set(false, record)
    default:
      if alternative != 0 { return OperationResult.timedOut }
      shape.pointee.event.wait(record)
    }
    return OperationResult.done
  }

  // MARK: actors and sections

  private func spawn(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ state: UnsafeMutableRawPointer
  ) -> StepOutcome {
    guard let targets = targets(point, actor, state) else { return failIndex(actor, point, state) }
    var outcome = finish(actor, point, 0, state)
    // Who has been started already goes on as it is.
    for target in targets where place(of: target, state) == LifePoint.notStarted {
      guard outcome.isContinuing else { break }
      copyForkedObjects(from: Int(actors[actor].view), to: Int(actors[target].view), state)
      outcome.rawValue |= start(target, state).rawValue
    }
    return outcome
  }

  /// What is forked is copied as it is at this moment, locks that somebody holds included.
  private func copyForkedObjects(from source: Int, to target: Int, _ state: UnsafeMutableRawPointer) {
    guard target != 0, target != source else { return }
    for object in layout.shapes.indices where program.objects[object].sharing == .forked {
      let size = Int(shapes[object].stride) * Int(shapes[object].count)
      (state + Int(layout.placements[target][object].offset)).copyMemory(
        from: state + Int(layout.placements[source][object].offset), byteCount: size)
    }
  }

  private func enterSection(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ state: UnsafeMutableRawPointer
  ) -> StepOutcome {
    guard sections[Int(point.pointee.object)].enter(state + Int(point.pointee.cell)) else {
      return fail(.crowd, actor, Int(point.pointee.pc), .failed)
    }
    return StepOutcome(rawValue: finish(actor, point, 0, state).rawValue | 4)
  }

  // MARK: observing

  /// The local work that a direct way leaves out, for those who watch.
  private func observeDirectWay(_ actor: Int, _ point: UnsafeMutablePointer<Point>) {
    let table = actors[actor].table
    var pc = Int(point.pointee.resume)
    while Int(table.pointOf[pc]) < 0 {
      let instruction = table.instructions[pc]
      switch instruction.opcode {
      case .jump:
        pc = Int(instruction.extra)
        continue
      case .print: observer?.say(actor, instruction, table.scratch)
      case .end:
        observer?.ended(actor, instruction)
        return
      default: break
      }
      pc += 1
    }
  }
}
