import Glibc
import LabPlatform
import XCTest

@testable import LabPrimitives

final class ConditionCoreTests: WatchedTestCase {
  private func make<S: Substrate>(_ arena: Arena<S>) -> (MutexCore<S>, ConditionCore<S>) {
    MutexCore<S>.initialize(at: arena.base(0))
    ConditionCore<S>.initialize(at: arena.base(0, offset: 64))
    return (MutexCore(at: arena.base(0)), ConditionCore(at: arena.base(0, offset: 64)))
  }

  func testSignalBeforeTheWaitIsNotRemembered() {
    let arena = Arena<PrivateFutex>()
    let (mutex, condition) = make(arena)
    XCTAssertEqual(condition.signal(), 0)
    XCTAssertEqual(condition.broadcast(), 0)
    XCTAssertEqual(mutex.lock(), .acquired)
    XCTAssertEqual(condition.wait(releasing: mutex, deadline: .after(.milliseconds(2))), .timedOut)
    XCTAssertEqual(mutex.owner, CurrentThread.id)
    XCTAssertEqual(condition.waiterCount, 0)
  }

  func testASignalledWaiterReportsTheSignalThoughItsTimeIsUp() {
    let arena = Arena<PrivateFutex>()
    let (_, condition) = make(arena)
    let node = arena.node(0)
    condition.enqueue(node)
    XCTAssertEqual(condition.waiterCount, 1)
    XCTAssertEqual(condition.signal(payload: 77), 1)
    XCTAssertEqual(condition.waiterCount, 0)
    XCTAssertEqual(condition.wait(node, deadline: .now), .signalled(payload: 77))
    condition.enqueue(node)
    XCTAssertEqual(condition.wait(node, deadline: .now), .timedOut, "a node can be used again")
    XCTAssertEqual(condition.signal(), 0, "who has given up takes no signal")
  }

  func testSignalsWakeInOrderOfArrivalEachWithItsPayload() {
    checkOrder(PrivateFutex.self)
    checkOrder(SharedFutex.self)
  }

  private func checkOrder<S: Substrate>(_: S.Type) {
    let arena = Arena<S>()
    let (_, condition) = make(arena)
    let journal = Journal<[UInt64]>()
    var threads = Threads()
    for thread in 1...5 {
      threads.start(thread) { thread in
        let condition = ConditionCore<S>(at: arena.base(thread, offset: 64))
        let node = arena.node(thread)
        condition.enqueue(node)
        if case .signalled(let payload) = condition.wait(node) { journal.append([UInt64(thread), payload]) }
      }
      awaitTrue { condition.waiterCount == UInt32(thread) }
    }
    for signal in 1...5 {
      XCTAssertEqual(condition.signal(payload: UInt64(10 * signal)), 1)
      awaitTrue { journal.all.count == signal }
    }
    threads.join()
    XCTAssertEqual(journal.all, (1...5).map { [UInt64($0), UInt64(10 * $0)] })
  }

  func testBroadcastWakesThoseWhoWaitAndNobodyElse() {
    let arena = Arena<PrivateFutex>()
    let (_, condition) = make(arena)
    let nodes = (0..<4).map { arena.node($0) }
    for node in nodes[..<3] { condition.enqueue(node) }
    XCTAssertEqual(condition.broadcast(payload: 9), 3)
    condition.enqueue(nodes[3])
    for node in nodes[..<3] { XCTAssertEqual(condition.wait(node), .signalled(payload: 9)) }
    XCTAssertEqual(condition.wait(nodes[3], deadline: .now), .timedOut)
  }

  func testWaiterInTheMiddleLeavesTheQueueWhole() {
    let arena = Arena<PrivateFutex>()
    let (_, condition) = make(arena)
    let nodes = (0..<3).map { arena.node($0) }
    for node in nodes { condition.enqueue(node) }
    XCTAssertEqual(condition.wait(nodes[1], deadline: .now), .timedOut)
    XCTAssertEqual(condition.signal(payload: 1), 1)
    XCTAssertEqual(condition.signal(payload: 2), 1)
    XCTAssertEqual(condition.signal(payload: 3), 0)
    XCTAssertEqual(condition.wait(nodes[0]), .signalled(payload: 1))
    XCTAssertEqual(condition.wait(nodes[2]), .signalled(payload: 2))
  }

  func testAWakeNobodyClaimedIsNotSeen() {
    let arena = Arena<PrivateFutex>()
    let (_, condition) = make(arena)
    let node = arena.node(1)
    let journal = Journal<WaitOutcome>()
    var threads = Threads()
    threads.start { _ in
      condition.enqueue(node)
      journal.append(condition.wait(node))
    }
    awaitTrue { node.state.load(.relaxed) == WaitNode<PrivateFutex>.sleeping }
    for _ in 0..<20 {
      node.state.wake(.max)
      usleep(200)
    }
    XCTAssertEqual(journal.all, [])
    XCTAssertEqual(condition.signal(payload: 5), 1)
    threads.join()
    XCTAssertEqual(journal.all, [.signalled(payload: 5)])
  }

