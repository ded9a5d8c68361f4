/// All events of a log in one order, for drawing: by time stamp, as far as that is not plainly wrong.
///
/// No event comes before an earlier one of its thread, before its cause, or before an operation of the same
/// object with a smaller version, whatever the time stamps say (clocks of two processors may differ). Among the
/// events that may come next the one with the least time stamp does, and of equal ones that of the first thread.
/// The same log always gives the same order. If a damaged log has a cycle, the least event that is left goes
/// first, and `brokenConstraints` counts it.
///
/// Time: n log(threads) and a sort of each object's versions; memory: a few words an event that has a version.
public struct EventOrder: Sequence, IteratorProtocol {
  /// An event and the thread it belongs to.
  public struct Element: Hashable, Sendable {
    /// Whose event it is.
    public var thread: ThreadID
    /// The event.
    public var event: Event
    /// The event's name.
    public var reference: EventReference { EventReference(thread: thread, sequence: event.sequence) }
  }

  /// How often an event had to go first although something that belongs before it was still to come.
  public private(set) var brokenConstraints = 0

  private let log: EventLog
  /// Per thread: index of its next event.
  private var positions: [Int]
  /// Threads whose next event may come now.
  private var ready = ThreadHeap()
  /// Threads whose next event waits for an event of a thread, or for an operation on an object.
  private var waitingForThread: [[Int]]
  private var waitingForObject: [[Int]]
  private var isWaiting: [Bool]
  private var versions: [VersionQueue]

  /// Orders the events of a log.
  public init(_ log: EventLog) {
    self.log = log
    positions = Array(repeating: 0, count: log.threads.count)
    isWaiting = Array(repeating: false, count: log.threads.count)
    waitingForThread = Array(repeating: [], count: log.threads.count)
    waitingForObject = Array(repeating: [], count: log.objects.count + 1)
    var all = [[UInt32]](repeating: [], count: log.objects.count + 1)
    for thread in log.threads {
      for event in thread.events where EventOrder.isVersioned(event, log) {
        all[Int(event.object.rawValue)].append(event.version)
      }
    }
    versions = all.map { VersionQueue($0.sorted()) }
    for thread in log.threads.indices { settle(thread) }
  }

  /// The next event, nil after the last.
  public mutating func next() -> Element? {
    if let thread = ready.removeFirst() { return take(thread) }
    // A cycle: somebody has to go first.
    var least: (time: UInt64, thread: Int)?
    for thread in positions.indices where isWaiting[thread] {
      let time = log.threads[thread].events[positions[thread]].time
      if least == nil || time < least!.time { least = (time, thread) }
    }
    guard let least else { return nil }
    brokenConstraints += 1
    isWaiting[least.thread] = false
    return take(least.thread)
  }

  private mutating func take(_ thread: Int) -> Element {
    let event = log.threads[thread].events[positions[thread]]
    positions[thread] += 1
    settle(thread)
    let waiting = waitingForThread[thread]
    waitingForThread[thread] = []
    wake(waiting)
    if EventOrder.isVersioned(event, log) {
      let object = Int(event.object.rawValue)
      versions[object].remove(event.version)
      let waiting = waitingForObject[object]
      waitingForObject[object] = []
      wake(waiting)
    }
    return Element(thread: ThreadID(rawValue: UInt32(thread)), event: event)
  }

  private mutating func wake(_ threads: [Int]) {
    for thread in threads where isWaiting[thread] {
      isWaiting[thread] = false
      settle(thread)
    }
  }

  /// Finds out whether the next event of a thread may come now, or what it waits for.
  private mutating func settle(_ thread: Int) {
    let events = log.threads[thread].events
    guard positions[thread] < events.count else { return }
    let event = events[positions[thread]]
    if let blocker = threadBefore(event, of: thread) {
      isWaiting[thread] = true
      waitingForThread[blocker].append(thread)
    } else if EventOrder.isVersioned(event, log),
      let least = versions[Int(event.object.rawValue)].least, least < event.version
    {
      isWaiting[thread] = true
      waitingForObject[Int(event.object.rawValue)].append(thread)
    } else {
      ready.insert(time: event.time, thread: thread)
    }
  }

  /// The other thread whose coming event is the cause of this one.
  private func threadBefore(_ event: Event, of thread: Int) -> Int? {
    let other = Int(event.cause.thread.rawValue)
    guard event.cause != .none, other != thread, let place = log.index(of: event.cause) else { return nil }
    return place >= positions[other] ? other : nil
  }

  private static func isVersioned(_ event: Event, _ log: EventLog) -> Bool {
    event.version > 0 && event.object != .none && Int(event.object.rawValue) <= log.objects.count
      && !event.kind.namesText
  }
}

/// The versions of one object that are still to come.
private struct VersionQueue {
  /// Ascending, each once.
  private var versions: [UInt32] = []
  /// How many events still to come have it: readers may share one.
  private var counts: [Int] = []
  private var first = 0

  init(_ sorted: [UInt32]) {
    for version in sorted {
      if version == versions.last {
        counts[counts.count - 1] += 1
      } else {
        versions.append(version)
        counts.append(1)
      }
    }
  }

  var least: UInt32? { first < versions.count ? versions[first] : nil }

  mutating func remove(_ version: UInt32) {
    var (low, high) = (first, versions.count)
    while low < high {
      let middle = low + (high - low) / 2
      if versions[middle] < version { low = middle + 1 } else { high = middle }
    }
    if low < versions.count, versions[low] == version { counts[low] -= 1 }
    while first < versions.count, counts[first] <= 0 { first += 1 }
  }
}

/// Threads by the time stamp of their next event: a binary heap.
private struct ThreadHeap {
  private var items: [(time: UInt64, thread: Int)] = []

  mutating func insert(time: UInt64, thread: Int) {
    items.append((time, thread))
    var child = items.count - 1
    while child > 0, items[child] < items[(child - 1) / 2] {
      items.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func removeFirst() -> Int? {
    guard let first = items.first else { return nil }
    let last = items.removeLast()
    if items.isEmpty { return first.thread }
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
