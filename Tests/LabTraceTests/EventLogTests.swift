import LabTestSupport
import LabTrace
import XCTest

final class EventLogTests: XCTestCase {
  private typealias Fixtures = LogFixtures

  func testEventsAreFoundByReferenceAlsoAcrossGaps() {
    var log = EventLog(run: RunInfo(name: "gaps"), threads: [ThreadLog(name: "lab"), ThreadLog(name: "t")])
    let sequences: [UInt32] = [3, 4, 5, 9, 10, 200, 4_000_000_000]
    log.threads[1].events = sequences.map { Fixtures.event($0, value: Int64($0)) }
    for sequence in sequences {
      let reference = EventReference(thread: ThreadID(rawValue: 1), sequence: sequence)
      XCTAssertEqual(log.event(reference)?.value, Int64(sequence))
    }
    for sequence: UInt32 in [0, 1, 2, 6, 8, 11, 199, 201, .max] {
      XCTAssertNil(log.event(EventReference(thread: ThreadID(rawValue: 1), sequence: sequence)))
    }
    XCTAssertNil(log.event(EventReference(thread: ThreadID(rawValue: 7), sequence: 3)))
    XCTAssertNil(log.event(.none))
  }

  func testNamesHaveStandInsForWhatIsMissing() {
    let log = Fixtures.random(seed: 1)
    XCTAssertEqual(log.name(ThreadID(rawValue: 2)), "thread[2]")
    XCTAssertEqual(log.name(ThreadID(rawValue: 99)), "thread 99")
    XCTAssertEqual(log.name(ObjectID(rawValue: 1)), "object[0]")
    XCTAssertEqual(log.name(ObjectID.none), "")
    XCTAssertEqual(log.name(ObjectID(rawValue: 99)), "object 99")
    XCTAssertNil(log.site(.unknown))
    XCTAssertNil(log.site(SiteID(rawValue: 99)))
    XCTAssertEqual(log.site(SiteID(rawValue: 3))?.line, 3)
    XCTAssertEqual(log.text(ObjectID(rawValue: 2)), "text")
    XCTAssertNil(log.text(ObjectID(rawValue: 4)))
  }

  func testOrderRespectsThreadsCausesAndVersionsWhateverTheClocksSay() {
    for seed in 0..<UInt64(TestSettings.count(60, long: 2000)) {
      let log = Fixtures.random(seed: TestSettings.seed &+ seed, threads: 5, events: 300, jitter: seed * 20)
      var seen = Set<EventReference>()
      var versions = [UInt32](repeating: 0, count: log.objects.count + 1)
      var order = EventOrder(log)
      var previous: UInt64 = 0
      while let element = order.next() {
        let event = element.event
        let name = "seed \(TestSettings.seed &+ seed), \(element.reference)"
        if event.sequence > 1 {
          XCTAssertTrue(
            seen.contains(Fixtures.reference(Int(element.thread.rawValue), Int(event.sequence) - 1)), name)
        }
        XCTAssertTrue(event.cause == .none || seen.contains(event.cause), name)
        if event.version > 0 {
          XCTAssertEqual(event.version, versions[Int(event.object.rawValue)] + 1, name)
          versions[Int(event.object.rawValue)] = event.version
        }
        if seed == 0 {
          XCTAssertGreaterThanOrEqual(event.time, previous, "right clocks: by time")
          previous = event.time
        }
        XCTAssertTrue(seen.insert(element.reference).inserted)
      }
      XCTAssertEqual(seen.count, log.eventCount)
      XCTAssertEqual(order.brokenConstraints, 0)
    }
  }

  func testOrderIsTheSameEveryTime() {
    let log = Fixtures.random(seed: 4, threads: 6, events: 500, jitter: 1000)
    XCTAssertEqual(Array(EventOrder(log)), Array(EventOrder(log)))
  }

