/// Where a stateless search stops.
package struct StatelessLimits: Hashable, Sendable {
  package var executions: Int
  /// Steps of one execution.
  package var steps: Int
  /// Whether the first finding ends the search.
  package var stopsAtFinding: Bool

  package init(executions: Int, steps: Int = 100_000, stopsAtFinding: Bool = false) {
    self.executions = executions
    self.steps = steps
    self.stopsAtFinding = stopsAtFinding
  }
}
