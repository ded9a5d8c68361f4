/// What optimal DPOR has seen; every count is of Mazurkiewicz traces.
package struct DporReport: Hashable, Sendable {
  package var completed = 0
  package var deadlocked = 0
  /// Traces in which some step failed, was a misuse or diverged; that actor is dead from there, others go on.
  package var failed = 0
  /// Executions cut by the limit of steps: then nothing is settled.
  package var cut = 0
  /// Executions that turned out to be redundant: none, if the model keeps its promises.
  package var redundant = 0
  /// Steps taken, those of looking ahead not included.
  package var steps = 0
  package var deepest = 0
  /// Whether some step had several alternatives: then completeness is not proved (see `OptimalDpor`).
  package var hasAlternatives = false
  /// Whether the search came to its end; every trace was seen, then, unless steps had alternatives.
  package var isComplete = false
  /// The first finding: its place among the executions from 1, its end, and the schedule up to it.
  package var finding: StatelessReport.Finding?

  package init() {}

  /// Traces without failure.
  @inlinable
  package var traces: Int { completed + deadlocked }
  @inlinable
  package var executions: Int { completed + deadlocked + failed + cut + redundant }
}
