import LabTrace

/// Failures and misuses: what the lab's verdict says ended the run, and what led there.
package struct VerdictAnalysis {
  private let log: EventLog
  private let races: [Finding]

  /// Prepares the analysis of a log; a race may be the reason of a failure.
  package init(_ log: EventLog, races: [Finding] = []) {
    self.log = log
    self.races = races
  }

  /// The failure or misuse that ended the run, if one did.
  package func findings() -> [Finding] {
    guard let (verdict, event) = log.verdict, verdict == .failure || verdict == .misuse else { return [] }
    let message = log.string(event.object) ?? "no message was kept"
    let isFailure = verdict == .failure
    let side = side(event, isFailure ? "fails" : "misuses")
    let pattern =
      isFailure ? FailurePattern(log, side, races).shape : MisusePattern(log, side, message).shape
    return [
      Finding(
        kind: isFailure ? .failure : .misuse, confidence: .witnessed, claim: message, sides: [side],
        reasons: pattern.reasons, fix: pattern.fix, term: pattern.term, schedule: log.run.schedule,
        fingerprint: Fingerprint.of([isFailure ? "failure" : "misuse", log.linePlace(event.site), message]))
    ]
  }

  private func side(_ event: Event, _ action: String) -> Side {
    let actor = event.cause.thread
    let index = Int(actor.rawValue)
    guard log.threads.indices.contains(index) else {
      return Side(actor: actor, action: action, site: event.site)
    }
    let situation = ThreadSituation(of: log.threads[index], thread: actor)
    // A misuse is of an object: that of the last event, unless nothing was written of it.
    let last = log.threads[index].events.last { $0.object != .none && !$0.kind.namesText }
    let object = action == "misuses" && last?.site == event.site ? last?.object : nil
    return Side(
      actor: actor, action: action, object: object ?? .none, site: event.site, event: event.cause,
      locksHeld: situation.held,
      lastSynchronisation: AccessContexts(log, of: [event.cause])[event.cause].lastSynchronisation)
  }
}

/// What was done against a primitive's contract, from the verb of the message and what the actor held.
struct MisusePattern {
  let shape: DeadlockPattern.Shape

  init(_ log: EventLog, _ side: Side, _ message: String) {
    let actor = log.actorName(side.actor)
    let held = side.locksHeld.map { log.objectName($0.object) }.joined(separator: ", ")
    let reasons = ["\(actor) holds \(held.isEmpty ? "nothing" : held) at that moment"]
    let fix =
      switch message.prefix(while: { $0 != " " }) {
      case "unlock": "unlock only what the actor itself has locked: with … { … } pairs the two by itself"
      case "wait": "wait inside the section of the condition's mutex: with m { while !ready { c.wait() } }"
      case "lock": "do not lock again while holding it, or declare the mutex `: recursive`"
      case "release": "release a semaphore as often as it was acquired, not more"
      default: "use the primitive as its contract says"
      }
    shape = .init(reasons: reasons, fix: fix, term: "misuse")
  }
}
