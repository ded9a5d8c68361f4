import LabAnalysis
import LabLanguage
import LabTrace
import XCTest

@testable import LabJudgement

/// What is found and no line speaks of; conditions; the judgement of the file.
final class UndeclaredTests: XCTestCase {
  private func judge(
    _ expectations: String, _ coverage: Coverage = .runs(3), _ fill: (inout Facts, Program) -> Void
  ) throws
    -> Judgement
  {
    let program = try Sample.program(expectations)
    var facts = Sample.facts(coverage)
    fill(&facts, program)
    return Judge.judge(program, facts)
  }

  func testEveryUndeclaredFindingFailsTheFile() throws {
    let findings: [(text: String, add: (inout Facts, Program) -> Void)] = [
      ("undeclared failure: no seats left", { facts, _ in facts.failures.add("no seats left") }),
      ("undeclared misuse: unlock of m", { facts, _ in facts.misuses.add("unlock of m") }),
      ("undeclared deadlock of a, c", { facts, _ in facts.deadlocks.add([0, 2]) }),
      ("undeclared race on x", { $0.races.add(Sample.object("x", $1)) }),
      ("undeclared leak: a kept m", { facts, _ in facts.others[.leak, default: .init()].add("a kept m") }),
      (
        "undeclared livelock: round and round",
        { facts, _ in facts.others[.livelock, default: .init()].add("round and round") }
      ),
      ("the run died: killed by signal 11", { facts, _ in facts.died.add("killed by signal 11") }),
    ]
    for (text, add) in findings {
      for coverage in Sample.coverages {
        let judgement = try judge("", coverage, add)
        XCTAssertEqual(judgement.lines.map(\.text), [text], "\(coverage)")
        XCTAssertEqual(judgement.lines.map(\.word), [.failed], "\(coverage)")
        XCTAssertEqual(judgement.outcome, .failed, "\(coverage)")
        XCTAssertNil(judgement.lines[0].expectation)
      }
    }
  }

  func testLockCyclesAndStarvationAreJudgedOnlyWhenDeclared() throws {
    let judgement = try judge("") { facts, _ in
      facts.others[.lockCycle, default: .init()].add("m before n before m")
      facts.others[.lostWakeUp, default: .init()].add("a signal that nobody heard")
      facts.others[.guardViolation, default: .init()].add("x without m")
    }
    XCTAssertEqual(judgement.lines, [])
    XCTAssertEqual(judgement.outcome, .passed)
  }

  func testEachDifferentFindingIsALineWithItsCount() throws {
    let judgement = try judge("") { facts, _ in
      facts.failures.add("one", count: 2)
      facts.failures.add("two")
      facts.failures.add("one")
    }
    XCTAssertEqual(judgement.lines.map(\.text), ["undeclared failure: one", "undeclared failure: two"])
    XCTAssertEqual(judgement.lines.map(\.detail), ["3 runs", "1 run"])
  }

  func testATimeOutSettlesNothing() throws {
    let judgement = try judge("") { facts, _ in facts.timedOut = 2 }
    XCTAssertEqual(judgement.lines.map(\.word), [.inconclusive])
    XCTAssertEqual(judgement.lines[0].detail, "2 runs")
    XCTAssertEqual(judgement.outcome, .inconclusive)
  }

  func testADeclarationOfOneClassDeclaresNoOther() throws {
    let judgement = try judge("expect failure; expect race on x") { facts, program in
      facts.failures.add("anything")
      facts.misuses.add("unlock of m")
      facts.races.add(Sample.object("x", program))
      facts.races.add(Sample.object("y", program))
    }
    XCTAssertEqual(
      judgement.lines.map(\.text),
      ["failure", "race on x", "undeclared misuse: unlock of m", "undeclared race on y"])
    XCTAssertEqual(judgement.outcome, .failed)
  }

  func testARaceOnAnythingIsDeclaredByABareRace() throws {
    let judgement = try judge("expect race") { $0.races.add(Sample.object("y", $1)) }
    XCTAssertEqual(judgement.lines.map(\.word), [.held])
  }

  // MARK: when

