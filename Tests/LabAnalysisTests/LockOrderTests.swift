import LabTrace
import XCTest

@testable import LabAnalysis

final class LockOrderTests: XCTestCase {
  private func cycles(_ trace: Trace) -> [Finding] {
    Analyzer.findings(trace.log).filter { $0.kind == .lockCycle }
  }

  /// Two threads that take two locks in opposite orders, each step as told.
  private func opposite(
    _ kind: ObjectKind = .mutex, outer: EventFlags = [], inner: EventFlags = [],
    around: (inout Trace, ThreadID, Bool) -> Void = { _, _, _ in }
  ) -> Trace {
    var trace = Trace()
    let threads = [trace.actor("left"), trace.actor("right")]
    let locks = [trace.object("a", kind), trace.object("b", kind)]
    for (index, thread) in threads.enumerated() {
      around(&trace, thread, true)
      trace.lock(thread, locks[index], line: 10, flags: outer)
      trace.lock(thread, locks[1 - index], line: 11, flags: inner)
      trace.unlock(thread, locks[1 - index], line: 12, flags: inner.intersection(.shared))
      trace.unlock(thread, locks[index], line: 13, flags: outer.intersection(.shared))
      around(&trace, thread, false)
    }
    return trace
  }

  func testOppositeOrdersAreACycle() { XCTAssertEqual(cycles(opposite()).count, 1) }

  func testReadersDoNotWaitForReaders() {
    XCTAssertEqual(cycles(opposite(.rwlock, outer: .shared, inner: .shared)).count, 0)
    XCTAssertEqual(cycles(opposite(.rwlock, outer: .shared)).count, 1)
    XCTAssertEqual(cycles(opposite(.rwlock, inner: .shared)).count, 1)
    XCTAssertEqual(cycles(opposite(.rwlock)).count, 1)
  }

  func testWhoTriesOrGivesUpIsNoPartOfACycle() {
    XCTAssertEqual(cycles(opposite(inner: .byTry)).count, 0)
    XCTAssertEqual(cycles(opposite(inner: .timedOut)).count, 0)
  }

  func testALockTakenByTryingIsHeldAllTheSame() {
    XCTAssertEqual(cycles(opposite(outer: .byTry)).count, 1)
  }

  func testTheMutexTakenBackByAWaitIsNoRequest() {
    XCTAssertEqual(cycles(opposite(inner: .byWait)).count, 0)
  }

  func testALockReleasedBeforeIsNotHeld() {
    var trace = Trace()
    let threads = [trace.actor("left"), trace.actor("right")]
    let locks = [trace.object("a", .mutex), trace.object("b", .mutex)]
    for (index, thread) in threads.enumerated() {
      for lock in [locks[index], locks[1 - index]] {
        trace.lock(thread, lock)
        trace.unlock(thread, lock)
      }
    }
    XCTAssertEqual(cycles(trace).count, 0)
  }

  func testAGateKeepsApartButASharedGateDoesNot() {
    for (isShared, expected) in [(false, 0), (true, 1)] {
      var gate = ObjectID.none
      let flags: EventFlags = isShared ? .shared : []
      let trace = opposite { trace, thread, isEnter in
        if gate == .none { gate = trace.object("gate", .rwlock) }
        if isEnter {
          trace.lock(thread, gate, flags: flags)
        } else {
          trace.unlock(thread, gate, flags: flags)
        }
      }
      XCTAssertEqual(cycles(trace).count, expected, "shared: \(isShared)")
    }
  }

  func testASemaphoreThatLetsInTooFewIsAGate() {
    for (permits, expected) in [(Int64(1), 0), (2, 1)] {
      var footman = ObjectID.none
      let trace = opposite { trace, thread, isEnter in
        if footman == .none { footman = trace.object("footman", .semaphore, initial: permits) }
        if isEnter { trace.acquire(thread, footman) } else { trace.post(thread, footman) }
      }
      XCTAssertEqual(cycles(trace).count, expected, "\(permits) permits")
    }
  }

  func testASemaphoreThatPassesSomethingOnIsNoGate() {
    var items = ObjectID.none
    var producer = ThreadID.lab
    let trace = opposite { trace, thread, isEnter in
      if items == .none {
        items = trace.object("items", .semaphore, initial: 0)
        producer = trace.actor("producer")
      }
      if isEnter {
        trace.post(producer, items)
        trace.acquire(thread, items)
      }
    }
    XCTAssertEqual(cycles(trace).count, 1)
  }

