package import LabPlatform
package import LabPrimitives
package import LabTrace

/// A readers-writer lock whose every operation is written into the calling thread's trace.
///
/// Each thread keeps its own holds for reading: the lock itself only counts readers, and an unlock must know
/// whether it ends a read, a write, or nothing at all.
package struct TracedRWLock {
  package static var byteCount: Int { TraceBlock.byteCount + RWLockCore<PrivateFutex>.byteCount }

  package let core: RWLockCore<PrivateFutex>
  package let object: ObjectID
  private let block: TraceBlock

  package init(at base: UnsafeMutableRawPointer, object: ObjectID) {
    block = TraceBlock(at: base)
    core = RWLockCore(at: base + TraceBlock.byteCount)
    self.object = object
  }

  package static func initialize(at base: UnsafeMutableRawPointer, isFair: Bool) {
    RWLockCore<PrivateFutex>.initialize(at: base + TraceBlock.byteCount, isFair: isFair)
  }

  /// Takes the lock for reading or writing.
  /// - Parameters:
  ///   - thread: The calling thread's trace.
  ///   - site: Where the scenario asks for it.
  ///   - isShared: Whether for reading.
  ///   - deadline: When to give up.
  ///   - timed: `timedOut` if the scenario gave a timeout.
  /// - Returns: What became of it.
  package func lock(
    _ thread: TracedThread, site: SiteID, isShared: Bool, deadline: Deadline = .never,
    flags timed: EventFlags = []
  ) -> LockOutcome {
    let shared: EventFlags = isShared ? .shared : []
    if tryCore(isShared) {
      acquired(thread, site, isShared, timed)
      return .acquired
    }
    thread.record(
      .lockRequest, flags: shared.union(timed), site: site, object: object, value: Int64(core.writer))
    thread.publishWait(for: object, amount: isShared ? 1 : 2, isTimed: deadline != .never)
    let outcome = isShared ? core.lockRead(deadline: deadline) : core.lockWrite(deadline: deadline)
    thread.publishRunning()
    switch outcome {
    case .acquired: acquired(thread, site, isShared, timed)
    case .timedOut: thread.record(.lockTimeout, flags: shared.union(.timedOut), site: site, object: object)
    case .misuse: break
    }
    return outcome
  }

  /// Takes the lock if that is possible at once.
  package func tryLock(_ thread: TracedThread, site: SiteID, isShared: Bool, isQuiet: Bool = false) -> Bool {
    if tryCore(isShared) {
      acquired(thread, site, isShared, .byTry)
      return true
    }
    if !isQuiet { thread.record(.lockTryFail, flags: isShared ? .shared : [], site: site, object: object) }
    return false
  }

  /// Gives up whichever hold the calling thread has.
  /// - Returns: False if it has none.
  package func unlock(_ thread: TracedThread, site: SiteID) -> Bool {
    if core.writer == CurrentThread.id {
      block.lastRelease = thread.record(
        .lockRelease, site: site, object: object, version: block.nextVersion())
      return core.unlockWrite() == .released
    }
    guard thread.holdsShared(object) else { return false }
    thread.record(.lockRelease, flags: .shared, site: site, object: object, version: block.nextVersion())
    thread.removeSharedHold(of: object)
    return core.unlockRead() == .released
  }

  private func tryCore(_ isShared: Bool) -> Bool {
    (isShared ? core.tryLockRead() : core.tryLockWrite()) == .acquired
  }

  private func acquired(_ thread: TracedThread, _ site: SiteID, _ isShared: Bool, _ flags: EventFlags) {
    if isShared { thread.addSharedHold(of: object) }
    thread.record(
      .lockAcquire, flags: isShared ? flags.union(.shared) : flags, site: site, object: object,
      version: block.nextVersion(), cause: block.lastRelease)
  }
}
