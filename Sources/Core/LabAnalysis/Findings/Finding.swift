import LabTrace

/// Something an analysis found in a log.
///
/// It is a value: reports print it, judgement counts it.
package struct Finding: Hashable, Sendable {
  package enum Class: String, Sendable, CaseIterable {
    case race
    case deadlock
    case partialDeadlock = "partial-deadlock"
    case lockCycle = "lockcycle"
    case lostWakeUp = "lost-wake-up"
    case livelock
    case leak
    case failure
    case misuse
    /// An access without the lock that the program declares for it, which something else happened to order.
    case guardViolation = "guard-violation"
  }

  /// How sure the lab is.
  package enum Confidence: String, Sendable {
    /// It happened in this run.
    case witnessed
    /// It follows from this run, and a replay showed it.
    case confirmed = "predicted, confirmed by replay"
    /// The pattern is there; whether a schedule reaches it is open.
    case pattern = "pattern only"
  }

  package var kind: Class
  package var confidence: Confidence
  /// The claim in one line, without a full stop.
  package var claim: String
  /// The two sides of a race, the members of a deadlock in the order of the cycle, the actor of a failure.
  package var sides: [Side]
  /// Sentences that say why, in order: the chain from cause to harm.
  package var reasons: [String]
  /// What to change.
  package var fix: String
  /// A word of `synclab explain` that fits, empty for none.
  package var term: String
  /// The schedule that shows it, empty if there is none.
  package var schedule: String
  /// Same bug, same number, in every run of the same scenario.
  package var fingerprint: UInt64
  /// How many times it was seen.
  package var count: Int

  package init(
    kind: Class, confidence: Confidence, claim: String, sides: [Side], reasons: [String] = [],
    fix: String = "",
    term: String = "", schedule: String = "", fingerprint: UInt64 = 0, count: Int = 1
  ) {
    self.kind = kind
    self.confidence = confidence
    self.claim = claim
    self.sides = sides
    self.reasons = reasons
    self.fix = fix
    self.term = term
    self.schedule = schedule
    self.fingerprint = fingerprint
    self.count = count
  }
}

/// One actor's part in a finding.
package struct Side: Hashable, Sendable {
  package var actor: ThreadID
  /// What it did or wanted, such as `writes` or `waits for`.
  package var action: String
  package var object: ObjectID
  package var site: SiteID
  /// The event in question, `.none` if it is not an event.
  package var event: EventReference
  /// Locks held at that moment, oldest first.
  package var locksHeld: [HeldLock]
  /// Whom it waits for; empty where nobody in particular can help.
  package var waitsFor: [ThreadID]
  /// Its last synchronisation before the event that could have ordered it with the other side.
  package var lastSynchronisation: EventReference

  package init(
    actor: ThreadID, action: String, object: ObjectID = .none, site: SiteID = .unknown,
    event: EventReference = .none, locksHeld: [HeldLock] = [], waitsFor: [ThreadID] = [],
    lastSynchronisation: EventReference = .none
  ) {
    self.actor = actor
    self.action = action
    self.object = object
    self.site = site
    self.event = event
    self.locksHeld = locksHeld
    self.waitsFor = waitsFor
    self.lastSynchronisation = lastSynchronisation
  }
}

/// A lock that an actor holds, and where it took it.
package struct HeldLock: Hashable, Sendable {
  package var object: ObjectID
  package var site: SiteID
  package var event: EventReference
  package var isShared: Bool

  package init(object: ObjectID, site: SiteID, event: EventReference, isShared: Bool = false) {
    self.object = object
    self.site = site
    self.event = event
    self.isShared = isShared
  }
}