  func testOrderBySpawnAndStartCountsOrderByLocksDoesNot() {
    // A lock may be taken in the other order next time; a spawn may not.
    var chance = ObjectID.none
    let byLock = opposite { trace, thread, _ in
      if chance == .none { chance = trace.object("chance", .mutex) }
      trace.lock(thread, chance)
      trace.unlock(thread, chance)
    }
    XCTAssertEqual(cycles(byLock).count, 1)
    var bySpawn = Trace()
    let main = bySpawn.actor("main")
    let child = bySpawn.actor("child", isSpawned: true)
    let locks = [bySpawn.object("a", .mutex), bySpawn.object("b", .mutex)]
    for lock in locks { bySpawn.lock(main, lock) }
    for lock in locks { bySpawn.unlock(main, lock) }
    bySpawn.spawn(main, child)
    for lock in locks.reversed() { bySpawn.lock(child, lock) }
    XCTAssertEqual(cycles(bySpawn).count, 0)
  }

  func testPhilosophersAreOneCycleOfFive() {
    var trace = Trace()
    let count = 5
    let threads = (0..<count).map { trace.actor("philosopher[\($0)]") }
    let forks = (0..<count).map { trace.object("fork[\($0)]", .mutex) }
    for (index, thread) in threads.enumerated() {
      trace.lock(thread, forks[index], line: 10)
      trace.lock(thread, forks[(index + 1) % count], line: 11)
      trace.unlock(thread, forks[(index + 1) % count])
      trace.unlock(thread, forks[index])
    }
    let found = cycles(trace)
    XCTAssertEqual(found.count, 1)
    XCTAssertEqual(found.first?.sides.count, count)
    XCTAssertEqual(found.first?.sides.map { $0.locksHeld[0].object }, forks)
  }

  func testOneSetOfLocksIsReportedOnce() {
    var trace = Trace()
    let locks = [trace.object("a", .mutex), trace.object("b", .mutex)]
    for index in 0..<6 {
      let thread = trace.actor("t[\(index)]")
      for lock in index % 2 == 0 ? locks : locks.reversed() {
        trace.lock(thread, lock, line: UInt32(10 + index))
      }
      for lock in locks { trace.unlock(thread, lock) }
    }
    XCTAssertEqual(cycles(trace).count, 1)
  }

  func testARecursiveLockIsNoCycleWithItself() {
    var trace = Trace()
    for index in 0..<2 {
      let thread = trace.actor("t[\(index)]")
      let m = index == 0 ? trace.object("m", .mutex) : ObjectID(rawValue: 1)
      trace.lock(thread, m)
      trace.lock(thread, m)
      trace.unlock(thread, m)
      trace.unlock(thread, m)
    }
    XCTAssertEqual(cycles(trace).count, 0)
  }

  func testTheCycleOfADeadlockIsWitnessedAndHasThePatternsFingerprint() {
    let pattern = opposite()
    var trace = Trace()
    let threads = [trace.actor("left"), trace.actor("right")]
    let locks = [trace.object("a", .mutex), trace.object("b", .mutex)]
    for (index, thread) in threads.enumerated() { trace.lock(thread, locks[index], line: 10) }
    for (index, thread) in threads.enumerated() { trace.request(thread, locks[1 - index], line: 11) }
    trace.verdict(.deadlock, members: threads)
    XCTAssertEqual(cycles(trace).map(\.confidence), [.witnessed])
    XCTAssertEqual(cycles(trace).map(\.fingerprint), cycles(pattern).map(\.fingerprint))
  }

  func testManyLocksInAllOrdersEndWithASentence() {
    var trace = Trace()
    let locks = (0..<12).map { trace.object("m\($0)", .mutex) }
    for first in 0..<12 {
      for second in 0..<12 where first != second {
        let thread = trace.actor("t\(first)-\(second)")
        trace.lock(thread, locks[first])
        trace.lock(thread, locks[second])
        trace.unlock(thread, locks[second])
        trace.unlock(thread, locks[first])
      }
    }
    let analysis = Analyzer.analyze(trace.log)
    XCTAssertFalse(analysis.findings.isEmpty)
    XCTAssertEqual(analysis.limits, ["there are more lock-order cycles than could be looked at"])
  }
}
