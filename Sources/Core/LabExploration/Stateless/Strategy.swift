import LabTrace

/// How a stateless search chooses; deterministic from the random numbers it is given.
package protocol Strategy {
  /// Starts an execution with random numbers of its own.
  mutating func begin<M: Model>(_ execution: Execution<M>, random: SplitMix64)

  /// The next step of an execution that has not ended.
  mutating func choose<M: Model>(_ execution: Execution<M>) -> Choice

  /// Learns from an execution that has ended.
  mutating func finish<M: Model>(_ execution: Execution<M>)
}

extension Strategy {
  @inlinable
  package mutating func finish<M: Model>(_ execution: Execution<M>) {}
}

extension Execution {
  /// A step of an actor, its alternative drawn evenly.
  @inlinable
  package func draw(_ actor: Int, _ random: inout SplitMix64) -> Choice {
    let alternatives = model.alternatives(of: actor, state)
    if alternatives.count == 1 { return Choice(actor: actor, alternative: alternatives.lowerBound) }
    let offset = Int(truncatingIfNeeded: random.below(UInt64(alternatives.count)))
    return Choice(actor: actor, alternative: alternatives.lowerBound &+ offset)
  }
}

extension ActorSet {
  /// The member that has `index` smaller ones.
  @inlinable
  package func member(at index: Int) -> Int {
    var rest = index
    var word = low
    var base = 0
    if rest >= low.nonzeroBitCount {
      rest &-= low.nonzeroBitCount
      word = high
      base = 64
    }
    while rest > 0 {
      word &= word &- 1
      rest &-= 1
    }
    return base &+ word.trailingZeroBitCount
  }
}
