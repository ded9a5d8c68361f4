import LabTrace

/// Actors have random priorities, the highest runs; at `depth - 1` random steps the running one drops to the bottom.
///
/// A bug of this depth is hit with a probability of at least 1/(n·k^(depth-1)), for n actors and k steps; k is the
/// longest execution so far. An actor that yields drops below everybody too: a spinning one must not starve the
/// one it waits for.
///
/// Source: S. Burckhardt, P. Kothari, M. Musuvathi, S. Nagarakatte, "A randomized scheduler with probabilistic
/// guarantees of finding bugs", ASPLOS 2010.
package struct ProbabilisticConcurrencyTesting: Strategy {
  package let depth: Int
  package var random = SplitMix64(seed: 0)
  package var estimates = StepEstimates()
  /// By actor; all different.
  package var priorities = ContiguousArray<Int>(repeating: 0, count: 128)
  /// The steps before which the running actor drops, ascending.
  package var changes = ContiguousArray<Int>()
  package var nextChange = 0
  package var lowest = 0

  /// Bugs of depth 1 need no change, and so on.
  @inlinable
  package init(depth: Int) {
    self.depth = max(1, depth)
    changes = ContiguousArray(repeating: 0, count: self.depth - 1)
  }

  @inlinable
  package mutating func begin<M: Model>(_ execution: Execution<M>, random: SplitMix64) {
    self.random = random
    let actors = execution.model.actorCount
    for actor in 0..<actors {
      // Fisher and Yates, inside out.
      let other = Int(truncatingIfNeeded: self.random.below(UInt64(actor) &+ 1))
      priorities[actor] = priorities[other]
      priorities[other] = depth &+ actor
    }
    lowest = 0
    nextChange = 0
    let steps = estimates.longest == 0 ? max(1, min(execution.stepLimit, 8 * actors)) : estimates.longest
    for index in changes.indices {
      changes[index] = Int(truncatingIfNeeded: self.random.below(UInt64(steps)))
      var place = index
      while place > 0, changes[place &- 1] > changes[place] {
        changes.swapAt(place, place &- 1)
        place &-= 1
      }
    }
  }

  @inlinable
  package mutating func choose<M: Model>(_ execution: Execution<M>) -> Choice {
    var actor = highest(execution.enabled)
    while nextChange < changes.count, changes[nextChange] <= execution.count {
      drop(actor)
      nextChange &+= 1
      actor = highest(execution.enabled)
    }
    if execution.model.isYield(actor, execution.state) { drop(actor) }
    return execution.draw(actor, &random)
  }

  @inlinable
  package mutating func finish<M: Model>(_ execution: Execution<M>) {
    estimates.longest = max(estimates.longest, execution.count)
  }

  @inlinable
  package mutating func drop(_ actor: Int) {
    lowest &-= 1
    priorities[actor] = lowest
  }

  @inlinable
  package func highest(_ enabled: ActorSet) -> Int {
    var rest = enabled
    var best = rest.first
    rest.remove(best)
    while !rest.isEmpty {
      let actor = rest.first
      rest.remove(actor)
      if priorities[actor] > priorities[best] { best = actor }
    }
    return best
  }
}
