import LabAnalysis
import LabLanguage
import XCTest

@testable import LabJudgement

/// `race`, `deadlock`, `failure`, `misuse`, `livelock`, `lockcycle`, `leak`, `starvation`, with and without `no`.
final class FindingClaimTests: XCTestCase {
  /// A word, its class, and how the class gets into the facts.
  private let words: [(word: String, kind: Finding.Class, add: (inout Facts, Program) -> Void)] = [
    ("race", .race, { $0.races.add(Sample.object("x", $1)) }),
    ("deadlock", .deadlock, { facts, _ in facts.deadlocks.add([0, 1]) }),
    ("failure", .failure, { facts, _ in facts.failures.add("no seats left") }),
    ("misuse", .misuse, { facts, _ in facts.misuses.add("unlock of m") }),
    ("livelock", .livelock, { facts, _ in facts.others[.livelock, default: .init()].add("back and forth") }),
    (
      "lockcycle", .lockCycle,
      { facts, _ in facts.others[.lockCycle, default: .init()].add("m before n before m") }
    ),
    ("leak", .leak, { facts, _ in facts.others[.leak, default: .init()].add("a kept m") }),
  ]

  func testADeclaredFindingThatWasFoundHolds() throws {
    for (word, _, add) in words { try assertWords("expect \(word)", [.held, .held, .held], add) }
  }

  func testADeclaredFindingThatWasNotFoundIsNotSeenFailedOrOpen() throws {
    for (word, _, _) in words { try assertWords("expect \(word)", [.notSeen, .failed, .inconclusive]) }
  }

  func testADeclaredFindingThatNothingLooksForIsOpen() throws {
    for (word, kind, _) in words {
      let blind = Sample.everything.subtracting([kind])
      try assertWords("expect \(word)", [.needsExplore, .inconclusive, .inconclusive], visible: blind)
    }
    try assertWords("expect starvation", [.needsExplore, .inconclusive, .inconclusive])
    try assertWords("expect starvation of a", [.needsExplore, .inconclusive, .inconclusive])
  }

  func testAnExcludedFindingThatWasFoundFails() throws {
    for (word, _, add) in words { try assertWords("expect no \(word)", [.failed, .failed, .failed], add) }
  }

  func testAnExcludedFindingIsExcludedByACompletedSearchThatLooksForItOnly() throws {
    for (word, kind, _) in words {
      try assertWords("expect no \(word)", [.needsExplore, .held, .inconclusive])
      let blind = Sample.everything.subtracting([kind])
      try assertWords("expect no \(word)", [.needsExplore, .inconclusive, .inconclusive], visible: blind)
    }
    try assertWords("expect no starvation", [.needsExplore, .inconclusive, .inconclusive])
  }

  func testAnExcludedFindingIsToldOnce() throws {
    for (word, _, add) in words {
      let program = try Sample.program("expect no \(word)")
      var facts = Sample.facts(.runs(1))
      add(&facts, program)
      let lines = Judge.judge(program, facts).lines
      XCTAssertEqual(lines.count, 1, "\(word): \(lines)")
    }
  }

  // MARK: sets of actors, variables

  func testDeadlockOfASetMeansExactlyThisSet() throws {
    func deadlocked(_ names: [String]) -> (inout Facts, Program) -> Void {
      { facts, program in facts.deadlocks.add(names.map { Sample.actor($0, program) }.sorted()) }
    }
    try assertWords("expect deadlock of a, b", [.held, .held, .held], deadlocked(["b", "a"]))
    try assertWords("expect deadlock of a, b", [.notSeen, .failed, .inconclusive], deadlocked(["a"]))
    try assertWords(
      "expect deadlock of a, b", [.notSeen, .failed, .inconclusive], deadlocked(["a", "b", "c"]))
    try assertWords("expect deadlock", [.held, .held, .held], deadlocked(["a", "b", "c"]))
    try assertWords("expect no deadlock of a, b", [.failed, .failed, .failed], deadlocked(["a", "b"]))
    try assertWords("expect no deadlock of a, b", [.needsExplore, .held, .inconclusive], deadlocked(["a"]))
  }

  func testOtherSetsThanTheDeclaredOnesAreUndeclared() throws {
    let program = try Sample.program("expect deadlock of a, b; expect deadlock of c")
    var facts = Sample.facts(.runs(5))
    facts.deadlocks.add([0, 1])
    facts.deadlocks.add([2])
    XCTAssertEqual(Judge.judge(program, facts).lines.map(\.word), [.held, .held])
    facts.deadlocks.add([0, 2], count: 2)
    let lines = Judge.judge(program, facts).lines
    XCTAssertEqual(lines.count, 3)
    XCTAssertEqual(lines[2].text, "undeclared deadlock of a, c")
    XCTAssertEqual(lines[2].detail, "2 runs")
    let open = try Sample.program("expect deadlock of a, b; expect deadlock")
    XCTAssertEqual(Judge.judge(open, facts).lines.count, 2, "a deadlock of anybody is declared")
  }

  func testRaceOnVariablesNeedsEachOfThem() throws {
    func raced(_ names: [String]) -> (inout Facts, Program) -> Void {
      { facts, program in for name in names { facts.races.add(Sample.object(name, program)) } }
    }
    try assertWords("expect race on x, y", [.held, .held, .held], raced(["x", "y"]))
    try assertWords("expect race on x, y", [.notSeen, .failed, .inconclusive], raced(["x"]))
    try assertWords("expect race on x", [.notSeen, .failed, .inconclusive], raced(["cell"]))
    try assertWords("expect race", [.held, .held, .held], raced(["cell"]))
    try assertWords("expect no race on x", [.needsExplore, .held, .inconclusive], raced(["y"]))
    try assertWords("expect no race on x", [.failed, .failed, .failed], raced(["x"]))
    let program = try Sample.program("expect race on x, y")
    var facts = Sample.facts(.complete)
    raced(["y"])(&facts, program)
    XCTAssertEqual(Judge.judge(program, facts).lines[0].detail, "none on x")
  }

  func testWhoWasInAnotherFindingIsNotJudgedAndSaidSo() throws {
    let program = try Sample.program("expect leak of a")
    var facts = Sample.facts(.runs(1))
    facts.others[.leak, default: .init()].add("b kept m")
    let line = Judge.judge(program, facts).lines[0]
    XCTAssertEqual(line.word, .held)
    XCTAssertTrue(line.detail.hasSuffix("by whom is not judged"), line.detail)
  }
}
