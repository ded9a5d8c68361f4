import Glibc
import LabPlatform
import XCTest

@testable import LabPrimitives

final class EventCoreTests: WatchedTestCase {
  private func makeEvent<S: Substrate>(_ arena: Arena<S>, isManual: Bool, isSet: Bool = false) -> EventCore<S>
  {
    EventCore<S>.initialize(at: arena.base(), isManual: isManual, isSet: isSet)
    return EventCore(at: arena.base())
  }

  func testAutoResetEventLetsOneThroughForEachSet() {
    let event = makeEvent(Arena<PrivateFutex>(), isManual: false)
    XCTAssertEqual(event.tryWait(), .busy)
    XCTAssertTrue(event.set(payload: 7))
    XCTAssertTrue(event.isSet)
    XCTAssertEqual(event.wait(), .signalled(payload: 7))
    XCTAssertFalse(event.isSet)
    XCTAssertEqual(event.wait(deadline: .after(.milliseconds(2))), .timedOut)
    XCTAssertEqual(event.waiterCount, 0)
  }

  func testSettingASetEventKeepsOneSignalWithTheNewPayload() {
    let event = makeEvent(Arena<PrivateFutex>(), isManual: false)
    event.set(payload: 1)
    event.set(payload: 2)
    XCTAssertEqual(event.tryWait(), .signalled(payload: 2))
    XCTAssertEqual(event.tryWait(), .busy)
  }

  func testManualEventLetsAllThroughUntilReset() {
    let event = makeEvent(Arena<PrivateFutex>(), isManual: true, isSet: true)
    XCTAssertEqual(event.wait(), .signalled(payload: 0))
    event.reset()
    XCTAssertEqual(event.tryWait(), .busy)
    var threads = Threads()
    for _ in 0..<3 { threads.start { _ in XCTAssertEqual(event.wait(), .signalled(payload: 4)) } }
    awaitTrue { event.waiterCount == 3 }
    event.set(payload: 4)
    threads.join()
    XCTAssertEqual(event.tryWait(), .signalled(payload: 4))
  }

  func testCloseLetsTheSignalDrainAndThenFails() {
    for isManual in [false, true] {
      let arena = Arena<PrivateFutex>()
      let event = makeEvent(arena, isManual: isManual)
      var threads = Threads()
      threads.start { _ in XCTAssertEqual(event.wait(), .closed) }
      awaitTrue { event.waiterCount == 1 }
      event.close()
      threads.join()
      XCTAssertFalse(event.set())
      XCTAssertEqual(event.tryWait(), .closed)

      let drained = makeEvent(arena, isManual: isManual, isSet: true)
      drained.close()
      XCTAssertEqual(drained.wait(), .signalled(payload: 0))
      XCTAssertEqual(drained.wait(), isManual ? .signalled(payload: 0) : .closed)
    }
  }

  func testNoSignalIsLostOrDoubled() {
    checkHandOff(PrivateFutex.self)
    checkHandOff(SharedFutex.self)
  }

  /// Two events in a circle: each set must let exactly one of the racing waiters through.
  private func checkHandOff<S: Substrate>(_: S.Type) {
    let arena = Arena<S>()
    EventCore<S>.initialize(at: arena.base(), isManual: false)
    EventCore<S>.initialize(at: arena.base(0, offset: 64), isManual: false)
    let received = SharedCounter()
    var threads = Threads()
    for thread in 0..<3 {
      threads.start(thread) { thread in
        let go = EventCore<S>(at: arena.base(thread))
        let done = EventCore<S>(at: arena.base(thread, offset: 64))
        var round = 0
        while true {
          round += 1
          let deadline: Deadline = thread == 0 ? .never : .after(nanoseconds: Int64(round % 5) * 10_000)
          switch go.wait(deadline: deadline) {
          case .signalled:
            received.withLock { $0 += 1 }
            done.set()
          case .closed: return
          case .timedOut: break
          }
        }
      }
    }
    let go = EventCore<S>(at: arena.base(1))
    let done = EventCore<S>(at: arena.base(1, offset: 64))
    for sent in 1...300 * stressFactor {
      go.set()
      XCTAssertEqual(done.wait(), .signalled(payload: 0))
      XCTAssertEqual(received.withLock { $0 }, sent)
    }
    go.close()
    threads.join()
    XCTAssertEqual(go.waiterCount, 0)
  }
}
