/// What a stateless search has seen.
package struct StatelessReport: Hashable, Sendable {
  /// The first execution that showed something wrong.
  package struct Finding: Hashable, Sendable {
    /// Counts from 1: how many executions it took.
    package var execution: Int
    package var end: ExecutionEnd
    package var schedule: Schedule

    package init(execution: Int, end: ExecutionEnd, schedule: Schedule) {
      self.execution = execution
      self.end = end
      self.schedule = schedule
    }
  }

  package var executions = 0
  package var completed = 0
  package var deadlocked = 0
  package var failed = 0
  package var misused = 0
  package var diverged = 0
  /// Executions that were cut: nothing is known of their ends.
  package var cut = 0
  /// Steps over all executions.
  package var steps = 0
  /// Whether `shouldStop` ended the search.
  package var isStopped = false
  package var finding: Finding?

  package init() {}

  @inlinable
  package mutating func count(_ end: ExecutionEnd) {
    executions &+= 1
    switch end {
    case .completed: completed &+= 1
    case .deadlocked: deadlocked &+= 1
    case .failed: failed &+= 1
    case .misused: misused &+= 1
    case .diverged: diverged &+= 1
    case .stepLimit: cut &+= 1
    }
  }
}