  func testEqualTimesGoByThread() {
    var log = EventLog(run: RunInfo(name: "equal"))
    log.threads = (0..<3).map { _ in ThreadLog(name: "t", events: [Fixtures.event(1), Fixtures.event(2)]) }
    XCTAssertEqual(EventOrder(log).map(\.thread.rawValue), [0, 0, 1, 1, 2, 2])
  }

  func testReadersMayShareAVersion() {
    var log = EventLog(run: RunInfo(name: "shared"), objects: [ObjectInfo(name: "x", kind: .atomic)])
    log.threads = [
      ThreadLog(name: "a", events: [Fixtures.event(1, time: 9, object: 1, version: 2)]),
      ThreadLog(name: "b", events: [Fixtures.event(1, time: 8, object: 1, version: 2)]),
      ThreadLog(name: "c", events: [Fixtures.event(1, time: 1, object: 1, version: 3)]),
      ThreadLog(name: "d", events: [Fixtures.event(1, time: 20, object: 1, version: 1)]),
    ]
    XCTAssertEqual(EventOrder(log).map(\.thread.rawValue), [3, 1, 0, 2])
  }

  func testCycleIsBrokenAtItsLeastEventAndCounted() {
    var log = EventLog(run: RunInfo(name: "cycle"))
    log.threads = [
      ThreadLog(name: "a", events: [Fixtures.event(1, time: 7, cause: Fixtures.reference(1, 1))]),
      ThreadLog(name: "b", events: [Fixtures.event(1, time: 6, cause: Fixtures.reference(0, 1))]),
      ThreadLog(name: "c", events: [Fixtures.event(1, time: 1, cause: Fixtures.reference(2, 1))]),
    ]
    var order = EventOrder(log)
    var threads: [UInt32] = []
    while let element = order.next() { threads.append(element.thread.rawValue) }
    XCTAssertEqual(threads, [2, 1, 0])
    XCTAssertEqual(order.brokenConstraints, 1)
  }

  func testSoundLogHasNoProblems() {
    for seed in 0..<10 { XCTAssertEqual(Fixtures.random(seed: UInt64(seed)).problems(), []) }
  }

  func testProblemsAreFound() {
    var log = Fixtures.random(seed: 2, threads: 2, events: 0)
    let bad: [(Event, LogProblem.Kind)] = [
      (Fixtures.event(2), .unexplainedGap(missing: 1)),
      (Fixtures.event(2), .sequenceNotRising),
      (Fixtures.event(3, cause: Fixtures.reference(1, 99)), .danglingCause),
      (Fixtures.event(4, cause: Fixtures.reference(77, 1)), .danglingCause),
      (Fixtures.event(5, object: 99), .unknownObject),
      (Fixtures.event(6, .print, object: 99), .unknownText),
      (Fixtures.event(7, .threadSpawn, value: 9), .unknownThread),
      (Fixtures.event(8, .joinEnd, value: -1), .unknownThread),
      (
        Event(time: 0, sequence: 9, kind: .yield, site: SiteID(rawValue: 500)), .unknownSite
      ),
    ]
    log.threads[1].events = bad.map(\.0)
    XCTAssertEqual(log.problems().map(\.kind), bad.map(\.1))
    XCTAssertEqual(
      log.problems()[0].description, "thread 1, event 2: 1 events are missing that nobody counted")
  }

  func testCountedLossesExplainGapsAndDanglingCauses() {
    var log = Fixtures.random(seed: 2, threads: 3, events: 0)
    log.threads[1].events = [Fixtures.event(5), Fixtures.event(6)]
    log.threads[1].lost = 4
    log.threads[2].events = [Fixtures.event(1, cause: Fixtures.reference(1, 3))]
    XCTAssertEqual(log.problems(), [])
    log.threads[2].events[0].cause = Fixtures.reference(1, 11)
    XCTAssertEqual(log.problems().map(\.kind), [.danglingCause])
  }
}
