/// Makes a failing schedule smaller: fewest preemptions, then fewest steps, then fewest switches.
///
/// Greedy: runs of one actor are joined, moved, left out or allowed to go on, and steps left out, as long as the
/// finding stays the same and the cost drops. The result is a local minimum, not always the least of all.
package struct Minimizer<M: Model> {
  package struct Result: Hashable, Sendable {
    package var schedule: Schedule
    package var end: ExecutionEnd
    package var cost: ScheduleCost
    /// Executions it took.
    package var executions: Int

    @inlinable
    package init(schedule: Schedule, end: ExecutionEnd, cost: ScheduleCost, executions: Int) {
      self.schedule = schedule
      self.end = end
      self.cost = cost
      self.executions = executions
    }
  }

  package let execution: Execution<M>
  /// Executions it may take.
  package let budget: Int
  package var executions = 0
  package var best: [Choice] = []
  package var bestCost = ScheduleCost()

  @inlinable
  package init(_ model: M, stepLimit: Int = 100_000, budget: Int = 20_000) {
    execution = Execution(model: model, stepLimit: stepLimit)
    self.budget = budget
  }

  /// Minimizes a schedule.
  ///
  /// - Parameters:
  ///   - schedule: Leads to a finding.
  ///   - isSame: Whether the finding at the end of an execution is the wanted one; asked besides equal ends.
  /// - Returns: A schedule that costs no more.
  /// - Throws: If the schedule cannot be followed or shows nothing.
  @inlinable
  package mutating func minimize(
    _ schedule: Schedule, isSame: (Execution<M>) -> Bool = { _ in true }
  ) throws(MinimizerError) -> Result {
    let found: ExecutionEnd?
    do { found = try execution.replay(schedule) } catch { throw .diverged(error) }
    guard let end = found, end.isFinding else { throw .noFinding(found) }
    executions = 0
    best = execution.steps
    bestCost = run(best)
    while executions < budget, improve(end, isSame) {}
    return Result(schedule: Schedule(best), end: end, cost: bestCost, executions: executions)
  }

  /// Takes the first candidate that is better.
  @inlinable
  package mutating func improve(_ end: ExecutionEnd, _ isSame: (Execution<M>) -> Bool) -> Bool {
    let runs = Self.runs(best)
    for index in runs.indices {
      // The rest as it comes, without preemptions.
      if attempt(runs[..<index].flatMap { $0 }, end, isSame) { return true }
      let later = runs[(index + 1)...].firstIndex { $0[0].actor == runs[index][0].actor }
      if let later, attempt(Self.moving(later, to: index + 1, runs), end, isSame) { return true }
      if let later, attempt(Self.moving(index, to: later - 1, runs), end, isSame) { return true }
      if attempt(Self.moving(index, to: nil, runs), end, isSame) { return true }
    }
    for index in runs.indices {
      for place in runs.indices where place != index {
        if attempt(Self.moving(index, to: place, runs), end, isSame) { return true }
      }
    }
    for index in best.indices {
      var shorter = best
      shorter.remove(at: index)
      if attempt(shorter, end, isSame) { return true }
    }
    return false
  }

  /// Keeps a candidate if it shows the same at a lower cost.
  @inlinable
  package mutating func attempt(
    _ candidate: [Choice], _ end: ExecutionEnd, _ isSame: (Execution<M>) -> Bool
  ) -> Bool {
    if executions >= budget { return false }
    let cost = run(candidate)
    guard execution.end == end, cost < bestCost, isSame(execution) else { return false }
    best = execution.steps
    bestCost = cost
    return true
  }

  /// Follows what can be followed, leaves out the rest, and goes on without preemptions.
  @inlinable
  package mutating func run(_ candidate: [Choice]) -> ScheduleCost {
    executions += 1
    var meter = ScheduleCost.Meter()
    execution.begin()
    for choice in candidate {
      if execution.end != nil { return meter.cost }
      if execution.enabled.contains(choice.actor) { take(choice, &meter) }
    }
    while execution.end == nil {
      let stays = meter.last >= 0 && !meter.hasYielded && execution.enabled.contains(meter.last)
      take(Choice(actor: stays ? meter.last : following(meter.last)), &meter)
    }
    return meter.cost
  }

  /// The next enabled actor after another, around: one that yields must not be taken again at once.
  @inlinable
  package func following(_ actor: Int) -> Int {
    let count = execution.model.actorCount
    for offset in 1...max(1, count) where execution.enabled.contains((actor + offset) % count) {
      return (actor + offset) % count
    }
    return execution.enabled.first
  }

  @inlinable
  package func take(_ choice: Choice, _ meter: inout ScheduleCost.Meter) {
    let alternatives = execution.model.alternatives(of: choice.actor, execution.state)
    let isValid = alternatives.contains(choice.alternative)
    let real = isValid ? choice : Choice(actor: choice.actor, alternative: alternatives.lowerBound)
    meter.count(real, execution)
    execution.take(real)
  }

  /// Maximal runs of one actor.
  @inlinable
  package static func runs(_ choices: [Choice]) -> [[Choice]] {
    var runs: [[Choice]] = []
    for choice in choices {
      if let last = runs.last, last[0].actor == choice.actor {
        runs[runs.count - 1].append(choice)
      } else {
        runs.append([choice])
      }
    }
    return runs
  }

  /// The runs with one of them at another place, or left out.
  @inlinable
  package static func moving(_ run: Int, to place: Int?, _ runs: [[Choice]]) -> [Choice] {
    var runs = runs
    let moved = runs.remove(at: run)
    if let place { runs.insert(moved, at: place) }
    return runs.flatMap { $0 }
  }
}

extension Execution {
  /// The choices so far.
  @inlinable
  package var steps: [Choice] { Array(UnsafeBufferPointer(start: choices, count: count)) }
}

extension Schedule {
  /// A schedule of plain choices.
  package init(_ choices: [Choice]) {
    self.init(steps: choices.map { Step(actor: $0.actor, action: .alternative($0.alternative)) })
  }
}
