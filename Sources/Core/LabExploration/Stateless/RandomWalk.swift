import LabTrace

/// Every enabled actor is equally likely at every step.
package struct RandomWalk: Strategy {
  package var random = SplitMix64(seed: 0)

  @inlinable
  package init() {}

  @inlinable
  package mutating func begin<M: Model>(_ execution: Execution<M>, random: SplitMix64) {
    self.random = random
  }

  @inlinable
  package mutating func choose<M: Model>(_ execution: Execution<M>) -> Choice {
    let count = execution.enabled.count
    let index = count == 1 ? 0 : Int(truncatingIfNeeded: random.below(UInt64(count)))
    return execution.draw(execution.enabled.member(at: index), &random)
  }
}
