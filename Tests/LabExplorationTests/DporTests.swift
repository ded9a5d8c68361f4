import LabExploration
import LabTrace
import XCTest

final class DporTests: XCTestCase {
  private func check(
    _ model: ToyModel, _ completed: Int, deadlocked: Int = 0, _ name: String = "", line: UInt = #line
  ) {
    let report = OptimalDpor(model).run()
    XCTAssertTrue(report.isComplete, name, line: line)
    XCTAssertEqual(report.completed, completed, name, line: line)
    XCTAssertEqual(report.deadlocked, deadlocked, name, line: line)
    XCTAssertEqual(report.executions, completed + deadlocked, name, line: line)
  }

  func testCountersWithoutLockHaveFactorialSquaredTraces() {
    check(.increments(2), 4)
    check(.increments(3), 36)
    check(.increments(4), 576)
  }

  func testReadersHaveTwoToTheirNumber() {
    for count in 1...8 { check(.readers(count), 1 << count, "\(count) readers") }
  }

  func testLastZero() {
    for count in 2...8 { check(.lastZero(count), (count + 3) << (count - 2), "\(count)") }
  }

  func testMutexCountersHaveOneTraceForEachOrder() {
    check(.mutexCounter(2, rounds: 1), 2)
    check(.mutexCounter(3, rounds: 1), 6)
    check(.mutexCounter(4, rounds: 1), 24)
    check(.mutexCounter(3, rounds: 2), 90)
    check(.mutexCounter(2, rounds: 4), 70)
  }

  func testPhilosophersMeetEveryTraceAndTheDeadlock() {
    for count in 2...6 { check(.philosophers(count), (1 << count) - 2, deadlocked: 1, "\(count)") }
  }

  func testFailedExchangesAreReads() {
    for (count, traces) in [(2, 2), (3, 5), (4, 14), (5, 43), (6, 144)] {
      check(.exchangeRotation(count), traces, "\(count)")
    }
  }

  func testAlternativesMakeDifferentTraces() {
    check(ToyModel([[.choose(3)], [.choose(2)]], objects: [0]), 6)
    check(ToyModel([[.readEither(0, 1)], [.write(1, 1)]], objects: [0, 0]), 3)
    check(ToyModel([[.choose(2), .finishIfZero, .increment(0)], [.read(0)]], objects: [0]), 3)
  }

  func testATimeoutIsNotTakenForCoveredByAnotherActorsTimeout() {
    // Found by comparing random programs: the branch went behind the other alternative of the last actor.
    let model = ToyModel(
      [[.lock(3)], [.lock(3), .lockTimed(2)], [.lockTimed(2), .unlock(2)]], objects: [0, 0, 0, 0])
    let report = OptimalDpor(model).run()
    XCTAssertEqual(report.completed, 0)
    XCTAssertEqual(report.deadlocked, 5)
    XCTAssertEqual(report.redundant, 0)
  }

  func testFailingTracesAreCountedApartAndHideNoOther() throws {
    let model = ToyModel([[.failIf(0, 0), .read(1)], [.write(0, 1), .write(1, 1)]], objects: [0, 0])
    let report = OptimalDpor(model).run()
    XCTAssertEqual(report.completed, 2)
    XCTAssertEqual(report.failed, 1)
    let finding = try XCTUnwrap(report.finding)
    XCTAssertEqual(finding.end, .failed)
    XCTAssertEqual(try Execution(model: model, stepLimit: 9).replay(finding.schedule), .failed)
  }

  func testEveryDeadlockScheduleCanBeReplayed() throws {
    var deadlocks: [Schedule] = []
    _ = OptimalDpor(ToyModel.philosophers(3)).run(visit: { search, end in
      if case .deadlocked = end { deadlocks.append(search.schedule) }
    })
    XCTAssertEqual(deadlocks.count, 1)
    let end = try Execution(model: ToyModel.philosophers(3), stepLimit: 99).replay(deadlocks[0])
    XCTAssertEqual(end, .deadlocked(unfinished: ActorSet(low: 7)))
  }

  func testLimitsLeaveTheSearchIncomplete() {
    XCTAssertFalse(OptimalDpor(ToyModel.increments(3)).run(executions: 35).isComplete)
    let cut = OptimalDpor(ToyModel.increments(2), stepLimit: 3).run()
    XCTAssertFalse(cut.isComplete)
    XCTAssertGreaterThan(cut.cut, 0)
  }

  func testRandomProgramsAgreeWithEveryInterleaving() {
    var compared = 0
    var seed: UInt64 = 0
    while compared < 300 {
      seed += 1
      let model = DporTests.program(seed)
      guard let truth = DporBruteForce(model, limit: 1500) else { continue }
      compared += 1
      let report = OptimalDpor(model).run()
      let text = "seed \(seed): \(model.actors), objects \(model.objects)"
      XCTAssertEqual(report.completed, truth.completed.count, "completed, \(text)")
      XCTAssertEqual(report.deadlocked, truth.deadlocked.count, "deadlocked, \(text)")
      XCTAssertEqual(report.failed > 0, truth.hasFailure, "failure, \(text)")
      XCTAssertEqual(report.redundant, 0, "redundant, \(text)")
      XCTAssertTrue(report.isComplete, text)
    }
  }

  /// Two to four actors of one to four steps over two variables, two mutexes, a semaphore and a condition.
  static func program(_ seed: UInt64) -> ToyModel {
    var random = SplitMix64(seed: seed)
    func draw(_ bound: Int) -> Int { Int(random.below(UInt64(bound))) }
    let actors = (0..<2 + draw(3)).map { _ -> [ToyStep] in
      (0..<1 + draw(4)).flatMap { _ -> [ToyStep] in
        let variable = draw(2)
        let mutex = 2 + draw(2)
        switch draw(18) {
        case 0, 1: return [.read(variable)]
        case 2: return [.increment(variable)]
        case 3: return [.write(variable, Int32(draw(3)))]
        case 4: return [.exchange(variable, Int32(draw(2)), Int32(draw(3)))]
        case 5, 6: return [.lock(mutex)]
        case 7: return [.lockTimed(mutex)]
        case 8, 9: return [.unlock(mutex)]
        case 10: return [.wait(4)]
        case 11: return [.post(4)]
        case 12: return [draw(2) == 0 ? .choose(2) : .finishIfZero]
        case 13: return [.readEither(0, 1)]
        case 14: return [.enlist(5), .awaken(5)]
        case 15, 16: return [.signal(5)]
        default: return [.failIf(variable, Int32(1 + draw(2)))]
        }
      }
    }
    return ToyModel(actors, objects: [0, 0, 0, 0, Int32(draw(2)), 0])
  }
}
