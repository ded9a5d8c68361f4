import LabTrace

/// Finds events by their names without touching them.
struct EventIndex {
  /// Per thread: number of events, sequence number of the first and of the last, whether none is missing between.
  private struct Extent {
    var count = 0
    var first: UInt32 = 1
    var last: UInt32 = 0
    var isDense = true
  }

  private let log: EventLog
  private let extents: [Extent]

  init(_ log: EventLog) {
    self.log = log
    extents = log.threads.map { thread in
      guard let first = thread.events.first, let last = thread.events.last else { return Extent() }
      let span = Int(last.sequence) - Int(first.sequence) + 1
      return Extent(
        count: thread.events.count, first: first.sequence, last: last.sequence,
        isDense: span == thread.events.count)
    }
  }

  /// How many events of the thread stand before or at a sequence number: the index after it.
  func end(of thread: Int, at sequence: UInt32) -> Int {
    let extent = extents[thread]
    if sequence < extent.first { return 0 }
    if sequence >= extent.last { return extent.count }
    if extent.isDense { return Int(sequence - extent.first) + 1 }
    let events = log.threads[thread].events
    var (low, high) = (0, events.count)
    while low < high {
      let middle = low + (high - low) / 2
      if events[middle].sequence <= sequence { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The index of an event, -1 if it is not in the log.
  func index(of reference: EventReference) -> Int {
    let thread = Int(reference.thread.rawValue)
    guard reference != .none, thread < extents.count else { return -1 }
    let index = end(of: thread, at: reference.sequence) - 1
    guard index >= 0 else { return -1 }
    return log.threads[thread].events[index].sequence == reference.sequence ? index : -1
  }

  /// Whether an event comes after all that is recorded of its thread: it was about to be written, or was lost.
  @inline(__always)
  func isBeyondEnd(_ reference: EventReference) -> Bool {
    let thread = Int(reference.thread.rawValue)
    return thread < extents.count && reference.sequence > extents[thread].last
  }
}
