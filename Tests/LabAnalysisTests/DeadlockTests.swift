import LabTrace
import XCTest

@testable import LabAnalysis

final class DeadlockTests: XCTestCase {
  private func deadlocks(_ trace: Trace) -> [Finding] {
    Analyzer.findings(trace.log).filter { $0.kind == .deadlock || $0.kind == .partialDeadlock }
  }

  private func only(_ trace: Trace, line: UInt = #line) -> Finding {
    let found = deadlocks(trace)
    XCTAssertEqual(found.count, 1, line: line)
    return found.first ?? Finding(kind: .failure, confidence: .pattern, claim: "", sides: [])
  }

  /// Two locks, two orders, both waiting.
  private func abba(_ verdict: RunVerdict?) -> Trace {
    var trace = Trace("abba")
    let threads = [trace.actor("left"), trace.actor("right")]
    let locks = [trace.object("a", .mutex), trace.object("b", .mutex)]
    for (index, thread) in threads.enumerated() { trace.lock(thread, locks[index], line: UInt32(8 + index)) }
    for (index, thread) in threads.enumerated() {
      trace.request(thread, locks[1 - index], line: UInt32(10 + index))
    }
    if let verdict { trace.verdict(verdict, members: verdict == .deadlock ? threads : []) }
    return trace
  }

  func testACycleOfLocksSaysWhoNeedsWhatFromWhom() {
    let finding = only(abba(.deadlock))
    XCTAssertEqual(finding.kind, .deadlock)
    XCTAssertEqual(finding.claim, "2 actors, 2 locks, cycle of 2")
    XCTAssertEqual(
      finding.reasons, ["left needs b, which right took at 9:5", "right needs a, which left took at 8:5"])
    XCTAssertEqual(
      finding.fix,
      "take the locks in one order everywhere (a before b), or trylock and back off (risk: livelock)")
    XCTAssertEqual(finding.sides.map { $0.locksHeld.map(\.object.rawValue) }, [[1], [2]])
    XCTAssertEqual(finding.sides.map { $0.waitsFor.map(\.rawValue) }, [[2], [1]])
  }

  func testACycleNeedsNoVerdictButNoneIsToldOfARunThatEndedOtherwise() {
    for verdict in [nil, RunVerdict.timedOut, .died, .interrupted] {
      XCTAssertEqual(deadlocks(abba(verdict)).map(\.kind), [.deadlock], "\(String(describing: verdict))")
    }
    for verdict in [RunVerdict.completed, .failure, .misuse] {
      XCTAssertEqual(deadlocks(abba(verdict)).count, 0, "\(verdict)")
    }
  }

  func testWithOthersStillRunningItIsPartial() {
    var trace = abba(nil)
    let busy = trace.actor("busy")
    trace.add(busy, .yield)
    trace.verdict(.timedOut)
    XCTAssertEqual(deadlocks(trace).map(\.kind), [.partialDeadlock])
    var lab = abba(nil)
    _ = lab.actor("busy")
    lab.verdict(.partialDeadlock, members: [ThreadID(rawValue: 1), ThreadID(rawValue: 2)])
    XCTAssertEqual(deadlocks(lab).map(\.kind), [.partialDeadlock])
  }

  func testAThreadWhoseEndWasLostIsNotTakenForWaiting() {
    var log = abba(.timedOut).log
    log.threads[1].lost = 3
    XCTAssertEqual(Analyzer.findings(log).filter { $0.kind == .deadlock }.count, 0)
  }

  func testWhoWaitsBehindACycleIsNamedToo() {
    var trace = Trace()
    let threads = ["left", "right", "third"].map { trace.actor($0) }
    let locks = [trace.object("a", .mutex), trace.object("b", .mutex)]
    for index in 0..<2 { trace.lock(threads[index], locks[index], line: 8) }
    for index in 0..<2 { trace.request(threads[index], locks[1 - index], line: 9) }
    trace.request(threads[2], locks[0], line: 20)
    trace.verdict(.deadlock, members: threads)
    let finding = only(trace)
    XCTAssertEqual(finding.claim, "2 actors, 2 locks, cycle of 2, 1 more behind it")
    XCTAssertEqual(finding.sides.map(\.actor), threads)
    XCTAssertEqual(finding.reasons.last, "third needs a, held by left")
  }

