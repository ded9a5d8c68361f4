/// Which registers an instruction reads and writes: what an analysis of liveness needs.
///
/// Constants are among the registers read; `index >= Code.registerCount` tells them apart.
extension Instruction {
  /// The registers whose values the instruction uses, in the order of the operands.
  package var registersRead: [Register] {
    switch opcode {
    case .move, .negate, .not, .complement, .absolute, .boolean, .jumpIfZero, .jumpIfNotZero, .assert,
      .guardRegion:
      return existing(b)
    case .add, .subtract, .multiply, .divide, .remainder, .bitAnd, .bitOr, .bitXor, .shiftLeft, .shiftRight,
      .equal, .notEqual, .less, .lessOrEqual, .minimum, .maximum:
      return existing(b, c)
    case .print, .mark: return run(from: c, count: Int(extra))
    case .workCall: return run(from: c, count: d == .none ? 0 : Int(d.rawValue))
    case .jump, .round, .workTime, .crash, .exit, .end, .fence, .yield, .sleep, .choose, .sectionEnter,
      .sectionLeave, .regionBegin, .regionEnd:
      return []
    case .load, .atomicLoad, .mutexLock, .mutexTryLock, .mutexUnlock, .mutexRecover, .rwlockLockRead,
      .rwlockLockWrite, .rwlockUnlock, .rwlockTryRead, .rwlockTryWrite, .semaphoreValue, .conditionEnqueue,
      .conditionReacquire, .conditionSignal, .conditionBroadcast, .barrierArrive, .eventSet, .eventReset,
      .eventWait, .bufferGet, .bufferTryGet, .bufferClose, .bufferSize, .ringReserve, .poolDrain, .poolTake,
      .poolFinish, .spawn, .join:
      return existing(b)
    case .barrierPass:
      // The result of the arrival stays unless the pass times out: so a timed pass keeps it alive.
      return extra == 0 ? existing(b) : existing(b, a)
    case .store, .atomicStore, .atomicAdd, .atomicSwap, .semaphoreAcquire, .semaphoreTryAcquire,
      .semaphoreRelease, .bufferPut, .bufferTryPut:
      return existing(b, c)
    case .atomicCompareAndSwap, .ringCommit: return existing(b, c, d)
    case .poolSubmit: return existing(b) + run(from: c, count: Int(modifier))
    }
  }

  /// The registers the instruction may write.
  package var registersWritten: [Register] {
    switch opcode {
    case .jump, .jumpIfZero, .jumpIfNotZero, .assert, .print, .mark, .round, .workTime, .crash, .exit, .end,
      .guardRegion, .store, .atomicStore, .fence, .conditionEnqueue, .spawn, .join, .yield, .sleep,
      .sectionEnter,
      .sectionLeave, .regionBegin, .regionEnd:
      return []
    case .bufferGet, .bufferTryGet: return existing(a, d)
    case .barrierPass: return extra == 0 ? [] : existing(a)
    case .poolTake: return existing(a) + run(from: c, count: Int(extra))
    default: return existing(a)
    }
  }

  /// Where control may go from here, besides the next instruction; see `continuesToNext`.
  package var jumpTarget: Int? {
    switch opcode {
    case .jump, .jumpIfZero, .jumpIfNotZero: Int(extra)
    default: nil
    }
  }

  /// Whether control may go on to the instruction behind this one.
  package var continuesToNext: Bool {
    switch opcode {
    case .jump, .crash, .exit, .end: false
    default: true
    }
  }

  private func existing(_ registers: Register...) -> [Register] { registers.filter { $0 != .none } }

  private func run(from first: Register, count: Int) -> [Register] {
    guard first != .none, count > 0 else { return [] }
    return (0..<count).map { Register(rawValue: first.rawValue + UInt16($0)) }
  }
}
