import Foundation
import LabTestSupport
import XCTest

@testable import LabReports

final class GlossaryTests: XCTestCase {
  private var scenarios: Set<String> {
    let root = Repository.path("Scenarios")
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
    return Set(
      paths.filter { $0.hasSuffix(".lab") }.map {
        (($0 as NSString).lastPathComponent as NSString).deletingPathExtension
      })
  }

  func testTheFieldsWordsAreThere() {
    let words = [
      "deadlock", "self-deadlock", "lock order", "wait-for graph", "race", "data race", "lost update",
      "happens-before", "lockset", "lost wake-up", "spurious wake-up", "barging", "semaphore",
      "condition variable", "mutex", "recursive mutex", "errorcheck", "robust mutex", "owner death", "rwlock",
      "upgrade deadlock", "starvation", "fairness", "convoy", "livelock", "busy waiting", "spin", "barrier",
      "event", "bounded buffer", "producer-consumer", "monitor", "critical section", "atomicity violation",
      "check-then-act", "double-checked locking", "publication", "memory order", "release/acquire",
      "sequential consistency", "linearizability", "ABA", "futex", "event count", "preemption bound",
      "Mazurkiewicz trace", "sleep set", "DPOR", "vector clock", "epoch", "leak", "misuse",
      "partial deadlock",
      "gate lock", "ticket lock", "turnstile", "dining philosophers",
    ]
    for word in words { XCTAssertNotNil(Glossary.term(word), word) }
  }

  func testEveryTermIsWhole() {
    for term in Glossary.terms {
      for text in [term.meaning, term.signs, term.cure] {
        XCTAssertTrue(
          text.hasSuffix(".") || text.hasSuffix("?"), "\(term.name): no end of a sentence: \(text)")
        XCTAssertFalse(text.contains("  "), "\(term.name): two spaces")
        XCTAssertEqual(text.count(where: { $0 == "`" }) % 2, 0, "\(term.name): a backquote is open")
      }
      XCTAssertGreaterThan(term.meaning.count, 60, term.name)
      XCTAssertFalse(term.related.isEmpty, term.name)
    }
  }

  func testRelatedTermsAreTerms() {
    for term in Glossary.terms {
      for related in term.related {
        XCTAssertNotNil(
          Glossary.term(related), "\(term.name) is related to \(related), which nobody explains")
        XCTAssertNotEqual(Glossary.term(related)?.name, term.name, "\(term.name) is related to itself")
      }
    }
  }

  func testEveryTermIsShownByAShippedScenario() {
    let scenarios = scenarios
    XCTAssertGreaterThan(scenarios.count, 40)
    for term in Glossary.terms {
      XCTAssertTrue(scenarios.contains(term.scenario), "\(term.name): there is no scenario \(term.scenario)")
    }
  }

  func testNoSpellingMeansTwoTerms() {
    var owners: [String: String] = [:]
    for term in Glossary.terms {
      for name in Set(([term.name] + term.aliases).map(Glossary.key)) {
        XCTAssertNil(owners[name], "\(name) is \(owners[name] ?? "") and \(term.name)")
        owners[name] = term.name
        XCTAssertFalse(name.isEmpty, term.name)
      }
    }
    XCTAssertEqual(Set(Glossary.terms.map(\.slug)).count, Glossary.terms.count)
  }

  func testTermsAreFoundHoweverTheyAreSpelled() {
    for word in ["lost wake-up", "Lost Wakeup", "lost-wakeup", "LOST_WAKE_UP", "lostwakeup", "lost wake-ups"]
    {
      XCTAssertEqual(Glossary.term(word)?.name, "lost wake-up", word)
    }
    XCTAssertEqual(Glossary.term("cas")?.name, "compare-and-swap")
    XCTAssertNil(Glossary.term("nonsense"))
    XCTAssertNil(Glossary.term(""))
    for term in Glossary.terms { XCTAssertEqual(Glossary.term(term.slug)?.name, term.name) }
  }

  func testSlugsNeedNoQuotesInAShell() {
    for slug in Glossary.terms.map(\.slug) {
      XCTAssertTrue(
        slug.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }, slug)
    }
  }

  /// Read from the text of the analyses, so that a term that no test run happens to find is held, too.
  func testEveryTermOfTheAnalysesIsExplained() throws {
    let root = Repository.path("Sources/Core/LabAnalysis")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root).filter { $0.hasSuffix(".swift") }
    var found: Set<String> = []
    let patterns = [
      #"term: "([a-z][a-z-]*)""#, #"var term = "([a-z][a-z-]*)""#, #", "([a-z][a-z-]*)"\n\s*\)"#,
      #"\n\s+"([a-z][a-z-]*)"\n\s+\)"#,
    ]
    for path in paths {
      let text = try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
      for pattern in patterns {
        let expression = try NSRegularExpression(pattern: pattern)
        for match in expression.matches(in: text, range: NSRange(text.startIndex..., in: text)) {
          guard let range = Range(match.range(at: 1), in: text) else { continue }
          found.insert(String(text[range]))
        }
      }
    }
    XCTAssertGreaterThan(found.count, 20, "\(found.sorted())")
    for term in found.sorted() {
      XCTAssertNotNil(
        Glossary.term(term), "the analyses say 'synclab explain \(term)', which nobody explains")
    }
  }

  func testEveryClassOfFindingsIsATerm() {
    for (finding, _) in SampleFindings.all {
      XCTAssertNotNil(Glossary.term(finding.term), finding.term)
      XCTAssertNotNil(Glossary.term(finding.kind.rawValue), finding.kind.rawValue)
    }
  }

  func testTermsAndTheirIndexAreAsRecorded() throws {
    let style = TextStyle(width: 80)
    for name in ["lost wake-up", "happens-before"] {
      let term = try XCTUnwrap(Glossary.term(name))
      try assertGolden(TermReport.render(term, style: style), "term-\(term.slug)")
    }
    try assertGolden(TermReport.index(style: style), "term-index")
  }

  func testTermsKeepToTheWidth() {
    for width in [40, 80, 200] {
      let style = TextStyle(width: width, ascii: true)
      for term in Glossary.terms {
        for line in TermReport.render(term, style: style).split(separator: "\n") {
          XCTAssertLessThanOrEqual(line.count, width, "\(line)")
          XCTAssertTrue(line.utf8.allSatisfy { $0 < 0x80 }, "\(line)")
        }
      }
    }
  }
}
