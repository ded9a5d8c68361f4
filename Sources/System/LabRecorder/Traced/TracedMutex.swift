package import LabPlatform
package import LabPrimitives
package import LabTrace

/// A mutex whose every operation is written into the calling thread's trace.
///
/// The version and the last release are touched only by the owner, so both are exact.
package struct TracedMutex {
  package static var byteCount: Int { TraceBlock.byteCount + MutexCore<PrivateFutex>.byteCount }

  package let core: MutexCore<PrivateFutex>
  package let object: ObjectID
  private let block: TraceBlock

  package init(at base: UnsafeMutableRawPointer, object: ObjectID) {
    block = TraceBlock(at: base)
    core = MutexCore(at: base + TraceBlock.byteCount)
    self.object = object
  }

  package static func initialize(at base: UnsafeMutableRawPointer, attributes: MutexAttributes = .plain) {
    MutexCore<PrivateFutex>.initialize(at: base + TraceBlock.byteCount, attributes: attributes)
  }

  /// Takes the mutex; what it waited for is visible from outside meanwhile.
  /// - Parameters:
  ///   - thread: The calling thread's trace.
  ///   - site: Where the scenario asks for it.
  ///   - deadline: When to give up.
  ///   - flags: `byWait` when a condition wait takes it again, `timedOut` if the scenario gave a timeout.
  /// - Returns: What became of it.
  package func lock(
    _ thread: TracedThread, site: SiteID, deadline: Deadline = .never, flags: EventFlags = []
  ) -> LockOutcome {
    if core.tryLock() == .acquired {
      acquired(thread, site, flags)
      return .acquired
    }
    thread.record(.lockRequest, flags: flags, site: site, object: object, value: Int64(core.owner))
    thread.publishWait(for: object, amount: 1, isTimed: deadline != .never)
    let outcome = core.lock(deadline: deadline)
    thread.publishRunning()
    switch outcome {
    case .acquired: acquired(thread, site, flags)
    case .timedOut: thread.record(.lockTimeout, flags: .timedOut, site: site, object: object)
    case .misuse: break
    }
    return outcome
  }

  /// Takes the mutex if it is free.
  /// - Parameters:
  ///   - thread: The calling thread's trace.
  ///   - site: Where the scenario asks for it.
  ///   - isQuiet: Whether a failure is not worth an event.
  /// - Returns: Whether it was free.
  package func tryLock(_ thread: TracedThread, site: SiteID, isQuiet: Bool = false) -> Bool {
    if core.tryLock() == .acquired {
      acquired(thread, site, .byTry)
      return true
    }
    if !isQuiet { thread.record(.lockTryFail, site: site, object: object, value: Int64(core.owner)) }
    return false
  }

  /// Gives the mutex up.
  ///
  /// The event is written before, while this thread still owns it.
  package func unlock(_ thread: TracedThread, site: SiteID, flags: EventFlags = []) -> UnlockOutcome {
    guard core.owner == CurrentThread.id else { return core.unlock() }
    block.lastRelease = thread.record(
      .lockRelease, flags: flags, site: site, object: object, version: block.nextVersion())
    return core.unlock()
  }

  private func acquired(_ thread: TracedThread, _ site: SiteID, _ flags: EventFlags) {
    thread.record(
      .lockAcquire, flags: flags, site: site, object: object, version: block.nextVersion(),
      cause: block.lastRelease)
  }
}
