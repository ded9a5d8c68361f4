import LabTrace

/// The order that no schedule can change: program order, spawn before start, exit before join.
///
/// Each thread's events fall into segments, cut where it spawns, starts, ends or has joined. Of two segments of
/// different threads one comes before the other in every run, or only luck orders them.
struct ForkJoinOrder {
  /// A segment of a thread, by number from 0.
  struct Segment: Hashable {
    var thread: Int
    var number: Int
  }

  /// There were too many segments: nothing is called concurrent then.
  let isRefused: Bool
  /// Per thread and segment: how many segments of each thread have ended before it.
  private var known: [[[UInt32]]]
  private static let mostWords = 1 << 24

  init(_ log: EventLog) {
    let count = log.threads.count
    known = Array(repeating: [Array(repeating: 0, count: count)], count: count)
    // Only the cuts matter; what is left of the log is small.
    var cuts = EventLog(run: log.run)
    cuts.threads = log.threads.map { thread in
      ThreadLog(name: "", events: thread.events.filter { Self.cuts($0.kind) })
    }
    isRefused = count > 0 && cuts.eventCount + count > Self.mostWords / count
    guard !isRefused else { return }
    var atCause: [EventReference: [UInt32]] = [:]
    var order = CausalOrder(cuts, index: EventIndex(cuts))
    order.run { thread, _, event, _ in
      let number = known[thread].count
      var clock = known[thread][number - 1]
      if Self.begins(event.kind) { join(&clock, event, atCause) }
      if Self.ends(event.kind) {
        var ended = clock
        ended[thread] = UInt32(number)
        atCause[EventReference(thread: ThreadID(rawValue: UInt32(thread)), sequence: event.sequence)] = ended
      }
      known[thread].append(clock)
    }
  }

  private func join(_ clock: inout [UInt32], _ event: Event, _ atCause: [EventReference: [UInt32]]) {
    let other = Int(event.cause.thread.rawValue)
    guard event.cause != .none, known.indices.contains(other) else { return }
    // An exit that is not in the log ended all that is in the log of its thread.
    var source = known[other][known[other].count - 1]
    if let kept = atCause[event.cause] {
      source = kept
    } else if event.kind == .joinEnd || event.kind == .processWaitEnd {
      source[other] = .max
    }
    for index in clock.indices { clock[index] = max(clock[index], source[index]) }
  }

  private static func ends(_ kind: EventKind) -> Bool {
    switch kind {
    case .threadSpawn, .processSpawn, .threadExit, .processExit: true
    default: false
    }
  }

  private static func begins(_ kind: EventKind) -> Bool {
    switch kind {
    case .threadStart, .processStart, .joinEnd, .processWaitEnd: true
    default: false
    }
  }

  /// Whether a new segment begins after such an event.
  static func cuts(_ kind: EventKind) -> Bool { ends(kind) || begins(kind) }

  /// Whether some schedule may run these two at the same time.
  func areConcurrent(_ left: Segment, _ right: Segment) -> Bool {
    !isRefused && left.thread != right.thread && !isBefore(left, right) && !isBefore(right, left)
  }

  private func isBefore(_ left: Segment, _ right: Segment) -> Bool {
    guard known.indices.contains(right.thread), known[right.thread].indices.contains(right.number) else {
      return false
    }
    return known[right.thread][right.number][left.thread] > left.number
  }
}
