import LabTrace

/// The clocks of events that others name as their cause, kept until the last of these has learned of them.
///
/// One word an event: how many name it, then where its clock is.
struct CausePins: ~Copyable {
  typealias Row = ClockTable.Row

  /// By event, thread after thread: the number of those who name it, or `kept` and the index into `rows`.
  private var words: UnsafeMutableBufferPointer<UInt32>
  private let base: [Int]
  private var rows: [(row: Row, left: UInt32)] = []
  private var free: [UInt32] = []
  private static var kept: UInt32 { 1 << 31 }

  init(_ log: EventLog, index: EventIndex) {
    var total = 0
    var base: [Int] = []
    for thread in log.threads {
      base.append(total)
      total += thread.events.count
    }
    self.base = base
    words = .allocate(capacity: max(1, total))
    words.initialize(repeating: 0)
    for thread in log.threads {
      for event in thread.events where event.kind.hasCausalEdge && event.cause != .none {
        let position = index.index(of: event.cause)
        if position >= 0 { words[base[Int(event.cause.thread.rawValue)] + position] += 1 }
      }
    }
  }

  deinit { words.deallocate() }

  /// Whether somebody names the event.
  @inline(__always)
  func isCause(_ thread: Int, _ position: Int) -> Bool { words[base[thread] + position] != 0 }

  /// Keeps the clock of an event that somebody names.
  mutating func keep(_ row: Row, of thread: Int, _ position: Int) {
    let place = base[thread] + position
    let slot = free.popLast() ?? UInt32(rows.count)
    if slot == rows.count { rows.append((row, words[place])) } else { rows[Int(slot)] = (row, words[place]) }
    words[place] = Self.kept | slot
  }

  /// The clock of a cause, and whether nobody else will ask for it; nil if it was not kept.
  mutating func take(_ thread: Int, _ position: Int) -> (row: Row, isLast: Bool)? {
    let place = base[thread] + position
    guard words[place] & Self.kept != 0 else { return nil }
    let slot = words[place] & ~Self.kept
    let row = rows[Int(slot)].row
    rows[Int(slot)].left -= 1
    let isLast = rows[Int(slot)].left == 0
    if isLast {
      words[place] = 0
      free.append(slot)
    }
    return (row, isLast)
  }
}
