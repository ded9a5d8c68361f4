import LabAnalysis
import LabLanguage
import XCTest

@testable import LabJudgement

/// `always`, `finally`, `possible`, `possible finally`, `eventually`.
final class StateClaimTests: XCTestCase {
  private func end(_ values: [String: Int64], isCompleted: Bool = true) -> (inout Facts, Program) -> Void {
    { $0.addEnd(SampleState($1, values), of: $1, isCompleted: isCompleted) }
  }

  func testAUniversalClaimThatHeldIsProvedByACompletedSearchOnly() throws {
    for claim in ["always x <= 1", "finally x == 1"] {
      try assertWords("expect \(claim)", [.needsExplore, .held, .inconclusive], end(["x": 1]))
    }
  }

  func testOneViolationFailsAUniversalClaimWhateverTheCoverage() throws {
    for claim in ["always x <= 1", "finally x == 1"] {
      try assertWords("expect \(claim)", [.failed, .failed, .failed]) { facts, program in
        facts.addEnd(SampleState(program, ["x": 1]), of: program, isCompleted: true)
        facts.addEnd(SampleState(program, ["x": 2]), of: program, isCompleted: true)
      }
    }
  }

  func testAUniversalClaimNobodyTestedIsOpenUntilASearchIsComplete() throws {
    try assertWords("expect finally x == 1", [.needsExplore, .held, .inconclusive])
  }

  func testFinallySpeaksOfExecutionsInWhichAllFinished() throws {
    try assertWords(
      "expect finally x == 1", [.needsExplore, .held, .inconclusive], end(["x": 7], isCompleted: false))
    try assertWords("expect always x == 1", [.failed, .failed, .failed], end(["x": 7], isCompleted: false))
  }

  func testAnExistentialClaimNeedsOneWitnessAndNoMore() throws {
    for claim in ["possible x == 1", "possible finally x == 1"] {
      try assertWords("expect \(claim)", [.held, .held, .held]) { facts, program in
        facts.addEnd(SampleState(program, ["x": 0]), of: program, isCompleted: true)
        facts.addEnd(SampleState(program, ["x": 1]), of: program, isCompleted: true)
      }
    }
  }

  func testAnExistentialClaimWithoutAWitnessFailsACompletedSearchOnly() throws {
    for claim in ["possible x == 1", "possible finally x == 1"] {
      try assertWords("expect \(claim)", [.needsExplore, .failed, .inconclusive], end(["x": 0]))
    }
  }

  func testAWitnessOfPossibleFinallyMustHaveFinished() throws {
    let stopped = end(["x": 1], isCompleted: false)
    try assertWords("expect possible finally x == 1", [.needsExplore, .failed, .inconclusive], stopped)
    try assertWords("expect possible x == 1", [.held, .held, .held], stopped)
  }

  func testEventuallyIsNothingThatAnEndStateShows() throws {
    for values in [["x": Int64(1)], ["x": 0]] {
      try assertWords("expect eventually x == 1", [.needsExplore, .inconclusive, .inconclusive], end(values))
    }
  }

  func testEventuallyIsSettledByASearchForFairCycles() throws {
    try assertWords("expect eventually x == 1", [.needsExplore, .held, .inconclusive]) { facts, _ in
      facts.held[0] = 5
    }
    try assertWords("expect eventually x == 1", [.failed, .failed, .failed]) { facts, _ in
      facts.held[0] = 5
      facts.violated[0] = 1
    }
  }

  func testAnExpressionThatCannotBeEvaluatedDoesNotHold() throws {
    try assertWords("expect always 1 / x == 1", [.failed, .failed, .failed], end(["x": 0]))
    try assertWords("expect possible cell[x] == 3", [.needsExplore, .failed, .inconclusive], end(["x": 7]))
  }

  func testDetailsCountRunsAndExecutions() throws {
    let program = try Sample.program("expect finally x == 1; expect possible x == 1")
    for (coverage, noun) in [(Coverage.runs(2), "run"), (.stopped("limit"), "execution")] {
      var facts = Sample.facts(coverage)
      for value in [1, 1, 2] as [Int64] {
        facts.addEnd(SampleState(program, ["x": value]), of: program, isCompleted: true)
      }
      let lines = Judge.judge(program, facts).lines
      XCTAssertEqual(lines[0].detail, "violated in 1 of 3 \(noun)s")
      XCTAssertEqual(lines[1].detail, "in 2 \(noun)s")
    }
  }
}
