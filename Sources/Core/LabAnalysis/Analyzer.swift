import LabTrace

/// Everything the lab can say about a log.
package enum Analyzer {
  /// The findings of all analyses, the gravest first.
  package static func findings(_ log: EventLog) -> [Finding] {
    DeadlockAnalysis(log).findings() + VerdictAnalysis(log).findings()
  }
}
