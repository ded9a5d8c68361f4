import LabTrace

/// All events of a log in an order that contradicts none of its causes, made without looking at time stamps.
///
/// No event comes before an earlier one of its thread, before its cause where that is an edge, or before an
/// operation of the same object with a smaller version. A thread goes on until something of another thread must
/// come first; then the thread that has been ready longest goes on. The same log always gives the same order.
///
/// A damaged log may leave nobody ready. Then the first thread that is not at its end goes on all the same, and
/// `relaxed` counts it.
///
/// - Complexity: linear in the events of a sound log; a few words a thread and eight bytes a version.
struct CausalOrder: ~Copyable {
  /// How often an event had to go although something that belongs before it was still to come.
  private(set) var relaxed = 0

  private let log: EventLog
  private let index: EventIndex
  private var versions: VersionTable
  /// Per thread: index of the next event.
  private var positions: [Int]
  private let counts: [Int]
  /// Chains the threads that wait for the same thing.
  private var nextWaiter: [Int32]
  private var wait: [Wait]
  /// Per thread: first of those who wait for its events, and the least position that any of them waits for.
  private var threadWaiter: [Int32]
  private var threadWake: [Int]
  /// Threads that may go on, longest first.
  private var ready: Queue

  private enum Wait {
    case none
    /// Until a thread has come to a position.
    case thread(Int, position: Int)
    /// Until an object has come to a version.
    case version(VersionTable.Position)
  }

  init(_ log: EventLog, index: EventIndex) {
    self.log = log
    self.index = index
    versions = VersionTable(log)
    let count = log.threads.count
    counts = log.threads.map(\.events.count)
    positions = Array(repeating: 0, count: count)
    nextWaiter = Array(repeating: -1, count: count)
    wait = Array(repeating: .none, count: count)
    threadWaiter = Array(repeating: -1, count: count)
    threadWake = Array(repeating: .max, count: count)
    ready = Queue(capacity: count)
    for thread in 0..<count where counts[thread] > 0 { ready.append(thread) }
  }

  /// Hands every event to `body`, once, with its thread, its index there, and whether nothing had to be relaxed yet.
  @inline(__always)
  mutating func run(_ body: (_ thread: Int, _ index: Int, _ event: Event, _ isSound: Bool) -> Void) {
    var firstUnfinished = 0
    while true {
      var isForced = false
      var thread = ready.removeFirst()
      if thread < 0 {
        while firstUnfinished < counts.count, positions[firstUnfinished] >= counts[firstUnfinished] {
          firstUnfinished += 1
        }
        guard firstUnfinished < counts.count else { return }
        thread = firstUnfinished
        stopWaiting(thread)
        relaxed += 1
        isForced = true
      }
      let events = log.threads[thread].events
      var position = positions[thread]
      while position < events.count {
        let event = events[position]
        let slot = versions.position(of: event)
        if !isForced, isBlocked(thread, event, slot) { break }
        isForced = false
        body(thread, position, event, relaxed == 0)
        position += 1
        positions[thread] = position
        if slot >= 0 { wakeWaiters(at: versions.remove(event, at: slot)) }
        if position >= threadWake[thread] { wakeWaiters(of: thread) }
      }
    }
  }

  // MARK: who waits for what

  /// Whether something must come first; the thread is then in the list of those who wait for it.
  @inline(__always)
  private mutating func isBlocked(_ thread: Int, _ event: Event, _ slot: VersionTable.Position) -> Bool {
    if event.cause != .none, isOrderedByCause(event) {
      let other = Int(event.cause.thread.rawValue)
      if other < counts.count, other != thread {
        let needed = index.end(of: other, at: event.cause.sequence)
        if positions[other] < needed {
          wait[thread] = .thread(other, position: needed)
          nextWaiter[thread] = threadWaiter[other]
          threadWaiter[other] = Int32(thread)
          threadWake[other] = min(threadWake[other], needed)
          return true
        }
      }
    }
    guard slot >= 0, !versions.mayGo(event, at: slot) else { return false }
    wait[thread] = .version(slot)
    nextWaiter[thread] = versions[waiterAt: slot]
    versions[waiterAt: slot] = Int32(thread)
    return true
  }

  /// The cause of a semaphore's or an event's acquire may be a later post than its own: there only the
  /// version counts.
  ///
  /// Where a version is missing, or the write that was read, the cause is all there is.
  @inline(__always)
  private func isOrderedByCause(_ event: Event) -> Bool {
    if event.kind.hasCausalEdge { return true }
    guard event.kind.mayAcquire, !event.flags.contains(.plain) else { return false }
    if event.version == 0 { return true }
    return (event.kind == .read || event.kind == .readModifyWrite) && index.isBeyondEnd(event.cause)
  }

  private mutating func wakeWaiters(at slot: VersionTable.Position) {
    guard slot >= 0 else { return }
    var waiter = Int(versions[waiterAt: slot])
    guard waiter >= 0 else { return }
    versions[waiterAt: slot] = -1
    while waiter >= 0 {
      let next = Int(nextWaiter[waiter])
      makeReady(waiter)
      waiter = next
    }
  }

  private mutating func wakeWaiters(of thread: Int) {
    var waiter = Int(threadWaiter[thread])
    threadWaiter[thread] = -1
    threadWake[thread] = .max
    while waiter >= 0 {
      let next = Int(nextWaiter[waiter])
      if case .thread(_, let needed) = wait[waiter], positions[thread] < needed {
        nextWaiter[waiter] = threadWaiter[thread]
        threadWaiter[thread] = Int32(waiter)
        threadWake[thread] = min(threadWake[thread], needed)
      } else {
        makeReady(waiter)
      }
      waiter = next
    }
  }

  private mutating func makeReady(_ thread: Int) {
    nextWaiter[thread] = -1
    wait[thread] = .none
    ready.append(thread)
  }

  /// Takes a thread out of the list it waits in.
  private mutating func stopWaiting(_ thread: Int) {
    switch wait[thread] {
    case .none: break
    case .thread(let other, _):
      threadWaiter[other] = removed(thread, from: threadWaiter[other])
    case .version(let slot):
      versions[waiterAt: slot] = removed(thread, from: versions[waiterAt: slot])
    }
    nextWaiter[thread] = -1
    wait[thread] = .none
  }

  private mutating func removed(_ thread: Int, from head: Int32) -> Int32 {
    if Int(head) == thread { return nextWaiter[thread] }
    var before = Int(head)
    while before >= 0, Int(nextWaiter[before]) != thread { before = Int(nextWaiter[before]) }
    if before >= 0 { nextWaiter[before] = nextWaiter[thread] }
    return head
  }

  /// First in, first out; every thread is in at most once.
  private struct Queue {
    private var threads: [Int32]
    private var head = 0
    private var count = 0

    init(capacity: Int) { threads = Array(repeating: -1, count: max(1, capacity)) }

    mutating func append(_ thread: Int) {
      let place = head + count
      threads[place < threads.count ? place : place - threads.count] = Int32(thread)
      count += 1
    }

    /// The first, -1 if there is none.
    mutating func removeFirst() -> Int {
      guard count > 0 else { return -1 }
      let thread = Int(threads[head])
      head = head + 1 == threads.count ? 0 : head + 1
      count -= 1
      return thread
    }
  }
}
