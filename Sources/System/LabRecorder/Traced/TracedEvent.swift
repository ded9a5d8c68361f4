package import LabPlatform
package import LabPrimitives
package import LabTrace

/// An event (auto-reset or manual) whose every operation is written into the calling thread's trace.
package struct TracedEvent {
  package static var byteCount: Int { TraceBlock.byteCount + EventCore<PrivateFutex>.byteCount }

  package let core: EventCore<PrivateFutex>
  package let object: ObjectID
  private let block: TraceBlock

  package init(at base: UnsafeMutableRawPointer, object: ObjectID) {
    block = TraceBlock(at: base)
    core = EventCore(at: base + TraceBlock.byteCount)
    self.object = object
  }

  package static func initialize(at base: UnsafeMutableRawPointer, isManual: Bool, isSet: Bool) {
    EventCore<PrivateFutex>.initialize(at: base + TraceBlock.byteCount, isManual: isManual, isSet: isSet)
  }

  /// Sets the event.
  package func set(_ thread: TracedThread, site: SiteID) {
    let event = thread.record(.eventSet, site: site, object: object, version: block.nextVersion())
    block.lastRelease = event
    _ = core.set(payload: event.rawValue)
  }

  /// Unsets the event.
  package func reset(_ thread: TracedThread, site: SiteID) {
    thread.record(.eventReset, site: site, object: object, version: block.nextVersion())
    core.reset()
  }

  /// Waits until the event is set; an auto-reset event is unset by that.
  /// - Returns: False when the deadline passed.
  package func wait(_ thread: TracedThread, site: SiteID, deadline: Deadline = .never) -> Bool {
    var payload: UInt64?
    if case .signalled(let found) = core.tryWait() { payload = found }
    if payload == nil {
      thread.record(
        .eventWaitBegin, flags: deadline == .never ? [] : .timedOut, site: site, object: object)
      thread.publishWait(for: object, amount: 1, isTimed: deadline != .never)
      if case .signalled(let found) = core.wait(deadline: deadline) { payload = found }
      thread.publishRunning()
    }
    guard let payload else {
      thread.record(.eventTimeout, flags: .timedOut, site: site, object: object)
      return false
    }
    thread.record(
      .eventWaitEnd, site: site, object: object, version: block.nextVersion(),
      cause: EventReference(rawValue: payload))
    return true
  }
}
