import LabTrace

/// Everything the lab can say about a log.
package enum Analyzer {
  /// The findings of all analyses, the gravest first.
  package static func findings(_ log: EventLog) -> [Finding] { analyze(log).findings }

  /// The findings, and the tables from which they were made.
  package static func analyze(_ log: EventLog) -> Analysis {
    let survey = LockSurvey(log)
    let forkJoin = ForkJoinOrder(log)
    let guards = GuardAnalysis(log, survey, forkJoin)
    let deadlocks = DeadlockAnalysis(log)
    let races = RaceAnalysis(log, guards: guards.table)
    let cycles = LockCycleAnalysis(log, survey, forkJoin, deadlocked: deadlocks.lockCycles())
    let raceFindings = races.findings()
    var limits = races.limits
    if cycles.isStopped { limits.append("there are more lock-order cycles than could be looked at") }
    if forkJoin.isRefused {
      limits.append("lock-order cycles and guards were not looked for: too many spawns and joins")
    }
    return Analysis(
      findings: sorted(
        VerdictAnalysis(log, races: raceFindings).findings() + deadlocks.findings() + raceFindings
          + guards.findings(races: raceFindings) + LeakAnalysis(log).findings() + cycles.findings()),
      guards: guards.table, contention: survey.contention.table(), lockOrder: survey.order, limits: limits)
  }

  /// By gravity, then by how sure it is; otherwise as found.
  private static func sorted(_ findings: [Finding]) -> [Finding] {
    findings.enumerated().sorted { left, right in
      (left.element.gravity, left.offset) < (right.element.gravity, right.offset)
    }.map(\.element)
  }
}

/// What the analyses say about one log.
package struct Analysis: Sendable {
  /// The gravest first; one for each fingerprint.
  package var findings: [Finding]
  /// Which lock guards which variable.
  package var guards: GuardTable
  /// What was waited for, and how long.
  package var contention: ContentionTable
  /// Which lock was taken under which.
  package var lockOrder: LockOrderGraph
  /// What could not be looked at, in sentences.
  package var limits: [String]
}

extension Finding {
  /// The less the worse: what ended the run, what happened, what may happen.
  package var gravity: Int {
    let byClass =
      switch kind {
      case .deadlock: 0
      case .partialDeadlock: 1
      case .failure: 2
      case .misuse: 3
      case .race: 4
      case .guardViolation: 5
      case .leak: 6
      case .lostWakeUp: 7
      case .livelock: 8
      case .lockCycle: 9
      }
    return 10 * (confidence == .pattern ? 1 : 0) + byClass
  }
}
