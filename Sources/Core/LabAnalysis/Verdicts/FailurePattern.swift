import LabTrace

/// What led to a failed check: a wake-up that was taken for granted, a crowded section, a race, or else the last
/// things that the actor saw.
struct FailurePattern {
  let shape: DeadlockPattern.Shape

  init(_ log: EventLog, _ side: Side, _ races: [Finding]) {
    guard let thread = log.thread(side.actor), let last = thread.index(ofSequence: side.event.sequence) else {
      shape = .init(fix: "look at what was written into the trace before it", term: "failure")
      return
    }
    let events = thread.events[...last]
    shape =
      Self.crowd(log, side, events) ?? Barging(log, side.actor, events)?.shape()
      ?? Self.raced(log, events, races) ?? Self.outdated(log, side, events)
      ?? Self.lastLooks(log, side, events)
  }

  /// More actors in a section than its limit.
  private static func crowd(_ log: EventLog, _ side: Side, _ events: ArraySlice<Event>) -> DeadlockPattern
    .Shape?
  {
    guard let last = events.last, last.kind == .sectionEnter else { return nil }
    var reasons: [String] = []
    for (index, thread) in log.threads.enumerated() where index != Int(side.actor.rawValue) {
      let change = thread.events.last {
        $0.object == last.object && ($0.kind == .sectionEnter || $0.kind == .sectionLeave)
      }
      guard let change, change.kind == .sectionEnter else { continue }
      reasons.append("\(thread.name) has been inside since \(log.shortPlace(change.site))")
    }
    let section = log.objectName(last.object)
    return .init(
      reasons: reasons + ["a section orders and excludes nobody: it only shows who is inside"],
      fix: "keep the actors apart before they enter \(section): one lock held around it by all of them",
      term: "critical-section")
  }

  /// What the actor saw last is something that others write without order.
  private static func raced(
    _ log: EventLog, _ events: ArraySlice<Event>, _ races: [Finding]
  ) -> DeadlockPattern.Shape? {
    for event in events.suffix(16).reversed() where event.isPlainAccess {
      let race = races.first { finding in
        finding.sides.contains { log.declarationName($0.object) == log.declarationName(event.object) }
      }
      guard let race else { continue }
      return .init(
        reasons: ["\(look(log, event)), and accesses to \(log.objectName(event.object)) race: \(race.claim)"],
        fix: race.fix, term: race.term)
    }
    return nil
  }

  /// A variable that had another value when it was looked at before, with the lock given back in between.
  private static func outdated(
    _ log: EventLog, _ side: Side, _ events: ArraySlice<Event>
  ) -> DeadlockPattern.Shape? {
    var own: [ObjectID: Int64] = [:]
    var seen: [ObjectID: Event] = [:]
    var released: [ObjectID: Event] = [:]
    var found: (first: Event, second: Event, release: Event)?
    for event in events.suffix(64) where event.object != .none {
      if event.kind == .lockRelease { for object in seen.keys.sorted() { released[object] = event } }
      guard log.objectKind(event.object)?.isMemory == true else { continue }
      if event.kind == .read, let before = seen[event.object], let release = released[event.object],
        event.value != own[event.object] ?? before.value
      {
        found = (before, event, release)
      }
      if event.kind == .read { seen[event.object] = event } else { own[event.object] = event.value }
      if event.kind == .read { own[event.object] = nil }
      released[event.object] = nil
    }
    guard let found else { return nil }
    let actor = log.actorName(side.actor)
    let name = log.objectName(found.first.object)
    return .init(
      reasons: [
        "\(actor) \(look(log, found.first)), gave \(log.objectName(found.release.object)) back at "
          + "\(log.shortPlace(found.release.site)), and \(look(log, found.second)) when it came back",
        "in between somebody else changed \(name): what was checked no longer held",
      ],
      fix:
        "keep the check and the act together: hold \(log.objectName(found.release.object)) from the one to the "
        + "other", term: "check-then-act")
  }

