import LabAnalysis
import LabTrace

/// All waits of a run: who, for what, how long, and what ended it.
package struct WaitList: Sendable {
  package enum End: Hashable, Sendable {
    /// Something the wait was for came; the event that made it possible, `.none` if it is not known.
    case served(by: EventReference)
    case timedOut
    /// The object was closed, or the actor gave up in another way.
    case failed
    /// The wait had not ended when the run did.
    case never
  }

  package struct Wait: Hashable, Sendable {
    package var actor: ThreadID
    package var begin: EventReference
    /// The event that ended it, `.none` if nothing did.
    package var finish: EventReference
    package var kind: EventKind
    package var object: ObjectID
    package var site: SiteID
    package var value: Int64
    package var isShared: Bool
    package var hasDeadline: Bool
    /// Part of a condition wait: woken, and in need of the mutex.
    package var isRelock: Bool
    package var end: End
    /// In the unit of the log: nanoseconds, or steps of a controlled run.
    package var length: UInt64
  }

  /// Those that never ended first, then the longest; equal ones by thread and sequence.
  package let waits: [Wait]

  package init(_ log: EventLog) {
    let lastTime = log.threads.dropFirst().reduce(0) { max($0, $1.events.last?.time ?? 0) }
    var waits: [Wait] = []
    for index in log.threads.indices.dropFirst() {
      WaitList.collect(log.threads[index], ThreadID(rawValue: UInt32(index)), until: lastTime, &waits)
    }
    self.waits = waits.sorted { left, right in
      let ranks = [left, right].map { ($0.end == .never ? 0 : 1, UInt64.max - $0.length, $0.begin.rawValue) }
      return ranks[0] < ranks[1]
    }
  }

  private static func collect(
    _ thread: ThreadLog, _ id: ThreadID, until lastTime: UInt64, _ waits: inout [Wait]
  ) {
    var open: (wait: Wait, since: UInt64)?
    for event in thread.events {
      if let (begun, since) = open, !isPart(event, of: begun) {
        var wait = begun
        wait.finish = EventReference(thread: id, sequence: event.sequence)
        wait.end = end(of: wait, by: event)
        wait.length = event.time > since ? event.time - since : 0
        if !isLastArrival(wait, event) { waits.append(wait) }
        open = nil
      }
      guard event.kind.beginsWait else { continue }
      let wait = Wait(
        actor: id, begin: EventReference(thread: id, sequence: event.sequence), finish: .none,
        kind: event.kind,
        object: event.object, site: event.site, value: event.value, isShared: event.flags.contains(.shared),
        hasDeadline: event.flags.contains(.timedOut), isRelock: event.flags.contains(.byWait), end: .never,
        length: 0)
      open = (wait, event.time)
    }
    guard let (begun, since) = open else { return }
    var wait = begun
    wait.length = lastTime > since ? lastTime - since : 0
    waits.append(wait)
  }

  /// What a thread writes while it waits does not end the wait.
  private static func isPart(_ event: Event, of wait: Wait) -> Bool {
    if wait.kind == .conditionWaitBegin { return event.kind == .lockRelease && event.flags.contains(.byWait) }
    return wait.kind == .awaitBegin && event.kind == .read
  }

  /// The last to arrive at a barrier passes at once.
  private static func isLastArrival(_ wait: Wait, _ event: Event) -> Bool {
    event.kind == .barrierPass && !event.flags.contains(.timedOut)
      && (event.cause == .none || event.cause.thread == wait.actor)
  }

  private static func end(of wait: Wait, by event: Event) -> End {
    switch event.kind {
    case .lockTimeout, .semaphoreTimeout, .eventTimeout: .timedOut
    case .conditionWaitEnd where event.flags.contains(.timedOut),
      .barrierPass where event.flags.contains(.timedOut):
      .timedOut
    case .bufferTryFail: event.value == -1 ? .timedOut : .failed
    default: .served(by: event.cause)
    }
  }
}

extension WaitList.Wait {
  /// The same wait as the states of a log know it.
  var asState: LogState.Wait {
    LogState.Wait(
      kind: kind, object: object, site: site, event: begin, value: value, isShared: isShared,
      hasDeadline: hasDeadline, isWoken: isRelock)
  }
}