  func testSelfDeadlockIsToldFromAReadersUpgrade() {
    for isReader in [false, true] {
      var trace = Trace()
      let clerk = trace.actor("clerk")
      let m = trace.object("m", isReader ? .rwlock : .mutex)
      trace.lock(clerk, m, line: 5, flags: isReader ? .shared : [])
      trace.request(clerk, m, line: 9)
      trace.verdict(.deadlock, members: [clerk])
      let finding = only(trace)
      XCTAssertEqual(finding.term, isReader ? "upgrade-deadlock" : "self-deadlock")
      XCTAssertEqual(finding.sides[0].waitsFor, [clerk])
    }
  }

  func testTwoUpgradersAreOneDeadlock() {
    var trace = Trace()
    let users = [trace.actor("user[0]"), trace.actor("user[1]")]
    let lock = trace.object("lock", .rwlock)
    for user in users { trace.lock(user, lock, line: 5, flags: .shared) }
    for user in users { trace.request(user, lock, line: 9) }
    trace.verdict(.deadlock, members: users)
    let finding = only(trace)
    XCTAssertEqual(finding.term, "upgrade-deadlock")
    XCTAssertEqual(finding.sides.count, 2)
  }

  func testAReaderBehindAWaitingWriterIsSeenWhereTheLabSaysDeadlock() {
    var trace = Trace()
    let (reader, writer) = (trace.actor("reader"), trace.actor("writer"))
    let lock = trace.object("lock", .rwlock)
    trace.lock(reader, lock, line: 5, flags: .shared)
    trace.request(writer, lock, line: 15)
    trace.request(reader, lock, line: 6, flags: .shared)
    let withoutVerdict = trace
    XCTAssertEqual(deadlocks(withoutVerdict).count, 0, "an unfair lock would let the reader in")
    trace.verdict(.deadlock, members: [reader, writer])
    XCTAssertEqual(only(trace).sides.map(\.waitsFor), [[writer], [reader]])
  }

  func testAFinishedOwnerIsALeak() {
    var trace = Trace()
    let (gone, waiter) = (trace.actor("gone"), trace.actor("waiter"))
    let m = trace.object("m", .mutex)
    trace.lock(gone, m, line: 5)
    trace.exit(gone)
    trace.request(waiter, m, line: 9)
    trace.verdict(.deadlock, members: [waiter])
    let finding = only(trace)
    XCTAssertEqual(finding.term, "leak")
    XCTAssertEqual(finding.claim, "waiter waits for m, which gone still held when it finished")
  }

  func testJoinsThatWaitForEachOther() {
    var trace = Trace()
    let threads = [trace.actor("a"), trace.actor("b")]
    for (index, thread) in threads.enumerated() {
      trace.add(thread, .joinBegin, .none, Int64(threads[1 - index].rawValue), line: 5)
    }
    trace.verdict(.deadlock, members: threads)
    XCTAssertEqual(only(trace).claim, "2 actors join each other")
    XCTAssertEqual(only(trace).term, "join")
  }

  func testAJoinUnderTheLockThatTheJoinedNeeds() {
    var trace = Trace()
    let (main, child) = (trace.actor("main"), trace.actor("child", isSpawned: true))
    let m = trace.object("m", .mutex)
    trace.spawn(main, child)
    trace.lock(main, m, line: 5)
    trace.request(child, m, line: 15)
    trace.add(main, .joinBegin, .none, Int64(child.rawValue), line: 6)
    trace.verdict(.deadlock, members: [main, child])
    XCTAssertEqual(only(trace).fix, "release what the joined actor needs before joining it")
    XCTAssertEqual(
      only(trace).reasons,
      ["main joins child, which has not finished", "child needs m, which main took at 5:5"])
  }

  // MARK: things without an owner

  func testABarrierWithAMissingParty() {
    var trace = Trace()
    let threads = ["a", "b", "c"].map { trace.actor($0) }
    let gate = trace.object("gate", .barrier, capacity: 3)
    for thread in threads { trace.arrive(thread, gate, line: 5) }
    for thread in threads { trace.pass(thread, gate, line: 5) }
    trace.exit(threads[2])
    for thread in threads.prefix(2) { trace.arrive(thread, gate, line: 6) }
    trace.verdict(.deadlock, members: Array(threads.prefix(2)))
    let finding = only(trace)
    XCTAssertEqual(finding.claim, "2 actors wait at gate, and 1 of 3 will not come")
    XCTAssertTrue(finding.reasons.contains("c, who came before, has finished"), "\(finding.reasons)")
    XCTAssertEqual(finding.term, "barrier")
  }

