import LabExploration
import LabTrace
import XCTest

final class StrategyTests: XCTestCase {
  private func report<S: Strategy>(
    _ model: ToyModel, _ strategy: S, seed: UInt64, executions: Int = 2000, stops: Bool = false
  ) -> StatelessReport {
    var search = StatelessSearch(
      model, strategy, seed: seed, limits: .init(executions: executions, stopsAtFinding: stops))
    return search.run()
  }

  func testEveryStrategyFindsTheLostUpdateAndRepeatsItself() throws {
    func check<S: Strategy>(_ strategy: S) throws {
      for seed in UInt64(1)...20 {
        let one = report(.lostUpdate, strategy, seed: seed, stops: true)
        XCTAssertEqual(one, report(.lostUpdate, strategy, seed: seed, stops: true), "\(S.self) seed \(seed)")
        let finding = try XCTUnwrap(one.finding, "\(S.self) seed \(seed)")
        XCTAssertEqual(finding.execution, one.executions)
        let end = try Execution(model: ToyModel.lostUpdate, stepLimit: 99).replay(finding.schedule)
        XCTAssertEqual(end, .failed)
      }
    }
    try check(RandomWalk())
    try check(UniformRandomWalk())
    try check(PartialOrderSampling())
    try check(ProbabilisticConcurrencyTesting(depth: 2))
    try check(Portfolio())
  }

  func testSeedsDiffer() {
    let firsts = Set((UInt64(1)...30).map { report(.lostUpdate, RandomWalk(), seed: $0).failed })
    XCTAssertGreaterThan(firsts.count, 5)
  }

  func testUniformWalkMakesInterleavingsOfUnequalActorsEquallyLikely() {
    // One step against eight: nine interleavings, where a plain walk takes the first half of the time.
    let model = ToyModel([[.post(0)], Array(repeating: .post(1), count: 8)], objects: [0, 0])
    var counts = [Int](repeating: 0, count: 9)
    var search = StatelessSearch(model, UniformRandomWalk(), seed: 3, limits: .init(executions: 9000))
    _ = search.run(visit: { execution, _ in
      counts[(0..<9).first { execution.choices[$0].actor == 0 } ?? 0] += 1
    })
    // A thousand each, standard deviation 30: five of them.
    for count in counts { XCTAssertEqual(Double(count), 1000, accuracy: 150, "\(counts)") }
  }

  func testPartialOrderSamplingMeetsAllOrdersOfReaders() {
    var search = StatelessSearch(
      ToyModel.readers(3), PartialOrderSampling(), seed: 5, limits: .init(executions: 500))
    var seen = Set<[Int]>()
    _ = search.run(visit: { execution, _ in seen.insert((0..<4).map { execution.choices[$0].actor }) })
    XCTAssertEqual(seen.count, 24)
  }

  func testDepthOneNeedsNoPreemption() {
    // Depth 1 runs an actor until it blocks: the lost update needs a preemption, the deadlock too.
    let strategy = ProbabilisticConcurrencyTesting(depth: 1)
    XCTAssertEqual(report(.lostUpdate, strategy, seed: 1).failed, 0)
    XCTAssertEqual(report(.philosophers(3), strategy, seed: 1).deadlocked, 0)
    XCTAssertGreaterThan(
      report(.philosophers(2), ProbabilisticConcurrencyTesting(depth: 2), seed: 1).deadlocked, 200)
  }

  func testTheSearchCanBeStopped() {
    var search = StatelessSearch(
      ToyModel.increments(2), RandomWalk(), seed: 1, limits: .init(executions: 1_000_000))
    var polls = 0
    let report = search.run(shouldStop: {
      polls += 1
      return polls == 3
    })
    XCTAssertTrue(report.isStopped)
    XCTAssertEqual(report.executions, 768)
    XCTAssertEqual(report.completed, 768)
  }
}
