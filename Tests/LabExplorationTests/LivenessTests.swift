import LabExploration
import LabTestSupport
import LabTrace
import XCTest

final class LivenessTests: XCTestCase {
  private func graph(_ model: ToyProgram, label: @escaping (UnsafeRawPointer) -> UInt8 = { _ in 0 })
    -> StateGraph
  {
    var builder = StateGraphBuilder(model, label: label)
    return builder.build()
  }

  private func set(_ actors: Int...) -> ActorSet { actors.reduce(into: ActorSet()) { $0.insert($1) } }

  func testGraphHasAllStatesAndShortestPaths() {
    var builder = StateGraphBuilder(Philosophers(5))
    let graph = builder.build()
    XCTAssertEqual(graph.stateCount, 1363)
    XCTAssertNil(graph.stop)
    let deadlock = (0..<graph.stateCount).first { graph.marks(of: $0).contains(.deadlocked) }
    XCTAssertEqual(deadlock.map { graph.schedule(to: $0).steps.count }, 10)
  }

  func testTwoWhoBlockEachOtherWhileAThirdGoesOnAreAPartialDeadlock() {
    let model = ToyProgram(
      [
        [.lock(0), .lock(1), .unlock(1), .unlock(0)],
        [.lock(1), .lock(0), .unlock(0), .unlock(1)],
        [.mark, .add(0), .jump(0)],
      ], ToyProgram.Shape(atomics: 1, mutexes: 2))
    let liveness = Liveness(graph(model), daemons: ActorSet())
    let findings = liveness.partialDeadlocks()
    XCTAssertEqual(findings.map(\.actors), [set(0, 1)])
    XCTAssertEqual(Set(findings[0].lasso.prefix.steps.prefix(2).map(\.actor)), [0, 1])
    XCTAssertEqual(findings[0].settledAfter, 2)
    XCTAssertEqual(Set(findings[0].lasso.cycle.steps.map(\.actor)), [2])
    XCTAssertEqual(liveness.livelocks(), [])
  }

  func testTheSameWithADaemonIsADeadlockOfItsOwn() {
    let model = ToyProgram(
      [[.acquire(0)], [.mark, .add(0), .jump(0)]], ToyProgram.Shape(atomics: 1, semaphores: [0]), daemons: [1]
    )
    let liveness = Liveness(graph(model), daemons: model.daemons)
    XCTAssertEqual(liveness.partialDeadlocks().map(\.actors), [set(0)])
  }

  func testTwoWhoGiveWayToEachOtherForEverAreALivelock() {
    // Take the own lock, try the other one, give both back and start again.
    func polite(_ own: Int, _ other: Int) -> [ToyOperation] {
      [
        .lock(own), .trylock(other), .jumpIfZero(5), .unlock(other), .jump(7), .unlock(own), .jump(0),
        .unlock(own),
      ]
    }
    let model = ToyProgram([polite(0, 1), polite(1, 0)], ToyProgram.Shape(mutexes: 2))
    let graph = graph(model)
    let liveness = Liveness(graph, daemons: ActorSet())
    let findings = liveness.livelocks()
    XCTAssertEqual(findings.map(\.actors), [set(0, 1)])
    checkCycle(findings[0], model)
    XCTAssertEqual(liveness.partialDeadlocks(), [])
  }

  func testASpinLoopIsNoLivelockIfItsFlagIsSetByAFairActor() {
    let model = ToyProgram(
      [[.load(0), .jumpIfZero(0)], [.add(0)]], ToyProgram.Shape(atomics: 1))
    XCTAssertEqual(Liveness(graph(model), daemons: ActorSet()).livelocks(), [])
    let never = ToyProgram([[.load(0), .jumpIfZero(0)], [.load(0)]], ToyProgram.Shape(atomics: 1))
    XCTAssertEqual(Liveness(graph(never), daemons: ActorSet()).livelocks().map(\.actors), [set(0)])
  }

