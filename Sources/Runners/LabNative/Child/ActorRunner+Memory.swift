import LabLanguage
import LabPlatform
import LabPrimitives
import LabRecorder
import LabTrace
import Synchronization

/// A read inside the condition of an `await`.
struct PendingRead {
  var object: ObjectID
  var flags: EventFlags
  var version: UInt32
  var value: Int64
  var cause: EventReference
  var site: SiteID
}

extension ActorRunner {
  func executeMemory(_ instruction: Instruction) {
    if instruction.opcode == .fence {
      atomicMemoryFence(ordering: .sequentiallyConsistent)
      trace.record(.fence, flags: EventFlags(order: .sequentiallyConsistent), site: instruction.site)
      counter += 1
      return
    }
    let index = element(instruction)
    let object = Int(instruction.object)
    let isGuarded = region == 0 && world.program.objects[object].isInRegion
    if isGuarded { _ = world.control.hiddenLock.lock() }
    if world.program.objects[object].kind == .atomic {
      accessAtomic(instruction, object, index)
    } else {
      accessVariable(instruction, object, index)
    }
    if isGuarded { _ = world.control.hiddenLock.unlock() }
    counter += 1
  }

  /// The plain variable at an address really is shared memory; relaxed, so that the program is defined in
  /// Swift's memory model while nothing is ordered.
  private func accessVariable(_ instruction: Instruction, _ object: Int, _ index: Int) {
    let word = world.cellAddress(object, index).assumingMemoryBound(to: Atomic<Int64>.self)
    let identity = world.objectID(object, index)
    let flags = regionFlags.union(.plain)
    if instruction.opcode == .load {
      let value = word.pointee.load(ordering: .relaxed)
      noteRead(
        PendingRead(
          object: identity, flags: flags, version: region, value: value, cause: .none, site: instruction.site)
      )
      set(instruction.a, value)
    } else {
      let value = self.value(instruction.c)
      word.pointee.store(value, ordering: .relaxed)
      trace.record(
        .write, flags: flags, site: instruction.site, object: identity, version: region, value: value)
      noteProgress()
    }
  }

  private func accessAtomic(_ instruction: Instruction, _ object: Int, _ index: Int) {
    let atomic = TracedAtomic(at: world.cellAddress(object, index), object: world.objectID(object, index))
    let flags = EventFlags(order: instruction.order).union(regionFlags)
    let operand = instruction.c == .none ? 0 : value(instruction.c)
    let desired = instruction.d == .none ? 0 : value(instruction.d)
    let access = atomic.update(writer: trace.nextReference) { before in
      switch instruction.opcode {
      case .atomicStore, .atomicSwap: operand
      case .atomicAdd: before &+ operand
      case .atomicCompareAndSwap: before == operand ? desired : nil
      default: nil
      }
    }
    if access.after != nil {
      let kind: EventKind = instruction.opcode == .atomicStore ? .write : .readModifyWrite
      atomic.record(access, in: trace, written: kind, site: instruction.site, flags: flags)
      noteProgress()
    } else {
      noteRead(
        PendingRead(
          object: atomic.object, flags: flags, version: access.version, value: access.before,
          cause: access.cause, site: instruction.site))
    }
    switch instruction.opcode {
    case .atomicLoad, .atomicAdd, .atomicSwap: set(instruction.a, access.before)
    case .atomicCompareAndSwap: set(instruction.a, access.after == nil ? 0 : 1)
    default: break
    }
  }

  /// Writes a read into the trace, unless it belongs to a condition that may not hold, or only repeats itself.
  private func noteRead(_ read: PendingRead) {
    if isEvaluating {
      pending.append(read)
    } else if region != 0 || !isRepetition(read.value, of: read.object, site: read.site) {
      write(read)
    }
  }

  func write(_ read: PendingRead) {
    trace.record(
      .read, flags: read.flags, site: read.site, object: read.object, version: read.version,
      value: read.value,
      cause: read.cause)
  }

  var regionFlags: EventFlags { region == 0 ? [] : .insideAtomicBlock }

  // MARK: spinning

  /// The actor has done something: it is not going round in circles.
  func noteProgress() {
    if spin.isCircling { leaveCircle() }
    spin.reset()
  }

  /// One more look at something that tells no news: a read, or a try in vain.
  /// - Returns: Whether the look only repeats what the trace says already.
  func isRepetition(_ value: Int64, of object: ObjectID, site: SiteID) -> Bool {
    let wasCircling = spin.isCircling
    switch spin.look(at: counter, value: value, registers: registers) {
    case .moving:
      return false
    case .circling:
      return true
    case .roundCompleted:
      if !wasCircling {
        trace.record(.awaitBegin, site: site, object: object, value: value)
        trace.publishSpinning(for: object)
        rounds = 0
      }
      trace.countCheck()
      breathe()
      return true
    case .escaped:
      leaveCircle()
      return false
    }
  }

  private func leaveCircle() {
    trace.publishRunning()
    trace.record(.awaitEnd)
  }

  /// A spinning actor lets others have the processor: there may be fewer processors than actors.
  private func breathe() {
    rounds += 1
    if rounds > 1000 {
      NativeThread.sleep(until: .after(nanoseconds: 50_000))
    } else if rounds > 100 {
      NativeThread.yield()
    }
  }
}