  func testWaitingForAPermitWithTheLockHeldThatTheOtherNeeds() {
    var trace = Trace()
    let (producer, consumer) = (trace.actor("producer"), trace.actor("consumer"))
    let (m, items) = (trace.object("m", .mutex), trace.object("items", .semaphore))
    trace.lock(consumer, m, line: 20)
    trace.add(consumer, .semaphoreWaitBegin, items, 1, line: 21)
    trace.request(producer, m, line: 10)
    trace.verdict(.deadlock, members: [producer, consumer])
    let finding = only(trace)
    XCTAssertEqual(
      finding.claim, "consumer waits for a permit of items while it holds m, which 1 other needs")
    XCTAssertEqual(finding.term, "hold-and-wait")
  }

  func testPermitsThatWereNotGivenBackAreNamed() {
    var trace = Trace()
    let (keeper, waiter) = (trace.actor("keeper"), trace.actor("waiter"))
    let s = trace.object("s", .semaphore, initial: 1)
    trace.acquire(keeper, s, line: 4)
    trace.exit(keeper)
    trace.add(waiter, .semaphoreWaitBegin, s, 1, line: 9)
    trace.verdict(.deadlock, members: [waiter])
    XCTAssertTrue(
      only(trace).reasons.contains(
        "keeper took 1 permit of s at 4:5 and has not given it back: it has finished"),
      "\(only(trace).reasons)")
  }

  func testEmptyBufferEventAndAwaitAreNamed() {
    for (kind, object, term) in [
      (EventKind.bufferEmptyWait, ObjectKind.buffer, "bounded-buffer"),
      (.bufferFullWait, .buffer, "bounded-buffer"), (.eventWaitBegin, .event, "event"),
      (.awaitBegin, .variable, "deadlock"),
    ] {
      var trace = Trace()
      let waiter = trace.actor("waiter")
      let thing = trace.object("thing", object, capacity: 1)
      trace.add(waiter, kind, thing, line: 3)
      trace.verdict(.deadlock, members: [waiter])
      let finding = only(trace)
      XCTAssertEqual(finding.term, term)
      XCTAssertFalse(finding.fix.isEmpty)
      XCTAssertTrue(finding.reasons[0].contains("no running actor can end that"), finding.reasons[0])
    }
  }

  func testANestedMonitorIsCalledThat() {
    var trace = Trace()
    let (waiter, other) = (trace.actor("waiter"), trace.actor("other"))
    let (outer, m) = (trace.object("outer", .mutex), trace.object("m", .mutex))
    let c = trace.object("c", .condition, of: m)
    trace.lock(waiter, outer, line: 4)
    trace.lock(waiter, m, line: 5)
    trace.wait(waiter, c, line: 6)
    trace.request(other, outer, line: 14)
    trace.verdict(.deadlock, members: [waiter, other])
    XCTAssertEqual(only(trace).term, "nested-monitor")
  }

  func testATimedWaitIsNoPartOfADeadlock() {
    var trace = Trace()
    let threads = [trace.actor("left"), trace.actor("right")]
    let locks = [trace.object("a", .mutex), trace.object("b", .mutex)]
    for (index, thread) in threads.enumerated() { trace.lock(thread, locks[index]) }
    trace.request(threads[0], locks[1])
    trace.request(threads[1], locks[0], flags: .timedOut)
    trace.verdict(.timedOut)
    XCTAssertEqual(deadlocks(trace).count, 0)
  }

  func testTwoDeadlocksAreTwoFindings() {
    var trace = Trace()
    var all: [ThreadID] = []
    for pair in 0..<2 {
      let threads = (0..<2).map { trace.actor("t\(pair)\($0)") }
      let locks = (0..<2).map { trace.object("m\(pair)\($0)", .mutex) }
      for index in 0..<2 { trace.lock(threads[index], locks[index], line: UInt32(10 * pair + 1)) }
      for index in 0..<2 { trace.request(threads[index], locks[1 - index], line: UInt32(10 * pair + 2)) }
      all += threads
    }
    trace.verdict(.deadlock, members: all)
    XCTAssertEqual(deadlocks(trace).map { $0.sides.count }, [2, 2])
  }

  func testTheNumberOfActorsIsNoPartOfTheFingerprint() {
    func ring(_ count: Int) -> UInt64 {
      var trace = Trace("ring")
      let threads = (0..<count).map { trace.actor("p[\($0)]") }
      let forks = (0..<count).map { trace.object("fork[\($0)]", .mutex) }
      for index in 0..<count { trace.lock(threads[index], forks[index], line: 8) }
      for index in 0..<count { trace.request(threads[index], forks[(index + 1) % count], line: 9) }
      trace.verdict(.deadlock, members: threads)
      return only(trace).fingerprint
    }
    XCTAssertEqual(ring(3), ring(5))
  }
}
