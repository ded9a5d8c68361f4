/// What earlier executions tell of the length of the next: steps by actor, and the longest execution.
package struct StepEstimates {
  package var executions: UInt64 = 0
  package var longest = 0
  /// Steps by actor over all executions.
  package var totals = ContiguousArray<UInt64>(repeating: 0, count: 128)

  @inlinable
  package init() {}

  @inlinable
  package mutating func learn<M: Model>(_ execution: Execution<M>) {
    executions &+= 1
    longest = max(longest, execution.count)
    for index in 0..<execution.count { totals[execution.choices[index].actor] &+= 1 }
  }

  /// The mean number of steps of an actor, rounded to the nearest; at least 1.
  @inlinable
  package func steps(of actor: Int) -> Int {
    executions == 0 ? 1 : max(1, Int((totals[actor] &+ executions / 2) / executions))
  }
}
