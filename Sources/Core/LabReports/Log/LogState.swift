import LabAnalysis
import LabTrace

/// Who does, holds and waits for what at one moment of a log: a fold over its events.
///
/// It believes what it is told: in a log with losses, an owner or a value may be out of date.
package struct LogState: Hashable, Sendable {
  package var actors: [ActorState]
  package var objects: [ObjectState]

  /// The state before the first event.
  package init(_ log: EventLog) {
    actors = log.threads.map { _ in ActorState() }
    objects = log.objects.map { ObjectState(value: $0.initial) }
  }

  /// What an actor waits for, and since where.
  package struct Wait: Hashable, Sendable {
    package var kind: EventKind
    package var object: ObjectID
    package var site: SiteID
    package var event: EventReference
    /// Permits asked for, the thread to be joined, the item to be put.
    package var value: Int64
    package var isShared: Bool
    package var hasDeadline: Bool
    /// Woken from a condition, and now in need of its mutex.
    package var isWoken = false
  }

  package enum Activity: Hashable, Sendable {
    case notStarted
    case running
    case sleeping
    case waiting(Wait)
    case exited(code: Int64)
  }

  package struct ActorState: Hashable, Sendable {
    package var activity = Activity.notStarted
    /// Oldest first; a recursive lock occurs as often as it is held.
    package var held: [HeldLock] = []
    package var sections: [HeldLock] = []
    package var lastEvent = EventReference.none
    package var lastSite = SiteID.unknown

    package var wait: Wait? {
      if case .waiting(let wait) = activity { wait } else { nil }
    }
  }

  package struct ObjectState: Hashable, Sendable {
    /// Value of a variable, permits of a semaphore, items in a buffer, arrivals at a barrier, 1 for a set event.
    package var value: Int64
    /// Items of a buffer, oldest first.
    package var items: [Int64] = []
    /// Owner of a lock, its readers, or the actors inside a section.
    package var owners: [ThreadID] = []
    package var isShared = false
    /// In the order in which they came.
    package var waiters: [ThreadID] = []
    package var isClosed = false
    /// The event that last gave the object its value: a write, a release, a signal, a put.
    package var lastChange = EventReference.none
    package var lastChangeKind = EventKind.lost
  }

  /// Goes one event on.
  package mutating func apply(_ event: Event, by thread: ThreadID, in log: EventLog) {
    let actor = Int(thread.rawValue)
    guard actor < actors.count else { return }
    let reference = EventReference(thread: thread, sequence: event.sequence)
    endWait(of: thread, before: event, in: log)
    actors[actor].lastEvent = reference
    if event.site != .unknown { actors[actor].lastSite = event.site }
    if event.kind.beginsWait { beginWait(event, by: thread, reference) }
    applyToActor(event, actor: actor, reference, in: log)
    applyToObject(event, by: thread, reference, in: log)
  }

  private mutating func applyToActor(
    _ event: Event, actor: Int, _ reference: EventReference, in log: EventLog
  ) {
    switch event.kind {
    case .threadExit, .processExit: actors[actor].activity = .exited(code: event.value)
    case .sleep: actors[actor].activity = .sleeping
    case .conditionWaitEnd:
      guard let mutex = log.object(event.object)?.companion, mutex != .none else { break }
      let wait = Wait(
        kind: .lockRequest, object: mutex, site: event.site, event: reference, value: 0, isShared: false,
        hasDeadline: false, isWoken: true)
      actors[actor].activity = .waiting(wait)
      enqueue(ThreadID(rawValue: UInt32(actor)), at: mutex)
    case .lockAcquire:
      actors[actor].held.append(
        HeldLock(
          object: event.object, site: event.site, event: reference, isShared: event.flags.contains(.shared)))
    case .lockRelease:
      if let index = actors[actor].held.lastIndex(where: { $0.object == event.object }) {
        actors[actor].held.remove(at: index)
      }
    case .sectionEnter:
      actors[actor].sections.append(HeldLock(object: event.object, site: event.site, event: reference))
    case .sectionLeave:
      if let index = actors[actor].sections.lastIndex(where: { $0.object == event.object }) {
        actors[actor].sections.remove(at: index)
      }
    default: break
    }
  }

  private mutating func beginWait(_ event: Event, by thread: ThreadID, _ reference: EventReference) {
    let wait = Wait(
      kind: event.kind, object: event.object, site: event.site, event: reference, value: event.value,
      isShared: event.flags.contains(.shared), hasDeadline: event.flags.contains(.timedOut))
    actors[Int(thread.rawValue)].activity = .waiting(wait)
    enqueue(thread, at: event.object)
  }

  private mutating func enqueue(_ thread: ThreadID, at object: ObjectID) {
    let index = Int(object.rawValue) - 1
    guard objects.indices.contains(index), !objects[index].waiters.contains(thread) else { return }
    objects[index].waiters.append(thread)
  }

  /// An actor that does something has stopped waiting, but for what belongs to the wait itself.
  private mutating func endWait(of thread: ThreadID, before event: Event, in log: EventLog) {
    let actor = Int(thread.rawValue)
    switch actors[actor].activity {
    case .exited, .running: return
    case .notStarted, .sleeping: actors[actor].activity = .running
    case .waiting(let wait):
      if wait.kind == .conditionWaitBegin, event.kind == .lockRelease, event.flags.contains(.byWait) {
        return
      }
      if wait.kind == .awaitBegin, event.kind == .read { return }
      let index = Int(wait.object.rawValue) - 1
      if objects.indices.contains(index) { objects[index].waiters.removeAll { $0 == thread } }
      actors[actor].activity = .running
    }
  }
}
