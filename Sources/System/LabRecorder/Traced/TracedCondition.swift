package import LabPlatform
package import LabPrimitives
package import LabTrace

/// A condition variable whose every operation is written into the calling thread's trace.
///
/// The signaller claims the sleeper it wakes and hands it the event of the signal: the cause is exact.
package struct TracedCondition {
  package static var byteCount: Int { TraceBlock.byteCount + ConditionCore<PrivateFutex>.byteCount }

  package let core: ConditionCore<PrivateFutex>
  package let object: ObjectID
  private let block: TraceBlock

  package init(at base: UnsafeMutableRawPointer, object: ObjectID) {
    block = TraceBlock(at: base)
    core = ConditionCore(at: base + TraceBlock.byteCount)
    self.object = object
  }

  package static func initialize(at base: UnsafeMutableRawPointer) {
    ConditionCore<PrivateFutex>.initialize(at: base + TraceBlock.byteCount)
  }

  /// First half of a wait: queue up.
  ///
  /// The caller holds the mutex and gives it up next.
  package func enqueue(_ thread: TracedThread, site: SiteID, node: WaitNode<PrivateFutex>) {
    thread.record(.conditionWaitBegin, site: site, object: object, version: block.nextVersion())
    core.enqueue(node)
  }

  /// Second half: sleep until signalled.
  ///
  /// The caller takes the mutex again next.
  /// - Returns: False when the deadline passed first.
  package func wait(
    _ thread: TracedThread, site: SiteID, node: WaitNode<PrivateFutex>, deadline: Deadline = .never
  ) -> Bool {
    thread.publishWait(for: object, amount: 1, isTimed: deadline != .never)
    let outcome = core.wait(node, deadline: deadline)
    thread.publishRunning()
    switch outcome {
    case .signalled(let payload):
      thread.record(
        .conditionWaitEnd, site: site, object: object, version: block.nextVersion(),
        cause: EventReference(rawValue: payload))
      return true
    case .timedOut, .closed:
      thread.record(
        .conditionWaitEnd, flags: .timedOut, site: site, object: object, version: block.nextVersion())
      return false
    }
  }

  /// Wakes one waiter, if there is one.
  /// - Parameters:
  ///   - thread: The calling thread's trace.
  ///   - site: Where the scenario does it.
  ///   - owner: The thread to wake; nil for the one that waits longest.
  package func signal(_ thread: TracedThread, site: SiteID, owner: UInt32? = nil) {
    let payload = thread.nextReference.rawValue
    let version = block.nextVersion()
    let woken = owner.map { core.signal(owner: $0, payload: payload) } ?? core.signal(payload: payload)
    thread.record(.conditionSignal, site: site, object: object, version: version, value: Int64(woken))
  }

  /// Wakes all waiters.
  package func broadcast(_ thread: TracedThread, site: SiteID) {
    let payload = thread.nextReference.rawValue
    let version = block.nextVersion()
    let woken = core.broadcast(payload: payload)
    thread.record(.conditionBroadcast, site: site, object: object, version: version, value: Int64(woken))
  }
}
