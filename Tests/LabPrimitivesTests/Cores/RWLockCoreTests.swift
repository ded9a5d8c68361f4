import Glibc
import LabPlatform
import XCTest

@testable import LabPrimitives

final class RWLockCoreTests: WatchedTestCase {
  private func makeLock<S: Substrate>(_ arena: Arena<S>, isFair: Bool = false) -> RWLockCore<S> {
    RWLockCore<S>.initialize(at: arena.base(), isFair: isFair)
    return RWLockCore(at: arena.base())
  }

  func testReadersShareAndWritersExclude() {
    for isFair in [false, true] {
      let arena = Arena<PrivateFutex>()
      let lock = makeLock(arena, isFair: isFair)
      XCTAssertEqual(lock.lockRead(), .acquired)
      XCTAssertEqual(lock.tryLockRead(), .acquired)
      XCTAssertEqual(lock.readerCount, 2)
      XCTAssertEqual(lock.tryLockWrite(), .busy)
      XCTAssertEqual(lock.unlockRead(), .released)
      XCTAssertEqual(lock.tryLockWrite(), .busy)
      XCTAssertEqual(lock.unlockRead(), .released)
      XCTAssertEqual(lock.tryLockWrite(), .acquired)
      XCTAssertEqual(lock.writer, CurrentThread.id)
      XCTAssertEqual(lock.tryLockRead(), .busy)
      XCTAssertEqual(lock.lockRead(deadline: .after(.milliseconds(2))), .timedOut)
      XCTAssertEqual(lock.lockWrite(deadline: .after(.milliseconds(2))), .timedOut)
      XCTAssertEqual(lock.unlockWrite(), .released)
      XCTAssertEqual(lock.word.load(.relaxed), 0)
    }
  }

  func testUnlockByWhoDoesNotHoldIsReported() {
    for isFair in [false, true] {
      let arena = Arena<PrivateFutex>()
      let lock = makeLock(arena, isFair: isFair)
      XCTAssertEqual(lock.unlockRead(), .misuse(.notOwner))
      XCTAssertEqual(lock.unlockWrite(), .misuse(.notOwner))
      XCTAssertEqual(lock.lockWrite(), .acquired)
      XCTAssertEqual(lock.unlockRead(), .misuse(.notOwner))
      Threads.run(1) { _ in XCTAssertEqual(lock.unlockWrite(), .misuse(.notOwner)) }
      XCTAssertEqual(lock.unlockWrite(), .released)
      XCTAssertEqual(lock.lockRead(), .acquired)
      XCTAssertEqual(lock.unlockWrite(), .misuse(.notOwner))
      XCTAssertEqual(lock.unlockRead(), .released)
    }
  }

  func testReaderOfAPlainLockJoinsReadersThoughAWriterWaits() {
    let lock = makeLock(Arena<PrivateFutex>())
    XCTAssertEqual(lock.lockRead(), .acquired)
    var threads = Threads()
    threads.start { _ in
      XCTAssertEqual(lock.lockWrite(), .acquired)
      XCTAssertEqual(lock.unlockWrite(), .released)
    }
    awaitTrue { lock.waiterCount == 1 }
    XCTAssertEqual(lock.lockRead(), .acquired)
    XCTAssertEqual(lock.unlockRead(), .released)
    XCTAssertEqual(lock.unlockRead(), .released)
    threads.join()
  }

  func testReaderOfAFairLockStandsBehindAWaitingWriter() {
    let lock = makeLock(Arena<PrivateFutex>(), isFair: true)
    let journal = Journal<String>()
    XCTAssertEqual(lock.lockRead(), .acquired)
    var threads = Threads()
    threads.start { _ in
      XCTAssertEqual(lock.lockWrite(), .acquired)
      journal.append("writer")
      XCTAssertEqual(lock.unlockWrite(), .released)
    }
    awaitTrue { lock.waiterCount == 1 }
    XCTAssertEqual(lock.tryLockRead(), .busy)
    threads.start { _ in
      XCTAssertEqual(lock.lockRead(), .acquired)
      journal.append("reader")
      XCTAssertEqual(lock.unlockRead(), .released)
    }
    awaitTrue { lock.waiterCount == 2 }
    XCTAssertEqual(lock.unlockRead(), .released)
    threads.join()
    XCTAssertEqual(journal.all, ["writer", "reader"])
    XCTAssertEqual(lock.word.load(.relaxed), 0)
  }

