import LabTrace

/// Failures and misuses: what the lab's verdict says ended the run.
package struct VerdictAnalysis {
  private let log: EventLog

  /// Prepares the analysis of a log.
  package init(_ log: EventLog) { self.log = log }

  /// The failure or misuse that ended the run, if one did.
  package func findings() -> [Finding] {
    guard let (verdict, event) = log.verdict, verdict == .failure || verdict == .misuse else { return [] }
    let message = log.string(event.object) ?? "no message was kept"
    let actor = event.cause.thread
    let index = Int(actor.rawValue)
    let held =
      log.threads.indices.contains(index) ? ThreadSituation(of: log.threads[index], thread: actor).held : []
    let side = Side(
      actor: actor, action: verdict == .failure ? "fails" : "misuses", site: event.site, event: event.cause,
      locksHeld: held)
    let fix = verdict == .misuse ? "use the primitive as its contract says" : ""
    return [
      Finding(
        kind: verdict == .failure ? .failure : .misuse, confidence: .witnessed, claim: message, sides: [side],
        fix: fix, term: verdict == .misuse ? "misuse" : "", schedule: log.run.schedule,
        fingerprint: Fingerprint.of([
          verdict == .failure ? "failure" : "misuse", log.shortPlace(event.site), message,
        ]))
    ]
  }
}
