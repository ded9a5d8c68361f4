/// How far a search may go, and who may stop it.
package struct StatefulLimits {
  /// The most states.
  package var states: Int
  /// The most bytes: the table of visited states and the stack, also while they grow.
  package var memory: Int
  /// Asked about every 1024 transitions; false ends the search.
  ///
  /// The place for a clock, Ctrl-C and a progress line.
  package var goesOn: ((StatefulProgress) -> Bool)?

  package init(
    states: Int = .max, memory: Int = .max, goesOn: ((StatefulProgress) -> Bool)? = nil
  ) {
    self.states = states
    self.memory = memory
    self.goesOn = goesOn
  }
}

/// Why a search ended before it had seen everything.
package enum StatefulStop: Hashable, Sendable {
  case stateLimit
  case memoryLimit
  /// `StatefulLimits.goesOn` said no.
  case interrupted
  /// The visitor had what it wanted.
  case satisfied
}

/// Where a search is.
package struct StatefulProgress: Hashable, Sendable {
  package var states: Int
  package var transitions: Int
  /// Steps from the initial state to the present one.
  package var depth: Int
  /// Enabled actors on the way that were not followed yet.
  package var pending: Int
  /// Bytes in use.
  package var bytes: Int
  /// Share of the latest few ten thousand transitions that led to a new state.
  package var recentNewShare: Double

  /// What the whole may come to, in states; nil while nothing honest can be said.
  ///
  /// Every pending step leads to a new state with the present share, and each of those to as many steps as a
  /// state had so far: a branching process, whose total is known as soon as it dies out by itself. A guess, not
  /// a bound: a graph may hide its larger half behind the last step.
  package var estimatedStates: Int? {
    let branching = recentNewShare * Double(transitions) / Double(max(1, states))
    guard branching < 0.95 else { return nil }
    let more = Double(pending) * recentNewShare / (1 - branching)
    return more < 1e15 ? states + Int(more) : nil
  }
}

/// What a search covered.
package struct StatefulReport: Hashable, Sendable {
  package var states = 0
  package var transitions = 0
  /// The longest path looked at, in steps.
  package var maximumDepth = 0
  /// Why it is not complete; nil if every reachable state was seen, or by reduction need not be.
  package var stop: StatefulStop?
  /// The most bytes in use at any time: the table, also while it grew, and the stack.
  package var peakBytes = 0
  /// Bounds the probability that a state was taken for another; 0 if whole states were kept.
  package var collisionProbability = 0.0
  /// Whether reduction was on: then not every state was visited.
  package var isReduced = false

  package init() {}

  /// Whether all claims about "every execution" are settled.
  package var isComplete: Bool { stop == nil }
}