  func testWhoMustHaveTwoForksAtOnceCanStarve() {
    // A barging lock: two others may pass it to and fro for ever.
    let user: [ToyOperation] = [.lock(0), .mark, .unlock(0), .jump(0)]
    let model = ToyProgram([[.lock(0), .unlock(0)], user, user], ToyProgram.Shape(mutexes: 1))
    let liveness = Liveness(graph(model), daemons: ActorSet())
    let findings = liveness.starvation(of: 0)
    XCTAssertFalse(findings.isEmpty)
    for finding in findings {
      checkCycle(finding, model)
      XCTAssertFalse(finding.actors.contains(0))
    }
    XCTAssertEqual(liveness.livelocks(), [])
  }

  func testASemaphoreThatIsAlwaysThereStarvesNobody() {
    // Weakly fair: the first actor can step at every moment.
    let model = ToyProgram(
      [[.add(0), .add(0)], [.mark, .load(1), .jump(0)]], ToyProgram.Shape(atomics: 2))
    XCTAssertEqual(Liveness(graph(model), daemons: ActorSet()).starvation(of: 0), [])
  }

  func testEventuallyFailsWhereAnExecutionEndsWithoutOrGoesRoundWithout() {
    let ends = ToyProgram([[.choose(2), .jumpIfZero(3), .add(0)]], ToyProgram.Shape(atomics: 1))
    let isSet = { (model: ToyProgram) in
      { (state: UnsafeRawPointer) -> UInt8 in model.cell(0, state) > 0 ? 1 : 0 }
    }
    let first = Liveness(graph(ends, label: isSet(ends)), daemons: ActorSet()).violations(ofEventually: 1)
    XCTAssertEqual(first.count, 1)
    XCTAssertEqual(first[0].lasso.prefix.steps, [.init(actor: 0)])
    XCTAssertEqual(first[0].lasso.cycle.steps, [])

    let rounds = ToyProgram(
      [[.choose(2), .jumpIfZero(0), .add(0)]], ToyProgram.Shape(atomics: 1))
    let second = Liveness(graph(rounds, label: isSet(rounds)), daemons: ActorSet()).violations(
      ofEventually: 1)
    XCTAssertEqual(second.map(\.lasso.cycle.steps), [[.init(actor: 0)]])

    let fair = ToyProgram(
      [[.add(0)], [.mark, .load(1), .jump(0)]], ToyProgram.Shape(atomics: 2))
    XCTAssertEqual(
      Liveness(graph(fair, label: isSet(fair)), daemons: ActorSet()).violations(ofEventually: 1), [])
  }

  func testAnUnfinishedGraphClaimsNothingAboutWhatItHasNotSeen() {
    var builder = StateGraphBuilder(Philosophers(6), limits: StatefulLimits(states: 100))
    let graph = builder.build()
    XCTAssertEqual(graph.stop, .stateLimit)
    XCTAssertEqual(graph.stateCount, 100)
    XCTAssertEqual(Liveness(graph, daemons: ActorSet()).partialDeadlocks(), [])
  }

  func testCyclesOfRandomProgramsAreThoseOfBruteForce() {
    let count = TestSettings.count(200, long: 4000)
    var found = (partial: 0, live: 0, starving: 0)
    for number in 0..<count {
      let seed = TestSettings.seed &+ UInt64(number)
      let model = ToyProgram.random(seed: seed)
      let graph = graph(model)
      guard graph.stateCount > 0, graph.stateCount < 250 else { continue }
      let naive = NaiveFates(graph, daemons: model.daemons)
      let liveness = Liveness(graph, daemons: model.daemons)
      let partial = liveness.partialDeadlocks()
      XCTAssertEqual(Set(partial.map(\.actors)), naive.partialDeadlocks(), "seed \(seed): \(model.code)")
      let livelocks = liveness.livelocks()
      XCTAssertEqual(Set(livelocks.map(\.actors)), naive.livelocks(), "seed \(seed): \(model.code)")
      for livelock in livelocks { checkCycle(livelock, model) }
      found.partial += partial.count
      found.live += livelocks.count
      for actor in 0..<model.actorCount {
        let starving = liveness.starvation(of: actor)
        found.starving += starving.count
        for finding in starving { checkCycle(finding, model) }
      }
    }
    print("partial deadlocks, livelocks, starvations: \(found)")
    XCTAssertGreaterThan(found.live, 0)
  }

