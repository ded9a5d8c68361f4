import LabTrace

/// Every pending step has a random priority; the highest runs, and those that race with it are drawn anew.
///
/// Source: X. Yuan, J. Yang, R. Gu, "Partial order aware concurrency sampling", CAV 2018 (POS).
package struct PartialOrderSampling: Strategy {
  package var random = SplitMix64(seed: 0)
  /// By actor, for its pending step; 0: not drawn yet.
  package var priorities = ContiguousArray<UInt64>(repeating: 0, count: 128)
  package var chosen = ContiguousArray<Access>()
  package var pending = ContiguousArray<Access>()

  @inlinable
  package init() {}

  @inlinable
  package mutating func begin<M: Model>(_ execution: Execution<M>, random: SplitMix64) {
    self.random = random
    for actor in 0..<execution.model.actorCount { priorities[actor] = 0 }
    if chosen.count < execution.model.maximumAccesses {
      let empty = Access(object: 0, isWrite: false)
      chosen = ContiguousArray(repeating: empty, count: execution.model.maximumAccesses)
      pending = chosen
    }
  }

  @inlinable
  package mutating func choose<M: Model>(_ execution: Execution<M>) -> Choice {
    var rest = execution.enabled
    var best = -1
    while !rest.isEmpty {
      let actor = rest.first
      rest.remove(actor)
      if priorities[actor] == 0 { priorities[actor] = random.next() | 1 }
      if best < 0 || priorities[actor] > priorities[best] { best = actor }
    }
    let choice = execution.draw(best, &random)
    priorities[best] = 0
    redraw(choice, execution)
    return choice
  }

  /// Forgets the priorities of the pending steps that race with the chosen one.
  @inlinable
  package mutating func redraw<M: Model>(_ choice: Choice, _ execution: Execution<M>) {
    var rest = execution.enabled
    rest.remove(choice.actor)
    if rest.isEmpty { return }
    let model = execution.model
    let state = UnsafeRawPointer(execution.state)
    let count = chosen.withUnsafeMutableBufferPointer {
      $0.isEmpty
        ? 0
        : model.accesses(
          of: choice.actor, alternative: choice.alternative, state, into: $0.baseAddress.unsafelyUnwrapped)
    }
    if count == 0 { return }
    while !rest.isEmpty {
      let actor = rest.first
      rest.remove(actor)
      let alternative = model.alternatives(of: actor, state).lowerBound
      let others = pending.withUnsafeMutableBufferPointer {
        model.accesses(
          of: actor, alternative: alternative, state, into: $0.baseAddress.unsafelyUnwrapped)
      }
      if races(count, others) { priorities[actor] = 0 }
    }
  }

  @inlinable
  package func races(_ count: Int, _ others: Int) -> Bool {
    for one in 0..<count {
      for other in 0..<others where chosen[one].conflicts(with: pending[other]) { return true }
    }
    return false
  }
}

extension Access {
  /// Whether two accesses by different actors do not commute.
  @inlinable
  package func conflicts(with other: Access) -> Bool {
    object == other.object && (isWrite || other.isWrite)
  }
}
