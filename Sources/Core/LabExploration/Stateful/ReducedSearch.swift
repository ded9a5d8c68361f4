/// Depth-first search through the states of a model with partial-order reduction.
///
/// Two steps of different actors are dependent if they touch the same object and one of them
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
@usableFromInline
package struct ReducedSearch<Subject, Visitor, Visited, Reducer>: ~Copyable
where
  Visitor: StatefulVisitor, Visitor.Subject == Subject, Visited: VisitedStates & ~Copyable,
  Reducer: Reduction & ~Copyable, Reducer.Subject == Subject
{
  @usableFromInline package var core: SearchCore<Subject, Visitor, Visited>
  @usableFromInline package var reducer: Reducer
  @usableFromInline package var sleepCodes: ActorSetCodes
  @usableFromInline package let shape: SearchFrameShape

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
    _ model: Subject, visitor: Visitor, reducer: consuming Reducer, visited: Visited.Type,
    limits: StatefulLimits = StatefulLimits(), seed: UInt64 = 0
  ) {
    core = SearchCore(model, visitor: visitor, visited: visited, hasMarks: true, limits: limits, seed: seed)
    self.reducer = reducer
    sleepCodes = ActorSetCodes(actorCount: model.actorCount)
    shape = SearchFrameShape(actorCount: model.actorCount)
  }

  /// Searches until everything is seen, a limit is reached or the visitor is satisfied; to be called once.
  /// - Returns: What was covered.
  @inlinable
  package mutating func run() -> StatefulReport {
    let enabled = core.start()
    if !enabled.isEmpty {
      var frame = SearchFrame()
      let hash = core.hasher.hash(core.current)
      let slot = core.visited.slot(of: core.current, hash: hash)
      enter(&frame, hash, slot, enabled, asleep: ActorSet())
      while core.report.stop == nil {
        if frame.alternative == frame.alternativeEnd {
          if nextActor(&frame) { continue }
          if core.stack.depth == 0 { break }
          leave(&frame)
          continue
        }
        takeStep(&frame)
      }
    }
    return core.finish(isReduced: true)
  }

  /// Makes the frame of the state that is now current.
  @inlinable
  package mutating func enter(
    _ frame: inout SearchFrame, _ hash: UInt64, _ slot: Int, _ enabled: ActorSet, asleep: ActorSet
  ) {
    frame = SearchFrame()
    let steps = reducer.select(core.current, enabled: enabled, asleep: asleep, core.model)
    frame.remaining = steps.first
    frame.rest = steps.rest
    frame.sleep = asleep
    frame.hash = hash
    frame.flags = .ownsMark
    core.visited.setMark(sleepCodes.code(asleep) | ActorSetCodes.flag, at: slot)
    core.pending &+= frame.remaining.count
  }

  /// Turns to the next actor of a state; false if there is none.
  @inlinable
  package mutating func nextActor(_ frame: inout SearchFrame) -> Bool {
    if frame.actor >= 0 {
      if !frame.flags.contains(.staysAwake) { frame.sleep.insert(Int(frame.actor)) }
      frame.flags.remove(.staysAwake)
      frame.actor = -1
    }
    if frame.remaining.isEmpty {
      let isStuck = frame.flags.contains(.hasStepped) && !frame.flags.contains(.hasLeft)
      guard isStuck || frame.flags.contains(.mustExpand) else { return false }
      frame.remaining = frame.rest
      frame.rest = ActorSet()
      core.pending &+= frame.remaining.count
    }
    let actor = frame.remaining.first
    guard actor >= 0 else { return false }
    frame.remaining.remove(actor)
    core.pending &-= 1
    let alternatives = core.model.alternatives(of: actor, core.current)
    frame.actor = Int32(truncatingIfNeeded: actor)
    frame.alternative = Int32(truncatingIfNeeded: alternatives.lowerBound)
    frame.alternativeEnd = Int32(truncatingIfNeeded: alternatives.upperBound)
    return true
  }

  /// Takes the next alternative of the actor that is being followed.
  @inlinable
  package mutating func takeStep(_ frame: inout SearchFrame) {
    let actor = Int(frame.actor)
    let alternative = Int(frame.alternative)
    frame.alternative &+= 1
    let next = core.next
    next.copyMemory(from: core.current, byteCount: core.stateSize)
    let outcome = core.model.step(actor, alternative: alternative, next)
    core.countTransition()
    guard outcome.isContinuing else {
      frame.flags.formUnion([.mustExpand, .staysAwake])
      core.fail(outcome, next, actor: actor, alternative: alternative)
      return
    }
    var asleep = frame.sleep
    if reducer.mayCutOffDaemons && !core.model.unfinished(next).contains(actor) {
      // It may have been the last one that daemons could run beside: dependent on all their steps.
      frame.flags.insert(.staysAwake)
      asleep = asleep.subtracting(reducer.possibleDaemons)
      if reducer.cutsOff(actor, next, core.model) { frame.flags.insert(.mustExpand) }
    }
    guard core.makeRoom() else { return }
    let hash = core.hasher.hash(next)
    let slot = core.visited.insert(next, hash: hash)
    if slot < 0 {
      meetAgain(&frame, ~slot, hash, actor, alternative, asleep)
    } else {
      arrive(&frame, slot, hash, actor, alternative, asleep)
    }
  }

  /// Enters a state that was not seen before.
  @inlinable
  package mutating func arrive(
    _ frame: inout SearchFrame, _ slot: Int, _ hash: UInt64, _ actor: Int, _ alternative: Int,
    _ sleep: ActorSet
  ) {
    frame.flags.formUnion([.hasStepped, .hasLeft])
    let path = SearchPath(core.stack, actor: actor, alternative: alternative)
    let enabled = core.look(at: core.next, path)
    if enabled.isEmpty { return }
    let asleep = reducer.independent(
      sleep, of: actor, alternative: alternative, core.current, core.model)
    if push(&frame, actor, alternative) { enter(&frame, hash, slot, enabled, asleep: asleep) }
  }

  /// A step led to a state seen before: whoever slept then and is awake now must still be followed.
  @inlinable
  package mutating func meetAgain(
    _ frame: inout SearchFrame, _ slot: Int, _ hash: UInt64, _ actor: Int, _ alternative: Int,
    _ sleep: ActorSet
  ) {
    let mark = core.visited.mark(at: slot)
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
    let asleep = reducer.independent(
      sleep, of: actor, alternative: alternative, core.current, core.model)
    let awake = before.subtracting(asleep)
    if awake.isEmpty { return }
    let stillAsleep = before.intersection(asleep)
    core.visited.setMark(sleepCodes.code(stillAsleep) | (mark & ActorSetCodes.flag), at: slot)
    if core.model.isEnded(core.next) { return }
    let enabled = core.model.enabled(core.next)
    let again = enabled.intersection(awake)
    if again.isEmpty || !push(&frame, actor, alternative) { return }
    core.visited.setMark(sleepCodes.code(stillAsleep) | ActorSetCodes.flag, at: slot)
    frame = SearchFrame()
    frame.remaining = again
    frame.rest = enabled.subtracting(stillAsleep).subtracting(again)
    frame.sleep = stillAsleep
    frame.hash = hash
    frame.flags = isOnStack ? .isRevisit : [.ownsMark, .isRevisit]
    core.pending &+= again.count
    core.report.maximumDepth = max(core.report.maximumDepth, core.stack.depth)
  }

  /// Puts the current state away and makes the next one current; false if memory is out.
  @inlinable
  package mutating func push(_ frame: inout SearchFrame, _ actor: Int, _ alternative: Int) -> Bool {
    let words = shape.words
    guard core.stack.makeRoom(payload: words, limit: core.limits.memory &- core.visited.bytes) else {
      core.report.stop = .memoryLimit
      return false
    }
    let place = core.stack.push(
      from: core.current, to: core.next, actor: actor, alternative: alternative, payload: words,
      number: Int(frame.alternativeEnd))
    shape.pack(frame, into: place)
    swap(&core.current, &core.next)
    return true
  }

  /// Goes back to the state before.
  @inlinable
  package mutating func leave(_ frame: inout SearchFrame) {
    if frame.flags.contains(.ownsMark) {
      let slot = core.visited.slot(of: core.current, hash: frame.hash)
      core.visited.setMark(core.visited.mark(at: slot) & ~ActorSetCodes.flag, at: slot)
    }
    frame = shape.unpack(core.stack.topPayload)
    frame.actor = Int32(truncatingIfNeeded: core.stack.topActor)
    frame.alternative = Int32(truncatingIfNeeded: core.stack.topAlternative &+ 1)
    frame.alternativeEnd = Int32(truncatingIfNeeded: core.stack.topNumber)
    core.stack.pop(core.current)
  }
}
