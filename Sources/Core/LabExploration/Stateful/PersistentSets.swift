/// Persistent sets from what the actors may still touch, with sleep sets within them.
///
/// A set of actors is closed if for each of its actors every actor outside can never touch what its next step
/// depends on; a blocked one cares only for writes, which might unblock it. The enabled actors of a closed set are
/// persistent (P. Godefroid 1996, section 4.4: "conflicting transitions", with the future of a process in place
/// of its present operations). Tried from every enabled actor; the set with the fewest enabled ones is taken.
@usableFromInline
package struct PersistentSets<Subject: StaticFootprintModel>: Reduction, ~Copyable {
  @usableFromInline package var sleep: SleepSets<Subject>
  /// The objects that invariants look at, as bits.
  @usableFromInline package let visible: UnsafeMutablePointer<UInt64>
  /// For each actor those whose future conflicts with its next step.
  @usableFromInline package let conflicting: UnsafeMutablePointer<ActorSet>
  @usableFromInline package let usesSleepSets: Bool
  @usableFromInline package let daemons: ActorSet
  /// The actors of the persistent set chosen last.
  @usableFromInline package var chosen = ActorSet()

  /// Prepares the reduction.
  /// - Parameters:
  ///   - model: What is searched.
  ///   - objects: Objects whose every value must be seen, because a predicate over states reads them.
  ///   - usesSleepSets: Whether sleep sets are used as well.
  @usableFromInline
  package init(_ model: Subject, visible objects: [UInt32] = [], usesSleepSets: Bool = true) {
    sleep = SleepSets(model)
    self.usesSleepSets = usesSleepSets
    daemons = model.daemons
    let words = max(1, (model.objectCount + 63) / 64)
    visible = .allocate(capacity: words)
    visible.initialize(repeating: 0, count: words)
    for object in objects where object < model.objectCount {
      visible[Int(object / 64)] |= 1 << UInt64(object % 64)
    }
    conflicting = .allocate(capacity: max(1, model.actorCount))
    conflicting.initialize(repeating: ActorSet(), count: max(1, model.actorCount))
  }

  deinit {
    visible.deallocate()
    conflicting.deallocate()
  }

  @inlinable package var mayCutOffDaemons: Bool { !daemons.isEmpty }
  @inlinable package var possibleDaemons: ActorSet { daemons }

  @inlinable
  package mutating func select(
    _ state: UnsafeRawPointer, enabled: ActorSet, asleep: ActorSet, _ model: Subject
  ) -> ReducedSteps {
    var best = enabled
    if enabled.count > 1 {
      let unfinished = model.unfinished(state)
      let invisible = findConflicts(state, enabled: enabled, unfinished: unfinished, model)
      var starts = enabled
      var bestCount = enabled.count
      while !starts.isEmpty && bestCount > 1 {
        let start = starts.first
        starts.remove(start)
        let set = closure(of: start).intersection(enabled)
        if set.count < bestCount && set.subtracting(invisible).isEmpty {
          best = set
          bestCount = set.count
        }
      }
    }
    chosen = best
    let awake = enabled.subtracting(asleep)
    let first = best.intersection(awake)
    return ReducedSteps(first: first, rest: awake.subtracting(first))
  }

  /// Fills in who conflicts with whom; returns the enabled actors whose next steps write nothing visible.
  @inlinable
  package mutating func findConflicts(
    _ state: UnsafeRawPointer, enabled: ActorSet, unfinished: ActorSet, _ model: Subject
  ) -> ActorSet {
    sleep.pending.forget()
    var invisible = ActorSet()
    var rest = unfinished
    while !rest.isEmpty {
      let actor = rest.first
      rest.remove(actor)
      guard let accesses = sleep.pending.all(of: actor, state, model) else {
        conflicting[actor] = unfinished
        continue
      }
      let isEnabled = enabled.contains(actor)
      if isEnabled && !writesVisible(accesses) { invisible.insert(actor) }
      var others = unfinished
      others.remove(actor)
      var set = ActorSet()
      while !others.isEmpty {
        let other = others.first
        others.remove(other)
        let future = model.futureAccesses(of: other, state)
        if future.conflicts(with: accesses, writesOnly: !isEnabled) { set.insert(other) }
      }
      // Whoever is the last to finish keeps all daemons from stepping.
      if daemons.contains(actor) { set = set.union(unfinished.subtracting(daemons)) }
      conflicting[actor] = set
    }
    return invisible
  }

  @inlinable
  package func writesVisible(_ accesses: UnsafeBufferPointer<Access>) -> Bool {
    for access in accesses
    where access.isWrite && visible[Int(access.object / 64)] >> UInt64(access.object % 64) & 1 != 0 {
      return true
    }
    return false
  }

  /// The smallest closed set with an actor.
  @inlinable
  package func closure(of start: Int) -> ActorSet {
    var set = ActorSet()
    set.insert(start)
    var open = set
    while !open.isEmpty {
      let actor = open.first
      open.remove(actor)
      let more = conflicting[actor].subtracting(set)
      set = set.union(more)
      open = open.union(more)
    }
    return set
  }

  @inlinable
  package mutating func independent(
    _ actors: ActorSet, of actor: Int, alternative: Int, _ state: UnsafeRawPointer, _ model: Subject
  ) -> ActorSet {
    guard usesSleepSets else { return ActorSet() }
    return sleep.independent(actors, of: actor, alternative: alternative, state, model)
  }

  @inlinable
  package mutating func cutsOff(_ actor: Int, _ state: UnsafeRawPointer, _ model: Subject) -> Bool {
    !daemons.contains(actor) && !model.unfinished(state).intersection(daemons).isEmpty
  }
}
