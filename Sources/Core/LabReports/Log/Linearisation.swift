import LabTrace

/// All events of a log's actors in one order that could have been.
///
/// Every event comes after the one before it in its thread and after its cause, and the events of an object
/// in the order of its versions. Where these leave a choice, the earlier time stamp goes first, then the
/// lower thread.
///
/// The events of the lab itself (thread 0) are not part of it. In a damaged log the rules may contradict
/// each other; then the event with the earliest time stamp goes first, so that the order always ends.
/// Complexity: O(n log t + v log v), for n events of t threads, v of them with a version.
package struct Linearisation: Sendable {
  package struct Entry: Hashable, Sendable, BitwiseCopyable {
    package var thread: UInt32
    /// Index into the thread's events.
    package var index: Int32
  }

  package private(set) var entries: [Entry] = []
  /// How often a rule had to be broken.
  package private(set) var contradictions = 0

  package init(_ log: EventLog) {
    var merge = Merge(log)
    entries = merge.run()
    contradictions = merge.contradictions
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
    log.run.mode == .controlled
      ? Int(clamping: event(position, in: log).time) : position + 1
  }

  /// The last position whose step is at most this one, nil if there is none.
  package func position(ofStep step: Int, in log: EventLog) -> Int? {
    guard log.run.mode == .controlled else {
      return step < 1 || entries.isEmpty ? nil : min(step, entries.count) - 1
    }
    return entries.indices.last { self.step($0, in: log) <= step }
  }
}

/// A k-way merge of the threads' logs under the constraints.
private struct Merge {
  private let log: EventLog
  private let total: Int
  private var head: [Int]
  /// For each object, its events with a version, by version; and how many of them are behind us.
  private var versioned: [[Linearisation.Entry]]
  private var versionHead: [Int]
  private var isBlocked: [Bool]
  private var waitingForThread: [[Int]]
  private var waitingForObject: [[Int]]
  private var ready = ReadyHeap()
  var contradictions = 0

  init(_ log: EventLog) {
    self.log = log
    let threads = log.threads.count
    head = Array(repeating: 0, count: threads)
    isBlocked = Array(repeating: false, count: threads)
    waitingForThread = Array(repeating: [], count: threads)
    let objects = log.objects.count + 1
    waitingForObject = Array(repeating: [], count: objects)
    versionHead = Array(repeating: 0, count: objects)
    versioned = Merge.versionedEvents(log)
    total = log.threads.dropFirst().reduce(0) { $0 + $1.events.count }
  }

  private static func versionedEvents(_ log: EventLog) -> [[Linearisation.Entry]] {
    var result: [[Linearisation.Entry]] = Array(repeating: [], count: log.objects.count + 1)
    for (thread, threadLog) in log.threads.enumerated().dropFirst() {
      for (index, event) in threadLog.events.enumerated()
      where event.version > 0 && event.object != .none && Int(event.object.rawValue) < result.count {
        result[Int(event.object.rawValue)].append(.init(thread: UInt32(thread), index: Int32(index)))
      }
    }
    for object in result.indices {
      result[object].sort {
        let left = log.threads[Int($0.thread)].events[Int($0.index)]
        let right = log.threads[Int($1.thread)].events[Int($1.index)]
        return (left.version, left.time, $0.thread, $0.index)
          < (right.version, right.time, $1.thread, $1.index)
      }
    }
    return result
  }

  mutating func run() -> [Linearisation.Entry] {
    var order: [Linearisation.Entry] = []
    order.reserveCapacity(total)
    for thread in head.indices.dropFirst() { offer(thread) }
    while order.count < total {
      guard let thread = ready.popFirst() ?? forcedThread() else { break }
      isBlocked[thread] = false
      let index = head[thread]
      order.append(.init(thread: UInt32(thread), index: Int32(index)))
      let event = log.threads[thread].events[index]
      head[thread] += 1
      let waiting = waitingForThread[thread]
      waitingForThread[thread] = []
      wake(waiting)
      let object = Int(event.object.rawValue)
      if event.version > 0, object > 0, object < versioned.count {
        skipEmitted(object)
        let waiting = waitingForObject[object]
        waitingForObject[object] = []
        wake(waiting)
      }
      offer(thread)
    }
    return order
  }

  private mutating func wake(_ threads: [Int]) {
    for thread in threads where isBlocked[thread] {
      isBlocked[thread] = false
      offer(thread)
    }
  }

  /// Puts a thread's next event among the ready ones, or on the list of what it waits for.
  private mutating func offer(_ thread: Int) {
    let events = log.threads[thread].events
    guard head[thread] < events.count else { return }
    let event = events[head[thread]]
    if let other = threadAhead(of: event, in: thread) {
      isBlocked[thread] = true
      waitingForThread[other].append(thread)
      return
    }
    let object = Int(event.object.rawValue)
    if event.version > 0, object > 0, object < versioned.count, versionHead[object] < versioned[object].count
    {
      let first = versioned[object][versionHead[object]]
      if Int(first.thread) != thread || Int(first.index) != head[thread] {
        isBlocked[thread] = true
        waitingForObject[object].append(thread)
        return
      }
    }
    ready.insert(time: event.time, thread: thread)
  }

  /// The thread that has not yet reached the cause of an event.
  private func threadAhead(of event: Event, in thread: Int) -> Int? {
    let other = Int(event.cause.thread.rawValue)
    guard event.cause != .none, other > 0, other != thread, other < head.count else { return nil }
    let events = log.threads[other].events
    guard head[other] < events.count, events[head[other]].sequence <= event.cause.sequence else { return nil }
    return other
  }

  private mutating func skipEmitted(_ object: Int) {
    while versionHead[object] < versioned[object].count {
      let first = versioned[object][versionHead[object]]
      guard head[Int(first.thread)] > Int(first.index) else { return }
      versionHead[object] += 1
    }
  }

  private mutating func forcedThread() -> Int? {
    contradictions += 1
    return isBlocked.indices.filter { isBlocked[$0] }.min {
      (log.threads[$0].events[head[$0]].time, $0) < (log.threads[$1].events[head[$1]].time, $1)
    }
  }
}

/// Threads by the time of their next event.
private struct ReadyHeap {
  private var items: [(time: UInt64, thread: Int)] = []

  mutating func insert(time: UInt64, thread: Int) {
    items.append((time, thread))
    var child = items.count - 1
    while child > 0, items[child] < items[(child - 1) / 2] {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func popFirst() -> Int? {
    guard let first = items.first else { return nil }
    let last = items.removeLast()
    guard !items.isEmpty else { return first.thread }
    items[0] = last
    var parent = 0
    while true {
      var least = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < items.count && items[child] < items[least] {
        least = child
      }
      if least == parent { return first.thread }
      items.swapAt(parent, least)
      parent = least
    }
  }
}
