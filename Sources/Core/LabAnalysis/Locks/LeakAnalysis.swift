import LabTrace

/// Locks that an actor still held when it finished, in a run that completed.
struct LeakAnalysis {
  private let log: EventLog

  init(_ log: EventLog) { self.log = log }

  /// One finding for each declaration and place of taking it.
  func findings() -> [Finding] {
    guard log.verdict.map({ $0.verdict == .completed }) ?? true else { return [] }
    var result: [Finding] = []
    for index in log.threads.indices {
      let situation = ThreadSituation(of: log.threads[index], thread: ThreadID(rawValue: UInt32(index)))
      guard situation.hasExited, !situation.held.isEmpty else { continue }
      for lock in situation.held {
        let finding = finding(situation, lock)
        if let known = result.firstIndex(where: { $0.fingerprint == finding.fingerprint }) {
          result[known].count += 1
        } else {
          result.append(finding)
        }
      }
    }
    return result
  }

  private func finding(_ situation: ThreadSituation, _ lock: HeldLock) -> Finding {
    let object = log.objectName(lock.object)
    let actor = log.actorName(situation.thread)
    return Finding(
      kind: .leak, confidence: .witnessed, claim: "\(actor) finished without releasing \(object)",
      sides: [
        Side(
          actor: situation.thread, action: lock.isShared ? "still reads" : "still holds", object: lock.object,
          site: lock.site, event: lock.event, locksHeld: situation.held, lastSynchronisation: lock.event)
      ],
      reasons: [
        "\(actor) took \(object) at \(log.shortPlace(lock.site)) and never gave it back",
        "whoever asks for \(object) from now on waits for ever",
      ],
      fix: "release \(object) on every path: with \(object) { … } does", term: "leak",
      schedule: log.run.schedule,
      fingerprint: Fingerprint.of(["leak", log.declarationName(lock.object), log.linePlace(lock.site)]))
  }
}
