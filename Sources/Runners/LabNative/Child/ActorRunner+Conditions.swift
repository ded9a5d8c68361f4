import LabLanguage
import LabPlatform
import LabPrimitives
import LabRecorder
import LabTrace

extension ActorRunner {
  func executeCondition(_ instruction: Instruction) {
    let index = element(instruction)
    let object = Int(instruction.object)
    let condition = TracedCondition(
      at: world.cellAddress(object, index), object: world.objectID(object, index))
    switch instruction.opcode {
    case .conditionEnqueue: enqueue(instruction, condition, mutex(of: object, index))
    case .conditionReacquire: reacquire(instruction, condition, mutex(of: object, index))
    case .conditionSignal: signal(instruction, condition)
    default: condition.broadcast(trace, site: instruction.site)
    }
    noteProgress()
    counter += 1
  }

  /// The mutex of a condition: of an array of conditions over an array of mutexes, the one of the same index.
  private func mutex(of object: Int, _ index: Int) -> TracedMutex {
    let companion = world.program.objects[object].mutex ?? 0
    return mutex(companion, world.program.objects[companion].isArray ? index : 0)
  }

  /// First step of a wait.
  ///
  /// A recursive mutex is given up altogether, whatever its depth, and `reacquire` restores the depth.
  private func enqueue(_ instruction: Instruction, _ condition: TracedCondition, _ mutex: TracedMutex) {
    guard mutex.core.owner == CurrentThread.id else {
      end(.misuse, instruction, "wait on \(name(instruction)) without holding its mutex")
    }
    condition.enqueue(trace, site: instruction.site, node: node)
    depthBeforeWait = Int(mutex.core.recursionDepth)
    for _ in 0..<depthBeforeWait { _ = mutex.unlock(trace, site: instruction.site, flags: .byWait) }
  }

  /// Second step: woken, and the mutex taken again.
  private func reacquire(_ instruction: Instruction, _ condition: TracedCondition, _ mutex: TracedMutex) {
    let isSignalled = condition.wait(
      trace, site: instruction.site, node: node, deadline: deadline(instruction))
    if !isSignalled { gaveUp(instruction) }
    for _ in 0..<depthBeforeWait
    where mutex.lock(trace, site: instruction.site, deadline: relockDeadline, flags: .byWait) != .acquired {
      diverge(instruction, "\(actorName) cannot take the mutex of \(name(instruction)) again there")
    }
    set(instruction.a, isSignalled ? 0 : -1)
  }

  /// Taking the mutex again has no deadline, but for that of a schedule.
  private var relockDeadline: Deadline {
    scheduledAlternative == nil ? .never : .after(nanoseconds: Steering.patience)
  }

  /// Wakes the longest waiter, or in a steered run the one that the schedule says: the waiters are then counted
  /// in the order of the actors.
  private func signal(_ instruction: Instruction, _ condition: TracedCondition) {
    guard let alternative = scheduledAlternative else {
      condition.signal(trace, site: instruction.site)
      return
    }
    let owners = condition.core.waitingOwners()
    let waiting = world.program.actors.indices.filter { owners.contains(world.control.threadID($0)) }
    guard alternative < max(1, waiting.count) else {
      diverge(instruction, "there are only \(waiting.count) waiters to choose from")
    }
    let owner = waiting.isEmpty ? nil : world.control.threadID(waiting[alternative])
    condition.signal(trace, site: instruction.site, owner: owner)
  }

  func executeMeeting(_ instruction: Instruction) {
    let index = element(instruction)
    let object = Int(instruction.object)
    let address = world.cellAddress(object, index)
    let identity = world.objectID(object, index)
    switch instruction.opcode {
    case .barrierArrive:
      let arrival = TracedBarrier(at: address, object: identity).arrive(trace, site: instruction.site)
      set(instruction.a, arrival?.isLast == true ? 1 : 0)
      ticket = arrival
    case .barrierPass:
      pass(TracedBarrier(at: address, object: identity), instruction)
    case .eventSet: TracedEvent(at: address, object: identity).set(trace, site: instruction.site)
    case .eventReset: TracedEvent(at: address, object: identity).reset(trace, site: instruction.site)
    default:
      let isSet = TracedEvent(at: address, object: identity).wait(
        trace, site: instruction.site, deadline: deadline(instruction))
      if !isSet { gaveUp(instruction) }
      set(instruction.a, isSet ? 0 : -1)
    }
    noteProgress()
    counter += 1
  }

  private func pass(_ barrier: TracedBarrier, _ instruction: Instruction) {
    guard let ticket else { return }
    let isPassed = barrier.pass(
      trace, site: instruction.site, ticket: ticket, deadline: deadline(instruction))
    if isPassed { return }
    gaveUp(instruction)
    set(instruction.a, -1)
  }

  func executeBuffer(_ instruction: Instruction) {
    let index = element(instruction)
    let object = Int(instruction.object)
    let buffer = TracedBuffer(at: world.cellAddress(object, index), object: world.objectID(object, index))
    let site = instruction.site
    switch instruction.opcode {
    case .bufferPut:
      let result = buffer.put(trace, site: site, item: value(instruction.c), deadline: deadline(instruction))
      if result == -1 { gaveUp(instruction) }
      set(instruction.a, result)
    case .bufferTryPut:
      set(instruction.a, buffer.tryPut(trace, site: site, item: value(instruction.c)))
    case .bufferGet:
      let item = buffer.get(trace, site: site, deadline: deadline(instruction))
      if item == nil, !buffer.core.isClosed { gaveUp(instruction) }
      deliver(item, instruction)
    case .bufferTryGet:
      deliver(buffer.tryGet(trace, site: site), instruction)
    case .bufferClose:
      buffer.close(trace, site: site)
    default:
      let size = Int64(buffer.core.count)
      if !isRepetition(size, of: buffer.object, site: site) {
        trace.record(.read, site: site, object: buffer.object, value: size)
      }
      set(instruction.a, size)
      counter += 1
      return
    }
    noteProgress()
    counter += 1
  }

  /// The item of a get, 0 without one, and whether there was one for `ok()`.
  private func deliver(_ item: Int64?, _ instruction: Instruction) {
    set(instruction.a, item ?? 0)
    set(instruction.d, item == nil ? 0 : 1)
  }
}
