import LabNative
import LabTestSupport
import LabTrace
import XCTest

final class NativeDeadlockTests: XCTestCase {
  /// Runs a scenario whose only possible end is a deadlock of these actors.
  private func assertDeadlock(
    _ body: String, of members: [Int], file: StaticString = #filePath, line: UInt = #line
  ) throws {
    let run = try NativeCase.run(body, file: file, line: line)
    XCTAssertEqual(run.verdict, .deadlock, run.message, file: file, line: line)
    XCTAssertEqual(run.members, members, file: file, line: line)
  }

  func testSelfDeadlockOfAPlainMutexIsSeen() throws {
    try assertDeadlock("mutex m\nthread a { m.lock(); m.lock() }", of: [0])
  }

  func testRecursiveTwinOfTheSelfDeadlockEnds() throws {
    let run = try NativeCase.run(
      "mutex m : recursive\nthread a { m.lock(); m.lock(); m.unlock(); m.unlock() }")
    XCTAssertEqual(run.verdict, .completed, run.message)
  }

  func testCertainLockCycleIsSeenWithItsMembers() throws {
    // Both hold their first lock before either asks for its second.
    try assertDeadlock(
      """
      mutex a, b
      barrier both(2)
      thread left { with a { both.wait(); with b { } } }
      thread right { with b { both.wait(); with a { } } }
      """, of: [0, 1])
  }

  func testSemaphoreWithoutPostIsADeadlock() throws {
    try assertDeadlock("semaphore s = 1\nthread a { s.acquire(); s.acquire(2) }", of: [0])
  }

  func testWaitAfterTheOnlySignalIsADeadlock() throws {
    try assertDeadlock(
      """
      mutex m
      condition c on m
      thread signaller { with m { c.signal() } }
      thread waiter { join signaller; with m { c.wait() } }
      """, of: [1])
  }

  func testBarrierWithAMissingPartyIsADeadlock() throws {
    try assertDeadlock("barrier b(3)\nthread t[2] { b.wait() }", of: [0, 1])
  }

  func testEventThatNobodySetsIsADeadlock() throws {
    try assertDeadlock("event e\nthread t { e.wait() }", of: [0])
  }

  func testFullBufferWithoutConsumerIsADeadlock() throws {
    try assertDeadlock("buffer b(2)\nthread t { repeat 3 { b.put(1) } }", of: [0])
  }

  func testEmptyBufferWithoutProducerIsADeadlock() throws {
    try assertDeadlock("buffer b(2)\nthread t { local x = b.get() }", of: [0])
  }

  func testJoiningEachOtherIsADeadlock() throws {
    try assertDeadlock("thread a { join b }\nthread b { join a }", of: [0, 1])
  }

  func testLockOfAFinishedOwnerIsADeadlock() throws {
    try assertDeadlock(
      "mutex m\nthread a { m.lock() }\nthread b { join a; m.lock() }", of: [1])
  }

  func testUpgradeOfTwoReadersIsADeadlock() throws {
    try assertDeadlock(
      """
      rwlock l
      barrier both(2)
      thread t[2] { l.lockRead(); both.wait(); l.lockWrite() }
      """, of: [0, 1])
  }

  func testAwaitThatNothingCanSatisfyIsADeadlock() throws {
    try assertDeadlock("var x = 0; var y = 1\nthread t[2] { await x == 1 && y == 1 }", of: [0, 1])
  }

  func testSpinLoopsThatNothingCanEndAreADeadlock() throws {
    try assertDeadlock("atomic x = 0\nthread t[2] { while x == 0 { yield } }", of: [0, 1])
  }

  func testSpinningOnATryLockThatNobodyReleasesIsADeadlock() throws {
    try assertDeadlock(
      "mutex m\nthread a { m.lock() }\nthread b { join a; while m.trylock() == 0 { } }", of: [1])
  }

  func testTimedWaitsAreNoDeadlock() throws {
    let run = try NativeCase.run(
      """
      mutex a, b
      barrier both(2)
      thread left { with a { both.wait(); if b.lock(timeout: 20ms) == 0 { b.unlock() } } }
      thread right { with b { both.wait(); if a.lock(timeout: 20ms) == 0 { a.unlock() } } }
      """)
    XCTAssertEqual(run.verdict, .completed, run.message)
  }