  func testCloseEndsWaitsNowAndLater() {
    let arena = Arena<PrivateFutex>()
    let (mutex, condition) = make(arena)
    let node = arena.node(0)
    condition.enqueue(node)
    condition.close()
    XCTAssertEqual(condition.wait(node), .closed)
    XCTAssertEqual(mutex.lock(), .acquired)
    XCTAssertEqual(condition.wait(releasing: mutex), .closed)
    XCTAssertEqual(mutex.owner, CurrentThread.id)
    XCTAssertTrue(condition.isClosed)
    XCTAssertEqual(condition.waiterCount, 0)
  }

  func testWaitWithoutTheMutexIsReported() {
    let (mutex, condition) = make(Arena<PrivateFutex>())
    XCTAssertEqual(condition.wait(releasing: mutex), .misuse(.notOwner))
    let arena = Arena<SharedFutex>()
    let (shared, sharedCondition) = make(arena)
    XCTAssertEqual(shared.lock(), .acquired)
    XCTAssertEqual(sharedCondition.wait(releasing: shared), .misuse(.nodeRequired))
    XCTAssertEqual(sharedCondition.wait(releasing: shared, deadline: .now, node: arena.node(0)), .timedOut)
  }

  func testWaitGivesARecursiveMutexBackWithAllItsHolds() {
    let arena = Arena<PrivateFutex>()
    let (mutex, condition) = make(arena)
    MutexCore<PrivateFutex>.initialize(at: arena.base(), attributes: .recursive)
    XCTAssertEqual(mutex.lock(), .acquired)
    XCTAssertEqual(mutex.lock(), .acquired)
    var threads = Threads()
    threads.start { _ in
      awaitTrue { condition.waiterCount == 1 }
      XCTAssertEqual(mutex.lock(), .acquired)
      XCTAssertEqual(condition.signal(), 1)
      XCTAssertEqual(mutex.unlock(), .released)
    }
    XCTAssertEqual(condition.wait(releasing: mutex), .signalled(payload: 0))
    XCTAssertEqual(mutex.recursionDepth, 2)
    threads.join()
  }

  func testEverySignalThatWokeEndsExactlyOneWait() {
    checkConservation(PrivateFutex.self)
    checkConservation(SharedFutex.self)
  }

  /// Waiters with short deadlines race with signals: each counted wake must be somebody's `signalled`.
  private func checkConservation<S: Substrate>(_: S.Type) {
    let arena = Arena<S>()
    let (_, condition) = make(arena)
    let received = Journal<Int>()
    let sent = Journal<Int>()
    let running = SharedCounter()
    running.withLock { $0 = 4 }
    var threads = Threads()
    for thread in 0..<4 {
      threads.start(thread) { thread in
        let condition = ConditionCore<S>(at: arena.base(thread, offset: 64))
        let node = arena.node(thread)
        var mine = 0
        for round in 0..<300 * stressFactor {
          condition.enqueue(node)
          let deadline = Deadline.after(nanoseconds: Int64(round % 8) * 8_000)
          if condition.wait(node, deadline: deadline) != .timedOut { mine += 1 }
        }
        received.append(mine)
        running.withLock { $0 -= 1 }
      }
    }
    for thread in 4..<6 {
      threads.start(thread) { thread in
        let condition = ConditionCore<S>(at: arena.base(thread, offset: 64))
        var mine = 0
        while running.withLock({ $0 }) > 0 {
          mine += thread == 4 ? condition.signal() : condition.broadcast()
          usleep(5)
        }
        sent.append(mine)
      }
    }
    threads.join()
    XCTAssertEqual(received.all.reduce(0, +), sent.all.reduce(0, +), "\(S.self)")
    XCTAssertEqual(condition.waiterCount, 0)
  }

  func testNoWakeUpIsLostBetweenUnlockAndSleep() {
    let arena = Arena<PrivateFutex>()
    let (mutex, condition) = make(arena)
    let turn = Guarded(0)
    let players = 3
    let rounds = 200 * stressFactor
    Threads.run(players) { player in
      for round in 0..<rounds {
        XCTAssertEqual(mutex.lock(), .acquired)
        while turn.value != round * players + player {
          XCTAssertEqual(condition.wait(releasing: mutex), .signalled(payload: 0))
        }
        turn.value += 1
        XCTAssertEqual(mutex.unlock(), .released)
        condition.broadcast()
      }
    }
    XCTAssertEqual(turn.value, rounds * players)
  }
}
