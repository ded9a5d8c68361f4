import LabExploration
import LabTestSupport
import LabTrace
import XCTest

final class ShortestWitnessTests: XCTestCase {
  func testPhilosophersWhoSitDownBackwardsDeadlockWithOnePreemption() {
    // The second takes its fork and is preempted before the next one; from then on each blocks by itself.
    var search = ShortestWitness(
      Philosophers(4, yields: false), goal: DeadlockGoal(unfinished: ActorSet(low: 0b1111)))
    let witness = search.run()
    XCTAssertEqual(witness?.cost, WitnessCost(preemptions: 1, switches: 3, steps: 4))
    XCTAssertEqual(witness?.schedule.steps.map(\.actor), [1, 0, 3, 2])
    XCTAssertEqual(witness?.isShortest, true)
  }

  func testTheSwitchAfterAYieldIsFree() {
    // The write must come between the read and the write of the other.
    let code: [[ToyOperation]] = [
      [.read(0), .yield, .write(0), .join(1), .read(0), .failIf(1)],
      [.read(0), .write(0)],
    ]
    let model = ToyProgram(code, ToyProgram.Shape(variables: 1))
    var search = ShortestWitness(
      model, goal: FailureGoal(key: 1) { _, outcome, _ in UInt64(outcome.rawValue & 1) })
    let witness = search.run()
    XCTAssertEqual(witness?.cost, WitnessCost(preemptions: 0, switches: 2, steps: 7))
    XCTAssertEqual(witness?.schedule.steps.map(\.actor), [0, 0, 1, 1, 0, 0, 0])
  }

  func testAKnownScheduleIsKeptIfThereIsNoBetterOne() {
    let model = Philosophers(3, yields: false)
    let known = Schedule(steps: [2, 1, 0].map { Schedule.Step(actor: $0) })
    var search = ShortestWitness(model, goal: DeadlockGoal(unfinished: ActorSet(low: 0b111)))
    let witness = search.run(known: known)
    XCTAssertEqual(witness?.schedule, known)
    XCTAssertEqual(witness?.isShortest, true)
  }

  func testAtALimitTheBestKnownScheduleIsSaidToBeJustThat() {
    let model = Philosophers(4)
    let steps = [0, 1, 2, 3].flatMap { [Schedule.Step(actor: $0), Schedule.Step(actor: $0)] }
    var search = ShortestWitness(
      model, goal: DeadlockGoal(unfinished: ActorSet(low: 0b1111)), limits: StatefulLimits(states: 5))
    let witness = search.run(known: Schedule(steps: steps))
    XCTAssertEqual(witness?.schedule.steps, steps)
    XCTAssertEqual(witness?.isShortest, false)
    var without = ShortestWitness(
      model, goal: DeadlockGoal(unfinished: ActorSet(low: 0b1111)), limits: StatefulLimits(states: 5))
    XCTAssertNil(without.run())
  }

  func testSchedulesThatTheModelCannotFollowHaveNoCost() {
    let model = Philosophers(3, yields: false)
    XCTAssertNil(
      WitnessCost.of(
        Schedule(steps: [.init(actor: 0), .init(actor: 0), .init(actor: 1), .init(actor: 2)]), model))
    XCTAssertNil(WitnessCost.of(Schedule(steps: [.init(actor: 7)]), model))
    XCTAssertNil(WitnessCost.of(Schedule(steps: [.init(actor: 0, action: .crash)]), model))
    XCTAssertEqual(
      WitnessCost.of(Schedule(steps: [.init(actor: 0), .init(actor: 1)]), model),
      WitnessCost(preemptions: 1, switches: 1, steps: 2))
  }

  func testShortestWitnessesAreThoseOfAllExecutions() {
    let count = TestSettings.count(250, long: 2000)
    var compared = 0
    for number in 0..<count {
      let seed = TestSettings.seed &+ UInt64(number)
      let model = ToyProgram.random(seed: seed)
      guard let expected = AllExecutions.cheapest(model, steps: 3000) else { continue }
      var collected = FullSearch(
        model, visitor: FindingCollector(model, interests), visited: FingerprintTable.self)
      _ = collected.run()
      for failure in collected.core.visitor.failures where !failure.schedule.steps.isEmpty {
        compared += 1
        var search = ShortestWitness(model, goal: FailureGoal(key: failure.key, keyOf: interests.failureKey))
        let witness = search.run(known: number % 2 == 0 ? failure.schedule : nil)
        check(witness, expected.failures[failure.key], model, seed)
      }
      for deadlock in collected.core.visitor.deadlocks {
        compared += 1
        var search = ShortestWitness(model, goal: DeadlockGoal(unfinished: deadlock.unfinished))
        let witness = search.run(known: number % 2 == 0 ? deadlock.schedule : nil)
        check(witness, expected.deadlocks[deadlock.unfinished], model, seed)
      }
    }
    print("\(compared) findings")
    XCTAssertGreaterThan(compared, count / 5)
  }