  private static func lastLooks(_ log: EventLog, _ side: Side, _ events: ArraySlice<Event>)
    -> DeadlockPattern.Shape
  {
    let looks = events.suffix(32).filter { log.objectKind($0.object)?.isMemory == true && $0.kind == .read }
    return .init(
      reasons: looks.suffix(3).map { "\(log.actorName(side.actor)) \(look(log, $0))" },
      fix:
        "make the check and the steps it depends on one: a lock held from the first read to the last write",
      term: "atomicity")
  }

  private static func look(_ log: EventLog, _ event: Event) -> String {
    let verb = event.kind == .read ? "read" : "wrote"
    return "\(verb) \(log.objectName(event.object)) -> \(event.value) at \(log.shortPlace(event.site))"
  }
}

/// Somebody else was quicker: between the wake-up and the mutex taken again the news was used up, and the waiter
/// did not look again.
struct Barging {
  private let log: EventLog
  private let actor: ThreadID
  private let look: Event
  private let wait: Event
  private let wakeUp: Event
  private let relock: Event

  /// Nil if the actor has not waited, or looked again when it had waited.
  init?(_ log: EventLog, _ actor: ThreadID, _ events: ArraySlice<Event>) {
    func isLook(_ event: Event) -> Bool {
      event.kind == .read && log.objectKind(event.object)?.isMemory == true
    }
    guard let end = events.lastIndex(where: { $0.kind == .conditionWaitEnd }),
      let begin = events[..<end].lastIndex(where: { $0.kind == .conditionWaitBegin }),
      let relock = events[end...].firstIndex(where: { $0.kind == .lockAcquire && $0.flags.contains(.byWait) }
      ),
      let look = events[..<begin].last(where: isLook)
    else { return nil }
    // A loop reads the same place again first.
    if let next = events[relock...].first(where: isLook), next.site == look.site { return nil }
    self.log = log
    self.actor = actor
    self.look = look
    wait = events[begin]
    wakeUp = events[end]
    self.relock = events[relock]
  }

  func shape() -> DeadlockPattern.Shape {
    let name = log.actorName(actor)
    let object = log.objectName(look.object)
    let condition = log.objectName(wait.object)
    var reasons = [
      "\(name) read \(object) -> \(look.value) at \(log.shortPlace(look.site)), waited at "
        + "\(log.shortPlace(wait.site)), and did not look again when it was woken"
    ]
    if let signal = log.event(wakeUp.cause) {
      reasons.append(
        "\(log.actorName(wakeUp.cause.thread)) woke it at \(log.shortPlace(signal.site)): that makes it "
          + "runnable, no more")
    }
    if let (thread, write) = intruder() {
      reasons.append(
        "\(log.actorName(thread)) wrote \(object) = \(write.value) at \(log.shortPlace(write.site)) before "
          + "\(name) had \(log.objectName(relock.object)) again")
    }
    return .init(
      reasons: reasons,
      fix: "look again after waking: while … \(object) … { \(condition).wait() } instead of if, at "
        + log.shortPlace(look.site), term: "barging")
  }

  /// Who held the mutex last before the waiter got it back, and what it made of the variable.
  ///
  /// Versions of the mutex tell, not time.
  private func intruder() -> (ThreadID, Event)? {
    var latest: (version: UInt32, thread: ThreadID, write: Event)?
    for (index, thread) in log.threads.enumerated() where index != Int(actor.rawValue) {
      var write: Event?
      for event in thread.events {
        if event.object == look.object, event.kind == .write || event.kind == .readModifyWrite {
          write = event
        }
        guard event.object == relock.object, event.kind == .lockRelease, event.version < relock.version else {
          if event.object == relock.object, event.kind == .lockAcquire { write = nil }
          continue
        }
        if let write, event.version > latest?.version ?? 0 {
          latest = (event.version, ThreadID(rawValue: UInt32(index)), write)
        }
      }
    }
    return latest.map { ($0.thread, $0.write) }
  }
}
