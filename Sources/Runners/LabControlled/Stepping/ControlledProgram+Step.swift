import LabExploration
import LabLanguage
import LabSemantics

/// Taking steps.
extension ControlledProgram {
  package func step(_ actor: Int, alternative: Int, _ state: UnsafeMutableRawPointer) -> StepOutcome {
    let point = point(of: actor, state)
    switch point.pointee.opcode {
    case .load, .store, .atomicLoad, .atomicStore, .atomicAdd, .atomicSwap, .atomicCompareAndSwap:
      return stepMemory(actor, point, state)
    case .mutexLock, .mutexTryLock, .mutexUnlock, .mutexRecover:
      return stepMutex(actor, point, alternative, state)
    case .rwlockLockRead, .rwlockLockWrite, .rwlockUnlock, .rwlockTryRead, .rwlockTryWrite:
      return stepRWLock(actor, point, alternative, state)
    case .semaphoreAcquire, .semaphoreTryAcquire, .semaphoreRelease, .semaphoreValue:
      return stepSemaphore(actor, point, alternative, state)
    case .conditionEnqueue, .conditionReacquire, .conditionSignal, .conditionBroadcast:
      return stepCondition(actor, point, alternative, state)
    case .barrierArrive, .barrierPass, .eventSet, .eventReset, .eventWait:
      return stepMeeting(actor, point, alternative, state)
    case .bufferPut, .bufferGet, .bufferTryPut, .bufferTryGet, .bufferClose, .bufferSize, .ringReserve,
      .ringCommit:
      return stepBuffer(actor, point, alternative, state)
    case .poolSubmit, .poolDrain, .poolTake, .poolFinish:
      return stepPool(actor, point, alternative, state)
    case .spawn: return spawn(actor, point, state)
    case .join:
      if targets(point, actor, state) == nil { return failActorIndex(actor, point, state) }
      return finish(actor, point, 0, state)
    case .choose: return finish(actor, point, Int64(alternative), state)
    case .sectionEnter: return enterSection(actor, point, state)
    case .sectionLeave:
      sections[Int(point.pointee.object)].leave(state + Int(point.pointee.cell))
      return finish(actor, point, 0, state)
    case .regionBegin: return stepRegion(actor, point, state)
    default: return finish(actor, point, 0, state)
    }
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
    if observer != nil { observeDirectWay(actor, point) }
    return point.pointee.isProgress ? .progress : []
  }

  private func work(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ result: Int64, _ state: UnsafeMutableRawPointer
  ) -> StepOutcome {
    load(actor, point, state)
    if point.pointee.result >= 0 { actors[actor].table.scratch[Int(point.pointee.result)] = result }
    return advance(actor, from: Int(point.pointee.resume), state)
  }

  @inline(__always)
  func finish(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ answer: Answer, _ element: Int,
    _ state: UnsafeMutableRawPointer
  ) -> StepOutcome {
    switch answer {
    case .done(let result): return finish(actor, point, result, state)
    case .misused(let misuse):
      return fail(.misuse(misuse, Int64(element)), actor, Int(point.pointee.pc), .misused)
    }
  }

  @inline(never)
  func failIndex(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ state: UnsafeRawPointer
  ) -> StepOutcome {
    fail(.index(operand(point.pointee.b, actor, state)), actor, Int(point.pointee.pc), .failed)
  }

  func failActorIndex(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ state: UnsafeRawPointer
  ) -> StepOutcome {
    fail(.actorIndex(operand(point.pointee.b, actor, state)), actor, Int(point.pointee.pc), .failed)
  }

  // MARK: memory

  @inline(__always)
  private func stepMemory(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ state: UnsafeMutableRawPointer
  ) -> StepOutcome {
    let element = element(point, actor, state)
    if element < 0 { return failIndex(actor, point, state) }
    let record = state + offset(point, element)
    let result: Int64
    switch point.pointee.opcode {
    case .store, .atomicStore:
      AtomicMachine.store(operand(point.pointee.c, actor, state), record)
      result = 0
    case .atomicAdd: result = AtomicMachine.add(operand(point.pointee.c, actor, state), record)
    case .atomicSwap: result = AtomicMachine.swap(operand(point.pointee.c, actor, state), record)
    case .atomicCompareAndSwap:
      result = AtomicMachine.compareAndSwap(
        operand(point.pointee.c, actor, state), operand(point.pointee.d, actor, state), record)
    default: result = AtomicMachine.load(record)
    }
    return finish(actor, point, result, state)
  }

  // MARK: locks

  @inline(__always)
  private func stepMutex(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ alternative: Int,
    _ state: UnsafeMutableRawPointer
  ) -> StepOutcome {
    let element = element(point, actor, state)
    if element < 0 { return failIndex(actor, point, state) }
    let cell = offset(point, element)
    let machine = mutex(point)
    let answer: Answer
    switch point.pointee.opcode {
    case .mutexLock where alternative == 1:
      machine.giveUp(actor, state + cell)
      return finish(actor, point, OperationResult.timedOut, state)
    case .mutexLock: answer = machine.lock(actor, state + cell)
    case .mutexTryLock: answer = machine.tryLock(actor, state + cell)
    case .mutexUnlock: answer = machine.unlock(actor, state + cell)
    default:
      machine.recover(actor, state + cell)
      answer = .done(0)
    }
    let outcome = finish(actor, point, answer, element, state)
    if hasFairLocks { queueAtMutex(machine, cell, state) }
    return outcome
  }

