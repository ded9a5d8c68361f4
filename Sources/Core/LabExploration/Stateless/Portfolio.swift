import LabTrace

/// URW, POS and PCT of depth 1 to 4 in turn: what one strategy is blind to, another finds.
package struct Portfolio: Strategy {
  package var walk = UniformRandomWalk()
  package var sampling = PartialOrderSampling()
  package var pct1 = ProbabilisticConcurrencyTesting(depth: 1)
  package var pct2 = ProbabilisticConcurrencyTesting(depth: 2)
  package var pct3 = ProbabilisticConcurrencyTesting(depth: 3)
  package var pct4 = ProbabilisticConcurrencyTesting(depth: 4)
  package var turn = 5

  @inlinable
  package init() {}

  @inlinable
  package mutating func begin<M: Model>(_ execution: Execution<M>, random: SplitMix64) {
    turn = turn == 5 ? 0 : turn &+ 1
    switch turn {
    case 0: walk.begin(execution, random: random)
    case 1: sampling.begin(execution, random: random)
    case 2: pct1.begin(execution, random: random)
    case 3: pct2.begin(execution, random: random)
    case 4: pct3.begin(execution, random: random)
    default: pct4.begin(execution, random: random)
    }
  }

  @inlinable
  package mutating func choose<M: Model>(_ execution: Execution<M>) -> Choice {
    switch turn {
    case 0: walk.choose(execution)
    case 1: sampling.choose(execution)
    case 2: pct1.choose(execution)
    case 3: pct2.choose(execution)
    case 4: pct3.choose(execution)
    default: pct4.choose(execution)
    }
  }

  /// Everybody learns from every execution.
  @inlinable
  package mutating func finish<M: Model>(_ execution: Execution<M>) {
    walk.finish(execution)
    pct1.finish(execution)
    pct2.finish(execution)
    pct3.finish(execution)
    pct4.finish(execution)
  }
}
