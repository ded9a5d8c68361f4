import LabTrace

/// What was waited for, how long, and how long it was held: the only analysis that reads time stamps.
///
/// Times are in the unit of the log: nanoseconds, or steps of a controlled run. A log whose clocks disagree may
/// show a wait of no length, never a negative one.
package struct ContentionTable: Hashable, Sendable {
  /// One object that somebody acquired, waited for or passed.
  package struct Row: Hashable, Sendable {
    package var object: ObjectID
    /// Locks taken, permits, items, wake-ups, passes and events got.
    package var acquisitions = 0
    /// How many of them had to wait.
    package var contended = 0
    /// Waits that ended without success, by time-out.
    package var timedOut = 0
    /// Waits that had not ended when the log did.
    package var unfinished = 0
    /// Tries that found nothing to take.
    package var failedTries = 0
    package var totalWait: UInt64 = 0
    package var longestWait: UInt64 = 0
    /// The wait that took longest, from its begin event.
    package var longestWaiter: EventReference = .none
    /// Of locks: how long they were held, by all holders together, and at most.
    package var totalHold: UInt64 = 0
    package var longestHold: UInt64 = 0
    package var longestHolder: EventReference = .none
    /// How many waited at the same time, at most.
    package var mostWaiters = 0

    /// Mean over the acquisitions that had to wait; 0 if none had to.
    package var meanWait: UInt64 { contended > 0 ? totalWait / UInt64(contended) : 0 }
    package var meanHold: UInt64 { acquisitions > 0 ? totalHold / UInt64(acquisitions) : 0 }
  }

  /// Those with the longest waits first.
  package var rows: [Row]
}

/// Fills a `ContentionTable`, thread after thread.
struct ContentionBuilder {
  private let log: EventLog
  private var rows: [ContentionTable.Row]
  private var thread = ThreadID.lab
  private var wait: (object: Int, time: UInt64, event: EventReference)?
  private var holds: [(object: Int, time: UInt64, event: EventReference)] = []
  /// Begins and ends of waits.
  private var changes: [(object: Int32, time: UInt64, isBegin: Bool)] = []

  init(_ log: EventLog) {
    self.log = log
    rows = log.objects.indices.map { ContentionTable.Row(object: ObjectID(rawValue: UInt32($0 + 1))) }
  }

  mutating func begin(thread index: Int) {
    thread = ThreadID(rawValue: UInt32(index))
    wait = nil
    holds = []
  }

  /// The thread's log is over.
  mutating func end() {
    if let wait {
      rows[wait.object].unfinished += 1
      changes.append((Int32(truncatingIfNeeded: wait.object), wait.time, true))
    }
  }

  @inline(__always)
  mutating func apply(_ event: Event) {
    let object = Int(event.object.rawValue) - 1
    guard object >= 0, object < rows.count else { return }
    switch event.kind {
    case .lockAcquire:
      acquire(event, object)
      holds.append((object, event.time, reference(event)))
    case .lockRelease: release(event, object)
    case .semaphoreWaitEnd, .bufferPut, .bufferGet, .barrierPass, .eventWaitEnd: acquire(event, object)
    case .conditionWaitEnd:
      if event.flags.contains(.timedOut) {
        rows[object].timedOut += 1
      } else {
        rows[object].acquisitions += 1
      }
      endWait(event, object)
    case .lockRequest, .semaphoreWaitBegin, .bufferFullWait, .bufferEmptyWait, .barrierArrive,
      .eventWaitBegin,
      .conditionWaitBegin:
      wait = (object, event.time, reference(event))
    case .lockTimeout, .semaphoreTimeout, .eventTimeout:
      rows[object].timedOut += 1
      endWait(event, object)
    case .lockTryFail, .semaphoreTryFail: rows[object].failedTries += 1
    case .bufferTryFail:
      if event.value == 0 {
        rows[object].failedTries += 1
      } else {
        rows[object].timedOut += event.value == -1 ? 1 : 0
      }
      endWait(event, object)
    default: break
    }
  }

  private func reference(_ event: Event) -> EventReference {
    EventReference(thread: thread, sequence: event.sequence)
  }

  @inline(__always)
  private mutating func acquire(_ event: Event, _ object: Int) {
    rows[object].acquisitions += 1
    if wait != nil { endWait(event, object) }
  }

  private mutating func endWait(_ event: Event, _ object: Int) {
    guard let wait, wait.object == object else { return }
    let length = event.time > wait.time ? event.time - wait.time : 0
    rows[object].contended += 1
    rows[object].totalWait &+= length
    if length > rows[object].longestWait || rows[object].longestWaiter == .none {
      rows[object].longestWait = length
      rows[object].longestWaiter = wait.event
    }
    note(object, from: wait.time, to: max(wait.time, event.time))
    self.wait = nil
  }

  private mutating func note(_ object: Int, from begin: UInt64, to end: UInt64) {
    changes.append((Int32(truncatingIfNeeded: object), begin, true))
    changes.append((Int32(truncatingIfNeeded: object), end, false))
  }

  @inline(__always)
  private mutating func release(_ event: Event, _ object: Int) {
    guard let index = holds.lastIndex(where: { $0.object == object }) else { return }
    let hold = holds.remove(at: index)
    // Of a recursive lock only the outermost level counts.
    guard !holds.contains(where: { $0.object == object }) else { return }
    let length = event.time > hold.time ? event.time - hold.time : 0
    rows[object].totalHold &+= length
    if length > rows[object].longestHold || rows[object].longestHolder == .none {
      rows[object].longestHold = length
      rows[object].longestHolder = hold.event
    }
  }

  /// The table; objects that nobody acquired or waited for are left out.
  func table() -> ContentionTable {
    var rows = rows
    let sorted = changes.sorted { left, right in
      // An end comes before a begin at the same time: one goes as the next comes.
      (left.object, left.time, left.isBegin ? 1 : 0) < (right.object, right.time, right.isBegin ? 1 : 0)
    }
    var object: Int32 = -1
    var waiting = 0
    for change in sorted {
      if change.object != object {
        object = change.object
        waiting = 0
      }
      waiting += change.isBegin ? 1 : -1
      rows[Int(object)].mostWaiters = max(rows[Int(object)].mostWaiters, waiting)
    }
    rows.removeAll { $0.acquisitions == 0 && $0.contended == 0 && $0.unfinished == 0 && $0.failedTries == 0 }
    rows.sort { ($1.totalWait, $1.acquisitions, $0.object) < ($0.totalWait, $0.acquisitions, $1.object) }
    return ContentionTable(rows: rows)
  }
}