  /// The cycle goes back to where it starts, and is weakly fair.
  private func checkCycle(_ finding: LivenessFinding, _ model: ToyProgram, line: UInt = #line) {
    var state = [UInt8](repeating: 0, count: model.stateSize)
    state.withUnsafeMutableBytes { bytes in
      let base = bytes.baseAddress!
      _ = model.reset(base)
      for step in finding.lasso.prefix.steps { take(step, base, model) }
      let start = [UInt8](UnsafeRawBufferPointer(start: base, count: model.stateSize))
      var satisfied = ActorSet()
      for step in finding.lasso.cycle.steps {
        for actor in 0..<model.actorCount where !model.enabled(base).contains(actor) {
          satisfied.insert(actor)
        }
        take(step, base, model)
        satisfied.insert(step.actor)
      }
      XCTAssertFalse(finding.lasso.cycle.steps.isEmpty, line: line)
      XCTAssertEqual([UInt8](UnsafeRawBufferPointer(start: base, count: model.stateSize)), start, line: line)
      XCTAssertEqual(satisfied.count, model.actorCount, "\(finding) \(model.code)", line: line)
    }
  }

  private func take(_ step: Schedule.Step, _ state: UnsafeMutableRawPointer, _ model: ToyProgram) {
    guard case .alternative(let alternative) = step.action else { return XCTFail("no plain step") }
    XCTAssertTrue(model.alternatives(of: step.actor, state).contains(alternative))
    XCTAssertTrue(model.step(step.actor, alternative: alternative, state).isContinuing)
  }
}

/// Liveness by reachability between all pairs of states.
private struct NaiveFates {
  let graph: StateGraph
  let daemons: ActorSet

  init(_ graph: StateGraph, daemons: ActorSet) {
    self.graph = graph
    self.daemons = daemons
  }

  /// For each state those that can be reached by some edges, itself only on a cycle.
  private func reach(_ follows: (Int) -> Bool) -> [Set<Int>] {
    (0..<graph.stateCount).map { start in
      var result: Set<Int> = []
      var open = [start]
      while let state = open.popLast() {
        for edge in graph.edges(of: state)
        where follows(edge) && result.insert(graph.target(of: edge)).inserted {
          open.append(graph.target(of: edge))
        }
      }
      return result
    }
  }

  func partialDeadlocks() -> Set<ActorSet> {
    var result: Set<ActorSet> = []
    let reach = reach { _ in true }
    for state in 0..<graph.stateCount {
      let all = reach[state].union([state])
      if all.contains(where: { !graph.marks(of: $0).isEmpty }) { continue }
      var stuck = graph.standing(of: state).unfinished.subtracting(daemons)
      for other in all {
        for actor in 0..<graph.actorCount
        where graph.standing(of: other).enabled.contains(actor)
          || !graph.standing(of: other).unfinished.contains(actor)
        {
          stuck.remove(actor)
        }
      }
      if !stuck.isEmpty { result.insert(stuck) }
    }
    return result
  }

  func livelocks() -> Set<ActorSet> {
    let reach = reach { !graph.isProgress($0) }
    var result: Set<ActorSet> = []
    for state in 0..<graph.stateCount where reach[state].contains(state) {
      let part = reach[state].filter { reach[$0].contains(state) }
      var stepping = ActorSet()
      for other in part {
        for edge in graph.edges(of: other)
        where !graph.isProgress(edge) && part.contains(graph.target(of: edge)) {
          stepping.insert(graph.actor(of: edge))
        }
      }
      let isFair = (0..<graph.actorCount).allSatisfy { actor in
        stepping.contains(actor) || part.contains { !graph.standing(of: $0).enabled.contains(actor) }
      }
      if isFair { result.insert(stepping) }
    }
    return result
  }
}
