import Foundation
import LabAnalysis
import LabTrace
import XCTest

@testable import LabReports

/// The views of `inspect` over the sample logs.
final class ViewTests: XCTestCase {
  private let samples: [(String, EventLog)] = [
    ("abba", SampleLogs.abba()),
    ("abba-late", SampleLogs.ordersThatDidNotMeet()),
    ("bounded-buffer-if", SampleLogs.boundedBufferIf()),
    ("lost-update", SampleLogs.lostUpdate(rounds: 10)),
    ("relay", SampleLogs.relay()),
    ("deadlines", SampleLogs.deadlines()),
    ("readers-writer", SampleLogs.readersAndWriter()),
    ("mixture", SampleLogs.mixture()),
    ("killed", SampleLogs.killedWhileWaiting()),
    ("crowd", SampleLogs.crowd(60)),
    ("empty", EventLog(run: RunInfo(name: "empty"))),
  ]

  /// Every view of a log, by name.
  private func views(_ log: EventLog, _ style: TextStyle) -> [(name: String, text: String, json: JSONValue)] {
    let analysis = Analyzer.analyze(log)
    let steps = StepNumbers(log)
    var result: [(name: String, text: String, json: JSONValue)] = []
    let waits = WaitsReport(log, analysis)
    result.append(("waits", waits.render(style: style), waits.json))
    let locks = LocksReport(log, analysis)
    result.append(("locks", locks.render(style: style), locks.json))
    let races = RacesReport(log, analysis)
    result.append(("races", races.render(style: style), races.json))
    var questions: [HappensBeforeReport.Question] = [.handOvers]
    if let middle = steps.event(ofStep: steps.last / 2 + 1), let last = steps.event(ofStep: steps.last) {
      questions += [
        .event(middle), .event(last), .pair(middle, last), .pair(last, middle), .pair(last, last),
      ]
    }
    for (index, question) in questions.enumerated() {
      let report = HappensBeforeReport(log, analysis, steps: steps, question)
      result.append(("hb\(index)", report.render(style: style), report.json))
    }
    return result
  }

  /// All views of a log on one page.
  private func page(_ log: EventLog, _ style: TextStyle) -> String {
    views(log, style).map { "--- \($0.name)\n\($0.text)" }.joined()
  }

  func testViewsAreAsRecordedAtTwoWidthsAndInASCII() throws {
    for (name, log) in samples.prefix(7) {
      try assertGolden(page(log, TextStyle(width: 80)), "views-\(name)-80")
    }
    for (name, log) in samples.prefix(2) {
      try assertGolden(page(log, TextStyle(width: 120)), "views-\(name)-120")
      try assertGolden(page(log, TextStyle(width: 80, ascii: true)), "views-\(name)-ascii")
    }
  }

  func testNoLineOfAViewIsWiderThanTheStyle() {
    for (name, log) in samples {
      for width in [40, 80, 120, 200] {
        for view in views(log, TextStyle(width: width)) {
          for line in view.text.split(separator: "\n") {
            XCTAssertLessThanOrEqual(VisibleWidth.of(String(line)), width, "\(name), \(view.name): \(line)")
          }
        }
      }
    }
  }

  func testASCIIViewsAreASCIIAndColourAddsOnlyColour() {
    for (name, log) in samples {
      for view in views(log, TextStyle(width: 100, ascii: true)) {
        XCTAssertTrue(view.text.utf8.allSatisfy { $0 < 0x80 }, "\(name), \(view.name):\n\(view.text)")
      }
      let plain = views(log, TextStyle(width: 100)).map(\.text)
      let colored = views(log, TextStyle(width: 100, color: true)).map(\.text)
      XCTAssertEqual(plain, colored.map(VisibleWidth.strippingANSI), name)
    }
  }

  func testJSONOfViewsIsReadByAnotherReader() throws {
    for (name, log) in samples {
      for view in views(log, TextStyle()) where view.json != .null {
        let object = try JSONSerialization.jsonObject(with: Data(view.json.text().utf8))
        XCTAssertTrue(object is [String: Any], "\(name), \(view.name)")
      }
    }
  }

  func testWrongNumbersInADamagedLogDoNotTrapAView() {
    var random = SplitMix64(seed: 11)
    for round in 0..<150 {
      var log = round % 2 == 0 ? SampleLogs.mixture() : SampleLogs.ordersThatDidNotMeet()
      for thread in log.threads.indices {
        for index in log.threads[thread].events.indices where random.below(4) == 0 {
          log.threads[thread].events[index].object = ObjectID(
            rawValue: UInt32(truncatingIfNeeded: random.next()))
          log.threads[thread].events[index].value = Int64(truncatingIfNeeded: random.next())
          log.threads[thread].events[index].cause = EventReference(
            rawValue: random.next() >> random.below(63))
          log.threads[thread].events[index].version = UInt32(random.below(9))
          log.threads[thread].events[index].time = random.next() >> random.below(63)
          let kinds = EventKind.allCases
          log.threads[thread].events[index].kind = kinds[Int(random.below(UInt64(kinds.count)))]
        }
      }
      for view in views(log, TextStyle(width: 80)) {
        XCTAssertFalse(view.text.isEmpty, "round \(round), \(view.name)")
      }
      let narrative = Narrative(log, Analyzer.analyze(log), path: "t.trace")
      XCTAssertFalse(narrative.render(style: TextStyle(width: 80)).isEmpty)
    }
  }