  private func stepRWLock(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ alternative: Int,
    _ state: UnsafeMutableRawPointer
  ) -> StepOutcome {
    let element = element(point, actor, state)
    if element < 0 { return failIndex(actor, point, state) }
    let cell = offset(point, element)
    let machine = rwlock(point)
    let answer: Answer
    switch point.pointee.opcode {
    case .rwlockLockRead, .rwlockLockWrite:
      if alternative == 1 {
        machine.giveUp(actor, state + cell)
        return finish(actor, point, OperationResult.timedOut, state)
      }
      machine.lock(actor, isShared: point.pointee.opcode == .rwlockLockRead, state + cell)
      answer = .done(OperationResult.done)
    case .rwlockTryRead: answer = machine.tryLock(actor, isShared: true, state + cell)
    case .rwlockTryWrite: answer = machine.tryLock(actor, isShared: false, state + cell)
    default: answer = machine.unlock(actor, state + cell)
    }
    let outcome = finish(actor, point, answer, element, state)
    queueAtRWLock(machine, cell, state)
    return outcome
  }

  @inline(__always)
  private func stepSemaphore(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ alternative: Int,
    _ state: UnsafeMutableRawPointer
  ) -> StepOutcome {
    let element = element(point, actor, state)
    if element < 0 { return failIndex(actor, point, state) }
    let record = state + offset(point, element)
    let machine = SemaphoreMachine()
    let answer: Answer
    switch point.pointee.opcode {
    case .semaphoreAcquire where alternative == 1: answer = .done(OperationResult.timedOut)
    case .semaphoreAcquire: answer = machine.acquire(permits(point, actor, state), record)
    case .semaphoreTryAcquire: answer = machine.tryAcquire(permits(point, actor, state), record)
    case .semaphoreRelease: answer = machine.release(permits(point, actor, state), record)
    default: answer = .done(machine.value(record))
    }
    return finish(actor, point, answer, element, state)
  }

  // MARK: conditions

  private func stepCondition(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ alternative: Int,
    _ state: UnsafeMutableRawPointer
  ) -> StepOutcome {
    let element = element(point, actor, state)
    if element < 0 { return failIndex(actor, point, state) }
    let record = state + offset(point, element)
    switch point.pointee.opcode {
    case .conditionEnqueue:
      let answer = conditionMutex(point).surrender(actor, state + mutexOffset(point, element))
      if case .done = answer { condition.enqueue(actor, record) }
      return finish(actor, point, answer, element, state)
    case .conditionReacquire: return reacquire(actor, point, element, alternative, state)
    case .conditionSignal:
      let woken = condition.signal(alternative, record)
      if woken >= 0, hasFairLocks { arriveAfterWake(woken, state) }
    default:
      let woken = condition.broadcast(record)
      if hasFairLocks {
        for waiter in 0..<actorCount where woken.contains(waiter) { arriveAfterWake(waiter, state) }
      }
    }
    return finish(actor, point, 0, state)
  }

  /// The second half of a wait: the mutex is taken again, also by who timed out.
  private func reacquire(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ element: Int, _ alternative: Int,
    _ state: UnsafeMutableRawPointer
  ) -> StepOutcome {
    condition.leave(actor, state + offset(point, element))
    let cell = mutexOffset(point, element)
    let machine = conditionMutex(point)
    var answer = machine.lock(actor, state + cell)
    if alternative == 1, answer == .done(OperationResult.done) { answer = .done(OperationResult.timedOut) }
    let outcome = finish(actor, point, answer, element, state)
    if hasFairLocks { queueAtMutex(machine, cell, state) }
    return outcome
  }

  // MARK: barriers and events

  private func stepMeeting(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ alternative: Int,
    _ state: UnsafeMutableRawPointer
  ) -> StepOutcome {
    let element = element(point, actor, state)
    if element < 0 { return failIndex(actor, point, state) }
    let record = state + offset(point, element)
    let shape = shapes + Int(point.pointee.object)
    var result = OperationResult.done
    switch point.pointee.opcode {
    case .barrierArrive: result = shape.pointee.barrier.arrive(actor, record).isEmpty ? 0 : 1
    case .barrierPass:
      if alternative == 1 {
        shape.pointee.barrier.withdraw(actor, record)
        result = OperationResult.timedOut
      } else if point.pointee.d != Point.none {
        result = operand(point.pointee.d, actor, state)
      }
    case .eventSet: shape.pointee.event.set(true, record)
    case .eventReset: shape.pointee.event.set(false, record)
    default:
      if alternative == 1 { result = OperationResult.timedOut } else { shape.pointee.event.wait(record) }
    }
    return finish(actor, point, result, state)
  }

  // MARK: actors and sections

  private func spawn(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ state: UnsafeMutableRawPointer
  ) -> StepOutcome {
    guard let targets = targets(point, actor, state) else { return failActorIndex(actor, point, state) }
    var outcome = finish(actor, point, 0, state)
    // Who has been started already goes on as it is.
    for target in targets where place(of: target, state) == LifePoint.notStarted {
      guard outcome.isContinuing else { break }
      copyForkedObjects(from: Int(actors[actor].view), to: Int(actors[target].view), state)
      outcome.formUnion(start(target, state))
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
    return finish(actor, point, 0, state).union(.progress)
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
