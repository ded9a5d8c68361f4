import LabTrace
import XCTest

@testable import LabAnalysis

/// Which lock guards what, and what was waited for.
final class TableTests: XCTestCase {
  // MARK: guards

  func testTheLockHeldAtEveryAccessIsInferred() throws {
    var trace = Trace()
    let threads = [trace.actor("a"), trace.actor("b")]
    let (m, n) = (trace.object("m", .mutex), trace.object("n", .mutex))
    let x = trace.object("x", .variable)
    for (index, thread) in threads.enumerated() {
      trace.lock(thread, m)
      if index == 0 { trace.lock(thread, n) }
      trace.read(thread, x, 0, line: 4)
      trace.write(thread, x, 1, line: 5)
      if index == 0 { trace.unlock(thread, n) }
      trace.unlock(thread, m)
    }
    let row = try XCTUnwrap(Analyzer.analyze(trace.log).guards.row(of: x))
    XCTAssertEqual(row.inferred, [m])
    XCTAssertEqual([row.reads, row.writes, row.threads, row.shared, row.unlocked], [2, 2, 2, 4, 0])
    XCTAssertEqual(row.locks.map(\.lock), [m, n])
    XCTAssertEqual(row.locks.map(\.accesses), [4, 2])
  }

  func testAReadLockGuardsReadsOnly() throws {
    for isWrite in [false, true] {
      var trace = Trace()
      let lock = trace.object("l", .rwlock)
      let x = trace.object("x", .variable)
      for index in 0..<2 {
        let thread = trace.actor("t\(index)")
        trace.lock(thread, lock, flags: .shared)
        if isWrite { trace.write(thread, x) } else { trace.read(thread, x) }
        trace.unlock(thread, lock, flags: .shared)
      }
      let row = try XCTUnwrap(Analyzer.analyze(trace.log).guards.row(of: x))
      XCTAssertEqual(row.inferred, isWrite ? [] : [lock])
      XCTAssertEqual(row.locks.map(\.asReader), [2])
    }
  }

  func testAccessesThatNobodyCanComeNearNeedNoLock() throws {
    var trace = Trace()
    let (main, child) = (trace.actor("main"), trace.actor("child", isSpawned: true))
    let m = trace.object("m", .mutex)
    let x = trace.object("x", .variable, of: m)
    trace.write(main, x, 1, line: 3)
    trace.spawn(main, child)
    for thread in [main, child] {
      trace.lock(thread, m)
      trace.write(thread, x, 2, line: 5)
      trace.unlock(thread, m)
    }
    trace.exit(child)
    trace.join(main, child)
    trace.read(main, x, 2, line: 8)
    let analysis = Analyzer.analyze(trace.log)
    XCTAssertEqual(analysis.findings, [])
    let row = try XCTUnwrap(analysis.guards.row(of: x))
    XCTAssertEqual(row.shared, 2)
    XCTAssertEqual(row.inferred, [m])
  }

  func testAnAccessWithoutItsDeclaredGuardIsAViolationEvenIfItDoesNotRace() {
    var trace = Trace("guard")
    let threads = [trace.actor("a"), trace.actor("b")]
    let m = trace.object("m", .mutex)
    let s = trace.object("s", .semaphore, initial: 1)
    let x = trace.object("x", .variable, of: m)
    for (index, thread) in threads.enumerated() {
      trace.acquire(thread, s)
      if index == 1 { trace.lock(thread, m, line: 13) }
      trace.write(thread, x, 1, line: UInt32(4 + 10 * index))
      if index == 1 { trace.unlock(thread, m, line: 15) }
      trace.post(thread, s)
    }
    let findings = Analyzer.findings(trace.log)
    XCTAssertEqual(findings.map(\.kind), [.guardViolation])
    XCTAssertEqual(findings[0].claim, "a writes x without m, its declared guard")
    XCTAssertEqual(findings[0].sides.map { $0.locksHeld.map(\.object) }, [[], [m]])
    XCTAssertEqual(findings[0].reasons[0], "x is declared guarded by m, held at 1 of 2 accesses while shared")
  }