  func testDeadlockOfSomeWhileAnotherRunsOnIsPartial() throws {
    let run = try NativeCase.run(
      """
      mutex a, b
      barrier both(2)
      var n = 0
      thread left { with a { both.wait(); with b { } } }
      thread right { with b { both.wait(); with a { } } }
      thread other { loop { n = n + 1; sleep 1ms } }
      """)
    XCTAssertEqual(run.verdict, .partialDeadlock, run.message)
    XCTAssertEqual(run.members, [0, 1])
  }

  func testLockThatARunningDaemonNeverGivesBackIsAPartialDeadlock() throws {
    let run = try NativeCase.run(
      """
      mutex m; event held
      daemon thread d { m.lock(); held.set(); loop { sleep 1ms } }
      thread t { held.wait(); m.lock() }
      """)
    XCTAssertEqual(run.verdict, .partialDeadlock, run.message)
    XCTAssertEqual(run.members, [1])
  }

  func testReaderBehindAWriterThatWillGiveUpIsNoDeadlock() throws {
    let run = try NativeCase.run(
      """
      rwlock l : fair; event held
      thread first { l.lockRead(); held.set() }
      thread writer { held.wait(); l.lockWrite(timeout: 400ms) }
      thread second { sleep 50ms; l.lockRead(); l.unlock() }
      """)
    XCTAssertEqual(run.verdict, .completed, run.message)
  }

  func testWaitWithAnEndlessTimeoutIsNoDeadlock() throws {
    let run = try NativeCase.run(
      "semaphore s = 0\nthread t { s.acquire(timeout: 99999999999s) }", timeout: 200_000_000)
    XCTAssertEqual(run.verdict, .timedOut, run.message)
  }

  func testJoinsOfEndingActorsAreNeverTakenForADeadlock() throws {
    for seed in 0..<20 {
      let run = try NativeCase.run(
        """
        var n = 0
        thread w[6] { yield }
        main { repeat 1 { spawn w; join w }; n = 1 }
        """, seed: UInt64(seed), isChaotic: true)
      XCTAssertEqual(run.verdict, .completed, run.message)
    }
  }

  func testBlockedDaemonIsNoDeadlock() throws {
    let run = try NativeCase.run("semaphore s = 0\ndaemon thread d { s.acquire() }\nthread t { yield }")
    XCTAssertEqual(run.verdict, .completed, run.message)
  }

  func testDeadlockNamesABlockedDaemonToo() throws {
    try assertDeadlock(
      "semaphore s = 0\ndaemon thread d { s.acquire() }\nthread t { s.acquire() }", of: [0, 1])
  }

  func testSlowActorsAreNeverTakenForDeadlocked() throws {
    // Long holds, long waits, everything asleep at times; and always somebody who will go on.
    let run = try NativeCase.run(
      """
      mutex m
      condition c on m
      semaphore s = 0
      var ready = 0
      thread a { with m { sleep 150ms; ready = 1; c.signal() }; sleep 150ms; s.release() }
      thread b { with m { while ready == 0 { c.wait() } }; s.acquire() }
      """)
    XCTAssertEqual(run.verdict, .completed, run.message)
  }

  func testVerdictIsInTheTimelineWithItsMembers() throws {
    let run = try NativeCase.run("mutex m\nthread a { m.lock(); m.lock() }")
    let log = try XCTUnwrap(run.log)
    let verdicts = log.threads[0].events.filter { $0.kind == .verdict }
    XCTAssertEqual(verdicts.map(\.value), [RunVerdict.deadlock.rawValue, RunVerdict.deadlock.rawValue])
    XCTAssertEqual(verdicts.last?.cause.thread, ThreadID(rawValue: 1))
    XCTAssertEqual(log.threads[1].events.last?.kind, .lockRequest)
    XCTAssertEqual(log.threads[1].end, .stopped)
  }
}
