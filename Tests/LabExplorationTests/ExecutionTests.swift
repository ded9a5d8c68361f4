import LabExploration
import LabTrace
import XCTest

final class ExecutionTests: XCTestCase {
  func testEveryEndIsTold() throws {
    func end(_ model: ToyModel, _ actors: [Int], limit: Int = 100) throws -> ExecutionEnd? {
      try Execution(model: model, stepLimit: limit).replay(Schedule(steps: actors.map { .init(actor: $0) }))
    }
    XCTAssertEqual(try end(.increments(2), [0, 0, 1, 1]), .completed)
    XCTAssertEqual(try end(.philosophers(2), [0, 1]), .deadlocked(unfinished: ActorSet(low: 3)))
    XCTAssertEqual(try end(ToyModel([[.failIf(0, 0)]], objects: [0]), [0]), .failed)
    XCTAssertEqual(try end(ToyModel([[.unlock(0)]], objects: [0]), [0]), .misused)
    XCTAssertEqual(try end(.increments(2), [0, 0], limit: 2), .stepLimit)
    XCTAssertNil(try end(.increments(2), [0, 0]))
  }

  func testReplayRepeatsAnyExecutionExactly() throws {
    let model = ToyModel(
      [[.choose(3), .increment(0), .lockTimed(1)], [.lock(1), .read(0), .unlock(1)]], objects: [0, 0])
    var search = StatelessSearch(model, RandomWalk(), seed: 7, limits: .init(executions: 200))
    let second = Execution(model: model, stepLimit: 100)
    _ = search.run(visit: { execution, end in
      XCTAssertEqual(try? second.replay(execution.schedule), end)
      XCTAssertEqual(second.schedule, execution.schedule)
      let one = UnsafeRawBufferPointer(start: second.state, count: model.stateSize)
      let other = UnsafeRawBufferPointer(start: execution.state, count: model.stateSize)
      XCTAssertTrue(one.elementsEqual(other))
    })
  }

  func testDivergenceSaysStepExpectedAndGot() {
    func check(_ steps: [Schedule.Step], _ expected: ReplayError, line: UInt = #line) {
      let model = ToyModel([[.lock(0), .choose(2)], [.lock(0)]], objects: [0])
      XCTAssertThrowsError(
        try Execution(model: model, stepLimit: 9).replay(Schedule(steps: steps)), line: line
      ) { XCTAssertEqual($0 as? ReplayError, expected, line: line) }
    }
    let first = ActorSet(low: 1)
    check([.init(actor: 0), .init(actor: 1)], .notEnabled(step: 2, actor: 1, enabled: first))
    check([.init(actor: 9)], .notEnabled(step: 1, actor: 9, enabled: ActorSet(low: 3)))
    check(
      [.init(actor: 0), .init(actor: 0, action: .alternative(2))],
      .noSuchAlternative(step: 2, actor: 0, alternative: 2, alternatives: 0..<2))
    check([.init(actor: 0, action: .crash)], .unsupported(step: 1, actor: 0))
    check(
      [.init(actor: 0), .init(actor: 0), .init(actor: 0)],
      .ended(step: 3, actor: 0, end: .deadlocked(unfinished: ActorSet(low: 2))))
  }
}
