package import LabPlatform
package import LabPrimitives
package import LabTrace

/// A reusable barrier whose arrivals and passes are written into the calling thread's trace.
package struct TracedBarrier {
  package static var byteCount: Int { TraceBlock.byteCount + BarrierCore<PrivateFutex>.byteCount }

  package let core: BarrierCore<PrivateFutex>
  package let object: ObjectID
  private let block: TraceBlock

  package init(at base: UnsafeMutableRawPointer, object: ObjectID) {
    block = TraceBlock(at: base)
    core = BarrierCore(at: base + TraceBlock.byteCount)
    self.object = object
  }

  package static func initialize(at base: UnsafeMutableRawPointer, parties: Int) {
    _ = BarrierCore<PrivateFutex>.initialize(at: base + TraceBlock.byteCount, parties: parties)
  }

  /// Arrives; written before, so that every arrival of a round stands before every pass of it.
  package func arrive(_ thread: TracedThread, site: SiteID) -> BarrierTicket? {
    let event = thread.record(.barrierArrive, site: site, object: object, version: block.nextVersion())
    guard case .arrived(let ticket) = core.arrive(payload: event.rawValue) else { return nil }
    return ticket
  }

  /// Waits for the round to be complete.
  package func pass(_ thread: TracedThread, site: SiteID, ticket: BarrierTicket, deadline: Deadline = .never)
    -> Bool
  {
    thread.publishWait(for: object, amount: 1, isTimed: deadline != .never)
    var outcome = core.wait(ticket, deadline: deadline)
    // An arrival that nobody waits for any more does not count, unless it has already completed the round.
    if outcome == .timedOut, !core.withdraw(ticket) { outcome = core.wait(ticket) }
    thread.publishRunning()
    guard case .signalled(let payload) = outcome else {
      thread.record(.barrierPass, flags: .timedOut, site: site, object: object, version: block.nextVersion())
      return false
    }
    thread.record(
      .barrierPass, site: site, object: object, version: block.nextVersion(),
      cause: EventReference(rawValue: payload))
    return true
  }
}