  func testReadersOfAFairLockGoOnWhenTheWriterBeforeThemGivesUp() {
    let lock = makeLock(Arena<PrivateFutex>(), isFair: true)
    XCTAssertEqual(lock.lockRead(), .acquired)
    let givenUp = SharedCounter()
    var impatient = Threads()
    impatient.start { _ in
      XCTAssertEqual(lock.lockWrite(deadline: .after(.milliseconds(30))), .timedOut)
      givenUp.withLock { $0 += 1 }
    }
    awaitTrue { lock.waiterCount == 1 || givenUp.withLock { $0 } == 1 }
    var threads = Threads()
    for _ in 0..<2 {
      threads.start { _ in
        XCTAssertEqual(lock.lockRead(), .acquired)
        awaitTrue { lock.readerCount == 3 }
      }
    }
    threads.join()  // only if both got in while the first reader holds on
    impatient.join()
    for _ in 0..<3 { XCTAssertEqual(lock.unlockRead(), .released) }
    XCTAssertEqual(lock.word.load(.relaxed), 0)
  }

  func testNoReaderOfAPlainLockSleepsWhileOnlyReadersHoldIt() {
    // Writer holds; a writer and two readers queue; after the unlock both readers must get in together,
    // whatever the second writer does: each waits inside for the other.
    for _ in 0..<20 {
      let lock = makeLock(Arena<PrivateFutex>())
      let inside = CountingSemaphore(0)
      XCTAssertEqual(lock.lockWrite(), .acquired)
      let queue = [true, false, false]
      var threads = Threads()
      for (index, writes) in queue.enumerated() {
        threads.start { _ in
          if writes {
            XCTAssertEqual(lock.lockWrite(), .acquired)
            XCTAssertEqual(lock.unlockWrite(), .released)
          } else {
            XCTAssertEqual(lock.lockRead(), .acquired)
            inside.release()
            awaitTrue { inside.value == 2 }
            XCTAssertEqual(lock.unlockRead(), .released)
          }
        }
        awaitTrue { lock.waiterCount == UInt32(index + 1) }
      }
      XCTAssertEqual(lock.unlockWrite(), .released)
      threads.join()
      XCTAssertEqual(lock.word.load(.relaxed), 0)
    }
  }

  func testWritersExcludeEverybodyAndTimeOutsLoseNoWakeUp() {
    for isFair in [false, true] {
      checkExclusion(PrivateFutex.self, isFair: isFair)
      checkExclusion(SharedFutex.self, isFair: isFair)
    }
  }

  private func checkExclusion<S: Substrate>(_: S.Type, isFair: Bool) {
    let arena = Arena<S>()
    let lock = makeLock(arena, isFair: isFair)
    let pair = Guarded((0, 0))
    let writes = Journal<Int>()
    Threads.run(6) { thread in
      let lock = RWLockCore<S>(at: arena.base(thread))
      let node = arena.nodeIfNeeded(thread)
      var mine = 0
      for round in 0..<200 * stressFactor {
        let deadline: Deadline = thread % 2 == 0 ? .never : .after(nanoseconds: Int64(round % 5) * 20_000)
        if (round + thread) % 3 == 0 {
          guard lock.lockWrite(deadline: deadline, node: node) == .acquired else { continue }
          pair.value.0 += 1
          if round % 16 == 0 { usleep(10) }
          pair.value.1 += 1
          mine += 1
          XCTAssertEqual(lock.unlockWrite(), .released)
        } else {
          guard lock.lockRead(deadline: deadline, node: node) == .acquired else { continue }
          XCTAssertEqual(pair.value.0, pair.value.1)
          if round % 16 == 0 { usleep(10) }
          XCTAssertEqual(lock.unlockRead(), .released)
        }
      }
      writes.append(mine)
    }
    XCTAssertEqual(pair.value.0, writes.all.reduce(0, +))
    XCTAssertEqual(lock.word.load(.relaxed), 0, "\(S.self) fair: \(isFair)")
    XCTAssertEqual(lock.waiterCount, 0)
  }

  func testLockAcrossProcessesNeedsANodeToWait() {
    let arena = Arena<SharedFutex>()
    let lock = makeLock(arena)
    XCTAssertEqual(lock.lockWrite(), .acquired)
    XCTAssertEqual(lock.lockRead(), .misuse(.nodeRequired))
    XCTAssertEqual(lock.lockRead(deadline: .now, node: arena.node(0)), .timedOut)
  }
}
