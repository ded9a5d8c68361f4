import LabPlatform
import XCTest

@testable import LabPrimitives

final class LockTests: WatchedTestCase {
  func testWithLockGivesTheMutexBackWhateverHappens() {
    struct Refused: Error {}
    let mutex = Mutex()
    XCTAssertEqual(mutex.withLock { mutex.owner }, CurrentThread.id)
    XCTAssertThrowsError(try mutex.withLock { () throws(Refused) in throw Refused() })
    XCTAssertEqual(mutex.owner, 0)
    XCTAssertFalse(mutex.isHeldByCurrentThread)
  }

  func testTimedLockThrowsAndHoldsNothing() {
    let mutex = Mutex()
    mutex.lock()
    Threads.run(1) { _ in
      assertThrows(.timedOut) { () throws(WaitError) in try mutex.lock(timeout: .milliseconds(2)) }
      XCTAssertFalse(mutex.tryLock())
      XCTAssertEqual(mutex.waiterCount, 0)
    }
    mutex.unlock()
    XCTAssertNoThrow(try mutex.lock(deadline: .now), "free: the deadline is not looked at")
    mutex.unlock()
  }

  func testRecursiveMutexCountsItsHolds() {
    let mutex = Mutex(.recursive)
    mutex.withLock { mutex.withLock { XCTAssertEqual(mutex.recursionDepth, 2) } }
    XCTAssertEqual(mutex.recursionDepth, 0)
  }

  func testLockedValueIsReachedByOneThreadAtATime() {
    let total = Locked(0)
    Threads.run(4) { _ in for _ in 0..<500 { total.withLock { $0 += 1 } } }
    XCTAssertEqual(total.withLock { $0 }, 2_000)
  }

  func testLockedValueThatIsBusyIsNotReached() {
    let value = Locked(1)
    value.withLock { _ in
      Threads.run(1) { _ in
        XCTAssertNil(value.withLockIfAvailable { $0 })
        XCTAssertNil(value.withLock(timeout: .milliseconds(2)) { $0 })
      }
    }
    XCTAssertEqual(value.withLockIfAvailable { $0 }, 1)
    XCTAssertEqual(value.withLock(timeout: .zero) { $0 }, 1)
    XCTAssertEqual(value.owner, 0)
  }

  func testLockedValueIsDestroyedWithItsLock() {
    final class Probe: Sendable {
      let counter: SharedCounter
      init(_ counter: SharedCounter) { self.counter = counter }
      deinit { counter.withLock { $0 += 1 } }
    }
    let counter = SharedCounter()
    do {
      let locked = Locked(Probe(counter))
      locked.withLock { XCTAssertEqual($0.counter.withLock { $0 }, 0) }
    }
    XCTAssertEqual(counter.withLock { $0 }, 1)
  }

  func testLockedHoldsWhatCannotBeCopied() {
    struct Token: ~Copyable {
      var uses = 0
    }
    let locked = Locked(Token())
    locked.withLock { $0.uses += 1 }
    XCTAssertEqual(locked.withLock { $0.uses }, 1)
  }

  func testReadersShareAndWritersExclude() throws {
    let lock = RWLock()
    lock.lockRead()
    XCTAssertTrue(lock.tryLockRead())
    XCTAssertEqual(lock.readerCount, 2)
    XCTAssertFalse(lock.tryLockWrite())
    XCTAssertThrowsError(try lock.lockWrite(timeout: .milliseconds(2)))
    lock.unlockRead()
    lock.unlockRead()
    lock.withWriteLock {
      XCTAssertEqual(lock.writer, CurrentThread.id)
      assertThrows(.timedOut) { () throws(WaitError) in try lock.lockRead(timeout: .milliseconds(2)) }
    }
    XCTAssertEqual(lock.withReadLock { lock.readerCount }, 1)
    XCTAssertEqual(lock.waiterCount, 0)
    XCTAssertTrue(RWLock(isFair: true).isFair)
  }
}
