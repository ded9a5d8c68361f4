import LabTrace
import XCTest

@testable import LabReports

final class LanesReportTests: XCTestCase {
  private let samples: [(String, EventLog)] = [
    ("abba", SampleLogs.abba()),
    ("bounded-buffer-if", SampleLogs.boundedBufferIf()),
    ("lost-update", SampleLogs.lostUpdate(rounds: 1000)),
    ("irregular-updates", SampleLogs.irregularUpdates(rounds: 2000, seed: 1)),
    ("killed", SampleLogs.killedWhileWaiting()),
    ("readers-writer", SampleLogs.readersAndWriter()),
    ("mixture", SampleLogs.mixture()),
    ("crowd", SampleLogs.crowd(128)),
  ]

  func testLanesAreAsRecordedAtThreeWidthsAndInASCII() throws {
    for (name, log) in samples {
      for width in [80, 120, 200] {
        let text = LanesReport.render(log: log, style: TextStyle(width: width), options: .init(limit: 60))
        try assertGolden(text, "lanes-\(name)-\(width)")
      }
      let style = TextStyle(width: 100, ascii: true)
      try assertGolden(
        LanesReport.render(log: log, style: style, options: .init(limit: 60)), "lanes-\(name)-ascii")
    }
  }

  func testNoLineIsWiderThanTheStyle() {
    for (name, log) in samples {
      for width in [40, 80, 120, 200] {
        for ascii in [false, true] {
          let style = TextStyle(width: width, ascii: ascii)
          for line in LanesReport.render(log: log, style: style).split(separator: "\n") {
            XCTAssertLessThanOrEqual(VisibleWidth.of(String(line)), width, "\(name): \(line)")
          }
        }
      }
    }
  }

  func testASCIIStyleWritesOnlyASCII() {
    for (name, log) in samples {
      let text = LanesReport.render(log: log, style: TextStyle(width: 120, ascii: true))
      XCTAssertTrue(text.utf8.allSatisfy { $0 < 0x80 }, name)
    }
  }

  func testColourAddsOnlyColour() {
    for (name, log) in samples {
      let plain = LanesReport.render(log: log, style: TextStyle(width: 120))
      let colored = LanesReport.render(log: log, style: TextStyle(width: 120, color: true))
      XCTAssertNotEqual(plain, colored, name)
      XCTAssertEqual(plain, VisibleWidth.strippingANSI(colored), name)
    }
  }

  func testTwoHundredThousandEventsStayReadable() {
    let log = SampleLogs.lostUpdate(rounds: 50_000)
    XCTAssertGreaterThan(log.threads.reduce(0) { $0 + $1.events.count }, 190_000)
    let text = LanesReport.render(log: log, style: TextStyle(width: 200), options: .init(form: .steps))
    XCTAssertLessThan(text.split(separator: "\n").count, 50)
    XCTAssertTrue(text.contains("24,996 more rounds of: worker[0] read counter, write counter"), text)
    XCTAssertTrue(text.contains("worker[1] read counter, write counter, worker[0] write counter"), text)
  }

  func testImportantEventsAndTheirNeighboursAreNeverFolded() {
    let log = SampleLogs.lostUpdate(rounds: 1000)
    let important = EventReference(thread: ThreadID(rawValue: 1), sequence: 500)
    let options = LanesReport.Options(form: .steps, limit: 40, important: [important])
    let text = LanesReport.render(log: log, style: TextStyle(width: 120), options: options)
    let steps = text.split(separator: "\n").compactMap { Int($0.split(separator: " ").first ?? "") }
    for step in 498...502 { XCTAssertTrue(steps.contains(step), "step \(step) in\n\(text)") }
  }

  func testStepsOutsideFromAndToAreNotShown() {
    let options = LanesReport.Options(form: .steps, from: 5, to: 7)
    let text = LanesReport.render(
      log: SampleLogs.boundedBufferIf(), style: TextStyle(width: 120), options: options)
    let steps = text.split(separator: "\n").compactMap { Int($0.split(separator: " ").first ?? "") }
    XCTAssertEqual(steps, [5, 6])
  }

  func testEmptyLogSaysSo() {
    let log = EventLog(run: RunInfo(name: "empty"))
    XCTAssertEqual(LanesReport.render(log: log, style: TextStyle()), " no events\n")
  }

  func testWrongNumbersInADamagedLogDoNotTrap() {
    var random = SplitMix64(seed: 7)
    for round in 0..<200 {
      var log = SampleLogs.mixture()
      for thread in log.threads.indices {
        for index in log.threads[thread].events.indices where random.below(4) == 0 {
          log.threads[thread].events[index].object = ObjectID(
            rawValue: UInt32(truncatingIfNeeded: random.next()))
          log.threads[thread].events[index].value = Int64(truncatingIfNeeded: random.next())
          log.threads[thread].events[index].cause = EventReference(
            rawValue: random.next() >> random.below(63))
          log.threads[thread].events[index].version = UInt32(random.below(9))
          log.threads[thread].events[index].site = SiteID(rawValue: UInt16(random.below(60000)))
          log.threads[thread].events[index].time = random.next() >> random.below(63)
          log.threads[thread].events[index].kind =
            EventKind.allCases[
              Int(random.below(UInt64(EventKind.allCases.count)))]
        }
      }
      let text = LanesReport.render(log: log, style: TextStyle(width: 100))
      XCTAssertFalse(text.isEmpty, "round \(round)")
      XCTAssertFalse(StateReport.render(log, style: TextStyle(width: 100)).isEmpty)
    }
  }
}
