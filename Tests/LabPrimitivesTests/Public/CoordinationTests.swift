import LabPlatform
import XCTest

@testable import LabPrimitives

final class CoordinationTests: WatchedTestCase {
  func testWaitUntilReturnsOnlyWithThePredicate() throws {
    let mutex = Mutex()
    let condition = ConditionVariable(on: mutex)
    let value = Guarded(0)
    var threads = Threads()
    threads.start { _ in
      for _ in 0..<5 {
        awaitTrue { condition.waiterCount == 1 }
        mutex.withLock { value.value += 1 }
        condition.signal()
      }
    }
    try mutex.withLock { () throws(WaitError) in
      try condition.wait { value.value == 5 }
      XCTAssertEqual(value.value, 5)
      XCTAssertTrue(mutex.isHeldByCurrentThread)
    }
    threads.join()
  }

  func testWaitUntilLooksOnceMoreWhenTheTimeIsUp() {
    let mutex = Mutex()
    let condition = ConditionVariable(on: mutex)
    mutex.lock()
    var looks = 0
    XCTAssertNoThrow(
      try condition.wait(
        until: {
          looks += 1
          return looks == 2
        }, timeout: .milliseconds(2)))
    assertThrows(.timedOut) { () throws(WaitError) in
      try condition.wait(until: { false }, timeout: .milliseconds(2))
    }
    condition.close()
    assertThrows(.closed) { () throws(WaitError) in try condition.wait { false } }
    XCTAssertNoThrow(try condition.wait { true }, "what holds needs no wait")
    XCTAssertTrue(mutex.isHeldByCurrentThread)
    mutex.unlock()
  }

  func testConditionKeepsTheWordsOfItsMutexAlive() {
    func make() -> ConditionVariable { ConditionVariable(on: Mutex()) }
    let condition = make()
    XCTAssertEqual(condition.broadcast(), 0)
    XCTAssertEqual(condition.mutex.owner, 0)
  }

  func testSemaphoreHandsPermitsOn() throws {
    let semaphore = CountingSemaphore(0)
    var threads = Threads()
    threads.start { _ in semaphore.release(3) }
    try semaphore.acquire(3)
    threads.join()
    XCTAssertFalse(semaphore.tryAcquire())
    assertThrows(.timedOut) { () throws(WaitError) in try semaphore.acquire(timeout: .milliseconds(2)) }
    semaphore.release()
    XCTAssertEqual(semaphore.withPermits { semaphore.value }, 0)
    XCTAssertEqual(semaphore.value, 1)
    semaphore.close()
    XCTAssertFalse(semaphore.release())
    XCTAssertNil(semaphore.withPermits(2) { 0 })
    assertThrows(.closed) { () throws(WaitError) in try semaphore.acquire(2) }
  }

  func testBarrierLetsAllThroughAndTakesBackATimedOutArrival() throws {
    let barrier = Barrier(parties: 3)
    assertThrows(.timedOut) { () throws(WaitError) in try barrier.arriveAndWait(timeout: .milliseconds(2)) }
    XCTAssertEqual(barrier.arrivedCount, 0)
    let lasts = SharedCounter()
    Threads.run(3) { _ in
      for _ in 0..<20 {
        if (try? barrier.arriveAndWait()) == true { lasts.withLock { $0 += 1 } }
      }
    }
    XCTAssertEqual(lasts.withLock { $0 }, 20)
    XCTAssertEqual(barrier.generation, 20)
    barrier.close()
    assertThrows(.closed) { () throws(WaitError) in try barrier.arriveAndWait() }
  }

  func testEventsLetThroughOneOrAll() throws {
    let auto = ResetEvent(.auto, isSet: true)
    XCTAssertTrue(auto.tryWait())
    XCTAssertFalse(auto.tryWait())
    assertThrows(.timedOut) { () throws(WaitError) in try auto.wait(timeout: .milliseconds(2)) }
    let manual = ResetEvent(.manual)
    var threads = Threads()
    for _ in 0..<3 { threads.start { _ in assertNoThrow { () throws(WaitError) in try manual.wait() } } }
    manual.set()
    threads.join()
    XCTAssertTrue(manual.isSet)
    manual.reset()
    manual.close()
    XCTAssertFalse(manual.set())
    assertThrows(.closed) { () throws(WaitError) in try manual.wait() }
  }
}
