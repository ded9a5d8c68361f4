/// How hard a schedule is to follow: preemptions first, then steps, then switches.
package struct ScheduleCost: Hashable, Comparable, Sendable {
  /// Switches away from an actor that could have gone on, not counting those after its yield.
  package var preemptions = 0
  package var steps = 0
  /// Changes of the actor, preemptions included.
  package var switches = 0

  @inlinable
  package init() {}

  @inlinable
  package static func < (one: ScheduleCost, other: ScheduleCost) -> Bool {
    (one.preemptions, one.steps, one.switches) < (other.preemptions, other.steps, other.switches)
  }
}

extension ScheduleCost {
  /// Counts along an execution.
  package struct Meter {
    package var cost = ScheduleCost()
    package var last = -1
    package var hasYielded = false

    @inlinable
    package init() {}

    /// Counts a step that is about to be taken.
    @inlinable
    package mutating func count<M: Model>(_ choice: Choice, _ execution: Execution<M>) {
      if last >= 0, choice.actor != last {
        cost.switches += 1
        if execution.enabled.contains(last), !hasYielded { cost.preemptions += 1 }
      }
      cost.steps += 1
      last = choice.actor
      hasYielded = execution.model.isYield(choice.actor, execution.state)
    }
  }
}