  private var interests: FindingCollector<ToyProgram>.Interests {
    var interests = FindingCollector<ToyProgram>.Interests()
    interests.failureKey = { NaiveSearch.key($0, $1, max(0, $2), $0.lastLine) }
    return interests
  }

  private func check(_ witness: Witness?, _ expected: WitnessCost?, _ model: ToyProgram, _ seed: UInt64) {
    XCTAssertEqual(witness?.cost, expected, "seed \(seed): \(model.code)")
    XCTAssertEqual(witness?.isShortest, true)
    XCTAssertEqual(witness.flatMap { WitnessCost.of($0.schedule, model) }, expected, "seed \(seed)")
  }
}

/// The cheapest execution to everything, by trying all executions and counting in each.
struct AllExecutions {
  var failures: [UInt64: WitnessCost] = [:]
  var deadlocks: [ActorSet: WitnessCost] = [:]
  private var budget: Int
  private let model: ToyProgram

  private init(_ model: ToyProgram, steps: Int) {
    self.model = model
    budget = steps
  }

  /// Tries all executions; nil if they have too many steps.
  static func cheapest(_ model: ToyProgram, steps: Int) -> AllExecutions? {
    var result = AllExecutions(model, steps: steps)
    var state = [UInt8](repeating: 0, count: model.stateSize)
    let outcome = state.withUnsafeMutableBytes { model.reset($0.baseAddress!) }
    guard outcome.isContinuing else { return result }
    return result.explore(state, [], []) ? result : nil
  }

  /// - Parameters:
  ///   - state: Where the execution is.
  ///   - path: Who stepped, and whether that was a yield.
  ///   - enabled: Who was enabled before each of these steps.
  /// - Returns: Whether all was explored.
  private mutating func explore(
    _ state: [UInt8], _ path: [(actor: Int, isYield: Bool)], _ enabled: [ActorSet]
  ) -> Bool {
    guard path.count < 60 else { return false }
    let (isEnded, now, unfinished) = state.withUnsafeBytes {
      (model.isEnded($0.baseAddress!), model.enabled($0.baseAddress!), model.unfinished($0.baseAddress!))
    }
    if isEnded { return true }
    if now.isEmpty {
      let cost = Self.cost(path, enabled)
      deadlocks[unfinished] = min(deadlocks[unfinished] ?? cost, cost)
      return true
    }
    for actor in 0..<model.actorCount where now.contains(actor) {
      let (alternatives, isYield) = state.withUnsafeBytes {
        (model.alternatives(of: actor, $0.baseAddress!), model.isYield(actor, $0.baseAddress!))
      }
      for alternative in alternatives {
        budget -= 1
        if budget < 0 { return false }
        var next = state
        let outcome = next.withUnsafeMutableBytes {
          model.step(actor, alternative: alternative, $0.baseAddress!)
        }
        let longer = path + [(actor, isYield)]
        if outcome.isContinuing {
          guard explore(next, longer, enabled + [now]) else { return false }
        } else {
          let key = NaiveSearch.key(model, outcome, actor, model.lastLine)
          let cost = Self.cost(longer, enabled + [now])
          failures[key] = min(failures[key] ?? cost, cost)
        }
      }
    }
    return true
  }

  private static func cost(_ path: [(actor: Int, isYield: Bool)], _ enabled: [ActorSet]) -> WitnessCost {
    var cost = WitnessCost(steps: path.count)
    for index in path.indices.dropFirst() where path[index].actor != path[index - 1].actor {
      cost.switches += 1
      if !path[index - 1].isYield && enabled[index].contains(path[index - 1].actor) { cost.preemptions += 1 }
    }
    return cost
  }
}
