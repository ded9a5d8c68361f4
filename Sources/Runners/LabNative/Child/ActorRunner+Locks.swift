import LabLanguage
import LabPlatform
import LabPrimitives
import LabRecorder
import LabTrace

extension ActorRunner {
  func executeLock(_ instruction: Instruction) {
    let index = element(instruction)
    let object = Int(instruction.object)
    if world.program.objects[object].kind == .mutex {
      executeMutex(instruction, mutex(object, index))
    } else {
      executeRWLock(instruction, rwlock(object, index))
    }
    counter += 1
  }

  func mutex(_ object: Int, _ index: Int) -> TracedMutex {
    TracedMutex(at: world.cellAddress(object, index), object: world.objectID(object, index))
  }

  private func rwlock(_ object: Int, _ index: Int) -> TracedRWLock {
    TracedRWLock(at: world.cellAddress(object, index), object: world.objectID(object, index))
  }

  private func executeMutex(_ instruction: Instruction, _ mutex: TracedMutex) {
    switch instruction.opcode {
    case .mutexLock:
      let outcome = mutex.lock(
        trace, site: instruction.site, deadline: deadline(instruction), flags: timeoutFlag(instruction))
      set(instruction.a, result(of: outcome, instruction))
    case .mutexTryLock:
      tried(mutex.tryLock(trace, site: instruction.site, isQuiet: spin.isCircling), mutex.object, instruction)
    case .mutexUnlock:
      if mutex.unlock(trace, site: instruction.site) != .released {
        end(.misuse, instruction, "unlock of \(name(instruction)), which \(actorName) does not hold")
      }
      noteProgress()
    default:
      // `recover` makes an inconsistent mutex good; without processes none ever is.
      set(instruction.a, 0)
    }
  }

  private func executeRWLock(_ instruction: Instruction, _ lock: TracedRWLock) {
    let site = instruction.site
    switch instruction.opcode {
    case .rwlockLockRead, .rwlockLockWrite:
      let isShared = instruction.opcode == .rwlockLockRead
      let outcome = lock.lock(
        trace, site: site, isShared: isShared, deadline: deadline(instruction),
        flags: timeoutFlag(instruction))
      set(instruction.a, result(of: outcome, instruction))
    case .rwlockTryRead, .rwlockTryWrite:
      let isShared = instruction.opcode == .rwlockTryRead
      tried(
        lock.tryLock(trace, site: site, isShared: isShared, isQuiet: spin.isCircling), lock.object,
        instruction)
    default:
      if !lock.unlock(trace, site: site) {
        end(.misuse, instruction, "unlock of \(name(instruction)), which \(actorName) does not hold")
      }
      noteProgress()
    }
  }

  func executeSemaphore(_ instruction: Instruction) {
    let index = element(instruction)
    let object = Int(instruction.object)
    let semaphore = TracedSemaphore(
      at: world.cellAddress(object, index), object: world.objectID(object, index))
    switch instruction.opcode {
    case .semaphoreAcquire:
      let isAcquired = semaphore.acquire(
        trace, site: instruction.site, permits: permits(instruction), deadline: deadline(instruction))
      if !isAcquired { gaveUp(instruction) }
      set(instruction.a, isAcquired ? 0 : -1)
      noteProgress()
    case .semaphoreTryAcquire:
      let isAcquired = semaphore.tryAcquire(
        trace, site: instruction.site, permits: permits(instruction), isQuiet: spin.isCircling)
      tried(isAcquired, semaphore.object, instruction)
    case .semaphoreRelease:
      if !semaphore.release(trace, site: instruction.site, permits: permits(instruction)) {
        end(.misuse, instruction, "release of \(name(instruction)) above \(Int32.max) permits")
      }
      noteProgress()
    default:
      let value = Int64(semaphore.core.value)
      if !isRepetition(value, of: semaphore.object, site: instruction.site) {
        trace.record(.read, site: instruction.site, object: semaphore.object, value: value)
      }
      set(instruction.a, value)
    }
    counter += 1
  }

  /// The number of permits; a negative or absurd one is a misuse.
  private func permits(_ instruction: Instruction) -> Int {
    guard instruction.c != .none else { return 1 }
    let count = value(instruction.c)
    if count >= 0, count <= Int64(Int32.max) { return Int(count) }
    end(.misuse, instruction, "\(count) permits of \(name(instruction))")
  }

  // MARK: words and results

  /// A wait that the scenario limits is no part of a deadlock; that a schedule limits it means nothing.
  private func timeoutFlag(_ instruction: Instruction) -> EventFlags {
    instruction.extra == 0 ? [] : .timedOut
  }

  /// 0 done, -1 timed out; a relock by the owner of an errorcheck mutex ends the run.
  private func result(of outcome: LockOutcome, _ instruction: Instruction) -> Int64 {
    noteProgress()
    switch outcome {
    case .acquired: return 0
    case .timedOut:
      gaveUp(instruction)
      return -1
    case .misuse: end(.misuse, instruction, "lock of \(name(instruction)), which \(actorName) already holds")
    }
  }

  /// The result of a try.
  ///
  /// A failed one is a look without news; a circling actor's is not worth an event.
  private func tried(_ isDone: Bool, _ object: ObjectID, _ instruction: Instruction) {
    if isDone { noteProgress() } else { _ = isRepetition(0, of: object, site: instruction.site) }
    set(instruction.a, isDone ? 1 : 0)
  }

  /// The object of an instruction with its index: `fork[2]`.
  func name(_ instruction: Instruction) -> String {
    let object = world.program.objects[Int(instruction.object)]
    return instruction.b == .none ? object.name : "\(object.name)[\(value(instruction.b))]"
  }

  var actorName: String { world.program.actors[actor].name }
}
