/// What the searches through all states have in common: the model, the visitor, the table, the limits.
@usableFromInline
package struct SearchCore<Subject, Visitor, Visited>: ~Copyable
where Visitor: StatefulVisitor, Visitor.Subject == Subject, Visited: VisitedStates & ~Copyable {
  @usableFromInline package let model: Subject
  @usableFromInline package var visitor: Visitor
  @usableFromInline package var visited: Visited
  @usableFromInline package var stack: SearchStack
  @usableFromInline package let hasher: StateHasher
  @usableFromInline package let limits: StatefulLimits
  /// The state the search is in.
  @usableFromInline package var current: UnsafeMutableRawPointer
  /// The state a step leads to.
  @usableFromInline package var next: UnsafeMutableRawPointer
  @usableFromInline package let stateSize: Int
  @usableFromInline package var report = StatefulReport()
  /// Steps known and not taken yet.
  @usableFromInline package var pending = 0
  @usableFromInline package var nextPoll = 1024
  @usableFromInline package var recent = RecentShare()

  @inlinable
  package init(
    _ model: Subject, visitor: Visitor, visited: Visited.Type, hasMarks: Bool, limits: StatefulLimits,
    seed: UInt64
  ) {
    self.model = model
    self.visitor = visitor
    self.limits = limits
    stateSize = model.stateSize
    hasher = StateHasher(stateSize: model.stateSize, seed: seed)
    self.visited = Visited(hasher: hasher, hasMarks: hasMarks)
    stack = SearchStack(stateSize: model.stateSize)
    let bytes = max(8, model.stateSize)
    current = .allocate(byteCount: bytes, alignment: 16)
    next = .allocate(byteCount: bytes, alignment: 16)
    current.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    next.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
  }

  deinit {
    current.deallocate()
    next.deallocate()
  }

  /// Enters the initial state.
  /// - Returns: Who is enabled in it: nobody if there is nothing to search.
  @inlinable
  package mutating func start() -> ActorSet {
    let outcome = model.reset(current)
    guard outcome.isContinuing else {
      if !visitor.failed(outcome, current, model, SearchPath(stack)) { report.stop = .satisfied }
      return ActorSet()
    }
    guard makeRoom() else { return ActorSet() }
    let slot = visited.insert(current, hash: hasher.hash(current))
    return slot < 0 ? ActorSet() : look(at: current, SearchPath(stack))
  }

  /// Sees to it that the table has room for one more state; else the search stops.
  @inlinable
  package mutating func makeRoom() -> Bool {
    if visited.makeRoom(limit: limits.memory &- stack.bytes) { return true }
    report.stop = .memoryLimit
    return false
  }

  /// Counts a new state, tells the visitor of it and says who is enabled in it.
  @inlinable
  package mutating func look(at state: UnsafeRawPointer, _ path: borrowing SearchPath) -> ActorSet {
    guard report.states < limits.states else {
      report.stop = .stateLimit
      return ActorSet()
    }
    report.states &+= 1
    if path.count > report.maximumDepth { report.maximumDepth = path.count }
    guard visitor.visit(state, model, path) else { return satisfied() }
    if model.isEnded(state) {
      return visitor.ended(state, model, path) ? ActorSet() : satisfied()
    }
    let enabled = model.enabled(state)
    guard enabled.isEmpty else { return enabled }
    return visitor.deadlocked(state, model.unfinished(state), model, path) ? enabled : satisfied()
  }

  /// The visitor has what it wanted.
  @inlinable
  package mutating func satisfied() -> ActorSet {
    report.stop = .satisfied
    return ActorSet()
  }

  /// Tells the visitor of a step that was the execution's last.
  @inlinable
  package mutating func fail(
    _ outcome: StepOutcome, _ state: UnsafeRawPointer, actor: Int, alternative: Int
  ) {
    let path = SearchPath(stack, actor: actor, alternative: alternative)
    if path.count > report.maximumDepth { report.maximumDepth = path.count }
    if !visitor.failed(outcome, state, model, path) { report.stop = .satisfied }
  }

  /// Counts a transition, and asks now and then whether to go on.
  @inlinable
  package mutating func countTransition() {
    report.transitions &+= 1
    if report.transitions >= nextPoll { poll() }
  }

  @usableFromInline
  package mutating func poll() {
    nextPoll = report.transitions + 1024
    recent.add(states: report.states, transitions: report.transitions)
    report.peakBytes = max(report.peakBytes, visited.bytes + stack.bytes)
    if let goesOn = limits.goesOn, !goesOn(progress) { report.stop = .interrupted }
  }

  /// Where the search is.
  @usableFromInline package var progress: StatefulProgress {
    StatefulProgress(
      states: report.states, transitions: report.transitions, depth: stack.depth, pending: pending,
      bytes: visited.bytes + stack.bytes, recentNewShare: recent.share)
  }

  /// Completes the report.
  @usableFromInline
  package mutating func finish(isReduced: Bool) -> StatefulReport {
    report.isReduced = isReduced
    report.peakBytes = max(report.peakBytes, visited.peakBytes + stack.bytes)
    if !Visited.isExact {
      report.collisionProbability = StateHasher.collisionProbability(states: report.states)
    }
    return report
  }
}

/// The share of transitions that led to new states of late: an average that forgets.
@usableFromInline
package struct RecentShare {
  @usableFromInline package var share = 1.0
  private var states = 0
  private var transitions = 0

  @usableFromInline
  package init() {}

  @usableFromInline
  package mutating func add(states: Int, transitions: Int) {
    let latest = Double(states - self.states) / Double(max(1, transitions - self.transitions))
    share += (latest - share) / 32
    self.states = states
    self.transitions = transitions
  }
}
