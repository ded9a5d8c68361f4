package import LabPlatform
package import LabPrimitives
package import LabTrace

/// A bounded buffer whose every operation is written into the calling thread's trace.
///
/// Each item carries the event of its put, so that the get knows its cause exactly.
package struct TracedBuffer {
  package static func byteCount(capacity: Int) -> Int {
    TraceBlock.byteCount + BufferCore<PrivateFutex>.byteCount(capacity: capacity)
  }

  package let core: BufferCore<PrivateFutex>
  package let object: ObjectID
  private let block: TraceBlock

  package init(at base: UnsafeMutableRawPointer, object: ObjectID) {
    block = TraceBlock(at: base)
    core = BufferCore(at: base + TraceBlock.byteCount)
    self.object = object
  }

  package static func initialize(at base: UnsafeMutableRawPointer, capacity: Int) {
    _ = BufferCore<PrivateFutex>.initialize(at: base + TraceBlock.byteCount, capacity: capacity)
  }

  /// How a put ended, as the scenario language counts: 0 done, -1 timed out, -2 closed.
  package func put(_ thread: TracedThread, site: SiteID, item: Int64, deadline: Deadline = .never) -> Int64 {
    var outcome = core.tryPut(item, tag: thread.nextReference.rawValue)
    if outcome == .full {
      thread.record(
        .bufferFullWait, flags: deadline == .never ? [] : .timedOut, site: site, object: object, value: item)
      thread.publishWait(for: object, amount: 1, isTimed: deadline != .never)
      outcome = core.put(item, tag: thread.nextReference.rawValue, deadline: deadline)
      thread.publishRunning()
    }
    return written(thread, site, item, outcome)
  }

  /// 1 done, 0 full, -2 closed.
  package func tryPut(_ thread: TracedThread, site: SiteID, item: Int64) -> Int64 {
    let outcome = core.tryPut(item, tag: thread.nextReference.rawValue)
    if outcome == .full {
      thread.record(.bufferTryFail, site: site, object: object, value: 0)
      return 0
    }
    return written(thread, site, item, outcome) == 0 ? 1 : -2
  }

  private func written(_ thread: TracedThread, _ site: SiteID, _ item: Int64, _ outcome: PutOutcome) -> Int64
  {
    switch outcome {
    case .done(let order, let cause):
      thread.record(
        .bufferPut, site: site, object: object, version: UInt32(truncatingIfNeeded: order), value: item,
        cause: EventReference(rawValue: cause))
      return 0
    case .timedOut, .full, .nodeRequired:
      thread.record(.bufferTryFail, flags: .timedOut, site: site, object: object, value: -1)
      return -1
    case .closed:
      thread.record(.bufferTryFail, site: site, object: object, value: -2)
      return -2
    }
  }

  /// The next item; nil when the buffer is closed and empty, or the deadline passed.
  package func get(_ thread: TracedThread, site: SiteID, deadline: Deadline = .never) -> Int64? {
    var outcome = core.tryGet(tag: thread.nextReference.rawValue)
    if outcome == .empty {
      thread.record(
        .bufferEmptyWait, flags: deadline == .never ? [] : .timedOut, site: site, object: object)
      thread.publishWait(for: object, amount: 1, isTimed: deadline != .never)
      outcome = core.get(tag: thread.nextReference.rawValue, deadline: deadline)
      thread.publishRunning()
    }
    return read(thread, site, outcome)
  }

  /// The next item, if there is one.
  package func tryGet(_ thread: TracedThread, site: SiteID) -> Int64? {
    read(thread, site, core.tryGet(tag: thread.nextReference.rawValue))
  }

  private func read(_ thread: TracedThread, _ site: SiteID, _ outcome: GetOutcome) -> Int64? {
    switch outcome {
    case .item(let item, let tag, let order):
      thread.record(
        .bufferGet, site: site, object: object, version: UInt32(truncatingIfNeeded: order), value: item,
        cause: EventReference(rawValue: tag))
      return item
    case .empty:
      thread.record(.bufferTryFail, site: site, object: object, value: 0)
    case .timedOut, .nodeRequired:
      thread.record(.bufferTryFail, flags: .timedOut, site: site, object: object, value: -1)
    case .closed:
      thread.record(.bufferTryFail, site: site, object: object, value: -2)
    }
    return nil
  }

  /// Closes the buffer: puts fail, gets drain what is left.
  package func close(_ thread: TracedThread, site: SiteID) {
    thread.record(.bufferClose, site: site, object: object)
    core.close()
  }
}
