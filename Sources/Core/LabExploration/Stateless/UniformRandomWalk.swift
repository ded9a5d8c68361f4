import LabTrace

/// Actors are drawn with a probability proportional to the steps that they have left.
///
/// With exact counts and no blocking every interleaving is equally likely. The counts are the means of the
/// earlier executions; the first execution is a plain random walk.
///
/// Source: H. Zhao et al., "Selectively uniform concurrency testing", ASPLOS 2025 (URW is its base).
package struct UniformRandomWalk: Strategy {
  package var random = SplitMix64(seed: 0)
  package var estimates = StepEstimates()
  /// Estimated steps left, by actor; never below 1.
  package var left = ContiguousArray<Int>(repeating: 1, count: 128)

  @inlinable
  package init() {}

  @inlinable
  package mutating func begin<M: Model>(_ execution: Execution<M>, random: SplitMix64) {
    self.random = random
    for actor in 0..<execution.model.actorCount { left[actor] = estimates.steps(of: actor) }
  }

  @inlinable
  package mutating func choose<M: Model>(_ execution: Execution<M>) -> Choice {
    var rest = execution.enabled
    var actor = rest.first
    rest.remove(actor)
    if !rest.isEmpty {
      var total = 0
      var all = execution.enabled
      while !all.isEmpty {
        let next = all.first
        all.remove(next)
        total &+= left[next]
      }
      var ticket = Int(truncatingIfNeeded: random.below(UInt64(total))) &- left[actor]
      while ticket >= 0 {
        actor = rest.first
        rest.remove(actor)
        ticket &-= left[actor]
      }
    }
    if left[actor] > 1 { left[actor] &-= 1 }
    return execution.draw(actor, &random)
  }

  @inlinable
  package mutating func finish<M: Model>(_ execution: Execution<M>) { estimates.learn(execution) }
}
