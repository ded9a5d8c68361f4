/// How far a search may go, and who may stop it.
@usableFromInline
package struct StatefulLimits {
  /// The most states.
  @usableFromInline package var states: Int
  /// The most bytes: the table of visited states and the stack, also while they grow.
  @usableFromInline package var memory: Int
  /// Asked about every 1024 transitions; false ends the search.
  ///
  /// The place for a clock, Ctrl-C and a progress line.
  @usableFromInline package var goesOn: ((StatefulProgress) -> Bool)?

  @usableFromInline
  package init(
    states: Int = .max, memory: Int = .max, goesOn: ((StatefulProgress) -> Bool)? = nil
  ) {
    self.states = states
    self.memory = memory
    self.goesOn = goesOn
  }
}

/// Why a search ended before it had seen everything.
@usableFromInline
package enum StatefulStop: Hashable, Sendable {
  case stateLimit
  case memoryLimit
  /// `StatefulLimits.goesOn` said no.
  case interrupted
  /// The visitor had what it wanted.
  case satisfied
}

/// Where a search is.
@usableFromInline
package struct StatefulProgress: Hashable, Sendable {
  @usableFromInline package var states: Int
  @usableFromInline package var transitions: Int
  /// Steps from the initial state to the present one.
  @usableFromInline package var depth: Int
  /// Enabled actors on the way that were not followed yet.
  @usableFromInline package var pending: Int
  /// Bytes in use.
  @usableFromInline package var bytes: Int
  /// Share of the latest few ten thousand transitions that led to a new state.
  @usableFromInline package var recentNewShare: Double

  /// What the whole may come to, in states; nil while nothing honest can be said.
  ///
  /// Every pending step leads to a new state with the present share, and each of those to as many steps as a
  /// state had so far: a branching process, whose total is known as soon as it dies out by itself. A guess, not
  /// a bound: a graph may hide its larger half behind the last step.
  @usableFromInline package var estimatedStates: Int? {
    let branching = recentNewShare * Double(transitions) / Double(max(1, states))
    guard branching < 0.95 else { return nil }
    let more = Double(pending) * recentNewShare / (1 - branching)
    return more < 1e15 ? states + Int(more) : nil
  }
}

/// What a search covered.
@usableFromInline
package struct StatefulReport: Hashable, Sendable {
  @usableFromInline package var states = 0
  @usableFromInline package var transitions = 0
  /// The longest path looked at, in steps.
  @usableFromInline package var maximumDepth = 0
  /// Why it is not complete; nil if every reachable state was seen, or by reduction need not be.
  @usableFromInline package var stop: StatefulStop?
  /// The most bytes in use at any time: the table, also while it grew, and the stack.
  @usableFromInline package var peakBytes = 0
  /// Bounds the probability that a state was taken for another; 0 if whole states were kept.
  @usableFromInline package var collisionProbability = 0.0
  /// Whether reduction was on: then not every state was visited.
  @usableFromInline package var isReduced = false

  @usableFromInline
  package init() {}

  /// Whether all claims about "every execution" are settled.
  @usableFromInline package var isComplete: Bool { stop == nil }
}