  func testALineWhoseConditionExcludesTheParametersDoesNotApply() throws {
    for coverage in Sample.coverages {
      let judgement = try judge("expect always x == 5 when N > 3; expect deadlock when N == 2", coverage) {
        facts, program in
        facts.addEnd(SampleState(program, ["x": 1]), of: program, isCompleted: true)
        facts.deadlocks.add([0])
      }
      XCTAssertEqual(judgement.lines.map(\.word), [.notApplicable, .held], "\(coverage)")
      XCTAssertEqual(judgement.outcome, .passed)
    }
  }

  func testADeclarationThatDoesNotApplyDeclaresNothing() throws {
    let judgement = try judge("expect deadlock when N > 3; expect race on x when N > 3") { facts, program in
      facts.deadlocks.add([0])
      facts.races.add(Sample.object("x", program))
    }
    XCTAssertEqual(judgement.lines.map(\.word), [.notApplicable, .notApplicable, .failed, .failed])
  }

  func testParametersDecideWhichLinesApply() throws {
    let program = try Sample.program("expect deadlock when N > 3", [RunInfo.Parameter(name: "N", value: 4)])
    var facts = Sample.facts(.runs(1))
    facts.deadlocks.add([0])
    XCTAssertEqual(Judge.judge(program, facts).lines.map(\.word), [.held])
  }

  // MARK: the file

  func testTheFileFailsBeforeItIsInconclusiveAndIsInconclusiveBeforeItPasses() {
    func outcome(_ words: [LineVerdict.Word]) -> Judgement.Outcome {
      Judgement(lines: words.map { LineVerdict(word: $0, text: "") }).outcome
    }
    XCTAssertEqual(outcome([]), .passed)
    XCTAssertEqual(outcome([.held, .needsExplore, .notApplicable, .unseen]), .passed)
    XCTAssertEqual(outcome([.held, .notSeen]), .inconclusive)
    XCTAssertEqual(outcome([.inconclusive, .held]), .inconclusive)
    XCTAssertEqual(outcome([.inconclusive, .failed, .notSeen]), .failed)
  }

  func testLinesComeInTheOrderOfTheFileWithTheirPlaces() throws {
    let judgement = try judge("expect possible x == 1\nexpect race on x\nexpect no deadlock") { facts, _ in
      facts.failures.add("late")
    }
    XCTAssertEqual(
      judgement.lines.map(\.text),
      ["possible x == 1", "race on x", "no deadlock", "undeclared failure: late"])
    XCTAssertEqual(judgement.lines.map(\.expectation), [0, 1, 2, nil])
    XCTAssertEqual(judgement.lines.map { $0.site != .unknown }, [true, true, true, false])
  }

  func testTheSameFactsGiveTheSameJudgement() throws {
    let fill: (inout Facts, Program) -> Void = { facts, program in
      for number in 0..<20 { facts.failures.add("message \(number % 7)") }
      for number in 0..<9 { facts.deadlocks.add([number % 3]) }
      for _ in 0..<3 { facts.addEnd(SampleState(program, ["x": 1]), of: program, isCompleted: true) }
    }
    let expectations = "expect finally x == 1; expect race"
    XCTAssertEqual(try judge(expectations, .runs(3), fill), try judge(expectations, .runs(3), fill))
  }

  // MARK: facts

  func testATallyKeepsTheOrderOfFirstSight() {
    var tally = Facts.Tally<String>()
    XCTAssertTrue(tally.isEmpty)
    for word in ["b", "a", "b", "c"] { tally.add(word) }
    tally.add("a", count: 5)
    XCTAssertEqual(tally.entries.map(\.key), ["b", "a", "c"])
    XCTAssertEqual(tally.entries.map(\.count), [2, 6, 1])
    XCTAssertEqual(tally.total, 9)
    XCTAssertEqual(tally.count("a"), 6)
    XCTAssertEqual(tally.count("z"), 0)
  }

  func testOnlyExecutionsInWhichAllFinishedAreCountedAsCompleted() throws {
    let program = try Sample.program("")
    var facts = Sample.facts(.runs(2))
    facts.addEnd(SampleState(program, [:]), of: program, isCompleted: true)
    facts.addEnd(SampleState(program, [:]), of: program, isCompleted: false)
    XCTAssertEqual(facts.completed, 1)
  }
}
