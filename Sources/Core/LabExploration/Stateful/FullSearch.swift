/// Depth-first search through all states of a model: every enabled step of every state is taken.
///
/// All steps of a state are taken at once and their places in the table looked at together, so that the cache
/// misses overlap; what was seen before is dropped at once. The rest waits on the stack by its fingerprints, which
/// are looked at again when the search comes back: only what is still new then is stepped a second time.
@usableFromInline
package struct FullSearch<Subject, Visitor, Visited>: ~Copyable
where Visitor: StatefulVisitor, Visitor.Subject == Subject, Visited: VisitedStates & ~Copyable {
  @usableFromInline package var core: SearchCore<Subject, Visitor, Visited>
  @usableFromInline package var batch: StepBatch

  /// Prepares a search.
  /// - Parameters:
  ///   - model: What to search; nobody else may use it meanwhile.
  ///   - visitor: Who is told.
  ///   - visited: The kind of table.
  ///   - limits: How far to go.
  ///   - seed: Of the fingerprints.
  @inlinable
  package init(
    _ model: Subject, visitor: Visitor, visited: Visited.Type, limits: StatefulLimits = StatefulLimits(),
    seed: UInt64 = 0
  ) {
    core = SearchCore(
      model, visitor: visitor, visited: visited, hasMarks: false, limits: limits, seed: seed)
    batch = StepBatch(stateSize: model.stateSize)
  }

  /// Searches until everything is seen, a limit is reached or the visitor is satisfied; to be called once.
  /// - Returns: What was covered.
  @inlinable
  package mutating func run() -> StatefulReport {
    let enabled = core.start()
    if !enabled.isEmpty {
      expand(enabled)
      while core.report.stop == nil {
        if batch.cursor < batch.count {
          takeStep()
        } else if core.stack.depth > 0 {
          goBack()
        } else {
          break
        }
      }
    }
    return core.finish(isReduced: false)
  }

  /// Takes all steps from the current state and keeps those that lead to new states.
  @inlinable
  package mutating func expand(_ enabled: ActorSet) {
    batch.clear(hasStates: true)
    var rest = enabled
    while !rest.isEmpty {
      let actor = rest.first
      rest.remove(actor)
      let alternatives = core.model.alternatives(of: actor, core.current)
      var alternative = alternatives.lowerBound
      while alternative < alternatives.upperBound {
        let state = batch.add(actor, alternative)
        state.copyMemory(from: core.current, byteCount: core.stateSize)
        let outcome = core.model.step(actor, alternative: alternative, state)
        core.countTransition()
        if outcome.isContinuing {
          batch.hashes[batch.count &- 1] = core.hasher.hash(state)
        } else {
          core.fail(outcome, state, actor: actor, alternative: alternative)
          batch.count &-= 1
        }
        alternative &+= 1
      }
    }
    dropKnown()
    core.pending &+= batch.count
  }

  /// Drops the steps whose states were seen before.
  @inlinable
  package mutating func dropKnown() {
    if batch.count > 1 {
      var sum: UInt64 = 0
      var index = 0
      while index < batch.count {
        sum ^= core.visited.touch(hash: batch.hashes[index])
        index &+= 1
      }
      batch.sink = sum
    }
    var kept = 0
    var index = 0
    while index < batch.count {
      if !core.visited.isKnown(batch.state(index), hash: batch.hashes[index]) {
        batch.move(index, to: kept)
        kept &+= 1
      }
      index &+= 1
    }
    batch.count = kept
  }

  /// Goes to the next state that waits, if it is still new.
  @inlinable
  package mutating func takeStep() {
    let index = batch.cursor
    batch.cursor &+= 1
    core.pending &-= 1
    let actor = batch.actor(index)
    let alternative = batch.alternative(index)
    var state = core.next
    if batch.hasStates {
      state = batch.state(index).unsafelyUnwrapped
    } else {
      state.copyMemory(from: core.current, byteCount: core.stateSize)
      _ = core.model.step(actor, alternative: alternative, state)
    }
    guard core.makeRoom() else { return }
    if core.visited.insert(state, hash: batch.hashes[index]) < 0 { return }
    let path = SearchPath(core.stack, actor: actor, alternative: alternative)
    let enabled = core.look(at: state, path)
    if enabled.isEmpty { return }
    push(state, actor, alternative)
    if core.report.stop == nil { expand(enabled) }
  }

  /// Puts the current state away, with the steps that still wait, and makes another one current.
  @inlinable
  package mutating func push(_ state: UnsafeMutableRawPointer, _ actor: Int, _ alternative: Int) {
    let waiting = batch.count &- batch.cursor
    let payload = waiting &* 2
    guard core.stack.makeRoom(payload: payload, limit: core.limits.memory &- core.visited.bytes) else {
      core.report.stop = .memoryLimit
      return
    }
    let place = core.stack.push(
      from: core.current, to: state, actor: actor, alternative: alternative, payload: payload, number: waiting
    )
    place.update(from: batch.hashes + batch.cursor, count: waiting)
    (place + waiting).update(from: batch.steps + batch.cursor, count: waiting)
    core.current.copyMemory(from: state, byteCount: core.stateSize)
  }

  /// Goes back to the state before, and drops of its steps those that have become known.
  @inlinable
  package mutating func goBack() {
    let waiting = core.stack.topNumber
    batch.clear(hasStates: false)
    batch.makeRoom(waiting)
    let place = core.stack.topPayload
    batch.hashes.update(from: place, count: waiting)
    batch.steps.update(from: place + waiting, count: waiting)
    batch.count = waiting
    core.stack.pop(core.current)
    if !Visited.isExact && waiting > 0 {
      dropKnown()
      core.pending &-= waiting &- batch.count
    }
  }
}
