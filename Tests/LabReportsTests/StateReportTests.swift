import LabTrace
import XCTest

@testable import LabReports

final class StateReportTests: XCTestCase {
  func testStateAtTheEndIsAsRecorded() throws {
    let samples = [
      ("abba", SampleLogs.abba()), ("bounded-buffer-if", SampleLogs.boundedBufferIf()),
      ("killed", SampleLogs.killedWhileWaiting()), ("mixture", SampleLogs.mixture()),
    ]
    for (name, log) in samples {
      try assertGolden(StateReport.render(log, style: TextStyle(width: 120)), "state-\(name)")
    }
  }

  func testStateAfterAStepShowsThatMomentOnly() throws {
    let log = SampleLogs.boundedBufferIf()
    try assertGolden(
      StateReport.render(log, at: 10, style: TextStyle(width: 120)), "state-bounded-buffer-if-10")
    let start = StateReport.render(log, at: 0, style: TextStyle(width: 120))
    XCTAssertEqual(start.components(separatedBy: "has not started").count, 4, start)
  }

  func testStateNamesOwnerWaitersAndWhereTheLockWasTaken() {
    let text = StateReport.render(SampleLogs.abba(), style: TextStyle(width: 120))
    for words in [
      "waits for lock b, held by right", "holds a", "since abba-deadlock.lab:8:15",
      "held by left; waiting: right",
    ] { XCTAssertTrue(text.contains(words), "\(words) in\n\(text)") }
  }

  func testAWaiterOfAConditionNeedsItsMutexOnceItIsWoken() {
    let log = SampleLogs.boundedBufferIf()
    var state = LogState(log)
    let order = Linearisation(log)
    for position in 0..<15 {
      let thread = ThreadID(rawValue: order.entries[position].thread)
      state.apply(order.event(position, in: log), by: thread, in: log)
    }
    XCTAssertEqual(state.actors[1].wait?.isWoken, true)
    XCTAssertEqual(state.actors[1].wait?.object, ObjectID(rawValue: 1))
    XCTAssertEqual(state.actors[1].held, [])
    XCTAssertEqual(state.objects[0].owners, [ThreadID(rawValue: 3)])
    XCTAssertEqual(state.objects[0].waiters, [ThreadID(rawValue: 1)])
  }

  func testReadersOfARWLockAreOwnersTogether() {
    let log = SampleLogs.readersAndWriter()
    let text = StateReport.render(log, at: 6, style: TextStyle(width: 120))
    XCTAssertTrue(text.contains("read by reader[0], reader[1]; waiting: writer"), text)
  }

  func testColourAddsOnlyColour() {
    let plain = StateReport.render(SampleLogs.mixture(), style: TextStyle(width: 100))
    let colored = StateReport.render(SampleLogs.mixture(), style: TextStyle(width: 100, color: true))
    XCTAssertEqual(plain, VisibleWidth.strippingANSI(colored))
  }
}
