import Foundation
import LabPlatform
import LabTestSupport
import XCTest

/// Small programs whose truth is known: what is there is found, and nothing else is told.
///
/// The findings are read from the JSON of the command line, so that the form users parse is what is scored.
final class KnownTruthTests: XCTestCase {
  /// A program, how to run it, and the findings that must come out: class and object of each.
  private struct Truth {
    var scenario: String
    var arguments: [String] = ["--runs", "5", "--chaos", "--seed", "11"]
    var findings: Set<String> = []
    /// Why a true finding is left to exploration.
    var note = ""
  }

  /// Where luck would decide, a schedule does.
  private static let truths: [Truth] = [
    Truth(scenario: "lost-update", findings: ["race counter"]),
    Truth(
      scenario: "double-checked-init", arguments: ["--schedule", "u0*9 u1*2"],
      findings: ["race built", "race payload"],
      note: "both threads look at the flag without the lock"),
    Truth(scenario: "lost-update-fixed"),
    Truth(scenario: "abba-deadlock", arguments: ["--schedule", "left*8 right*8"], findings: ["lockcycle"]),
    Truth(scenario: "abba-after-join"),
    Truth(scenario: "gate-lock"),
    Truth(scenario: "abba-one-thread"),
    Truth(scenario: "semaphore-ping-pong"),
    Truth(scenario: "condition-handoff"),
    Truth(scenario: "publication-fixed"),
    Truth(scenario: "wrong-lock-fixed"),
    Truth(scenario: "message-passing"),
  ]

  private func findings(_ truth: Truth) throws -> [[String: Any]] {
    let environment = ["SYNCLAB_SCENARIOS": Repository.path("Scenarios")]
    let result = try runProgram(
      Repository.program("synclab"), ["run", truth.scenario, "--json"] + truth.arguments,
      environment: environment,
      seconds: 120)
    XCTAssertNotEqual(result.status, .exited(70), "\(result)")
    let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    return try XCTUnwrap(json?["findings"] as? [[String: Any]], "\(result)")
  }

  /// `race counter`: class and declaration of the first side's object; other classes by themselves.
  private func summary(_ finding: [String: Any]) -> String {
    let kind = finding["class"] as? String ?? "?"
    guard kind == "race", let side = (finding["sides"] as? [[String: Any]])?.first else { return kind }
    let object = side["object"] as? String ?? "?"
    return "race \(object.prefix { $0 != "[" })"
  }

  func testEveryTrueFindingIsToldAndNoOther() throws {
    for truth in Self.truths {
      let found = Set(try findings(truth).map(summary))
      XCTAssertEqual(found, truth.findings, "\(truth.scenario) \(truth.note)")
    }
  }

  func testRaceHiddenByAnAccidentalEdgeIsLeftToExplorationAndFoundWhenTheEdgeIsGone() throws {
    let hidden = Truth(scenario: "race-hidden-by-lock", arguments: ["--schedule", "writer*5 reader*6"])
    XCTAssertEqual(Set(try findings(hidden).map(summary)), [])
    let bare = Truth(scenario: "race-hidden-by-lock", arguments: ["--schedule", "reader*6 writer*5"])
    XCTAssertEqual(Set(try findings(bare).map(summary)), ["race data"])
  }

  func testSemaphoreThatIsNoMutexIsFoundOutEvenWithoutACollision() throws {
    // Both hold a permit, but they take turns inside: nothing fails, and nothing orders them either.
    let truth = Truth(
      scenario: "semaphore-as-mutex-started-at-2", arguments: ["--schedule", "w0 w1 w0*4 w1*4 w0 w1"])
    XCTAssertEqual(Set(try findings(truth).map(summary)), ["race counter"])
  }

  func testEveryFindingCarriesAllItsFields() throws {
    let scenarios = [
      "lost-update", "abba-deadlock", "missing-unlock", "unlock-by-non-owner", "bounded-buffer-if",
      "self-deadlock",
    ]
    var classes: Set<String> = []
    for scenario in scenarios {
      for finding in try findings(
        Truth(scenario: scenario, arguments: ["--runs", "20", "--chaos", "--seed", "5"]))
      {
        let kind = finding["class"] as? String ?? "?"
        classes.insert(kind)
        for key in ["class", "confidence", "claim", "fix", "term", "fingerprint"] {
          let text = finding[key] as? String ?? ""
          XCTAssertFalse(text.isEmpty, "\(scenario), \(kind): no \(key)")
        }
        XCTAssertNotNil(finding["schedule"], scenario)
        XCTAssertGreaterThan(finding["count"] as? Int ?? 0, 0, scenario)
        XCTAssertFalse((finding["reasons"] as? [String] ?? []).isEmpty, "\(scenario), \(kind): no reasons")
        let sides = finding["sides"] as? [[String: Any]] ?? []
        XCTAssertFalse(sides.isEmpty, "\(scenario), \(kind): no sides")
        for side in sides {
          XCTAssertNotNil(side["actor"] as? String, "\(scenario), \(kind)")
          XCTAssertNotNil(side["locksHeld"] as? [Any], "\(scenario), \(kind)")
          let site = side["site"] as? [String: Any]
          XCTAssertNotNil(site?["line"], "\(scenario), \(kind): \(side)")
        }
      }
    }
    XCTAssertTrue(
      classes.isSuperset(of: ["race", "deadlock", "leak", "misuse", "failure"]), "\(classes.sorted())")
  }
}