  // MARK: what they say

  private func text(_ view: String, _ log: EventLog, width: Int = 120) -> String {
    views(log, TextStyle(width: width)).first { $0.name == view }?.text ?? ""
  }

  func testACycleThatDidNotDeadlockIsMarkedAsAPattern() {
    let locks = text("locks", SampleLogs.ordersThatDidNotMeet())
    XCTAssertTrue(locks.contains("a ─▶ b"), locks)
    XCTAssertTrue(locks.contains("b ─▶ a"), locks)
    XCTAssertTrue(locks.contains("✗ cycle (pattern only): a before b before a"), locks)
    let waits = text("waits", SampleLogs.ordersThatDidNotMeet())
    XCTAssertTrue(waits.contains("nobody had to wait"), waits)
  }

  func testTheGuardTableTellsConsistentFromInconsistent() {
    let locks = text("locks", SampleLogs.ordersThatDidNotMeet())
    XCTAssertTrue(locks.contains("x  ✗  guarded by a, as declared, but held at 4 of 5 accesses"), locks)
    XCTAssertTrue(locks.contains("y  ✓  guarded by a (and b)"), locks)
    XCTAssertTrue(locks.contains("z  ✓  one actor only"), locks)
  }

  func testTheWaitForGraphCanBeAskedForAnyStep() {
    let log = SampleLogs.abba()
    let analysis = Analyzer.analyze(log)
    let style = TextStyle(width: 80)
    let end = WaitsReport(log, analysis).render(style: style)
    XCTAssertTrue(end.contains("left ──b──▶ right ──a──▶ left  ✗ cycle"), end)
    let before = WaitsReport(log, analysis, at: 5).render(style: style)
    XCTAssertTrue(before.contains("left ──b──▶ right\n"), before)
    let start = WaitsReport(log, analysis, at: 2).render(style: style)
    XCTAssertTrue(start.contains("after step 2\n   nobody waits"), start)
  }

  func testAChainThroughAThirdActorIsToldLinkByLink() throws {
    let log = SampleLogs.relay()
    let steps = StepNumbers(log)
    let analysis = Analyzer.analyze(log)
    func ask(_ first: Int, _ second: Int) throws -> String {
      let question = HappensBeforeReport.Question.pair(
        try XCTUnwrap(steps.event(ofStep: first)), try XCTUnwrap(steps.event(ofStep: second)))
      return HappensBeforeReport(log, analysis, steps: steps, question).render(style: TextStyle(width: 120))
    }
    let ordered = try ask(4, 13)
    XCTAssertTrue(ordered.contains("ordered: step 4 happens before step 13 because"), ordered)
    XCTAssertTrue(ordered.contains("1  first unlock m 5:5 ─▶ second lock m 12:5"), ordered)
    XCTAssertTrue(ordered.contains("2  second release ready 13:5 ─▶ third acquire ready 20:5"), ordered)
    let unordered = try ask(7, 13)
    XCTAssertTrue(unordered.contains("unordered: neither happens before the other"), unordered)
    XCTAssertTrue(unordered.contains("a race: both access data plainly, one of them writes"), unordered)
    XCTAssertTrue(unordered.contains("third had last heard of first at step 6, unlock m 5:5"), unordered)
    XCTAssertTrue(try ask(4, 5).contains("in the same actor"))
    XCTAssertTrue(try ask(4, 4).contains("one and the same step"))
  }

  func testConesCountWhatIsBeforeAfterAndNeither() throws {
    let log = SampleLogs.relay()
    let steps = StepNumbers(log)
    let event = try XCTUnwrap(steps.event(ofStep: 13))
    let report = HappensBeforeReport(log, Analyzer.analyze(log), steps: steps, .event(event))
    let text = report.render(style: TextStyle(width: 120))
    XCTAssertTrue(text.contains("before it  11 events, 3 of its own actor"), text)
    XCTAssertTrue(text.contains("neither  3 events"), text)
    XCTAssertTrue(text.contains("✗ race with step 7 write data = 2 6:5"), text)
    let sums: [JSONValue?] = ["past", "future"].map { report.json[$0]?["events"] }
    XCTAssertEqual(sums, [.integer(11), .integer(1)])
  }

  func testLongListsOfHandOversAreGrouped() {
    var log = LogBuilder("ping")
    let actors = [log.actor("ping"), log.actor("pong")]
    let turns = [log.object("pingTurn", .semaphore, initial: 1), log.object("pongTurn", .semaphore)]
    let sites = [log.site(3, 5, "acquire"), log.site(4, 5, "release")]
    log.start(actors[0], actors[1])
    var posts = [EventReference.none, .none]
    for round in 0..<300 {
      let turn = round % 2
      log.add(
        actors[turn], .semaphoreWaitEnd, turns[turn], 1, at: sites[0], cause: posts[turn], hasVersion: true)
      posts[1 - turn] = log.add(
        actors[turn], .semaphorePost, turns[1 - turn], 1, at: sites[1], hasVersion: true)
    }
    log.exit(actors[0], actors[1])
    let text = text("hb0", log.log)
    XCTAssertLessThan(text.split(separator: "\n").count, 8, text)
    XCTAssertTrue(text.contains("150  ping release pongTurn 4:5"), text)
    XCTAssertTrue(text.contains("299 hand-overs in all"), text)
  }
}
