import LabTrace

/// Which lock was asked for under which: an edge from each held lock to the one asked for.
///
/// Source: K. Havelund, "Using runtime analysis to guide model checking of Java programs", SPIN 2000 (GoodLock);
/// R. Agarwal, S. Stoller, "Run-time detection of potential deadlocks for programs with locks, semaphores, and
/// condition variables", PADTAD 2006.
package struct LockOrderGraph: Sendable {
  /// A request of a lock by a thread that holds others.
  package struct Nesting: Hashable, Sendable {
    package var thread: ThreadID
    /// The lock asked for, as a reader or not.
    package var wanted: ObjectID
    package var isShared: Bool
    package var site: SiteID
    package var event: EventReference
    /// What was held meanwhile, oldest first.
    package var held: [HeldLock]
    /// Semaphores of which it had permits each time.
    package var permits: [ObjectID] = []
    /// How often.
    package var count = 1
    var segment: Int
    var node: Int
  }

  /// One each thread, segment, set of held locks, wanted lock and place.
  package private(set) var nestings: [Nesting] = []
  /// By held set and wanted lock: the nesting noted last; each knows the one before it.
  private var heads = FlatMap()
  private var before: [Int] = []

  mutating func add(
    _ event: Event, thread: Int, segment: Int, node: Int, held: [HeldLock], permits: [ObjectID]
  ) {
    let key = UInt64(node) << 32 | UInt64(event.object.rawValue)
    let id = ThreadID(rawValue: UInt32(thread))
    let isShared = event.flags.contains(.shared)
    let head = heads.number(of: key)
    var known = head
    // Threads come one after the other: those of earlier threads are further down.
    while known >= 0, nestings[known].thread == id {
      if nestings[known].segment == segment, nestings[known].site == event.site,
        nestings[known].isShared == isShared
      {
        if event.kind == .lockAcquire { nestings[known].count += 1 }
        nestings[known].permits.removeAll { !permits.contains($0) }
        return
      }
      known = before[known]
    }
    heads.set(key, nestings.count)
    before.append(head)
    nestings.append(
      Nesting(
        thread: id, wanted: event.object, isShared: isShared, site: event.site,
        event: EventReference(thread: id, sequence: event.sequence), held: held, permits: permits,
        count: event.kind == .lockAcquire ? 1 : 0, segment: segment, node: node))
  }
}
