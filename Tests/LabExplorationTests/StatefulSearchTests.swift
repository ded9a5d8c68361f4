import LabExploration
import LabTestSupport
import LabTrace
import XCTest

final class StatefulSearchTests: XCTestCase {
  /// L(3N) - 1 with L the Lucas numbers, from N = 3 on.
  private static let philosopherStates = [75, 321, 1363, 5777, 24_475, 103_681, 439_203, 1_860_497]

  func testPhilosophersHaveTheKnownNumberOfStates() {
    let last = TestSettings.count(7, long: 10)
    for count in 3...last {
      let expected = Self.philosopherStates[count - 3]
      var search = FullSearch(
        Philosophers(count), visitor: Counts<Philosophers>(), visited: FingerprintTable.self)
      let report = search.run()
      XCTAssertEqual(report.states, expected, "\(count) philosophers")
      XCTAssertTrue(report.isComplete)
      XCTAssertEqual(search.core.visitor.deadlocks, 1)
      XCTAssertEqual(search.core.visitor.states, expected)
      if count > 6 { XCTAssertLessThanOrEqual(report.peakBytes, 40 * expected, "\(count) philosophers") }
    }
  }

  func testWithoutTheYieldThereAreThreeToTheNStates() {
    for count in 3...7 {
      var search = FullSearch(
        Philosophers(count, yields: false), visitor: Counts<Philosophers>(),
        visited: ExactStateTable.self)
      let report = search.run()
      XCTAssertEqual(report.states, (0..<count).reduce(1) { power, _ in power * 3 } - 1)
      XCTAssertEqual(report.collisionProbability, 0)
    }
  }
}

/// Counts what it is told.
struct Counts<Subject: Model>: StatefulVisitor {
  var states = 0
  var deadlocks = 0
  var ends = 0
  var failures = 0

  mutating func visit(_ state: UnsafeRawPointer, _ model: Subject, _ path: borrowing SearchPath) -> Bool {
    states += 1
    return true
  }

  mutating func ended(_ state: UnsafeRawPointer, _ model: Subject, _ path: borrowing SearchPath) -> Bool {
    ends += 1
    return true
  }

  mutating func deadlocked(
    _ state: UnsafeRawPointer, _ unfinished: ActorSet, _ model: Subject, _ path: borrowing SearchPath
  ) -> Bool {
    deadlocks += 1
    return true
  }

  mutating func failed(
    _ outcome: StepOutcome, _ state: UnsafeRawPointer, _ model: Subject, _ path: borrowing SearchPath
  ) -> Bool {
    failures += 1
    return true
  }
}
