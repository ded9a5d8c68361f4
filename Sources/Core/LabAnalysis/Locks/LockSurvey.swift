import LabTrace

/// One walk over every thread's own events that notes what locks do: which is taken under which, which is held at
/// which access, how long they are waited for and held, and who never gives them back.
///
/// Needs no order between threads.
struct LockSurvey {
  private(set) var order = LockOrderGraph()
  private(set) var accesses: LockedAccesses
  private(set) var contention: ContentionBuilder
  private(set) var tree = LocksetTree()
  /// Semaphores that somebody has given more permits of than he had: they pass something on, and guard nothing.
  private(set) var passedOn: Set<ObjectID> = []

  private let log: EventLog
  private var thread = 0
  private var segment = 0
  /// What the thread holds, oldest first; a recursive lock once for each level.
  private var held: [HeldLock] = []
  private var node = 0
  /// Permits that the thread has taken and not given back.
  private var permits: [(semaphore: ObjectID, count: Int64)] = []

  init(_ log: EventLog) {
    self.log = log
    accesses = LockedAccesses(log.objects)
    contention = ContentionBuilder(log)
    for index in log.threads.indices {
      thread = index
      segment = 0
      held = []
      node = 0
      permits = []
      contention.begin(thread: index)
      for event in log.threads[index].events { apply(event) }
      contention.end()
    }
  }

  @inline(__always)
  private mutating func apply(_ event: Event) {
    switch event.kind {
    case .read, .write, .readModifyWrite:
      let object = Int(event.object.rawValue) - 1
      guard object >= 0, object < log.objects.count else { return }
      accesses.add(event, object, thread: thread, segment: segment, node: node)
    case .lockAcquire:
      contention.apply(event)
      if !event.flags.contains(.byWait), !event.flags.contains(.byTry) { addEdges(event) }
      take(event)
    case .lockRequest:
      contention.apply(event)
      // A request may be the last that a deadlocked thread did.
      if !event.flags.contains(.byWait) { addEdges(event) }
    case .lockRelease:
      contention.apply(event)
      release(event)
    case .semaphoreWaitEnd, .semaphorePost:
      contention.apply(event)
      notePermits(event)
    default:
      if ForkJoinOrder.cuts(event.kind) { segment += 1 }
      contention.apply(event)
    }
  }

  private mutating func take(_ event: Event) {
    held.append(
      HeldLock(
        object: event.object, site: event.site,
        event: EventReference(thread: ThreadID(rawValue: UInt32(thread)), sequence: event.sequence),
        isShared: event.flags.contains(.shared)))
    node = tree.push(node, event.object, isShared: event.flags.contains(.shared))
  }

  private mutating func release(_ event: Event) {
    guard let index = held.lastIndex(where: { $0.object == event.object }) else { return }
    held.remove(at: index)
    node = tree.remove(node, event.object)
  }

  private mutating func notePermits(_ event: Event) {
    let change = event.kind == .semaphorePost ? 0 &- event.value : event.value
    let index = permits.firstIndex { $0.semaphore == event.object }
    let count = (index.map { permits[$0].count } ?? 0) &+ change
    if count < 0 { passedOn.insert(event.object) }
    if let index {
      if count == 0 { permits.remove(at: index) } else { permits[index].count = count }
    } else {
      permits.append((event.object, count))
    }
  }

  /// What is held while one more lock is asked for.
  ///
  /// Whoever gives up by itself can be no part of a deadlock.
  private mutating func addEdges(_ event: Event) {
    guard !held.isEmpty, !event.flags.contains(.timedOut) else { return }
    guard !held.contains(where: { $0.object == event.object }) else { return }
    order.add(
      event, thread: thread, segment: segment, node: node, held: held,
      permits: permits.isEmpty ? [] : permits.filter { $0.count > 0 }.map(\.semaphore))
  }
}

extension ObjectKind {
  /// Whether reads and writes of such an object are accesses to memory.
  var isMemory: Bool { self == .variable || self == .atomic }
}
