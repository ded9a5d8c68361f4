import LabTrace

/// One row of the steps: an event, with what belongs to it.
struct StepRow: Hashable {
  /// In the linearisation.
  var position: Int
  var thread: Int
  /// Equal for events that do the same thing at the same place in the same thread; values do not count.
  var signature: Int32
  /// The same for all threads.
  var action: Int32
  /// Threads that this signal woke.
  var woken: [Int] = []
  /// Never folded: a finding speaks of it, or it ended the run.
  var isImportant = false
}

/// The events of a log as rows: what is one step to a reader is one row.
struct StepRows {
  private(set) var rows: [StepRow] = []

  private struct Signature: Hashable {
    var thread: UInt32
    var kind: EventKind
    var flags: EventFlags
    var site: SiteID
    var object: ObjectID
  }

  /// Rows of a part of the linearisation; of all actors if `actors` is empty.
  init(
    _ log: EventLog, _ order: Linearisation, positions: Range<Int>, actors: [ThreadID],
    important: [EventReference]
  ) {
    var numbers: [Signature: Int32] = [:]
    func number(_ key: Signature) -> Int32 {
      let number = numbers[key] ?? Int32(numbers.count)
      numbers[key] = number
      return number
    }
    let woken = StepRows.wokenThreads(log)
    let protected = Set(important + log.verdicts.map(\.cause).filter { $0 != .none })
    let wanted = Set(actors.map { Int($0.rawValue) })
    rows.reserveCapacity(positions.count)
    for position in positions {
      let event = order.event(position, in: log)
      let thread = Int(order.entries[position].thread)
      let reference = EventReference(thread: ThreadID(rawValue: UInt32(thread)), sequence: event.sequence)
      let isImportant = protected.contains(reference) || event.kind == .lost
      guard wanted.isEmpty || wanted.contains(thread) else { continue }
      if StepRows.isPartOfAnother(event, log, isShown: wanted.isEmpty) {
        // Then the row it belongs to is as important.
        if isImportant, let row = rows.lastIndex(where: { $0.thread == thread }) {
          rows[row].isImportant = true
        }
        continue
      }
      var key = Signature(
        thread: UInt32(thread), kind: event.kind, flags: event.flags, site: event.site, object: event.object)
      let signature = number(key)
      key.thread = 0
      var row = StepRow(
        position: position, thread: thread, signature: signature, action: number(key),
        isImportant: isImportant)
      if event.kind == .conditionSignal || event.kind == .conditionBroadcast {
        row.woken = woken[reference] ?? []
      }
      rows.append(row)
    }
  }

  /// Which threads each signal woke.
  private static func wokenThreads(_ log: EventLog) -> [EventReference: [Int]] {
    var result: [EventReference: [Int]] = [:]
    for (thread, threadLog) in log.threads.enumerated().dropFirst() {
      for event in threadLog.events where event.kind == .conditionWaitEnd && event.cause != .none {
        result[event.cause, default: []].append(thread)
      }
    }
    return result
  }

  /// Whether the event is shown as part of the row of another event.
  private static func isPartOfAnother(_ event: Event, _ log: EventLog, isShown: Bool) -> Bool {
    switch event.kind {
    case .argument, .objectNamed: true
    // A condition's wait-begin stands for the release of its mutex.
    case .lockRelease: event.flags.contains(.byWait)
    // The signal's row shows whom it woke, if the signal is there.
    case .conditionWaitEnd: isShown && event.cause != .none && log.event(event.cause) != nil
    default: false
    }
  }
}
