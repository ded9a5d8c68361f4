/// Depth-first search through all states of a model, with an explicit stack.
///
/// **Reduction.** Two steps of different actors are dependent if they touch the same object and one of them
/// writes it. At a state with enabled actors E the search follows a *persistent* set T: nothing that the actors
/// outside can ever do, before one of T has stepped, depends on a next step of T. Actors in the *sleep set* Z are
/// not followed either: their steps commute with everything since a state where they were followed.
///
/// What is found nevertheless: let σ be a sequence of steps from a visited state s to something searched for, such
/// that no step of Z could be moved to its front, or behind it as one more step. By induction over the length of
/// σ, then over the order in which states are left for good: if σ contains steps of T, the first of them can be
/// moved to the front, and following it leaves less. Else all of T commutes with σ, and some step t of T led to a
/// state that was not on the stack, so was left earlier, from which σ goes on unchanged. For this
/// - a state whose steps of T all lead back to the stack is expanded fully (the cycle proviso);
/// - a step that leads back to the stack puts nobody to sleep, as σ might go round in circles;
/// - a step that fails, or that ends the execution while daemons are left, depends on everything: the state is
///   expanded fully, and the step puts nobody to sleep;
/// - steps that write visible objects are followed only together with all others;
/// - a state that is met again with fewer actors asleep is searched again for the difference (P. Godefroid,
///   "Partial-Order Methods for the Verification of Concurrent Systems", 1996, section 5.2), and fully if one of
///   these steps leads back to the stack.
package struct StatefulSearch<Subject, Visitor, Visited, Reducer>: ~Copyable
where
  Visitor: StatefulVisitor, Visitor.Subject == Subject, Visited: VisitedStates & ~Copyable,
  Reducer: Reduction & ~Copyable, Reducer.Subject == Subject
{
  package let model: Subject
  package var visitor: Visitor
  package var visited: Visited
  package var reducer: Reducer
  package var sleepCodes: ActorSetCodes
  package var stack: SearchStack
  package let hasher: StateHasher
  package let limits: StatefulLimits
  /// The state the search is in, and the one that a step leads to.
  package var current: UnsafeMutableRawPointer
  package var next: UnsafeMutableRawPointer
  package let stateSize: Int
  package var report = StatefulReport()
  package var pending = 0
  package var recent = RecentShare()

  /// Prepares a search.
  /// - Parameters:
  ///   - model: What to search; nobody else may use it meanwhile.
  ///   - visitor: Who is told.
  ///   - reducer: What may be left out.
  ///   - visited: The kind of table.
  ///   - limits: How far to go.
  ///   - seed: Of the fingerprints.
  @inlinable
  package init(
    _ model: Subject, visitor: Visitor, reducer: consuming Reducer, visited: Visited.Type, limits: StatefulLimits,
    seed: UInt64 = 0
  ) {
    self.model = model
    self.visitor = visitor
    self.reducer = reducer
    self.limits = limits
    stateSize = model.stateSize
    hasher = StateHasher(stateSize: model.stateSize, seed: seed)
    self.visited = Visited(hasher: hasher, hasMarks: Reducer.isActive)
    sleepCodes = ActorSetCodes(actorCount: model.actorCount)
    stack = SearchStack(
      shape: SearchFrameShape(
        stateSize: model.stateSize, actorCount: model.actorCount, isReducing: Reducer.isActive))
    current = .allocate(byteCount: max(8, model.stateSize), alignment: 16)
    next = .allocate(byteCount: max(8, model.stateSize), alignment: 16)
    current.initializeMemory(as: UInt8.self, repeating: 0, count: max(8, model.stateSize))
    next.initializeMemory(as: UInt8.self, repeating: 0, count: max(8, model.stateSize))
    report.isReduced = Reducer.isActive
  }

  deinit {
    current.deallocate()
    next.deallocate()
  }

  /// Searches until everything is seen, a limit is reached or the visitor is satisfied.
  ///
  /// To be called once. What the visitor collected is in `visitor`.
  /// - Returns: What was covered.
  @inlinable
  package mutating func run() -> StatefulReport {
    var frame = SearchFrame()
    if start(&frame) {
      while report.stop == nil {
        if frame.alternative == frame.alternativeEnd {
          if nextActor(&frame) { continue }
          if stack.depth == 0 { break }
          leave(&frame)
          continue
        }
        takeStep(&frame)
      }
    }
    report.peakBytes = max(report.peakBytes, visited.peakBytes &+ stack.bytes)
    if Visited.self == FingerprintTable.self {
      report.collisionProbability = StateHasher.collisionProbability(states: report.states)
    }
    return report
  }

  /// Where the search is.
  @inlinable
  package var progress: StatefulProgress {
    StatefulProgress(
      states: report.states, transitions: report.transitions, depth: stack.depth, pending: pending,
      bytes: visited.bytes + stack.bytes, recentNewShare: recent.share)
  }

  // MARK: Steps

  /// Enters the initial state; false if there is nothing to search.
  @inlinable
  package mutating func start(_ frame: inout SearchFrame) -> Bool {
    let outcome = model.reset(current)
    let path = SearchPath(stack, last: nil)
    guard outcome.isContinuing else {
      if !visitor.failed(outcome, current, model, path) { report.stop = .satisfied }
      return false
    }
    guard visited.makeRoom(limit: limits.memory), limits.states > 0 else {
      report.stop = limits.states > 0 ? .memoryLimit : .stateLimit
      return false
    }
    let hash = hasher.hash(current)
    let slot = visited.insert(current, hash: hash)
    report.states = 1
    let enabled = look(at: current, path)
    if report.stop != nil || enabled.isEmpty { return false }
    enter(&frame, hash, slot, enabled, asleep: ActorSet())
    return true
  }

  /// Tells the visitor of a new state and says who is enabled in it.
  @inlinable
  package mutating func look(at state: UnsafeRawPointer, _ path: borrowing SearchPath) -> ActorSet {
    if !visitor.visit(state, model, path) {
      report.stop = .satisfied
      return ActorSet()
    }
    if model.isEnded(state) {
      if !visitor.ended(state, model, path) { report.stop = .satisfied }
      return ActorSet()
    }
    let enabled = model.enabled(state)
    if enabled.isEmpty && !visitor.deadlocked(state, model.unfinished(state), model, path) {
      report.stop = .satisfied
    }
    return enabled
  }

  /// Makes the frame of the state that is now current.
  @inlinable
  package mutating func enter(
    _ frame: inout SearchFrame, _ hash: UInt64, _ slot: Int, _ enabled: ActorSet, asleep: ActorSet
  ) {
    frame = SearchFrame()
    if Reducer.isActive {
      let steps = reducer.select(current, enabled: enabled, asleep: asleep, model)
      frame.remaining = steps.first
      frame.rest = steps.rest
      frame.sleep = asleep
      frame.hash = hash
      frame.flags = .ownsMark
      visited.setMark(sleepCodes.code(asleep) | ActorSetCodes.flag, at: slot)
    } else {
      frame.remaining = enabled
    }
    pending &+= frame.remaining.count
    report.maximumDepth = max(report.maximumDepth, stack.depth)
  }

  /// Turns to the next actor of a state; false if there is none.
  @inlinable
  package mutating func nextActor(_ frame: inout SearchFrame) -> Bool {
    if Reducer.isActive && frame.actor >= 0 {
      if !frame.flags.contains(.staysAwake) { frame.sleep.insert(Int(frame.actor)) }
      frame.flags.remove(.staysAwake)
      frame.actor = -1
    }
    var actor = frame.remaining.first
    if Reducer.isActive && actor < 0 {
      let isStuck = frame.flags.contains(.hasStepped) && !frame.flags.contains(.hasLeft)
      guard isStuck || frame.flags.contains(.mustExpand) else { return false }
      frame.remaining = frame.rest
      frame.rest = ActorSet()
      pending &+= frame.remaining.count
      actor = frame.remaining.first
    }
    guard actor >= 0 else { return false }
    frame.remaining.remove(actor)
    pending &-= 1
    let alternatives = model.alternatives(of: actor, current)
    frame.actor = Int32(truncatingIfNeeded: actor)
    frame.alternative = Int32(truncatingIfNeeded: alternatives.lowerBound)
    frame.alternativeEnd = Int32(truncatingIfNeeded: alternatives.upperBound)
    return true
  }

  /// Goes back to the state before.
  @inlinable
  package mutating func leave(_ frame: inout SearchFrame) {
    if Reducer.isActive && frame.flags.contains(.ownsMark) {
      let slot = visited.slot(of: current, hash: frame.hash)
      visited.setMark(visited.mark(at: slot) & ~ActorSetCodes.flag, at: slot)
    }
    frame = stack.pop(current)
  }

  /// Takes the next alternative of the actor that is being followed.
  @inlinable
  package mutating func takeStep(_ frame: inout SearchFrame) {
    let actor = Int(frame.actor)
    let alternative = Int(frame.alternative)
    frame.alternative &+= 1
    next.copyMemory(from: current, byteCount: stateSize)
    let outcome = model.step(actor, alternative: alternative, next)
    report.transitions &+= 1
    if report.transitions & 1023 == 0 { poll() }
    guard outcome.isContinuing else {
      frame.flags.formUnion([.mustExpand, .staysAwake])
      let path = SearchPath(stack, last: .init(actor: actor, action: .alternative(alternative)))
      if !visitor.failed(outcome, next, model, path) { report.stop = .satisfied }
      return
    }
    if Reducer.isActive && reducer.mayCutOffDaemons && !model.unfinished(next).contains(actor) {
      frame.flags.insert(.staysAwake)
      if reducer.cutsOff(actor, next, model) { frame.flags.insert(.mustExpand) }
    }
    guard visited.makeRoom(limit: limits.memory &- stack.bytes) else {
      report.stop = .memoryLimit
      return
    }
    let hash = hasher.hash(next)
    let slot = visited.insert(next, hash: hash)
    if slot < 0 {
      if Reducer.isActive { meetAgain(&frame, ~slot, hash, actor, alternative) }
      return
    }
    arrive(&frame, slot, hash, actor, alternative)
  }

  /// Enters a state that was not seen before.
  @inlinable
  package mutating func arrive(
    _ frame: inout SearchFrame, _ slot: Int, _ hash: UInt64, _ actor: Int, _ alternative: Int
  ) {
    report.states &+= 1
    frame.flags.formUnion([.hasStepped, .hasLeft])
    let path = SearchPath(stack, last: .init(actor: actor, action: .alternative(alternative)))
    let enabled = look(at: next, path)
    report.maximumDepth = max(report.maximumDepth, stack.depth &+ 1)
    if report.states >= limits.states && report.stop == nil { report.stop = .stateLimit }
    var asleep = ActorSet()
    if Reducer.isActive && !enabled.isEmpty {
      asleep = reducer.independent(frame.sleep, of: actor, alternative: alternative, current, model)
    }
    if enabled.isEmpty || report.stop != nil { return }
    push(&frame)
    if report.stop == nil { enter(&frame, hash, slot, enabled, asleep: asleep) }
  }

  @inlinable
  package mutating func push(_ frame: inout SearchFrame) {
    guard stack.makeRoom(limit: limits.memory &- visited.bytes) else {
      report.stop = .memoryLimit
      return
    }
    stack.push(frame, from: current, to: next)
    swap(&current, &next)
  }

  /// A step led to a state seen before: whoever slept then and is awake now must still be followed.
  @inlinable
  package mutating func meetAgain(
    _ frame: inout SearchFrame, _ slot: Int, _ hash: UInt64, _ actor: Int, _ alternative: Int
  ) {
    let mark = visited.mark(at: slot)
    let isOnStack = mark & ActorSetCodes.flag != 0
    frame.flags.insert(.hasStepped)
    if isOnStack {
      frame.flags.insert(.staysAwake)
      if frame.flags.contains(.isRevisit) { frame.flags.insert(.mustExpand) }
    } else {
      frame.flags.insert(.hasLeft)
    }
    let before = sleepCodes.set(mark & ~ActorSetCodes.flag)
    if before.isEmpty { return }
    let asleep = reducer.independent(frame.sleep, of: actor, alternative: alternative, current, model)
    let awake = before.subtracting(asleep)
    if awake.isEmpty { return }
    let stillAsleep = before.intersection(asleep)
    visited.setMark(sleepCodes.code(stillAsleep) | (mark & ActorSetCodes.flag), at: slot)
    if model.isEnded(next) { return }
    let enabled = model.enabled(next)
    let again = enabled.intersection(awake)
    if again.isEmpty { return }
    push(&frame)
    if report.stop != nil { return }
    if !isOnStack { visited.setMark(sleepCodes.code(stillAsleep) | ActorSetCodes.flag, at: slot) }
    frame = SearchFrame()
    frame.remaining = again
    frame.rest = enabled.subtracting(stillAsleep).subtracting(again)
    frame.sleep = stillAsleep
    frame.hash = hash
    frame.flags = isOnStack ? .isRevisit : [.ownsMark, .isRevisit]
    pending &+= again.count
    report.maximumDepth = max(report.maximumDepth, stack.depth)
  }

  package mutating func poll() {
    recent.add(states: report.states, transitions: report.transitions)
    report.peakBytes = max(report.peakBytes, visited.bytes + stack.bytes)
    if let goesOn = limits.goesOn, !goesOn(progress) { report.stop = .interrupted }
  }
}

/// The share of transitions that led to new states of late: an average that forgets.
package struct RecentShare {
  package var share = 1.0
  private var states = 0
  private var transitions = 0

  package init() {}

  package mutating func add(states: Int, transitions: Int) {
    let latest = Double(states - self.states) / Double(max(1, transitions - self.transitions))
    share += (latest - share) / 32
    self.states = states
    self.transitions = transitions
  }
}
