import LabExploration
import LabTrace
import XCTest

final class ReplayMinimizerTests: XCTestCase {
  func testTheLostUpdateNeedsOnePreemption() throws {
    for seed in UInt64(1)...50 {
      var search = StatelessSearch(
        ToyModel.lostUpdate, RandomWalk(), seed: seed, limits: .init(executions: 999, stopsAtFinding: true))
      let finding = try XCTUnwrap(search.run().finding, "seed \(seed)")
      var minimizer = Minimizer(ToyModel.lostUpdate)
      let result = try minimizer.minimize(finding.schedule)
      XCTAssertEqual(result.cost.preemptions, 1, "seed \(seed)")
      XCTAssertEqual(result.cost.steps, 9, "seed \(seed)")
      XCTAssertEqual(result.end, .failed)
      let end = try Execution(model: ToyModel.lostUpdate, stepLimit: 99).replay(result.schedule)
      XCTAssertEqual(end, .failed)
    }
  }

  func testADeadlockStaysTheSameDeadlockWithFewestSteps() throws {
    let model = ToyModel.philosophers(4)
    for seed in UInt64(1)...20 {
      var search = StatelessSearch(
        model, RandomWalk(), seed: seed, limits: .init(executions: 9999, stopsAtFinding: true))
      let finding = try XCTUnwrap(search.run().finding, "seed \(seed)")
      var minimizer = Minimizer(model)
      let result = try minimizer.minimize(finding.schedule)
      XCTAssertEqual(result.end, .deadlocked(unfinished: ActorSet(low: 15)))
      // One takes a fork and is preempted; then the others, from the right, take one and block.
      XCTAssertEqual(result.cost.preemptions, 1, "seed \(seed)")
      XCTAssertEqual(result.cost.steps, 4, "seed \(seed)")
    }
  }

  func testWithoutFindingThereIsNothingToMinimize() {
    var minimizer = Minimizer(ToyModel.increments(2))
    let all = Schedule(steps: [0, 0, 1, 1].map { .init(actor: $0) })
    XCTAssertThrowsError(try minimizer.minimize(all)) {
      XCTAssertEqual($0 as? MinimizerError, .noFinding(.completed))
    }
    XCTAssertThrowsError(try minimizer.minimize(Schedule(steps: [.init(actor: 5)]))) {
      XCTAssertEqual(
        $0 as? MinimizerError, .diverged(.notEnabled(step: 1, actor: 5, enabled: ActorSet(low: 3))))
    }
  }
}
