import LabTrace

/// Runs executions of a model, each chosen by a strategy from random numbers of its own.
package struct StatelessSearch<M: Model, S: Strategy> {
  package let execution: Execution<M>
  package var strategy: S
  package let seed: UInt64
  package let limits: StatelessLimits

  @inlinable
  package init(_ model: M, _ strategy: S, seed: UInt64, limits: StatelessLimits) {
    execution = Execution(model: model, stepLimit: limits.steps)
    self.strategy = strategy
    self.seed = seed
    self.limits = limits
  }

  /// Searches.
  ///
  /// - Parameters:
  ///   - shouldStop: Asked after every 256 executions.
  ///   - visit: Sees every execution at its end.
  /// - Returns: What was seen.
  @inlinable
  package mutating func run(
    shouldStop: () -> Bool = { false }, visit: (Execution<M>, ExecutionEnd) -> Void = { _, _ in }
  ) -> StatelessReport {
    var report = StatelessReport()
    let root = SplitMix64(seed: seed)
    while report.executions < limits.executions {
      strategy.begin(execution, random: root.split(UInt64(report.executions) &+ 1))
      let end = execution.run(&strategy)
      strategy.finish(execution)
      report.count(end)
      report.steps &+= execution.count
      visit(execution, end)
      if end.isFinding, report.finding == nil {
        report.finding = .init(execution: report.executions, end: end, schedule: execution.schedule)
        if limits.stopsAtFinding { break }
      }
      if report.executions & 255 == 0, shouldStop() {
        report.isStopped = true
        break
      }
    }
    return report
  }
}
