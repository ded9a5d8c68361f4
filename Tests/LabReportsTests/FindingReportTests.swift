import LabAnalysis
import LabTrace
import XCTest

@testable import LabReports

final class FindingReportTests: XCTestCase {
  func testEveryClassIsPrintedAsRecordedAtTwoWidthsAndInASCII() throws {
    XCTAssertEqual(
      Set(SampleFindings.all.map(\.0.kind)), Set(Finding.Class.allCases), "a sample for each class")
    for (finding, log) in SampleFindings.all {
      for width in [80, 120] {
        let text = FindingReport.render(finding, log: log, style: TextStyle(width: width))
        try assertGolden(text, "finding-\(finding.kind.rawValue)-\(width)")
      }
      let ascii = FindingReport.render(finding, log: log, style: TextStyle(width: 80, ascii: true))
      try assertGolden(ascii, "finding-\(finding.kind.rawValue)-ascii")
      XCTAssertFalse(ascii.contains("──"), ascii)
    }
  }

  func testEveryReportHasTheClaimBothSidesTheReasonsAndTheFix() {
    for (finding, log) in SampleFindings.all {
      for width in [40, 80, 200] {
        let lines = FindingReport.render(finding, log: log, style: TextStyle(width: width))
        // Lines are wrapped: what counts are the words.
        let words = lines.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
        XCTAssertTrue(words.contains(finding.kind.title), words)
        XCTAssertTrue(words.contains("(\(finding.confidence.rawValue))"), words)
        XCTAssertTrue(words.contains(finding.claim), words)
        for side in finding.sides { XCTAssertTrue(words.contains(log.actorName(side.actor)), words) }
        if width >= 80 { for reason in finding.reasons { XCTAssertTrue(words.contains(reason), words) } }
        XCTAssertTrue(words.contains("synclab explain \(finding.term)"), words)
        for line in lines.split(separator: "\n") {
          XCTAssertLessThanOrEqual(VisibleWidth.of(String(line)), width, "\(line)")
        }
      }
    }
  }

  func testTwoSidesStandSideBySideWhereThereIsRoom() {
    let (finding, log) = SampleFindings.deadlock
    let wide = FindingReport.render(finding, log: log, style: TextStyle(width: 80))
    let row = wide.split(separator: "\n").first { $0.contains("holds") }
    XCTAssertTrue(row?.contains("a  since 8:15") == true && row?.contains("b  since 9:15") == true, wide)
    let narrow = FindingReport.render(finding, log: log, style: TextStyle(width: 50))
    XCTAssertFalse(
      narrow.split(separator: "\n").contains {
        $0.contains("8:15") && $0.contains("9:15") && $0.contains("since")
      })
  }

  func testManySidesAreBlocks() {
    var (finding, log) = SampleFindings.deadlock
    finding.sides += finding.sides + finding.sides
    let text = FindingReport.render(finding, log: log, style: TextStyle(width: 80))
    XCTAssertEqual(text.components(separatedBy: "waits for").count - 1, 6, text)
  }

  func testALockThatTheFindingIsAboutIsNamedOnce() {
    let (finding, log) = SampleFindings.leak
    let text = FindingReport.render(finding, log: log, style: TextStyle(width: 80))
    XCTAssertTrue(text.contains("still holds a"), text)
    XCTAssertFalse(text.contains("holds       "), text)
  }

  func testAWitnessedCycleBesideItsDeadlockIsOneLine() {
    let (deadlock, log) = SampleFindings.deadlock
    var cycle = SampleFindings.lockCycle.0
    cycle.confidence = .witnessed
    let text = FindingReport.render([deadlock, cycle], log: log, style: TextStyle(width: 120))
    XCTAssertTrue(text.contains("it is the deadlock above"), text)
    XCTAssertEqual(text.components(separatedBy: " fix ").count - 1, 1, text)
    cycle.confidence = .pattern
    let both = FindingReport.render([deadlock, cycle], log: log, style: TextStyle(width: 120))
    XCTAssertFalse(both.contains("it is the deadlock above"), "a pattern is news")
  }

  func testPathsAreShortInTextAndWholeInJSON() {
    var (finding, log) = SampleFindings.deadlock
    for index in log.sites.indices.dropFirst() { log.sites[index].file = "some/where/abba.lab" }
    let text = FindingReport.render(finding, log: log, style: TextStyle(width: 80))
    XCTAssertEqual(text.components(separatedBy: "some/where/abba.lab").count - 1, 1, "the file is named once")
    XCTAssertTrue(FindingReport.json(finding, log: log).text().contains("some/where/abba.lab"))
    log.sites[1].file = "other/abba.lab"
    finding.schedule = ""
    let two = FindingReport.render(finding, log: log, style: TextStyle(width: 120))
    XCTAssertTrue(two.contains("other/abba.lab:8:15"), "two files of one name need their paths:\n\(two)")
  }
}
