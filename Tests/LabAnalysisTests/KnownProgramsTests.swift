import LabTrace
import XCTest

@testable import LabAnalysis

/// Twelve small programs whose truth is known, as traces of one run each: exactly these findings and no other.
final class KnownProgramsTests: XCTestCase {
  private func summary(_ trace: Trace) -> [String] {
    Analyzer.findings(trace.log).map { finding in
      let object = trace.log.declarationName(finding.sides[0].object)
      return "\(finding.kind.rawValue) \(object) \(finding.confidence) \(finding.term)"
    }
  }

  private func update(_ trace: inout Trace, _ thread: ThreadID, _ x: ObjectID, _ value: Int64, line: UInt32) {
    trace.read(thread, x, value, line: line)
    trace.write(thread, x, value + 1, line: line)
  }

  func testLostUpdateIsOneRaceWithBothLines() {
    var trace = Trace("lost-update")
    let workers = [trace.actor("worker[0]"), trace.actor("worker[1]")]
    let counter = trace.object("counter", .variable)
    for worker in workers { trace.read(worker, counter, 0, line: 16) }
    for worker in workers { trace.write(worker, counter, 1, line: 16) }
    trace.exit(workers[0], workers[1])
    trace.verdict(.completed)
    XCTAssertEqual(summary(trace), ["race counter witnessed lost-update"])
    let finding = Analyzer.findings(trace.log)[0]
    XCTAssertEqual(finding.sides.map { trace.log.shortPlace($0.site) }, ["16:5", "16:5"])
    XCTAssertTrue(finding.reasons[0].contains("no common lock"), finding.reasons[0])
    XCTAssertTrue(finding.fix.contains("one step"), finding.fix)
    XCTAssertGreaterThan(finding.count, 1)
  }

  func testDoubleCheckedPlainFlagRacesOnFlagAndData() {
    var trace = Trace("double-checked")
    let users = [trace.actor("user[0]"), trace.actor("user[1]")]
    let m = trace.object("m", .mutex)
    let (built, payload) = (trace.object("built", .variable), trace.object("payload", .variable))
    trace.read(users[0], built, 0, line: 14)
    trace.lock(users[0], m, line: 15)
    trace.read(users[0], built, 0, line: 16)
    trace.write(users[0], payload, 42, line: 17)
    trace.write(users[0], built, 1, line: 19)
    trace.unlock(users[0], m, line: 21)
    trace.read(users[0], payload, 42, line: 23)
    trace.read(users[1], built, 1, line: 14)
    trace.read(users[1], payload, 42, line: 23)
    trace.exit(users[0], users[1])
    XCTAssertEqual(
      summary(trace), ["race built witnessed double-checked-locking", "race payload witnessed publication"])
  }

  func testCorrectCounterHasNothingToReport() {
    var trace = Trace("counter")
    let workers = [trace.actor("worker[0]"), trace.actor("worker[1]")]
    let m = trace.object("m", .mutex)
    let counter = trace.object("counter", .variable, of: m)
    for round in 0..<4 {
      trace.lock(workers[round % 2], m, line: 5)
      update(&trace, workers[round % 2], counter, Int64(round), line: 6)
      trace.unlock(workers[round % 2], m, line: 7)
    }
    trace.exit(workers[0], workers[1])
    trace.verdict(.completed)
    XCTAssertEqual(summary(trace), [])
  }

  private func nested(
    _ trace: inout Trace, _ thread: ThreadID, _ outer: ObjectID, _ inner: ObjectID, line: UInt32,
    flags: EventFlags = []
  ) {
    trace.lock(thread, outer, line: line)
    trace.lock(thread, inner, line: line + 1, flags: flags)
    trace.unlock(thread, inner, line: line + 2)
    trace.unlock(thread, outer, line: line + 3)
  }

  func testOppositeOrdersThatDidNotDeadlockAreAPattern() {
    var trace = Trace("abba")
    let (left, right) = (trace.actor("left"), trace.actor("right"))
    let (a, b) = (trace.object("a", .mutex), trace.object("b", .mutex))
    nested(&trace, left, a, b, line: 10)
    nested(&trace, right, b, a, line: 20)
    trace.exit(left, right)
    trace.verdict(.completed)
    XCTAssertEqual(summary(trace), ["lockcycle b pattern lock-order"])
    let finding = Analyzer.findings(trace.log)[0]
    XCTAssertEqual(finding.sides.map(\.actor), [left, right])
    XCTAssertEqual(finding.sides.map(\.object), [b, a])
    XCTAssertEqual(finding.sides.map { $0.locksHeld.map(\.object) }, [[a], [b]])
    XCTAssertEqual(finding.sides.map(\.waitsFor), [[right], [left]])
  }

  func testOppositeOrdersApartByAJoinAreNoCycle() {
    var trace = Trace("abba-join")
    let main = trace.actor("main")
    let child = trace.actor("child", isSpawned: true)
    let (a, b) = (trace.object("a", .mutex), trace.object("b", .mutex))
    trace.spawn(main, child, line: 3)
    nested(&trace, child, a, b, line: 10)
    trace.exit(child)
    trace.join(main, child, line: 4)
    nested(&trace, main, b, a, line: 20)
    trace.exit(main)
    XCTAssertEqual(summary(trace), [])
  }

