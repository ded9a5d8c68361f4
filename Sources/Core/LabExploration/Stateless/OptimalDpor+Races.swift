extension OptimalDpor {
  /// Finds the races of an event at the current depth with earlier ones, and its vector clock.
  ///
  /// An earlier event in conflict races if the later could be taken before it. If it could not, the earlier one
  /// enables it, such as an unlock, and the search goes on to what disabled it before, such as the lock.
  @inlinable
  package func findRaces(_ event: Int32, to clock: UnsafeMutablePointer<UInt32>) {
    let actor = labels[event].choice.actor
    let previous = last[actor]
    if previous >= 0 {
      clock.update(from: self.clock(previous), count: actorCount)
    } else {
      clock.update(repeating: 0, count: actorCount)
    }
    raceClock.update(from: clock, count: actorCount)
    var index = depth - 1
    while index >= 0 {
      let other = levels[index].event
      let otherActor = labels[other].choice.actor
      if otherActor != actor, labels.conflict(other, event) {
        let otherClock = self.clock(index)
        if otherClock[otherActor] > raceClock[otherActor], findReversals(index, actor) {
          join(raceClock, otherClock)
        }
        join(clock, otherClock)
      }
      index -= 1
    }
    clock[actor] += 1
  }

  @inlinable
  package func join(_ clock: UnsafeMutablePointer<UInt32>, _ other: UnsafeMutablePointer<UInt32>) {
    for index in 0..<actorCount where other[index] > clock[index] { clock[index] = other[index] }
  }

  /// Whether an event happens after the one at a level.
  @inlinable
  package func isAfter(_ level: Int, _ first: Int) -> Bool {
    let actor = labels[levels[first].event].choice.actor
    return clock(level)[actor] >= clock(first)[actor]
  }

  /// Notes the races of the event at a level with the next step of an actor.
  ///
  /// Each alternative counts that the actor would have if that event, and all that happens after it, were left out.
  ///
  /// - Returns: Whether the actor can step there.
  @inlinable
  package func findReversals(_ first: Int, _ actor: Int) -> Bool {
    leaveOut(first)
    guard model.enabled(scratch).contains(actor) else { return false }
    for alternative in model.alternatives(of: actor, scratch) {
      let label = labels.make(Choice(actor: actor, alternative: alternative), model, scratch)
      if labels.conflict(label, levels[first].event) {
        races.append(Race(level: first, label: label))
      } else {
        labels.release(label)
      }
    }
    return true
  }

  /// Makes `scratch` the state without the event at a level and all that happens after it.
  @inlinable
  package func leaveOut(_ first: Int) {
    scratch.copyMemory(from: state(first), byteCount: stateSize)
    for level in first + 1..<depth where !levels[level].hasFailed && !isAfter(level, first) {
      let other = labels[levels[level].event].choice
      _ = model.step(other.actor, alternative: other.alternative, scratch)
    }
  }

  /// Makes a branch of every race of the execution that is not covered yet.
  @inlinable
  package func reverseRaces(_ enabled: ActorSet) {
    for index in 0..<races.count { reverse(races[index]) }
    // What the blocked actors wait to do would race too.
    var blocked = model.unfinished(state(depth)).subtracting(enabled).subtracting(levels[depth].dead)
    let known = races.count
    if depth + 3 > capacity { grow() }
    while !blocked.isEmpty {
      let actor = blocked.first
      blocked.remove(actor)
      let pending = labels.make(Choice(actor: actor), model, state(depth))
      findRaces(pending, to: clock(depth))
      for index in known..<races.count {
        reverse(races[index])
      }
      forgetRaces(from: known)
      labels.release(pending)
    }
  }

  /// Inserts what does not happen after the earlier event, then the later one, where the earlier one was taken.
  @inlinable
  package func reverse(_ race: Race) {
    sequence.removeAll(keepingCapacity: true)
    for level in race.level + 1..<depth where !isAfter(level, race.level) {
      sequence.append(levels[level].event)
    }
    sequence.append(race.label)
    if choices > 0 { extend(race) }
    _ = insert(at: race.level)
    for label in continuation { labels.release(label) }
    continuation.removeAll(keepingCapacity: true)
  }

  /// Lets `sequence` go on with the rest of the execution, as far as it can be taken in the new order.
  ///
  /// With alternatives, a sequence may be covered only together with others than those of this execution: it can
  /// be followed by an alternative explored before, yet also by this one, which was not. The longer sequence is
  /// covered by fewer, and still feasible, so nothing becomes redundant.
  @inlinable
  package func extend(_ race: Race) {
    leaveOut(race.level)
    let step = labels[race.label].choice
    var dropped = levels[race.level].dead
    for level in race.level..<depth where levels[level].hasFailed && !isAfter(level, race.level) {
      dropped.insert(labels[levels[level].event].choice.actor)
    }
    if !takeAhead(step) { dropped.insert(step.actor) }
    var isReversedSeen = false
    for level in race.level..<depth where level == race.level || isAfter(level, race.level) {
      let choice = labels[levels[level].event].choice
      if choice.actor == step.actor, !isReversedSeen {
        isReversedSeen = true
        continue
      }
      if dropped.contains(choice.actor) { continue }
      guard model.enabled(scratch).contains(choice.actor),
        model.alternatives(of: choice.actor, scratch).contains(choice.alternative)
      else {
        dropped.insert(choice.actor)
        continue
      }
      let label = labels.make(choice, model, scratch)
      continuation.append(label)
      sequence.append(label)
      if !takeAhead(choice) { dropped.insert(choice.actor) }
    }
  }

  /// Takes a step in `scratch`.
  ///
  /// - Returns: Whether it did not fail; if it did, nothing has changed.
  @inlinable
  package func takeAhead(_ choice: Choice) -> Bool {
    let before = state(capacity - 1)
    before.copyMemory(from: scratch, byteCount: stateSize)
    if model.step(choice.actor, alternative: choice.alternative, scratch).isContinuing { return true }
    scratch.copyMemory(from: before, byteCount: stateSize)
    return false
  }

  @inlinable
  package func forgetRaces(from first: Int) {
    for index in first..<races.count { labels.release(races[index].label) }
    races.removeLast(races.count - first)
  }

  /// Inserts `sequence` into the wakeup tree of a level unless it is covered by what sleeps or will be explored.
  ///
  /// - Returns: Whether it was not covered; otherwise `sequence` is spoilt.
  @inlinable
  package func insert(at level: Int) -> Bool {
    let sleepEnd = level < depth ? levels[level + 1].sleepBegin : sleep.count
    for index in levels[level].sleepBegin..<sleepEnd where initial(sleep[index]) != nil { return false }
    var parent: Int32 = -1
    var previous: Int32 = -1
    var node = levels[level].wakeup
    while node >= 0 {
      guard let place = initial(node) else {
        previous = node
        node = labels[node].sibling
        continue
      }
      if place < sequence.count { sequence.remove(at: place) }
      // A leaf stands for everything behind it.
      if labels[node].child < 0 || sequence.isEmpty { return false }
      parent = node
      previous = -1
      node = labels[node].child
    }
    for index in 0..<sequence.count {
      let copy = labels.copy(sequence[index])
      if previous >= 0 {
        labels[previous].sibling = copy
      } else if parent >= 0 {
        labels[parent].child = copy
      } else {
        levels[level].wakeup = copy
      }
      previous = -1
      parent = copy
    }
    return true
  }

  /// Whether an event is a weak initial of `sequence`: some continuation of it can begin with the event.
  ///
  /// - Returns: Its place; the length of the sequence if it is not in it but independent of it; otherwise nothing.
  @inlinable
  package func initial(_ event: Int32) -> Int? {
    let choice = labels[event].choice
    for index in 0..<sequence.count where labels[sequence[index]].choice.actor == choice.actor {
      if labels[sequence[index]].choice != choice { return nil }
      for earlier in 0..<index where labels.conflict(sequence[earlier], sequence[index]) { return nil }
      return index
    }
    for index in 0..<sequence.count where labels.conflict(sequence[index], event) { return nil }
    return sequence.count
  }
}
