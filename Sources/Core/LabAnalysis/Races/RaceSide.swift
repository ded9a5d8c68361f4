import LabTrace

/// One access of a race with what its thread did around it.
struct RaceSide {
  let reference: EventReference
  let event: Event
  /// Index of the event in its thread.
  let position: Int
  let side: Side
  /// The first synchronisation of the thread after the access.
  let nextSynchronisation: EventReference

  /// Nil for an event that is not in the log.
  init?(_ log: EventLog, _ reference: EventReference, _ contexts: AccessContexts) {
    guard let position = log.index(of: reference) else { return nil }
    self.reference = reference
    self.position = position
    event = log.threads[Int(reference.thread.rawValue)].events[position]
    let context = contexts[reference]
    nextSynchronisation = context.nextSynchronisation
    side = Side(
      actor: reference.thread, action: event.kind == .write ? "writes" : "reads", object: event.object,
      site: event.site, event: reference, locksHeld: context.held,
      lastSynchronisation: context.lastSynchronisation)
  }

  var isWrite: Bool { event.kind == .write }

  /// How far patterns look around an access.
  private static let reach = 64

  /// The events of the thread shortly before the access, the latest first.
  func before(_ log: EventLog) -> [Event] {
    let events = log.threads[Int(reference.thread.rawValue)].events
    return events[max(0, position - Self.reach)..<position].reversed()
  }

  /// The events of the thread shortly after the access.
  func after(_ log: EventLog) -> ArraySlice<Event> {
    let events = log.threads[Int(reference.thread.rawValue)].events
    return events[position + 1..<min(events.count, position + 1 + Self.reach)]
  }

  /// The read that the thread's write follows, or the write that follows its read: two halves of one update.
  func otherHalf(_ log: EventLog) -> Event? {
    if isWrite {
      let before = before(log).first { $0.object == event.object && $0.isPlainAccess }
      return before?.kind == .read ? before : nil
    }
    let after = after(log).first { $0.object == event.object && $0.isPlainAccess }
    return after?.kind == .write ? after : nil
  }
}
