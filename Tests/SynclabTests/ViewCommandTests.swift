import Foundation
import LabTestSupport
import XCTest

/// The views over traces of real runs.
final class ViewCommandTests: XCTestCase {
  private let shipped = ["SYNCLAB_SCENARIOS": Repository.path("Scenarios")]

  func testAnAbbaRunThatDidNotDeadlockShowsTheCycleAsAPattern() throws {
    try CommandLine.inFolder { line in
      // Left has both locks before right has any.
      let run = try line.run(
        "run", "abba-deadlock", "--schedule", "left*2", "--trace", "abba.trace", "--runs", "1",
        environment: shipped)
      XCTAssertTrue(run.status == .exited(0) || run.status == .exited(2), "\(run)")
      XCTAssertFalse(run.output.contains("DEADLOCK"), "\(run)")
      let locks = try line.run("inspect", "abba.trace", "--view", "locks")
      locks.assertSucceeds()
      for words in ["a ─▶ b", "b ─▶ a", "✗ cycle (pattern only): a before b before a"] {
        XCTAssertTrue(locks.output.contains(words), "\(words) in \(locks)")
      }
      let findings = try line.run("inspect", "abba.trace", "--view", "findings")
      XCTAssertTrue(findings.output.contains("LOCK ORDER CYCLE (pattern only)"), "\(findings)")
      let story = try line.run("explain", "abba.trace")
      XCTAssertTrue(story.output.contains("It did not happen in this run"), "\(story)")
    }
  }

  func testAPatternThatHappenedInALaterRunIsToldAsWitnessed() throws {
    try CommandLine.inFolder { line in
      for seed in ["3", "4", "5"] {
        let result = try line.run(
          "run", "abba-deadlock", "--chaos", "--runs", "20", "--seed", seed, "--json", environment: shipped)
        let object = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
        let findings = try XCTUnwrap(object?["findings"] as? [[String: Any]], "\(result)")
        guard findings.contains(where: { $0["class"] as? String == "deadlock" }) else { continue }
        let cycle = try XCTUnwrap(findings.first { $0["class"] as? String == "lockcycle" }, "\(findings)")
        XCTAssertEqual(cycle["confidence"] as? String, "witnessed", "seed \(seed)")
      }
    }
  }

  func testARaceIsShownInTwoColumnsWithPlacesLocksAndAFix() throws {
    try CommandLine.inFolder { line in
      _ = try line.run("run", "lost-update", "--trace", "lu.trace", "--runs", "1", environment: shipped)
      let races = try line.run("inspect", "lu.trace", "--view", "races", "--width", "80")
      races.assertSucceeds()
      XCTAssertEqual(races.output.components(separatedBy: "RACE (witnessed)").count - 1, 1, "\(races)")
      for words in [
        "worker[0]                          worker[1]", "nothing                            nothing", "16:9",
        "16:19", "no common lock", "make it one step", "synclab explain lost-update",
      ] { XCTAssertTrue(races.output.contains(words), "\(words) in \(races)") }
    }
  }

  func testGuardedVariablesAreOneLineEach() throws {
    try CommandLine.inFolder { line in
      _ = try line.run("run", "bounded-buffer", "--trace", "bb.trace", "--runs", "1", environment: shipped)
      let races = try line.run("inspect", "bb.trace", "--view", "races")
      XCTAssertTrue(races.output.contains("✓ no race in this run"), "\(races)")
      XCTAssertTrue(races.output.contains("count  ✓  guarded by m"), "\(races)")
    }
  }

  func testEveryViewOfARealTraceKeepsToTheWidthAndToASCII() throws {
    try CommandLine.inFolder { line in
      _ = try line.run(
        "run", "bounded-buffer-if", "--chaos", "--seed", "3", "--trace", "t.trace", "--runs", "3",
        environment: shipped)
      for view in ["lanes", "waits", "locks", "races", "hb", "state", "steps", "findings"] {
        for width in ["80", "120", "200"] {
          let result = try line.run("inspect", "t.trace", "--view", view, "--width", width, "--ascii")
          result.assertSucceeds()
          for row in result.output.split(separator: "\n") {
            XCTAssertLessThanOrEqual(row.count, Int(width) ?? 0, "\(view): \(row)")
            XCTAssertTrue(row.utf8.allSatisfy { $0 < 0x80 }, "\(view): \(row)")
          }
        }
      }
    }
  }
}
