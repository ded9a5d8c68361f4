/// Optimal dynamic partial-order reduction: every Mazurkiewicz trace once, no other execution.
///
/// Steps depend on each other by `Model.accesses`, which must cover whatever a step's being enabled, its
/// alternatives and its accesses depend on. The alternatives of a step make different traces. A step that blocks
/// is reversed with the one that made it block, found by stepping ahead; actors blocked at the end are taken into
/// account, so deadlocks are complete too. A failing step kills its actor and leaves the state as it was; the
/// others go on, so that the traces without failure are all found. Daemons run on until they block.
///
/// The source knows no alternatives. Where an execution has some, sequences to insert are made longer, so that they
/// are not taken for covered by other alternatives; this is tested against every interleaving of random programs,
/// not proved. `DporReport.hasAlternatives` says when this matters.
///
/// Memory: the states along the execution, and the wakeup trees (in the worst case exponential in the steps).
///
/// Source: P. Abdulla, S. Aronsson, B. Jonsson, K. Sagonas, "Optimal dynamic partial order reduction", POPL 2014
/// (source sets and wakeup trees), with the treatment of blocking of "Source sets", JACM 64(4), 2017.
package final class OptimalDpor<M: Model> {
  /// One place of the current execution.
  @frozen
  package struct Level: BitwiseCopyable {
    /// The event taken here; -1: none now.
    package var event: Int32 = -1
    /// First branch of the wakeup tree still to explore.
    package var wakeup: Int32 = -1
    package var sleepBegin = 0
    /// The last so many of the sleep set were explored here, and belong to this level.
    package var done = 0
    package var raceBegin = 0
    /// The level of the previous event of the same actor; -1: none.
    package var previous = -1
    /// Actors that failed before.
    package var dead = ActorSet()
    package var hasFailed = false
    /// Whether the event has other alternatives.
    package var isChoice = false

    @inlinable
    package init() {}
  }

  /// A pair of events that can be reversed.
  @frozen
  package struct Race: BitwiseCopyable {
    package var level: Int
    /// The later event as it would be before the earlier one.
    package var label: Int32

    @inlinable
    package init(level: Int, label: Int32) {
      self.level = level
      self.label = label
    }
  }

  package let model: M
  package let stepLimit: Int
  package let actorCount: Int
  package let stateSize: Int
  package var labels: DporLabels
  package var levels = ContiguousArray<Level>()
  package var sleep = ContiguousArray<Int32>()
  package var races = ContiguousArray<Race>()
  /// The sequence being inserted.
  package var sequence = ContiguousArray<Int32>()
  /// The labels made for its end.
  package var continuation = ContiguousArray<Int32>()
  /// Events of the current execution that had other alternatives.
  package var choices = 0
  /// By level: the state before the event, and its vector clock.
  package var states: UnsafeMutableRawPointer
  package var clocks: UnsafeMutablePointer<UInt32>
  package var capacity = 64
  package let scratch: UnsafeMutableRawPointer
  package let raceClock: UnsafeMutablePointer<UInt32>
  /// The level of the last event of each actor.
  package let last: UnsafeMutablePointer<Int>
  package var depth = 0
  package var report = DporReport()

  @inlinable
  package init(_ model: M, stepLimit: Int = 100_000) {
    self.model = model
    self.stepLimit = max(0, stepLimit)
    actorCount = model.actorCount
    stateSize = max(8, model.stateSize)
    labels = DporLabels(stride: model.maximumAccesses)
    states = .allocate(byteCount: 64 * stateSize, alignment: 16)
    clocks = .allocate(capacity: 64 * actorCount)
    scratch = .allocate(byteCount: stateSize, alignment: 16)
    raceClock = .allocate(capacity: max(1, actorCount))
    last = .allocate(capacity: max(1, actorCount))
    last.initialize(repeating: -1, count: actorCount)
  }

  deinit {
    states.deallocate()
    clocks.deallocate()
    scratch.deallocate()
    raceClock.deallocate()
    last.deallocate()
  }

  @inlinable
  package func state(_ level: Int) -> UnsafeMutableRawPointer { states + level &* stateSize }

  @inlinable
  package func clock(_ level: Int) -> UnsafeMutablePointer<UInt32> { clocks + level &* actorCount }

  /// The choices of the current execution.
  package var schedule: Schedule {
    Schedule(
      steps: levels.prefix(depth).map {
        let choice = labels[$0.event].choice
        return .init(actor: choice.actor, action: .alternative(choice.alternative))
      })
  }

  /// Searches until done, `executions` were run or `shouldStop` (asked after every 256 executions) says so.
  ///
  /// An engine runs once.
  ///
  /// - Parameters:
  ///   - executions: The most executions.
  ///   - shouldStop: Whether to stop.
  ///   - visit: Sees every execution at its end: the engine (with `schedule` and `state(depth)`), the end.
  /// - Returns: What was seen.
  @inlinable
  package func run(
    executions: Int = .max, shouldStop: () -> Bool = { false },
    visit: (OptimalDpor<M>, ExecutionEnd) -> Void = { _, _ in }
  ) -> DporReport {
    report = DporReport()
    if let end = ExecutionEnd(model.reset(states)) {
      report.failed = 1
      report.finding = .init(execution: 1, end: end, schedule: Schedule())
      report.isComplete = true
      return report
    }
    levels.append(Level())
    depth = 0
    while report.executions < executions {
      let before = report.executions
      if !goOn(visit) {
        report.isComplete = report.cut == 0 && report.redundant == 0
        return report
      }
      if report.executions != before, report.executions & 255 == 0, shouldStop() { break }
    }
    return report
  }

  /// Takes one event, or ends an execution, or goes back one level.
  ///
  /// - Returns: Whether there is anything left.
  @inlinable
  package func goOn(_ visit: (OptimalDpor<M>, ExecutionEnd) -> Void) -> Bool {
    let branch = levels[depth].wakeup
    if branch >= 0 {
      levels[depth].wakeup = labels[branch].sibling
      labels[branch].sibling = -1
      if isPossible(labels[branch].choice) {
        take(branch)
      } else {
        report.redundant += 1
        labels.releaseForest(branch)
      }
      return true
    }
    if levels[depth].done == 0 {
      let enabled = model.enabled(state(depth)).subtracting(levels[depth].dead)
      if enabled.isEmpty || depth >= stepLimit {
        finish(enabled, visit)
      } else if let choice = awake(enabled) {
        take(labels.make(choice, model, state(depth)))
        return true
      } else {
        report.redundant += 1
      }
    }
    return goBack()
  }

  /// The first choice that does not sleep.
  @inlinable
  package func awake(_ enabled: ActorSet) -> Choice? {
    var rest = enabled
    while !rest.isEmpty {
      let actor = rest.first
      rest.remove(actor)
      for alternative in model.alternatives(of: actor, state(depth)) {
        let choice = Choice(actor: actor, alternative: alternative)
        var sleeps = false
        for index in levels[depth].sleepBegin..<sleep.count where labels[sleep[index]].choice == choice {
          sleeps = true
        }
        if !sleeps { return choice }
      }
    }
    return nil
  }

  @inlinable
  package func isPossible(_ choice: Choice) -> Bool {
    depth < stepLimit && !levels[depth].dead.contains(choice.actor)
      && model.enabled(state(depth)).contains(choice.actor)
      && model.alternatives(of: choice.actor, state(depth)).contains(choice.alternative)
  }

  /// Takes an event and opens the next level.
  @inlinable
  package func take(_ event: Int32) {
    if depth + 3 > capacity { grow() }
    let choice = labels[event].choice
    let alternatives = model.alternatives(of: choice.actor, state(depth))
    levels[depth].isChoice = alternatives.count > 1
    if alternatives.count > 1 {
      choices += 1
      report.hasAlternatives = true
      for alternative in alternatives where alternative != choice.alternative {
        sequence.removeAll(keepingCapacity: true)
        let label = labels.make(Choice(actor: choice.actor, alternative: alternative), model, state(depth))
        sequence.append(label)
        _ = insert(at: depth)
        labels.release(label)
      }
    }
    levels[depth].event = event
    levels[depth].previous = last[choice.actor]
    levels[depth].raceBegin = races.count
    findRaces(event, to: clock(depth))
    last[choice.actor] = depth
    var next = Level()
    next.wakeup = labels[event].child
    labels[event].child = -1
    next.sleepBegin = sleep.count
    next.dead = levels[depth].dead
    for index in levels[depth].sleepBegin..<sleep.count where !labels.dependent(sleep[index], event) {
      sleep.append(sleep[index])
    }
    report.steps += 1
    state(depth + 1).copyMemory(from: state(depth), byteCount: stateSize)
    let outcome = model.step(choice.actor, alternative: choice.alternative, state(depth + 1))
    levels[depth].hasFailed = !outcome.isContinuing
    depth += 1
    if let end = ExecutionEnd(outcome) {
      state(depth).copyMemory(from: state(depth - 1), byteCount: stateSize)
      next.dead.insert(choice.actor)
      levels.append(next)
      if report.finding == nil {
        report.finding = .init(execution: report.executions + 1, end: end, schedule: schedule)
      }
    } else {
      levels.append(next)
    }
  }

  /// Leaves a level; the event that led to it sleeps from now on.
  @inlinable
  package func goBack() -> Bool {
    let level = levels.removeLast()
    for _ in 0..<level.done { labels.release(sleep.removeLast()) }
    sleep.removeLast(sleep.count - level.sleepBegin)
    if depth == 0 { return false }
    depth -= 1
    let event = levels[depth].event
    last[labels[event].choice.actor] = levels[depth].previous
    if levels[depth].isChoice { choices -= 1 }
    forgetRaces(from: levels[depth].raceBegin)
    sleep.append(event)
    levels[depth].done += 1
    levels[depth].event = -1
    return true
  }

  /// Counts an execution and turns its races into branches.
  @inlinable
  package func finish(_ enabled: ActorSet, _ visit: (OptimalDpor<M>, ExecutionEnd) -> Void) {
    let end: ExecutionEnd
    if !levels[depth].dead.isEmpty {
      report.failed += 1
      end = .failed
    } else if !enabled.isEmpty {
      report.cut += 1
      end = .stepLimit
    } else if model.isEnded(state(depth)) {
      report.completed += 1
      end = .completed
    } else {
      report.deadlocked += 1
      end = .deadlocked(unfinished: model.unfinished(state(depth)))
      if report.finding == nil {
        report.finding = .init(execution: report.executions, end: end, schedule: schedule)
      }
    }
    report.deepest = max(report.deepest, depth)
    visit(self, end)
    reverseRaces(enabled)
  }

  @inlinable @inline(never)
  package func grow() {
    let moreStates = UnsafeMutableRawPointer.allocate(byteCount: 2 * capacity * stateSize, alignment: 16)
    moreStates.copyMemory(from: states, byteCount: capacity * stateSize)
    states.deallocate()
    states = moreStates
    let moreClocks = UnsafeMutablePointer<UInt32>.allocate(capacity: 2 * capacity * actorCount)
    moreClocks.update(from: clocks, count: capacity * actorCount)
    clocks.deallocate()
    clocks = moreClocks
    capacity *= 2
  }
}