  func testARaceSaysMoreThanAViolation() {
    var trace = Trace("guard")
    let threads = [trace.actor("a"), trace.actor("b")]
    let m = trace.object("m", .mutex)
    let x = trace.object("x", .variable, of: m)
    for thread in threads { trace.write(thread, x, 1, line: 4) }
    let findings = Analyzer.findings(trace.log)
    XCTAssertEqual(findings.map(\.kind), [.race])
    XCTAssertTrue(findings[0].reasons.contains("x is declared guarded by m"))
  }

  // MARK: contention

  func testWaitsAndHoldsAreCountedAndMeasured() throws {
    var trace = Trace()
    let threads = ["a", "b", "c"].map { trace.actor($0) }
    let m = trace.object("m", .mutex)
    trace.lock(threads[0], m)
    trace.request(threads[1], m)
    trace.request(threads[2], m)
    trace.unlock(threads[0], m)
    trace.lock(threads[1], m)
    trace.unlock(threads[1], m)
    trace.lock(threads[2], m)
    trace.add(threads[0], .lockTryFail, m)
    let row = try XCTUnwrap(Analyzer.analyze(trace.log).contention.rows.first)
    XCTAssertEqual(row.object, m)
    XCTAssertEqual([row.acquisitions, row.contended, row.failedTries, row.mostWaiters], [3, 2, 1, 2])
    // The trace's clock goes by tens.
    XCTAssertEqual([row.totalWait, row.longestWait, row.meanWait], [70, 40, 35])
    XCTAssertEqual([row.totalHold, row.longestHold], [40, 30])
    XCTAssertEqual(row.longestWaiter.thread, threads[2])
  }

  func testAWaitThatNeverEndedIsCounted() throws {
    var trace = Trace()
    let thread = trace.actor("a")
    let s = trace.object("s", .semaphore)
    trace.add(thread, .semaphoreWaitBegin, s, 1)
    let row = try XCTUnwrap(Analyzer.analyze(trace.log).contention.rows.first)
    XCTAssertEqual([row.acquisitions, row.contended, row.unfinished, row.mostWaiters], [0, 0, 1, 1])
  }

  func testSkewedClocksGiveNoNegativeTimes() throws {
    var log = Trace().log
    log.threads.append(ThreadLog(name: "a"))
    log.objects = [ObjectInfo(name: "m", kind: .mutex)]
    let kinds: [(EventKind, UInt64)] = [(.lockRequest, 100), (.lockAcquire, 50), (.lockRelease, 20)]
    log.threads[1].events = kinds.enumerated().map { index, pair in
      Event(
        time: pair.1, sequence: UInt32(index + 1), kind: pair.0, object: ObjectID(rawValue: 1),
        version: pair.0 == .lockRequest ? 0 : UInt32(index))
    }
    let row = try XCTUnwrap(Analyzer.analyze(log).contention.rows.first)
    XCTAssertEqual([row.totalWait, row.totalHold], [0, 0])
  }

  func testTheGravestFindingComesFirst() {
    var trace = Trace()
    let threads = [trace.actor("a"), trace.actor("b")]
    let locks = [trace.object("m", .mutex), trace.object("n", .mutex)]
    let x = trace.object("x", .variable)
    for (index, thread) in threads.enumerated() {
      trace.write(thread, x, 1, line: 2)
      trace.lock(thread, locks[index], line: 3)
    }
    for (index, thread) in threads.enumerated() { trace.request(thread, locks[1 - index], line: 4) }
    trace.verdict(.deadlock, members: threads)
    XCTAssertEqual(Analyzer.findings(trace.log).map(\.kind), [.deadlock, .race, .lockCycle])
  }
}
