import LabAnalysis
import LabTrace
import XCTest

@testable import LabReports

final class ReportTests: XCTestCase {
  func testAWaitNobodyCanEndEndsInNobody() {
    let side = Side(actor: ThreadID(rawValue: 1), action: "waits in", object: ObjectID(rawValue: 2))
    let finding = Finding(kind: .deadlock, confidence: .witnessed, claim: "1 actor", sides: [side])
    let text = FindingReport.render(finding, log: SampleLogs.abba(), style: TextStyle())
    XCTAssertTrue(text.contains("left ──b──▶ nobody"), text)
  }

  func testFindingWithWrongNumbersIsPrintedAllTheSame() {
    let side = Side(
      actor: ThreadID(rawValue: 900), action: "writes", object: ObjectID(rawValue: 900),
      site: SiteID(rawValue: 900), event: EventReference(rawValue: .max),
      lastSynchronisation: EventReference(rawValue: .max))
    let finding = Finding(kind: .race, confidence: .pattern, claim: "odd", sides: [side])
    let text = FindingReport.render([finding, finding], log: SampleLogs.abba(), style: TextStyle())
    XCTAssertTrue(text.contains("thread 900"), text)
  }

  func testFindingAsJSONSpellsOutNamesAndPlaces() {
    let json = FindingReport.json(SampleFindings.deadlock.0, log: SampleLogs.abba())
    guard case .array(let sides)? = json["sides"] else { return XCTFail("no sides") }
    XCTAssertEqual(sides[0]["actor"], "left")
    XCTAssertEqual(sides[0]["site"]?["line"], 8)
    XCTAssertEqual(sides[0]["waitsFor"], ["right"])
  }

  func testHistogramIsAsRecorded() throws {
    let rows: [HistogramReport.Row] = [
      .init(label: "2", count: 1, number: 2, grade: "reachable", note: "one update survives per pair"),
      .init(label: "3", count: 12, number: 3, grade: "reachable", note: "one update lost"),
      .init(label: "4", count: 987, number: 4, grade: "reachable", note: "lucky schedule"),
      .init(label: "5", count: 0, number: 5, grade: "forbidden", role: .bad),
    ]
    for width in [60, 120] {
      let text = HistogramReport(title: "counter", rows: rows).render(style: TextStyle(width: width))
      try assertGolden(text, "histogram-\(width)")
    }
    let ascii = HistogramReport(title: "counter", rows: rows).render(style: TextStyle(width: 80, ascii: true))
    XCTAssertTrue(ascii.utf8.allSatisfy { $0 < 0x80 })
  }

  func testManyOutcomesKeepDeclaredOnesApart() throws {
    var rows = (0..<100).map { HistogramReport.Row(label: "w\($0)", count: 1 + $0 % 7) }
    rows[50].grade = "forbidden"
    rows[50].note = "two winners"
    let text = HistogramReport(title: "winner", rows: rows, maximumRows: 10).render(style: TextStyle())
    try assertGolden(text, "histogram-words")
    XCTAssertTrue(text.contains("two winners"), text)
    XCTAssertTrue(text.contains("and 90 more outcomes"), text)
  }

  func testManyOutcomesAreSummarised() throws {
    let rows = (0..<500).map { number in
      HistogramReport.Row(
        label: "\(number * 7)", count: 1 + (number == 250 ? 40 : 0), number: Int64(number * 7))
    }
    let report = HistogramReport(title: "counter", rows: rows, maximumRows: 10)
    try assertGolden(report.render(style: TextStyle(width: 80)), "histogram-many")
    XCTAssertEqual(report.render(style: TextStyle()).split(separator: "\n").count, 12)
    XCTAssertEqual(report.statistics()?.least, 0)
    XCTAssertEqual(report.statistics()?.median, 1750)
    XCTAssertEqual(report.statistics()?.most, 3493)
    XCTAssertEqual(HistogramReport(title: "x", rows: []).render(style: TextStyle()), " no outcomes\n")
  }

  func testVerdictIsAsRecorded() throws {
    let report = VerdictReport(
      headline: "FAILED", headlineRole: .bad, summary: "lost-update, 20 runs, seed 42",
      rows: [
        .init(word: .held, text: "finally sum == n * (n + 1)", place: "a.lab:12:1"),
        .init(word: .failed, text: "no deadlock", detail: "2 actors blocked in run 7: left, right"),
        .init(word: .needsExplore, text: "always counter <= T * N", place: "a.lab:13:1"),
        .init(word: .notApplicable, text: "outcomes (counter) when N == 2 && T == 2"),
        .init(word: .notSeen, text: "race on counter", detail: "not in these runs"),
      ])
    try assertGolden(report.render(style: TextStyle(width: 80)), "verdict-80")
    XCTAssertEqual(
      VisibleWidth.strippingANSI(report.render(style: TextStyle(width: 80, color: true))),
      report.render(style: TextStyle(width: 80)))
  }

  func testCatalogueIsGroupedByTheme() throws {
    let report = CatalogueReport(rows: [
      .init(
        name: "lost-update", theme: "race", title: "Two threads, one counter, no lock",
        tags: ["race", "beginner"], fixedBy: ["lost-update-fixed"]),
      .init(
        name: "abba-deadlock", theme: "deadlock", title: "Two locks, two orders", fixedBy: ["abba-ordered"]),
      .init(name: "abba-ordered", theme: "deadlock", title: "Two locks, one order", fixes: ["abba-deadlock"]),
      .init(name: "broken", theme: "", problem: "3 errors (synclab check shows them)"),
    ])
    for width in [40, 80, 120] {
      try assertGolden(report.render(style: TextStyle(width: width)), "catalogue-\(width)")
    }
  }

  func testNoReportIsWiderThanTheStyle() {
    for width in [40, 60, 80, 200] {
      let style = TextStyle(width: width)
      var texts = [
        FindingReport.render([SampleFindings.deadlock.0], log: SampleLogs.abba(), style: style),
        StateReport.render(SampleLogs.mixture(), style: style),
        StateReport.render(SampleLogs.boundedBufferIf(), style: style),
      ]
      texts.append(
        HistogramReport(
          title: "a, b",
          rows: [.init(label: "1, 2", count: 3, grade: "allowed", note: "a long note about this")]
        ).render(style: style))
      for line in texts.joined().split(separator: "\n") {
        XCTAssertLessThanOrEqual(VisibleWidth.of(String(line)), width, String(line))
      }
    }
  }
}