  func testOppositeOrdersUnderAGateAreNoCycle() {
    var trace = Trace("gate")
    let (left, right) = (trace.actor("left"), trace.actor("right"))
    let (a, b, gate) = (trace.object("a", .mutex), trace.object("b", .mutex), trace.object("g", .mutex))
    for (thread, outer, inner) in [(left, a, b), (right, b, a)] {
      trace.lock(thread, gate)
      nested(&trace, thread, outer, inner, line: 10)
      trace.unlock(thread, gate)
    }
    XCTAssertEqual(summary(trace), [])
  }

  func testOppositeOrdersOfOneThreadAreNoCycle() {
    var trace = Trace("alone")
    let (left, right) = (trace.actor("left"), trace.actor("right"))
    let (a, b) = (trace.object("a", .mutex), trace.object("b", .mutex))
    nested(&trace, left, a, b, line: 10)
    nested(&trace, left, b, a, line: 20)
    nested(&trace, right, a, b, line: 10)
    trace.exit(left, right)
    // `right` takes a before b as `left` does once: with left's other order that is a cycle of two threads.
    XCTAssertEqual(summary(trace), ["lockcycle b pattern lock-order"])
    var alone = Trace("alone")
    let only = alone.actor("only")
    let (c, d) = (alone.object("c", .mutex), alone.object("d", .mutex))
    nested(&alone, only, c, d, line: 10)
    nested(&alone, only, d, c, line: 20)
    XCTAssertEqual(summary(alone), [])
  }

  func testSemaphorePingPongHasNothingToReport() {
    var trace = Trace("ping-pong")
    let (ping, pong) = (trace.actor("ping"), trace.actor("pong"))
    let (a, b) = (trace.object("a", .semaphore, initial: 1), trace.object("b", .semaphore))
    let ball = trace.object("ball", .variable)
    for round in 0..<3 {
      trace.acquire(ping, a, line: 5)
      update(&trace, ping, ball, Int64(2 * round), line: 6)
      trace.post(ping, b, line: 7)
      trace.acquire(pong, b, line: 10)
      update(&trace, pong, ball, Int64(2 * round + 1), line: 11)
      trace.post(pong, a, line: 12)
    }
    trace.exit(ping, pong)
    XCTAssertEqual(summary(trace), [])
  }

  func testASemaphoreOfTwoIsNoMutex() {
    var trace = Trace("semaphore-2")
    let workers = [trace.actor("worker[0]"), trace.actor("worker[1]")]
    let s = trace.object("s", .semaphore, initial: 2)
    let counter = trace.object("counter", .variable)
    for worker in workers { trace.acquire(worker, s, line: 5) }
    for (index, worker) in workers.enumerated() {
      update(&trace, worker, counter, Int64(index), line: 6)
      trace.post(worker, s, line: 7)
    }
    XCTAssertEqual(summary(trace), ["race counter witnessed lost-update"])
  }

  func testConditionHandOffHasNothingToReport() {
    var trace = Trace("hand-off")
    let (giver, taker) = (trace.actor("giver"), trace.actor("taker"))
    let m = trace.object("m", .mutex)
    let c = trace.object("c", .condition, of: m)
    let (ready, data) = (trace.object("ready", .variable, of: m), trace.object("data", .variable, of: m))
    trace.lock(taker, m, line: 20)
    trace.read(taker, ready, 0, line: 21)
    trace.wait(taker, c, line: 22)
    trace.lock(giver, m, line: 10)
    trace.write(giver, data, 7, line: 11)
    trace.write(giver, ready, 1, line: 12)
    trace.signal(giver, c, line: 13)
    trace.unlock(giver, m, line: 14)
    trace.wake(taker, c, line: 22)
    trace.read(taker, ready, 1, line: 21)
    trace.read(taker, data, 7, line: 23)
    trace.unlock(taker, m, line: 24)
    trace.exit(giver, taker)
    trace.verdict(.completed)
    XCTAssertEqual(summary(trace), [])
  }

  func testARaceHiddenByAnAccidentalLockIsSeenOnlyInTheOtherOrder() {
    for writerFirst in [true, false] {
      var trace = Trace("hidden")
      let (writer, reader) = (trace.actor("writer"), trace.actor("reader"))
      let m = trace.object("m", .mutex)
      let data = trace.object("data", .variable)
      func write() {
        trace.write(writer, data, 1, line: 12)
        trace.lock(writer, m, line: 13)
        trace.unlock(writer, m, line: 15)
      }
      func read() {
        trace.lock(reader, m, line: 20)
        trace.unlock(reader, m, line: 22)
        trace.read(reader, data, 1, line: 23)
      }
      if writerFirst {
        write()
        read()
      } else {
        read()
        write()
      }
      trace.exit(writer, reader)
      // Happens-before cannot see it in the first run: that is left to exploration.
      XCTAssertEqual(summary(trace), writerFirst ? [] : ["race data witnessed race"])
    }
  }

  func testAReleaseAcquireFlagHasNothingToReport() {
    var trace = Trace("message")
    let (writer, reader) = (trace.actor("writer"), trace.actor("reader"))
    let data = trace.object("data", .variable)
    let flag = trace.object("flag", .atomic)
    trace.write(writer, data, 42, line: 10)
    trace.load(reader, flag, 0, .acquiring, line: 20)
    trace.store(writer, flag, 1, .releasing, line: 11)
    trace.load(reader, flag, 1, .acquiring, line: 20)
    trace.read(reader, data, 42, line: 21)
    trace.exit(writer, reader)
    trace.verdict(.completed)
    XCTAssertEqual(summary(trace), [])
  }
}
