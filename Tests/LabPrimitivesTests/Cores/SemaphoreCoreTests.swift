import Glibc
import LabPlatform
import XCTest

@testable import LabPrimitives

final class SemaphoreCoreTests: WatchedTestCase {
  private func makeSemaphore<S: Substrate>(_ arena: Arena<S>, _ value: Int) -> SemaphoreCore<S> {
    XCTAssertTrue(SemaphoreCore<S>.initialize(at: arena.base(), value: value))
    return SemaphoreCore(at: arena.base())
  }

  func testAcquireTakesAllPermitsOrNone() {
    let semaphore = makeSemaphore(Arena<PrivateFutex>(), 3)
    XCTAssertEqual(semaphore.tryAcquire(2), .acquired)
    XCTAssertEqual(semaphore.tryAcquire(2), .busy)
    XCTAssertEqual(semaphore.acquire(2, deadline: .after(.milliseconds(2))), .timedOut)
    XCTAssertEqual(semaphore.value, 1)
    XCTAssertEqual(semaphore.waiterCount, 0)
    XCTAssertEqual(semaphore.acquire(), .acquired)
    XCTAssertEqual(semaphore.acquire(0), .acquired, "nothing is always there")
  }

  func testReleaseAboveTheMaximumIsReportedAndChangesNothing() {
    let semaphore = makeSemaphore(Arena<PrivateFutex>(), SemaphoreCore<PrivateFutex>.maximum - 1)
    XCTAssertEqual(semaphore.release(2), .misuse(.overflow))
    XCTAssertEqual(semaphore.release(), .released)
    XCTAssertEqual(semaphore.release(), .misuse(.overflow))
    XCTAssertEqual(semaphore.value, Int(Int32.max))
  }

  func testCountsOutOfRangeAreReported() {
    let arena = Arena<PrivateFutex>()
    let semaphore = makeSemaphore(arena, 1)
    for count in [-1, Int(Int32.max) + 1, .min, .max] {
      XCTAssertEqual(semaphore.tryAcquire(count), .misuse(.invalidCount))
      XCTAssertEqual(semaphore.acquire(count), .misuse(.invalidCount))
      XCTAssertEqual(semaphore.release(count), .misuse(.invalidCount))
      XCTAssertFalse(SemaphoreCore<PrivateFutex>.initialize(at: arena.base(), value: count))
    }
    XCTAssertEqual(semaphore.value, 1)
  }

  func testAWaiterForManyDoesNotSwallowTheWakeOfAWaiterForOne() {
    for _ in 0..<20 {
      let semaphore = makeSemaphore(Arena<PrivateFutex>(), 0)
      var wide = Threads()
      wide.start { _ in XCTAssertEqual(semaphore.acquire(2), .acquired) }
      awaitTrue { semaphore.waiterCount == 1 }
      var narrow = Threads()
      narrow.start { _ in XCTAssertEqual(semaphore.acquire(), .acquired) }
      awaitTrue { semaphore.waiterCount == 2 }
      XCTAssertEqual(semaphore.release(), .released)
      narrow.join()
      XCTAssertEqual(semaphore.release(2), .released)
      wide.join()
      XCTAssertEqual(semaphore.value, 0)
    }
  }

  func testCloseLetsPermitsDrainAndThenFails() {
    let semaphore = makeSemaphore(Arena<PrivateFutex>(), 1)
    var threads = Threads()
    threads.start { _ in XCTAssertEqual(semaphore.acquire(2), .closed) }
    awaitTrue { semaphore.waiterCount == 1 }
    semaphore.close()
    threads.join()
    XCTAssertTrue(semaphore.isClosed)
    XCTAssertEqual(semaphore.release(), .closed)
    XCTAssertEqual(semaphore.tryAcquire(2), .closed)
    XCTAssertEqual(semaphore.acquire(), .acquired)
    XCTAssertEqual(semaphore.acquire(), .closed)
    XCTAssertEqual(semaphore.waiterCount, 0)
  }

  func testPermitsAreConserved() {
    checkConservation(PrivateFutex.self)
    checkConservation(SharedFutex.self)
  }

  private func checkConservation<S: Substrate>(_: S.Type) {
    let arena = Arena<S>()
    let semaphore = makeSemaphore(arena, 3)
    let inside = SharedCounter()
    Threads.run(6) { thread in
      let semaphore = SemaphoreCore<S>(at: arena.base(thread))
      for round in 0..<200 * stressFactor {
        let count = (round + thread) % 3 + 1
        let deadline: Deadline = thread < 3 ? .never : .after(nanoseconds: Int64(round % 5) * 20_000)
        guard semaphore.acquire(count, deadline: deadline) == .acquired else {
          XCTAssertGreaterThanOrEqual(thread, 3)
          continue
        }
        XCTAssertLessThanOrEqual(
          inside.withLock { value -> Int in
            value += count
            return value
          }, 3)
        if round % 16 == 0 { usleep(10) }
        inside.withLock { $0 -= count }
        XCTAssertEqual(semaphore.release(count), .released)
      }
    }
    XCTAssertEqual(semaphore.value, 3)
    XCTAssertEqual(semaphore.waiterCount, 0)
    XCTAssertEqual(semaphore.wideWaiters.load(.relaxed), 0)
  }

}
