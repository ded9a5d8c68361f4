import LabAnalysis
import LabTrace

/// A finding of every class, each on a log that it could be of.
enum SampleFindings {
  private static func event(_ thread: UInt32, _ sequence: UInt32) -> EventReference {
    EventReference(thread: ThreadID(rawValue: thread), sequence: sequence)
  }

  private static func lock(_ object: UInt32, _ site: UInt16, _ event: EventReference, isShared: Bool = false)
    -> HeldLock
  {
    HeldLock(
      object: ObjectID(rawValue: object), site: SiteID(rawValue: site), event: event, isShared: isShared)
  }

  private static func side(
    _ actor: UInt32, _ action: String, _ object: UInt32, at site: UInt16, _ event: EventReference = .none,
    holds: [HeldLock] = [], waitsFor: [UInt32] = [], last: EventReference = .none
  ) -> Side {
    Side(
      actor: ThreadID(rawValue: actor), action: action, object: ObjectID(rawValue: object),
      site: SiteID(rawValue: site), event: event, locksHeld: holds,
      waitsFor: waitsFor.map { ThreadID(rawValue: $0) }, lastSynchronisation: last)
  }

  static var race: (Finding, EventLog) {
    let sides = [
      side(1, "writes", 1, at: 1, event(1, 5), last: event(1, 1)),
      side(2, "reads", 1, at: 1, event(2, 5), last: event(2, 1)),
    ]
    let finding = Finding(
      kind: .race, confidence: .witnessed,
      claim: "worker[0] writes counter, worker[1] reads it, and nothing orders the two", sides: sides,
      reasons: ["no common lock: neither holds any", "reading counter and writing it back are two steps"],
      fix: "make it one step: with m { … } around it in every actor, or make counter atomic and use add",
      term: "lost-update", count: 1200)
    return (finding, SampleLogs.lostUpdate(rounds: 10))
  }

  static var deadlock: (Finding, EventLog) {
    let sides = [
      side(1, "waits for", 2, at: 2, event(1, 3), holds: [lock(1, 1, event(1, 2))], waitsFor: [2]),
      side(2, "waits for", 1, at: 4, event(2, 3), holds: [lock(2, 3, event(2, 2))], waitsFor: [1]),
    ]
    let finding = Finding(
      kind: .deadlock, confidence: .witnessed, claim: "2 actors, 2 locks, cycle of 2", sides: sides,
      reasons: ["left needs b, which right took at 9:15", "right needs a, which left took at 8:15"],
      fix: "take the locks in one order everywhere (a before b), or trylock and back off (risk: livelock)",
      term: "deadlock", schedule: "l r l r")
    return (finding, SampleLogs.abba())
  }

  static var partialDeadlock: (Finding, EventLog) {
    let wait = side(2, "waits for a permit of", 2, at: 2, event(2, 2))
    let finding = Finding(
      kind: .partialDeadlock, confidence: .witnessed,
      claim: "1 actor waits, and nobody is left who could end the wait", sides: [wait],
      reasons: ["nobody has released items so far"],
      fix: "release items as often as it is acquired, and never wait for it in a circle", term: "semaphore")
    return (finding, SampleLogs.killedWhileWaiting())
  }

  static var lockCycle: (Finding, EventLog) {
    let sides = [
      side(1, "takes", 2, at: 2, event(1, 3), holds: [lock(1, 1, event(1, 2))], waitsFor: [2]),
      side(2, "takes", 1, at: 6, event(2, 3), holds: [lock(2, 5, event(2, 2))], waitsFor: [1]),
    ]
    let finding = Finding(
      kind: .lockCycle, confidence: .pattern, claim: "a before b before a, each by another actor",
      sides: sides,
      reasons: ["no lock is held around all of it", "this run did not deadlock"],
      fix: "take the locks in one order everywhere (a before b)", term: "lock-order")
    return (finding, SampleLogs.ordersThatDidNotMeet())
  }

  static var lostWakeUp: (Finding, EventLog) {
    let finding = Finding(
      kind: .lostWakeUp, confidence: .witnessed,
      claim: "consumer[0] waits for a signal that has been and gone",
      sides: [side(1, "waits for a signal on", 2, at: 3, event(1, 4))],
      reasons: ["producer[0] signalled notEmpty at 13:5 before consumer[0] began to wait: it woke nobody"],
      fix: "a signal is not remembered: keep the news in a variable under m", term: "lost-wake-up")
    return (finding, SampleLogs.boundedBufferIf())
  }

  static var livelock: (Finding, EventLog) {
    let finding = Finding(
      kind: .livelock, confidence: .confirmed, claim: "left and right back off for each other for ever",
      sides: [side(1, "tries", 2, at: 2, event(1, 3)), side(2, "tries", 1, at: 4, event(2, 3))],
      fix: "back off for a random time", term: "livelock", schedule: "l r l r")
    return (finding, SampleLogs.abba())
  }

  static var leak: (Finding, EventLog) {
    let taken = event(1, 2)
    let finding = Finding(
      kind: .leak, confidence: .witnessed, claim: "left finished without releasing a",
      sides: [side(1, "still holds", 1, at: 1, taken, holds: [lock(1, 1, taken)])],
      reasons: ["left took a at 8:15 and never gave it back"],
      fix: "release a on every path: with a { … } does", term: "leak")
    return (finding, SampleLogs.abba())
  }

  static var failure: (Finding, EventLog) {
    let finding = Finding(
      kind: .failure, confidence: .witnessed, claim: "underflow: took an item that was not there",
      sides: [side(1, "fails", 4, at: 5, event(1, 10), holds: [lock(1, 3, event(1, 7))])],
      reasons: [
        "consumer[0] read count -> 0 at 15:8, waited at 15:21, and did not look again when it was woken"
      ],
      fix: "look again after waking: while … count … { notEmpty.wait() } instead of if, at 15:8",
      term: "barging")
    return (finding, SampleLogs.boundedBufferIf())
  }

  static var misuse: (Finding, EventLog) {
    let finding = Finding(
      kind: .misuse, confidence: .witnessed, claim: "unlock of a, which right does not hold",
      sides: [side(2, "misuses", 1, at: 4, event(2, 2), holds: [lock(2, 3, event(2, 2))])],
      reasons: ["right holds b at that moment"],
      fix: "unlock only what the actor itself has locked", term: "misuse")
    return (finding, SampleLogs.abba())
  }

  static var guardViolation: (Finding, EventLog) {
    let sides = [
      side(2, "reads", 3, at: 9, event(2, 8), holds: [lock(2, 5, event(2, 2))], last: event(2, 7)),
      side(1, "writes", 3, at: 3, event(1, 5), holds: [lock(1, 1, event(1, 2)), lock(2, 2, event(1, 3))]),
    ]
    let finding = Finding(
      kind: .guardViolation, confidence: .witnessed, claim: "right reads x without a, its declared guard",
      sides: sides, reasons: ["x is declared guarded by a, held at 4 of 5 accesses while shared"],
      fix: "take a around it: with a { … }", term: "guard")
    return (finding, SampleLogs.ordersThatDidNotMeet())
  }

  /// One of each class, in the order of `Finding.Class`.
  static var all: [(Finding, EventLog)] {
    [
      race, deadlock, partialDeadlock, lockCycle, lostWakeUp, livelock, leak, failure, misuse, guardViolation,
    ]
  }
}
