import Glibc
import LabPlatform
import XCTest

@testable import LabPrimitives

final class MutexCoreTests: WatchedTestCase {
  private func makeMutex<S: Substrate>(
    _ arena: Arena<S>, _ attributes: MutexAttributes = .plain
  ) -> MutexCore<S> {
    MutexCore<S>.initialize(at: arena.base(), attributes: attributes)
    return MutexCore(at: arena.base())
  }

  func testTryLockTakesAFreeMutexAndFindsAHeldOneBusy() {
    let mutex = makeMutex(Arena<PrivateFutex>())
    XCTAssertEqual(mutex.tryLock(), .acquired)
    XCTAssertEqual(mutex.owner, CurrentThread.id)
    XCTAssertEqual(mutex.tryLock(), .busy, "by its owner as well, as it is not recursive")
    XCTAssertEqual(mutex.unlock(), .released)
    XCTAssertEqual(mutex.owner, 0)
  }

  func testUnlockByNonOwnerIsReportedAndChangesNothing() {
    let arena = Arena<PrivateFutex>()
    for attributes: MutexAttributes in [.plain, .recursive, .errorcheck, .fair, [.recursive, .fair]] {
      let mutex = makeMutex(arena, attributes)
      XCTAssertEqual(mutex.unlock(), .misuse(.notOwner), "nobody holds it")
      XCTAssertEqual(mutex.lock(), .acquired)
      Threads.run(1) { _ in XCTAssertEqual(mutex.unlock(), .misuse(.notOwner)) }
      XCTAssertEqual(mutex.owner, CurrentThread.id)
      XCTAssertEqual(mutex.unlock(), .released)
    }
  }

  func testRelockOfAPlainMutexBlocks() {
    for attributes: MutexAttributes in [.plain, .fair] {
      let arena = Arena<PrivateFutex>()
      let mutex = makeMutex(arena, attributes)
      XCTAssertEqual(mutex.lock(), .acquired)
      XCTAssertEqual(mutex.lock(deadline: .after(.milliseconds(5))), .timedOut)
      XCTAssertEqual(mutex.waiterCount, 0)
      XCTAssertEqual(mutex.unlock(), .released)
    }
  }

  func testRelockOfAnErrorcheckMutexIsReported() {
    let mutex = makeMutex(Arena<PrivateFutex>(), .errorcheck)
    XCTAssertEqual(mutex.lock(), .acquired)
    XCTAssertEqual(mutex.lock(), .misuse(.relockByOwner))
    XCTAssertEqual(mutex.tryLock(), .busy)
    XCTAssertEqual(mutex.unlock(), .released)
    XCTAssertEqual(mutex.owner, 0)
  }

  func testRecursiveMutexIsFreeAfterAsManyUnlocksAsLocks() {
    for attributes: MutexAttributes in [.recursive, [.recursive, .fair]] {
      let arena = Arena<PrivateFutex>()
      let mutex = makeMutex(arena, attributes)
      XCTAssertEqual(mutex.lock(), .acquired)
      XCTAssertEqual(mutex.tryLock(), .acquired)
      XCTAssertEqual(mutex.lock(), .acquired)
      XCTAssertEqual(mutex.recursionDepth, 3)
      for left in (0..<3).reversed() {
        Threads.run(1) { _ in XCTAssertEqual(mutex.tryLock(), .busy) }
        XCTAssertEqual(mutex.unlock(), .released)
        XCTAssertEqual(mutex.recursionDepth, UInt32(left))
      }
      XCTAssertEqual(mutex.unlock(), .misuse(.notOwner))
    }
  }

  func testTooManyHoldsAreReported() {
    let mutex = makeMutex(Arena<PrivateFutex>(), .recursive)
    XCTAssertEqual(mutex.lock(), .acquired)
    mutex.depthWord.store(.max - 1, .relaxed)
    XCTAssertEqual(mutex.lock(), .misuse(.tooManyHolds))
    XCTAssertEqual(mutex.tryLock(), .busy)
  }

  func testOwnerAndWaitersAreSeenByOthers() {
    let mutex = makeMutex(Arena<PrivateFutex>())
    XCTAssertEqual(mutex.lock(), .acquired)
    let me = CurrentThread.id
    var threads = Threads()
    threads.start { _ in
      XCTAssertEqual(mutex.owner, me)
      XCTAssertEqual(mutex.lock(), .acquired)
      XCTAssertEqual(mutex.unlock(), .released)
    }
    awaitTrue { mutex.waiterCount == 1 }
    XCTAssertTrue(mutex.hasWaiters)
    XCTAssertEqual(mutex.unlock(), .released)
    threads.join()
    XCTAssertFalse(mutex.hasWaiters)
  }

  func testFairMutexAcrossProcessesNeedsANode() {
    let arena = Arena<SharedFutex>()
    let mutex = makeMutex(arena, .fair)
    XCTAssertEqual(mutex.lock(), .acquired, "not while it is free")
    XCTAssertEqual(mutex.lock(deadline: .now), .misuse(.nodeRequired))
    XCTAssertEqual(mutex.lock(deadline: .now, node: arena.node(0)), .timedOut)
    XCTAssertEqual(mutex.unlock(), .released)
  }

