import LabTrace
import XCTest

@testable import LabAnalysis

/// What a race finding says: the shape, the reasons, the fix; one for each pair of lines.
final class RaceFindingTests: XCTestCase {
  private func races(_ trace: Trace) -> [Finding] { Analyzer.findings(trace.log).filter { $0.kind == .race } }

  func testElementsOfAnArrayAndActorsOfAGroupAreOneFindingWithACount() {
    var trace = Trace()
    let workers = (0..<4).map { trace.actor("worker[\($0)]") }
    let cells = (0..<3).map { trace.object("cell[\($0)]", .variable) }
    for cell in cells { for worker in workers { trace.write(worker, cell, 1, line: 9) } }
    let found = races(trace)
    XCTAssertEqual(found.count, 1)
    XCTAssertEqual(found[0].count, 9)
  }

  func testFingerprintIsTheSameWhicheverSideComesFirst() {
    func trace(_ order: [Int]) -> Trace {
      var trace = Trace()
      let threads = [trace.actor("a"), trace.actor("b")]
      let x = trace.object("x", .variable)
      for line: UInt32 in [5, 8] { _ = trace.site(line) }
      for index in order {
        if index == 0 {
          trace.write(threads[0], x, 1, line: 5)
        } else {
          trace.read(threads[1], x, 1, line: 8)
        }
      }
      return trace
    }
    XCTAssertEqual(races(trace([0, 1])).map(\.fingerprint), races(trace([1, 0])).map(\.fingerprint))
    XCTAssertEqual(races(trace([0, 1])), races(trace([1, 0])), "the order of recording is no part of it")
  }

  func testBothSidesCarryLocksAndTheirLastSynchronisation() {
    var trace = Trace()
    let (left, right) = (trace.actor("left"), trace.actor("right"))
    let (a, b) = (trace.object("a", .mutex), trace.object("b", .mutex))
    let x = trace.object("x", .variable)
    trace.lock(left, a, line: 3)
    trace.write(left, x, 1, line: 4)
    trace.unlock(left, a, line: 5)
    trace.lock(right, b, line: 13)
    trace.read(right, x, 1, line: 14)
    trace.unlock(right, b, line: 15)
    let finding = races(trace)[0]
    XCTAssertEqual(finding.sides.map(\.action), ["writes", "reads"])
    XCTAssertEqual(finding.sides.map { $0.locksHeld.map(\.object) }, [[a], [b]])
    XCTAssertEqual(
      finding.sides.map { trace.log.event($0.lastSynchronisation)?.kind }, [.lockAcquire, .lockAcquire])
    XCTAssertEqual(finding.term, "lockset")
    XCTAssertEqual(
      Array(finding.reasons.prefix(3)),
      [
        "no common lock: left holds a, right holds b",
        "left synchronised last before it by lock of a at 3:5 and next after it by unlock of a at 5:5",
        "right synchronised last before it by lock of b at 13:5 and next after it by unlock of b at 15:5",
      ])
  }

  func testTheLockThatUsuallyGuardsIsNamedWhereOneSideForgetsIt() {
    var trace = Trace()
    let (left, right) = (trace.actor("left"), trace.actor("right"))
    let m = trace.object("m", .mutex)
    let x = trace.object("x", .variable)
    for thread in [left, right] {
      trace.lock(thread, m, line: 3)
      trace.write(thread, x, 1, line: 4)
      trace.unlock(thread, m, line: 5)
    }
    trace.write(left, x, 2, line: 9)
    let finding = races(trace)[0]
    XCTAssertEqual(finding.fix, "take m at 9:5 as well: with m { … }")
    XCTAssertTrue(finding.reasons.contains("m is held at 2 of 3 accesses to x"), "\(finding.reasons)")
  }

  func testWritingUnderAReadLockIsCalledThat() {
    var trace = Trace()
    let (left, right) = (trace.actor("left"), trace.actor("right"))
    let lock = trace.object("lock", .rwlock)
    let x = trace.object("x", .variable)
    for thread in [left, right] { trace.lock(thread, lock, line: 3, flags: .shared) }
    for thread in [left, right] { trace.write(thread, x, 1, line: 4) }
    let finding = races(trace)[0]
    XCTAssertEqual(finding.term, "rwlock")
    XCTAssertEqual(finding.fix, "write under the write lock: with write lock { … }")
  }

  func testAPlainFlagIsCalledOne() {
    var trace = Trace()
    let (writer, reader) = (trace.actor("writer"), trace.actor("reader"))
    let (data, flag) = (trace.object("data", .variable), trace.object("flag", .variable))
    trace.read(reader, flag, 0, line: 20)
    trace.read(reader, flag, 0, line: 20)
    trace.write(writer, data, 42, line: 10)
    trace.write(writer, flag, 1, line: 11)
    trace.read(reader, flag, 1, line: 20)
    trace.read(reader, data, 42, line: 22)
    XCTAssertEqual(Set(races(trace).map(\.term)), ["flag", "publication"])
  }

  func testCheckAndActOnDifferentLinesIsNoLostUpdate() {
    var trace = Trace()
    let clerks = [trace.actor("clerk[0]"), trace.actor("clerk[1]")]
    let seats = trace.object("seats", .variable)
    for clerk in clerks { trace.read(clerk, seats, 1, line: 7) }
    for clerk in clerks { trace.write(clerk, seats, 0, line: 8) }
    XCTAssertEqual(Set(races(trace).map(\.term)), ["check-then-act"])
  }

  func testAWriteAfterItsReleaseIsToldToMove() {
    var trace = Trace()
    let (writer, reader) = (trace.actor("writer"), trace.actor("reader"))
    let data = trace.object("data", .variable)
    let tail = trace.object("tail", .atomic)
    trace.store(writer, tail, 1, .releasing, line: 10)
    trace.write(writer, data, 42, line: 11)
    trace.load(reader, tail, 1, .acquiring, line: 20)
    trace.read(reader, data, 42, line: 21)
    XCTAssertEqual(races(trace)[0].fix, "move the write at 11:5 before the store to tail at 10:5")
  }

  func testLostEventsAreSaidInTheReasons() {
    var trace = Trace()
    let (left, right) = (trace.actor("left"), trace.actor("right"))
    let x = trace.object("x", .variable)
    trace.write(left, x, 1, line: 4)
    trace.write(right, x, 1, line: 4)
    var log = trace.log
    log.threads[1].lost = 10
    let analysis = Analyzer.analyze(log)
    XCTAssertEqual(analysis.limits.count, 1)
    XCTAssertEqual(analysis.findings.first?.reasons.last, analysis.limits.first)
  }

  func testTooManyThreadsAreRefusedWithASentence() {
    var log = EventLog(run: RunInfo(name: "crowd"))
    log.threads = (0...HappensBefore.mostThreads).map { ThreadLog(name: "t\($0)") }
    XCTAssertEqual(
      Analyzer.analyze(log).limits.first,
      "races were not looked for: more than \(HappensBefore.mostThreads) threads")
  }
}
