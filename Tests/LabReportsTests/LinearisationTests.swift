import LabTrace
import XCTest

@testable import LabReports

final class LinearisationTests: XCTestCase {
  func testCauseComesFirstEvenIfItsTimeStampIsLater() {
    var log = LogBuilder("clock")
    let early = log.actor("early")
    let late = log.actor("late")
    log.add(early, .threadStart)
    log.add(early, .semaphoreWaitEnd, .none, 1, cause: EventReference(thread: late, sequence: 2))
    log.add(late, .threadStart)
    log.add(late, .semaphorePost, .none, 1)
    let order = Linearisation(log.log)
    XCTAssertEqual(order.entries.map(\.thread), [1, 2, 2, 1])
    XCTAssertEqual(order.brokenConstraints, 0)
  }

  func testEventsOfAnObjectFollowItsVersions() {
    var log = LogBuilder("versions").log
    log.objects = [ObjectInfo(name: "m", kind: .mutex)]
    let object = ObjectID(rawValue: 1)
    func event(_ time: UInt64, _ sequence: UInt32, _ version: UInt32) -> Event {
      Event(time: time, sequence: sequence, kind: .lockAcquire, object: object, version: version)
    }
    log.threads.append(ThreadLog(name: "a", events: [event(1, 1, 3), event(2, 2, 4)]))
    log.threads.append(ThreadLog(name: "b", events: [event(5, 1, 1), event(6, 2, 2)]))
    let order = Linearisation(log)
    XCTAssertEqual(order.entries.map(\.thread), [2, 2, 1, 1])
  }

  func testContradictionsEndInTimeOrderInsteadOfHanging() {
    var log = LogBuilder("cycle").log
    let first = EventReference(thread: ThreadID(rawValue: 1), sequence: 1)
    let second = EventReference(thread: ThreadID(rawValue: 2), sequence: 1)
    log.threads.append(
      ThreadLog(name: "a", events: [Event(time: 2, sequence: 1, kind: .yield, cause: second)]))
    log.threads.append(
      ThreadLog(name: "b", events: [Event(time: 1, sequence: 1, kind: .yield, cause: first)]))
    let order = Linearisation(log)
    XCTAssertEqual(order.entries.map(\.thread), [2, 1])
    XCTAssertEqual(order.brokenConstraints, 1)
  }

  func testACauseThatWasLostHoldsNobodyUp() {
    var log = LogBuilder("lost")
    let actor = log.actor("a")
    let other = log.actor("b")
    log.add(actor, .lockAcquire, .none, cause: EventReference(thread: other, sequence: 99))
    log.add(other, .threadStart)
    let order = Linearisation(log.log)
    XCTAssertEqual(order.entries.map(\.thread).sorted(), [1, 2])
  }

  func testEveryEventOccursOnceInTheOrderOfItsThread() {
    for seed in 0..<20 as Range<UInt64> {
      let log = SampleLogs.irregularUpdates(rounds: 100, seed: seed)
      let order = Linearisation(log)
      XCTAssertEqual(order.entries.count, log.threads.reduce(0) { $0 + $1.events.count }, "seed \(seed)")
      for thread in 1...2 as ClosedRange<UInt32> {
        let indices = order.entries.filter { $0.thread == thread }.map(\.index)
        XCTAssertEqual(indices, Array(0..<Int32(indices.count)), "seed \(seed)")
      }
    }
  }
}
