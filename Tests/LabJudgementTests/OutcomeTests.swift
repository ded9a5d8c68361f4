import LabAnalysis
import LabLanguage
import XCTest

@testable import LabJudgement

/// Tables of outcomes.
final class OutcomeTests: XCTestCase {
  private let table = """
    expect outcomes (x, y) {
      0, 0: reachable "nobody"
      1, 0: interesting
      0, 1: allowed
      1, 1: forbidden "both"
    }
    """

  private func words(_ coverage: Coverage, _ ends: [(Int64, Int64)], isCompleted: Bool = true) throws
    -> [LineVerdict]
  {
    let program = try Sample.program(table)
    var facts = Sample.facts(coverage)
    for (x, y) in ends {
      facts.addEnd(SampleState(program, ["x": x, "y": y]), of: program, isCompleted: isCompleted)
    }
    return Judge.judge(program, facts).lines
  }

  func testReachableOutcomesNeedAWitness() throws {
    XCTAssertEqual(try words(.runs(1), [(0, 0)])[0].word, .held)
    XCTAssertEqual(try words(.runs(1), [])[0].word, .needsExplore)
    XCTAssertEqual(try words(.complete, [])[0].word, .failed)
    XCTAssertEqual(try words(.stopped("limit"), [])[0].word, .inconclusive)
  }

  func testInterestingAndAllowedOutcomesNeedNotOccur() throws {
    for coverage in Sample.coverages {
      XCTAssertEqual(try words(coverage, [(0, 0)])[1].word, .unseen, "\(coverage)")
      XCTAssertEqual(try words(coverage, [(0, 0)])[2].word, .unseen, "\(coverage)")
      XCTAssertEqual(try words(coverage, [(1, 0)])[1].word, .held, "\(coverage)")
      XCTAssertEqual(try words(coverage, [(0, 1)])[2].word, .held, "\(coverage)")
    }
  }

  func testForbiddenOutcomesFailWhenSeenAndAreExcludedByACompletedSearchOnly() throws {
    for coverage in Sample.coverages {
      let seen = try words(coverage, [(1, 1), (1, 1)])[3]
      XCTAssertEqual(seen.word, .failed, "\(coverage)")
      XCTAssertTrue(seen.detail.hasPrefix("2 "), seen.detail)
      XCTAssertTrue(seen.detail.hasSuffix("both"), seen.detail)
    }
    XCTAssertEqual(try words(.runs(9), [(0, 0)])[3].word, .needsExplore)
    XCTAssertEqual(try words(.complete, [(0, 0)])[3].word, .held)
    XCTAssertEqual(try words(.stopped("limit"), [(0, 0)])[3].word, .inconclusive)
  }

  func testAnUnlistedOutcomeFailsOncePerTuple() throws {
    for coverage in Sample.coverages {
      let lines = try words(coverage, [(5, 5), (5, 5), (6, 5)])
      XCTAssertEqual(lines.count, 6, "\(lines)")
      XCTAssertEqual(lines[4].text, "outcome 5, 5 is not listed")
      XCTAssertEqual(lines[4].word, .failed)
      XCTAssertEqual(lines[5].text, "outcome 6, 5 is not listed")
    }
  }

  func testOnlyCompletedExecutionsHaveAnOutcome() throws {
    let lines = try words(.complete, [(1, 1), (9, 9)], isCompleted: false)
    XCTAssertEqual(lines.count, 4)
    XCTAssertEqual(lines[3].word, .held, "what deadlocked or failed has no outcome")
  }

  func testATableThatDoesNotApplyIsOneLineAndStillCounted() throws {
    let program = try Sample.program(table + " when N == 5")
    var facts = Sample.facts(.runs(1))
    facts.addEnd(SampleState(program, ["x": 9, "y": 9]), of: program, isCompleted: true)
    let lines = Judge.judge(program, facts).lines
    XCTAssertEqual(lines.map(\.word), [.notApplicable])
    XCTAssertEqual(facts.outcomes[0]?.count([9, 9]), 1, "the histogram is worth having")
  }

  func testATupleWithAPartThatCannotBeEvaluatedIsNoOutcome() throws {
    let program = try Sample.program("expect outcomes (10 / x) {\n 10: reachable\n}")
    var facts = Sample.facts(.complete)
    facts.addEnd(SampleState(program, ["x": 0]), of: program, isCompleted: true)
    XCTAssertNil(facts.outcomes[0])
    XCTAssertEqual(Judge.judge(program, facts).lines.map(\.word), [.failed])
  }
}