  func testMutualExclusion() {
    for attributes: MutexAttributes in [.plain, .recursive, .errorcheck, .fair] {
      checkMutualExclusion(PrivateFutex.self, attributes)
      checkMutualExclusion(SharedFutex.self, attributes)
    }
  }

  private func checkMutualExclusion<S: Substrate>(_: S.Type, _ attributes: MutexAttributes) {
    let arena = Arena<S>()
    let mutex = makeMutex(arena, attributes)
    let counter = Guarded(0)
    let rounds = (attributes.contains(.fair) ? 200 : 2_000) * stressFactor
    Threads.run(6) { thread in
      let mutex = MutexCore<S>(at: arena.base(thread))
      let node = arena.nodeIfNeeded(thread)
      for round in 0..<rounds {
        XCTAssertEqual(mutex.lock(node: node), .acquired)
        counter.value += 1
        if round % 64 == 0 { sched_yield() }
        XCTAssertEqual(mutex.unlock(), .released)
      }
    }
    XCTAssertEqual(counter.value, 6 * rounds, "\(S.self) \(attributes)")
    XCTAssertEqual(mutex.owner, 0)
    XCTAssertEqual(mutex.waiterCount, 0)
    XCTAssertEqual(mutex.lockWord.word.load(.relaxed), 0)
  }

  func testFairMutexServesInOrderOfArrival() {
    checkOrderOfArrival(PrivateFutex.self)
    checkOrderOfArrival(SharedFutex.self)
  }

  private func checkOrderOfArrival<S: Substrate>(_: S.Type) {
    let arena = Arena<S>()
    let mutex = makeMutex(arena, .fair)
    let journal = Journal<Int>()
    XCTAssertEqual(mutex.lock(), .acquired)
    var threads = Threads()
    for thread in 1...6 {
      threads.start(thread) { thread in
        let mutex = MutexCore<S>(at: arena.base(thread))
        XCTAssertEqual(mutex.lock(node: arena.nodeIfNeeded(thread)), .acquired)
        journal.append(thread)
        XCTAssertEqual(mutex.unlock(), .released)
      }
      awaitTrue { mutex.queue.length == UInt32(thread) }
    }
    XCTAssertEqual(mutex.unlock(), .released)
    threads.join()
    XCTAssertEqual(journal.all, Array(1...6))
    XCTAssertEqual(mutex.lockWord.word.load(.relaxed), 0)
  }

  func testWaiterOfAFairMutexThatGivesUpIsPassedOver() {
    let arena = Arena<PrivateFutex>()
    let mutex = makeMutex(arena, .fair)
    XCTAssertEqual(mutex.lock(), .acquired)
    var impatient = Threads()
    impatient.start { _ in XCTAssertEqual(mutex.lock(deadline: .after(.milliseconds(30))), .timedOut) }
    awaitTrue { mutex.waiterCount == 1 }
    var threads = Threads()
    threads.start { _ in
      XCTAssertEqual(mutex.lock(), .acquired)
      XCTAssertEqual(mutex.unlock(), .released)
    }
    impatient.join()
    awaitTrue { mutex.queue.length == 1 }
    XCTAssertEqual(mutex.unlock(), .released)
    threads.join()
    XCTAssertEqual(mutex.lockWord.word.load(.relaxed), 0)
  }

  func testTimeOutsLoseNoWakeUp() {
    for attributes: MutexAttributes in [.plain, .fair] {
      checkTimeOuts(PrivateFutex.self, attributes)
      checkTimeOuts(SharedFutex.self, attributes)
    }
  }

  /// Impatient threads use up wakes that patient ones need, unless they pass them on.
  private func checkTimeOuts<S: Substrate>(_: S.Type, _ attributes: MutexAttributes) {
    let arena = Arena<S>()
    let mutex = makeMutex(arena, attributes)
    let counter = Guarded(0)
    let total = Journal<Int>()
    Threads.run(6) { thread in
      let mutex = MutexCore<S>(at: arena.base(thread))
      let node = arena.nodeIfNeeded(thread)
      var mine = 0
      for round in 0..<150 * stressFactor {
        let deadline: Deadline = thread < 2 ? .never : .after(nanoseconds: Int64(round % 7) * 10_000)
        switch mutex.lock(deadline: deadline, node: node) {
        case .acquired:
          counter.value += 1
          mine += 1
          if round % 8 == 0 { usleep(20) }
          XCTAssertEqual(mutex.unlock(), .released)
        case .timedOut: XCTAssertGreaterThanOrEqual(thread, 2)
        case .misuse(let misuse): XCTFail("\(misuse)")
        }
      }
      total.append(mine)
    }
    XCTAssertEqual(counter.value, total.all.reduce(0, +))
    XCTAssertEqual(mutex.owner, 0)
    XCTAssertEqual(mutex.waiterCount, 0)
    XCTAssertEqual(mutex.queue.length, 0)
  }
}
