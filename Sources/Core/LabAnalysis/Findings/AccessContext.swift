import LabTrace

/// What surrounds an event in its thread.
struct AccessContext {
  /// Locks held at the event, oldest first.
  var held: [HeldLock] = []
  /// The last synchronisation before the event, and the first after it.
  var lastSynchronisation = EventReference.none
  var nextSynchronisation = EventReference.none
}

/// The contexts of some events, found in one walk over the threads that they belong to.
struct AccessContexts {
  private var contexts: [EventReference: AccessContext] = [:]

  init(_ log: EventLog, of references: [EventReference]) {
    var sorted = references.filter { log.event($0) != nil }.sorted { $0.rawValue < $1.rawValue }[...]
    while let first = sorted.first {
      let ofThread = sorted.prefix { $0.thread == first.thread }
      sorted = sorted.dropFirst(ofThread.count)
      walk(log, first.thread, ofThread)
    }
  }

  private mutating func walk(_ log: EventLog, _ thread: ThreadID, _ references: ArraySlice<EventReference>) {
    var left = references
    var open: [EventReference] = []
    var situation = ThreadSituation(thread: thread)
    var last = EventReference.none
    for event in log.threads[Int(thread.rawValue)].events {
      while let next = left.first, next.sequence <= event.sequence {
        contexts[next] = AccessContext(held: situation.held, lastSynchronisation: last)
        open.append(next)
        left.removeFirst()
      }
      if event.isSynchronisation, open.last?.sequence != event.sequence {
        last = EventReference(thread: thread, sequence: event.sequence)
        for reference in open { contexts[reference]?.nextSynchronisation = last }
        open = []
      }
      if left.isEmpty, open.isEmpty { return }
      if event.kind == .lockAcquire || event.kind == .lockRelease { situation.apply(event) }
    }
  }

  /// The context of one of the events; an empty one for an event that is not in the log.
  subscript(reference: EventReference) -> AccessContext { contexts[reference] ?? AccessContext() }
}
