import LabTrace
import XCTest

@testable import LabAnalysis

/// Failures, misuses and leaks.
final class VerdictTests: XCTestCase {
  func testBargingIsTheReasonOfAFailureAfterAnUncheckedWakeUp() {
    var trace = Trace("buffer-if")
    let (first, second, producer) = (trace.actor("c[0]"), trace.actor("c[1]"), trace.actor("p"))
    let m = trace.object("m", .mutex)
    let c = trace.object("notEmpty", .condition, of: m)
    let count = trace.object("count", .variable, of: m)
    trace.lock(first, m, line: 20)
    trace.read(first, count, 0, line: 21)
    trace.wait(first, c, line: 22)
    trace.lock(producer, m, line: 10)
    trace.write(producer, count, 1, line: 11)
    trace.signal(producer, c, line: 12)
    trace.unlock(producer, m, line: 13)
    trace.lock(second, m, line: 20)
    trace.read(second, count, 1, line: 21)
    trace.write(second, count, 0, line: 24)
    trace.unlock(second, m, line: 26)
    trace.wake(first, c, line: 22)
    trace.read(first, count, 0, line: 24)
    trace.write(first, count, -1, line: 24)
    trace.verdict(.failure, "underflow", of: first, line: 25)
    let findings = Analyzer.findings(trace.log)
    XCTAssertEqual(findings.map(\.kind), [.failure])
    XCTAssertEqual(findings[0].term, "barging")
    XCTAssertEqual(
      findings[0].reasons,
      [
        "c[0] read count -> 0 at 21:5, waited at 22:5, and did not look again when it was woken",
        "p woke it at 12:5: that makes it runnable, no more",
        "c[1] wrote count = 0 at 24:5 before c[0] had m again",
      ])
  }

  func testAWaitInALoopIsNotBlamed() {
    var trace = Trace("buffer-while")
    let (first, producer) = (trace.actor("c[0]"), trace.actor("p"))
    let m = trace.object("m", .mutex)
    let c = trace.object("c", .condition, of: m)
    let count = trace.object("count", .variable, of: m)
    trace.lock(first, m, line: 20)
    trace.read(first, count, 0, line: 21)
    trace.wait(first, c, line: 22)
    trace.lock(producer, m, line: 10)
    trace.write(producer, count, 1, line: 11)
    trace.signal(producer, c, line: 12)
    trace.unlock(producer, m, line: 13)
    trace.wake(first, c, line: 22)
    trace.read(first, count, 1, line: 21)
    trace.verdict(.failure, "odd", of: first, line: 25)
    XCTAssertNotEqual(Analyzer.findings(trace.log)[0].term, "barging")
  }

  func testWhoIsInACrowdedSectionIsNamed() {
    var trace = Trace()
    let (left, right) = (trace.actor("left"), trace.actor("right"))
    let section = trace.object("s", .section, capacity: 1)
    trace.add(left, .sectionEnter, section, 1, line: 5)
    trace.add(right, .sectionEnter, section, 2, line: 15)
    trace.verdict(.failure, "two actors in section s", of: right, line: 15)
    let finding = Analyzer.findings(trace.log)[0]
    XCTAssertEqual(finding.reasons[0], "left has been inside since 5:5")
    XCTAssertEqual(finding.term, "critical-section")
  }

  func testARaceIsTheReasonOfAFailureOnTheSameVariable() {
    var trace = Trace()
    let (left, right) = (trace.actor("left"), trace.actor("right"))
    let x = trace.object("x", .variable)
    trace.write(left, x, 1, line: 5)
    trace.read(right, x, 1, line: 15)
    trace.verdict(.failure, "x is one", of: right, line: 15)
    let findings = Analyzer.findings(trace.log)
    XCTAssertEqual(findings.map(\.kind), [.failure, .race])
    XCTAssertTrue(findings[0].reasons[0].contains("race"), findings[0].reasons[0])
    XCTAssertEqual(findings[0].fix, findings[1].fix)
  }

  func testACheckThatWasOutdatedWhenItWasActedUpon() {
    var trace = Trace()
    let clerks = [trace.actor("clerk[0]"), trace.actor("clerk[1]")]
    let m = trace.object("m", .mutex)
    let seats = trace.object("seats", .variable, of: m)
    for clerk in clerks {
      trace.lock(clerk, m, line: 10)
      trace.read(clerk, seats, 1, line: 11)
      trace.unlock(clerk, m, line: 12)
    }
    for (index, clerk) in clerks.enumerated() {
      trace.lock(clerk, m, line: 14)
      trace.read(clerk, seats, Int64(1 - index), line: 15)
      trace.write(clerk, seats, Int64(-index), line: 15)
      if index == 0 { trace.unlock(clerk, m, line: 17) }
    }
    trace.verdict(.failure, "sold twice", of: clerks[1], line: 16)
    let finding = Analyzer.findings(trace.log)[0]
    XCTAssertEqual(finding.term, "check-then-act")
    XCTAssertEqual(
      finding.reasons[0],
      "clerk[1] read seats -> 1 at 11:5, gave m back at 12:5, and read seats -> 0 at 15:5 when it came back")
  }

  func testEveryMisuseHasAFixAndSaysWhatWasHeld() {
    for message in [
      "unlock of m, which a does not hold", "wait on c without holding its mutex",
      "lock of m, which a already holds",
      "release of s above 2147483647 permits", "something else",
    ] {
      var trace = Trace()
      let thread = trace.actor("a")
      trace.verdict(.misuse, message, of: thread, line: 4)
      let finding = Analyzer.findings(trace.log)[0]
      XCTAssertEqual(finding.kind, .misuse)
      XCTAssertEqual(finding.claim, message)
      XCTAssertEqual(finding.reasons, ["a holds nothing at that moment"])
      XCTAssertFalse(finding.fix.isEmpty)
    }
  }

  func testALockThatOutlivesItsOwnerIsALeakOfACompletedRun() {
    for verdict in [RunVerdict.completed, .failure] {
      var trace = Trace()
      let m = trace.object("m", .mutex)
      for index in 0..<2 {
        let clerk = trace.actor("clerk[\(index)]")
        let own = trace.object("own[\(index)]", .mutex)
        trace.lock(clerk, own, line: 5)
        if index == 0 { trace.lock(clerk, m, line: 6) }
        trace.exit(clerk)
      }
      trace.verdict(verdict, "", of: ThreadID(rawValue: 1), line: 9)
      let leaks = Analyzer.findings(trace.log).filter { $0.kind == .leak }
      XCTAssertEqual(leaks.map(\.count), verdict == .completed ? [2, 1] : [], "one a declaration and place")
    }
  }

  func testAnActorThatWasStoppedLeaksNothing() {
    var trace = Trace()
    let daemon = trace.actor("daemon", isDaemon: true)
    trace.lock(daemon, trace.object("m", .mutex), line: 5)
    trace.verdict(.completed)
    XCTAssertEqual(Analyzer.findings(trace.log), [])
  }
}
