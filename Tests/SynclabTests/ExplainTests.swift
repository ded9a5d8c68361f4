import Foundation
import LabReports
import LabTestSupport
import LabTrace
import XCTest

/// `explain` as a user sees it.
final class ExplainTests: XCTestCase {
  private let shipped = ["SYNCLAB_SCENARIOS": Repository.path("Scenarios")]

  func testATermIsFoundHoweverItIsSpelled() throws {
    try CommandLine.inFolder { line in
      let answers = try [["lost-wakeup-"], ["Lost Wake-Up"], ["lost", "wake-up"], ["LOST_WAKE_UP"]].map {
        try line.shell("exec \"$0\" explain \"$@\"", $0).output
      }
      XCTAssertTrue(answers[1].contains("A signal comes before the wait"), answers[1])
      for answer in answers { XCTAssertEqual(answer, answers[1]) }
    }
  }

  func testTheListNamesEveryTerm() throws {
    try CommandLine.inFolder { line in
      let list = try line.run("explain")
      list.assertSucceeds()
      let words = list.output.split { $0 == " " || $0 == "\n" }.joined(separator: " ")
      for term in Glossary.terms { XCTAssertTrue(words.contains(term.name), term.name) }
      let plain = try line.run("explain", "--names").output.split(separator: "\n").map(String.init)
      XCTAssertEqual(plain, Glossary.terms.map(\.slug))
    }
  }

  func testAScenarioIsToldWithItsWordsAndItsTwins() throws {
    try CommandLine.inFolder { line in
      let story = try line.run("explain", "bounded-buffer-if", environment: shipped)
      story.assertSucceeds()
      for words in [
        "signal only makes a waiter runnable", "fixed by", "bounded-buffer", "barging", "expects",
        "synclab run bounded-buffer-if",
      ] { XCTAssertTrue(story.output.contains(words), "\(words) in \(story)") }
    }
  }

  func testATermAndAScenarioOfOneNameAreBothTold() throws {
    try CommandLine.inFolder { line in
      let both = try line.run("explain", "lost-update", environment: shipped)
      XCTAssertTrue(both.output.contains("Two threads read the same old value"), "\(both)")
      XCTAssertTrue(both.output.contains("Two threads, one counter, no lock"), "\(both)")
      let alone = try line.run("explain", "lost-update")
      alone.assertSucceeds()
      XCTAssertFalse(alone.output.contains("one counter, no lock"), "a term needs no scenarios")
    }
  }

  func testATraceIsToldAsAStory() throws {
    try CommandLine.inFolder { line in
      try line.write(TraceCodec.encode(SampleTraces.deadlock()), to: "t.trace")
      try line.write(TraceCodec.encode(SampleTraces.deadlock()), to: "odd-name")
      let story = try line.run("explain", "t.trace")
      story.assertSucceeds()
      for words in ["what happened", "left took a at 8:15", "what to change", "the words", "--view waits"] {
        XCTAssertTrue(story.output.contains(words), "\(words) in \(story)")
      }
      let other = try line.run("explain", "odd-name")
      XCTAssertTrue(other.output.contains("left took a at 8:15"), "\(other)")
    }
  }

  func testEveryCommandThatTheGlossaryShowsIsUnderstood() throws {
    let folder = Repository.path("Scenarios")
    try CommandLine.inFolder { line in
      for command in Set(Glossary.terms.map(\.run)).sorted() {
        // A single run is enough to see whether the words are understood.
        let words = command.split(separator: " ").map(String.init)
        var shorter = words.filter { $0 != "--chaos" }
        if let runs = shorter.firstIndex(of: "--runs") { shorter.removeSubrange(runs...runs + 1) }
        let result = try line.shell(
          "exec \"$0\" run \"$@\" --runs 1 -q --seed 1", shorter, environment: ["SYNCLAB_SCENARIOS": folder])
        let isFine = [.exited(0), .exited(1), .exited(2)].contains(result.status)
        XCTAssertTrue(isFine, "synclab run \(command): \(result)")
      }
    }
  }
}
