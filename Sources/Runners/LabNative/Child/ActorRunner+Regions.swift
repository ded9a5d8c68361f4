import LabLanguage
import LabPlatform
import LabPrimitives
import LabRecorder
import LabTrace

extension ActorRunner {
  /// Runs an `atomic { }` or an `await` as one step under the hidden lock.
  func runRegion(_ instruction: Instruction) {
    let start = counter
    var attempts = 0
    while true {
      _ = world.control.hiddenLock.lock()
      counter = start + 1
      region = nextRegion()
      if instruction.modifier & 1 == 0 || conditionHolds() { break }
      region = 0
      _ = world.control.hiddenLock.unlock()
      attempts += 1
      if scheduledAlternative != nil {
        diverge(instruction, "the condition of \(actorName) does not hold there")
      }
      wait(attempts, instruction)
    }
    if attempts > 0 {
      trace.publishRunning()
      trace.record(.awaitEnd, flags: .insideAtomicBlock, site: instruction.site, version: region)
    }
    for read in pending { write(read) }
    pending.removeAll(keepingCapacity: true)
    runBody()
    region = 0
    _ = world.control.hiddenLock.unlock()
    noteProgress()
  }

  /// Counts the regions of the run; never 0, which means "outside".
  private func nextRegion() -> UInt32 {
    let count = world.control.regionCount
    count.pointee = count.pointee == .max ? 1 : count.pointee + 1
    return count.pointee
  }

  /// Evaluates the condition up to its guard; its reads are kept aside until it holds.
  private func conditionHolds() -> Bool {
    pending.removeAll(keepingCapacity: true)
    isEvaluating = true
    defer { isEvaluating = false }
    while true {
      runLocally()
      let instruction = instructions[counter]
      if instruction.opcode == .guardRegion {
        counter += 1
        return value(instruction.b) != 0
      }
      executeInside(instruction)
    }
  }

  /// Executes what is behind the guard, up to the end of the region.
  private func runBody() {
    while true {
      runLocally()
      let instruction = instructions[counter]
      if instruction.opcode == .regionEnd {
        counter += 1
        return
      }
      executeInside(instruction)
    }
  }

  /// The condition does not hold: look again when something may have changed.
  private func wait(_ attempts: Int, _ instruction: Instruction) {
    if attempts == 1 {
      let object = pending.first?.object ?? .none
      trace.record(.awaitBegin, site: instruction.site, object: object, value: pending.first?.value ?? 0)
      trace.publishAwaiting(for: object)
    }
    trace.countCheck()
    if attempts < 20 {
      NativeThread.yield()
    } else {
      NativeThread.sleep(until: .after(nanoseconds: Int64(min(attempts, 100)) * 2000))
    }
  }
}
