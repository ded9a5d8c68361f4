package import LabPlatform
package import LabPrimitives
package import LabTrace

/// A counting semaphore whose every operation is written into the calling thread's trace.
///
/// A release takes its version before its atomic step, an acquire after: the acquire is ordered after every
/// post that may have given it a permit.
package struct TracedSemaphore {
  package static var byteCount: Int { TraceBlock.byteCount + SemaphoreCore<PrivateFutex>.byteCount }

  package let core: SemaphoreCore<PrivateFutex>
  package let object: ObjectID
  private let block: TraceBlock

  package init(at base: UnsafeMutableRawPointer, object: ObjectID) {
    block = TraceBlock(at: base)
    core = SemaphoreCore(at: base + TraceBlock.byteCount)
    self.object = object
  }

  package static func initialize(at base: UnsafeMutableRawPointer, value: Int) {
    _ = SemaphoreCore<PrivateFutex>.initialize(at: base + TraceBlock.byteCount, value: value)
  }

  /// Takes permits, all or none.
  /// - Returns: False when the deadline passed.
  package func acquire(
    _ thread: TracedThread, site: SiteID, permits: Int, deadline: Deadline = .never
  ) -> Bool {
    if core.tryAcquire(permits) == .acquired {
      acquired(thread, site, permits)
      return true
    }
    thread.record(
      .semaphoreWaitBegin, flags: deadline == .never ? [] : .timedOut, site: site, object: object,
      value: Int64(permits))
    thread.publishWait(for: object, amount: UInt32(permits), isTimed: deadline != .never)
    let isAcquired = core.acquire(permits, deadline: deadline) == .acquired
    thread.publishRunning()
    if isAcquired {
      acquired(thread, site, permits)
    } else {
      thread.record(.semaphoreTimeout, flags: .timedOut, site: site, object: object, value: Int64(permits))
    }
    return isAcquired
  }

  /// Takes permits if they are there.
  package func tryAcquire(_ thread: TracedThread, site: SiteID, permits: Int, isQuiet: Bool = false) -> Bool {
    if core.tryAcquire(permits) == .acquired {
      acquired(thread, site, permits)
      return true
    }
    if !isQuiet { thread.record(.semaphoreTryFail, site: site, object: object, value: Int64(permits)) }
    return false
  }

  /// Gives permits.
  /// - Returns: False, with nothing given, above the greatest value.
  package func release(_ thread: TracedThread, site: SiteID, permits: Int) -> Bool {
    guard core.value + permits <= Int(Int32.max) else { return false }
    block.lastRelease = thread.record(
      .semaphorePost, site: site, object: object, version: block.nextVersion(), value: Int64(permits))
    return core.release(permits) == .released
  }

  private func acquired(_ thread: TracedThread, _ site: SiteID, _ permits: Int) {
    thread.record(
      .semaphoreWaitEnd, site: site, object: object, version: block.nextVersion(), value: Int64(permits),
      cause: block.lastRelease)
  }
}
