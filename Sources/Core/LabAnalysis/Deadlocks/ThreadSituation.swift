import LabTrace

/// Where one thread stands at the end of its log: what it holds, and what it waits for.
///
/// A fold over the thread's own events only, so that it needs no order between threads.
package struct ThreadSituation: Hashable, Sendable {
  /// A wait that had begun and not ended.
  package struct Wait: Hashable, Sendable {
    package var kind: EventKind
    package var object: ObjectID
    package var site: SiteID
    package var event: EventReference
    /// Permits asked for, thread waited for, item: as the event says.
    package var value: Int64
    package var isShared: Bool
    /// It has a deadline, so it is no part of a deadlock.
    package var isTimed: Bool
  }

  package var thread: ThreadID
  /// Oldest first; a recursive lock stands once for each level.
  package var held: [HeldLock]
  package var wait: Wait?
  package var hasExited: Bool
  /// The last event, `.none` if there is none.
  package var last: EventReference

  /// A thread before its first event.
  package init(thread: ThreadID) {
    self.thread = thread
    held = []
    hasExited = false
    last = .none
  }

  /// Folds the events of a thread, all of them or the first `count`.
  package init(of log: ThreadLog, thread: ThreadID, count: Int = .max) {
    self.init(thread: thread)
    for event in log.events.prefix(count) { apply(event) }
  }

  /// Takes one more event into account.
  package mutating func apply(_ event: Event) {
    let reference = EventReference(thread: thread, sequence: event.sequence)
    last = reference
    switch event.kind {
    case .lockAcquire:
      held.append(
        HeldLock(
          object: event.object, site: event.site, event: reference, isShared: event.flags.contains(.shared)))
    case .lockRelease:
      if let index = held.lastIndex(where: { $0.object == event.object }) { held.remove(at: index) }
    case .threadExit, .processExit:
      hasExited = true
    default: break
    }
    wait = waitAfter(event, reference)
  }

  /// A wait stays pending over the events that a thread writes while it waits: a condition wait releases its
  /// mutex after the wait began.
  private func waitAfter(_ event: Event, _ reference: EventReference) -> Wait? {
    if event.kind.beginsWait {
      return Wait(
        kind: event.kind, object: event.object, site: event.site, event: reference, value: event.value,
        isShared: event.flags.contains(.shared), isTimed: event.flags.contains(.timedOut))
    }
    if event.kind == .lockRelease, event.flags.contains(.byWait) { return wait }
    return nil
  }
}
