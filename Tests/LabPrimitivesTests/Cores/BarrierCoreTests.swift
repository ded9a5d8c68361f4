import Glibc
import LabPlatform
import XCTest

@testable import LabPrimitives

/// The ticket of an arrival that must succeed.
private func takeTicket(_ outcome: ArriveOutcome) -> BarrierTicket {
  guard case .arrived(let ticket) = outcome else {
    XCTFail("closed")
    return BarrierTicket(generation: 0, isLast: false)
  }
  return ticket
}

final class BarrierCoreTests: WatchedTestCase {
  private func makeBarrier<S: Substrate>(_ arena: Arena<S>, _ parties: Int) -> BarrierCore<S> {
    XCTAssertTrue(BarrierCore<S>.initialize(at: arena.base(), parties: parties))
    return BarrierCore(at: arena.base())
  }

  func testNobodyPassesBeforeAllHaveArrivedAndEachRoundHasOneLast() {
    checkRounds(PrivateFutex.self)
    checkRounds(SharedFutex.self)
  }

  private func checkRounds<S: Substrate>(_: S.Type) {
    let arena = Arena<S>()
    let barrier = makeBarrier(arena, 4)
    let rounds = 100 * stressFactor
    let arrived = SharedCounter()
    let lasts = SharedCounter()
    Threads.run(4) { thread in
      let barrier = BarrierCore<S>(at: arena.base(thread))
      for round in 0..<rounds {
        arrived.withLock { $0 += 1 }
        let ticket = takeTicket(barrier.arrive(payload: UInt64(100 + round)))
        if ticket.isLast { lasts.withLock { $0 += 1 } }
        XCTAssertEqual(barrier.wait(ticket), .signalled(payload: UInt64(100 + round)))
        XCTAssertGreaterThanOrEqual(arrived.withLock { $0 }, 4 * (round + 1))
      }
    }
    XCTAssertEqual(lasts.withLock { $0 }, rounds)
    XCTAssertEqual(barrier.generation, UInt32(rounds))
    XCTAssertEqual(barrier.arrivedCount, 0)
    XCTAssertEqual(barrier.sleepers.load(.relaxed), 0)
  }

  func testThePayloadIsThatOfTheLastArrival() {
    let barrier = makeBarrier(Arena<PrivateFutex>(), 2)
    let first = takeTicket(barrier.arrive(payload: 1))
    XCTAssertEqual(barrier.arrivedCount, 1)
    let last = takeTicket(barrier.arrive(payload: 2))
    XCTAssertFalse(first.isLast)
    XCTAssertTrue(last.isLast)
    for ticket in [first, last] { XCTAssertEqual(barrier.wait(ticket), .signalled(payload: 2)) }
  }

  func testALatePasserStillReadsThePayloadOfItsRound() {
    let barrier = makeBarrier(Arena<PrivateFutex>(), 1)
    let tickets = (0..<8).map { takeTicket(barrier.arrive(payload: UInt64($0 + 50))) }
    for (index, ticket) in tickets.enumerated() {
      XCTAssertEqual(barrier.wait(ticket), .signalled(payload: UInt64(index + 50)))
    }
    _ = barrier.arrive(payload: 99)
    XCTAssertEqual(barrier.wait(tickets[0]), .signalled(payload: 0), "eight rounds later it is forgotten")
  }

  func testATimedOutArrivalCountsUntilItIsWithdrawn() {
    let barrier = makeBarrier(Arena<PrivateFutex>(), 2)
    let early = takeTicket(barrier.arrive())
    XCTAssertEqual(barrier.wait(early, deadline: .after(.milliseconds(2))), .timedOut)
    XCTAssertEqual(barrier.arrivedCount, 1)
    XCTAssertTrue(barrier.withdraw(early))
    XCTAssertEqual(barrier.arrivedCount, 0)
    let again = takeTicket(barrier.arrive())
    _ = barrier.arrive()
    XCTAssertFalse(barrier.withdraw(again), "the round is complete")
    XCTAssertEqual(barrier.wait(again), .signalled(payload: 0))
  }

  func testCloseEndsTheRound() {
    let barrier = makeBarrier(Arena<PrivateFutex>(), 2)
    var threads = Threads()
    threads.start { _ in XCTAssertEqual(barrier.wait(takeTicket(barrier.arrive())), .closed) }
    awaitTrue { barrier.arrivedCount == 1 }
    barrier.close()
    threads.join()
    XCTAssertEqual(barrier.arrive(), .closed)
    XCTAssertTrue(barrier.isClosed)
  }

  func testPartiesOutOfRangeAreRefused() {
    let arena = Arena<PrivateFutex>()
    for parties in [0, -1, 1 << 31, .max] {
      XCTAssertFalse(BarrierCore<PrivateFutex>.initialize(at: arena.base(), parties: parties))
    }
  }
}
