import LabTrace
import XCTest

@testable import LabReports

final class WaitListTests: XCTestCase {
  func testEveryWaitHasItsLengthItsEndAndItsCause() throws {
    let waits = WaitList(SampleLogs.deadlines()).waits
    XCTAssertEqual(waits.map(\.end), [.never, .never, .timedOut, .failed])
    XCTAssertEqual(waits[2].length, 5_000_000)
    XCTAssertEqual(waits[2].hasDeadline, true)
    XCTAssertEqual(waits[3].length, 251_000)
  }

  func testAConditionWaitEndsWithTheWakeUpAndTheMutexIsASecondWait() throws {
    let waits = WaitList(SampleLogs.boundedBufferIf()).waits
    let wait = try XCTUnwrap(waits.first { $0.kind == .conditionWaitBegin })
    guard case .served(let cause) = wait.end else {
      XCTFail("\(wait.end)")
      return
    }
    XCTAssertEqual(SampleLogs.boundedBufferIf().event(cause)?.kind, .conditionSignal)
  }

  func testWaitsOfTheMixtureAreServedByWhoLetThemGo() {
    let log = SampleLogs.mixture()
    let waits = WaitList(log).waits
    XCTAssertEqual(waits.count, 4, "the last to arrive at a barrier does not wait")
    let kinds = waits.map(\.kind)
    XCTAssertEqual(kinds.first, .semaphoreWaitBegin, "the longest first")
    for wait in waits {
      guard case .served(let cause) = wait.end else {
        XCTFail("\(wait)")
        continue
      }
      XCTAssertNotEqual(cause, .none, "\(wait.kind)")
    }
  }

  func testStepsNameEventsAndBack() {
    for log in [SampleLogs.mixture(), SampleLogs.boundedBufferIf(), SampleLogs.crowd(5)] {
      let steps = StepNumbers(log)
      XCTAssertEqual(steps.last, log.eventCount - (log.threads.first?.events.count ?? 0))
      for step in 1...steps.last {
        guard let event = steps.event(ofStep: step) else {
          XCTFail("step \(step)")
          continue
        }
        XCTAssertEqual(steps.step(of: event), step)
      }
      XCTAssertNil(steps.event(ofStep: 0))
      XCTAssertNil(steps.event(ofStep: steps.last + 1))
      XCTAssertNil(steps.event(ofStep: -1))
      XCTAssertNil(steps.step(of: EventReference(rawValue: .max)))
    }
  }
}
