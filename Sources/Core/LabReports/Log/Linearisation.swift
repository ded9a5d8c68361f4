import LabTrace

/// The events of a log's actors in the order of `EventOrder`, with random access.
///
/// The events of the lab itself (thread 0) are left out: they are no steps of anybody.
package struct Linearisation: Sendable {
  package struct Entry: Hashable, Sendable, BitwiseCopyable {
    package var thread: UInt32
    /// Index into the thread's events.
    package var index: Int32
  }

  package private(set) var entries: [Entry] = []
  /// How often a damaged log left no order that keeps all rules.
  package let brokenConstraints: Int

  package init(_ log: EventLog) {
    entries.reserveCapacity(log.eventCount)
    var next = Array(repeating: Int32(0), count: log.threads.count)
    var order = EventOrder(log)
    while let element = order.next() {
      let thread = Int(element.thread.rawValue)
      if element.thread != .lab {
        entries.append(Entry(thread: element.thread.rawValue, index: next[thread]))
      }
      next[thread] += 1
    }
    brokenConstraints = order.brokenConstraints
  }

  package func event(_ position: Int, in log: EventLog) -> Event {
    let entry = entries[position]
    return log.threads[Int(entry.thread)].events[Int(entry.index)]
  }

  package func reference(_ position: Int, in log: EventLog) -> EventReference {
    EventReference(
      thread: ThreadID(rawValue: entries[position].thread), sequence: event(position, in: log).sequence)
  }

  /// The number that names a position to people: the step of a controlled run, else the position from 1.
  package func step(_ position: Int, in log: EventLog) -> Int {
    log.run.mode == .controlled ? Int(clamping: event(position, in: log).time) : position + 1
  }

  /// The last position whose step is at most this one, nil if there is none.
  package func position(ofStep step: Int, in log: EventLog) -> Int? {
    guard log.run.mode == .controlled else {
      return step < 1 || entries.isEmpty ? nil : min(step, entries.count) - 1
    }
    return entries.indices.last { self.step($0, in: log) <= step }
  }
}
