import Glibc
import LabPlatform
import XCTest

@testable import LabPrimitives

final class BufferCoreTests: WatchedTestCase {
  private func makeBuffer<S: Substrate>(_ arena: Arena<S>, _ capacity: Int) -> BufferCore<S> {
    XCTAssertTrue(BufferCore<S>.initialize(at: arena.base(), capacity: capacity))
    return BufferCore(at: arena.base())
  }

  func testItemsComeOutInTheOrderTheyWentIn() {
    let buffer = makeBuffer(Arena<PrivateFutex>(), 3)
    for item in 0..<10 {
      XCTAssertEqual(buffer.put(Int64(item)), .done(order: UInt64(2 * item + 1), cause: 0))
      XCTAssertEqual(buffer.get(), .item(Int64(item), tag: 0, order: UInt64(2 * item + 2)))
    }
  }

  func testTagsTellWhoFilledAndWhoEmptiedTheSlot() {
    let buffer = makeBuffer(Arena<PrivateFutex>(), 1)
    XCTAssertEqual(buffer.put(5, tag: 11), .done(order: 1, cause: 0))
    XCTAssertEqual(buffer.get(tag: 22), .item(5, tag: 11, order: 2))
    XCTAssertEqual(buffer.put(6, tag: 33), .done(order: 3, cause: 22))
    XCTAssertEqual(buffer.tryGet(tag: 44), .item(6, tag: 33, order: 4))
  }

  func testFullAndEmptyBlockUntilTheDeadline() {
    let buffer = makeBuffer(Arena<PrivateFutex>(), 1)
    XCTAssertEqual(buffer.tryGet(), .empty)
    XCTAssertEqual(buffer.get(deadline: .after(.milliseconds(2))), .timedOut)
    XCTAssertEqual(buffer.tryPut(1), .done(order: 1, cause: 0))
    XCTAssertEqual(buffer.tryPut(2), .full)
    XCTAssertEqual(buffer.put(2, deadline: .after(.milliseconds(2))), .timedOut)
    XCTAssertEqual(buffer.count, 1)
    XCTAssertEqual(buffer.control.waitingPutters, 0)
    XCTAssertEqual(buffer.control.waitingGetters, 0)
    XCTAssertEqual(buffer.control.owner, 0)
  }

  func testCloseFailsProducersAndLetsConsumersDrain() {
    let buffer = makeBuffer(Arena<PrivateFutex>(), 2)
    var threads = Threads()
    XCTAssertEqual(buffer.put(1), .done(order: 1, cause: 0))
    XCTAssertEqual(buffer.put(2), .done(order: 2, cause: 0))
    threads.start { _ in XCTAssertEqual(buffer.put(3), .closed) }
    awaitTrue { buffer.control.waitingPutters == 1 }
    buffer.close()
    threads.join()
    XCTAssertTrue(buffer.isClosed)
    XCTAssertEqual(buffer.tryPut(3), .closed)
    XCTAssertEqual(buffer.get(), .item(1, tag: 0, order: 3))
    XCTAssertEqual(buffer.put(3), .closed, "though there is room")
    XCTAssertEqual(buffer.tryGet(), .item(2, tag: 0, order: 4))
    XCTAssertEqual(buffer.get(), .closed)
    XCTAssertEqual(buffer.tryGet(), .closed)
  }

  func testCloseEndsWaitingConsumers() {
    let buffer = makeBuffer(Arena<PrivateFutex>(), 2)
    var threads = Threads()
    for _ in 0..<3 { threads.start { _ in XCTAssertEqual(buffer.get(), .closed) } }
    awaitTrue { buffer.control.waitingGetters == 3 }
    buffer.close()
    threads.join()
  }

  func testBatchesWrapAroundAndReportHowFarTheyCame() {
    let buffer = makeBuffer(Arena<PrivateFutex>(), 4)
    var taken = [Int64](repeating: 0, count: 8)
    let put = { (items: [Int64], deadline: Deadline) in
      items.withUnsafeBufferPointer { buffer.put(contentsOf: $0, deadline: deadline) }
    }
    func get(_ count: Int) -> BatchOutcome {
      taken.withUnsafeMutableBufferPointer { buffer.get(into: .init(rebasing: $0[..<count])) }
    }
    XCTAssertEqual(put([1, 2, 3], .never), BatchOutcome(count: 3, end: .done))
    XCTAssertEqual(get(2), BatchOutcome(count: 2, end: .done))
    XCTAssertEqual(put([4, 5, 6, 7, 8], .after(.milliseconds(2))), BatchOutcome(count: 3, end: .timedOut))
    XCTAssertEqual(get(8), BatchOutcome(count: 4, end: .done))
    XCTAssertEqual(taken[..<4], [3, 4, 5, 6])
    XCTAssertEqual(get(0), BatchOutcome(count: 0, end: .done))
    buffer.close()
    XCTAssertEqual(put([1], .never), BatchOutcome(count: 0, end: .closed))
    XCTAssertEqual(get(1), BatchOutcome(count: 0, end: .closed))
  }

  func testBlockedBatchGoesOnAsRoomAppears() {
    let buffer = makeBuffer(Arena<PrivateFutex>(), 2)
    var threads = Threads()
    threads.start { _ in
      let items = (0..<50).map { Int64($0) }
      items.withUnsafeBufferPointer {
        XCTAssertEqual(buffer.put(contentsOf: $0), BatchOutcome(count: 50, end: .done))
      }
    }
    for expected in 0..<50 {
      guard case .item(let item, _, _) = buffer.get() else { return XCTFail("no item") }
      XCTAssertEqual(item, Int64(expected))
    }
    threads.join()
  }

  func testCapacityOutOfRangeIsRefused() {
    let arena = Arena<PrivateFutex>()
    for capacity in [0, -1, 1 << 31] {
      XCTAssertFalse(BufferCore<PrivateFutex>.initialize(at: arena.base(), capacity: capacity))
    }
  }

  func testBufferAcrossProcessesNeedsANodeToWait() {
    let arena = Arena<SharedFutex>()
    let buffer = makeBuffer(arena, 1)
    XCTAssertEqual(buffer.get(), .nodeRequired)
    XCTAssertEqual(buffer.get(deadline: .now, node: arena.node(0)), .timedOut)
    XCTAssertEqual(buffer.put(1), .done(order: 1, cause: 0))
    XCTAssertEqual(buffer.put(2), .nodeRequired)
    XCTAssertEqual(buffer.control.owner, 0)
  }

  func testEveryItemComesOutOnceAndEachProducersInOrder() {
    checkConservation(PrivateFutex.self)
    checkConservation(SharedFutex.self)
  }

  /// Producers put until the buffer is closed under them, consumers drain: what was put is what was got.
  private func checkConservation<S: Substrate>(_: S.Type) {
    let arena = Arena<S>()
    _ = makeBuffer(arena, 3)
    let put = Journal<[Int64]>()
    let got = Journal<[Int64]>()
    var producers = Threads()
    var consumers = Threads()
    for thread in 0..<3 {
      producers.start(thread) { thread in
        let buffer = BufferCore<S>(at: arena.base(thread))
        let node = arena.nodeIfNeeded(thread)
        var mine: [Int64] = []
        while true {
          let item = Int64(thread * 1_000_000 + mine.count)
          let deadline: Deadline = thread == 0 ? .after(nanoseconds: 20_000) : .never
          switch buffer.put(item, deadline: deadline, node: node) {
          case .done: mine.append(item)
          case .closed: return put.append(mine)
          case .timedOut: break
          case .full, .nodeRequired: return XCTFail("full or no node")
          }
        }
      }
      consumers.start(thread + 3) { thread in
        let buffer = BufferCore<S>(at: arena.base(thread))
        let node = arena.nodeIfNeeded(thread)
        var mine: [Int64] = []
        while true {
          let deadline: Deadline = thread == 3 ? .after(nanoseconds: 20_000) : .never
          switch buffer.get(deadline: deadline, node: node) {
          case .item(let item, _, _): mine.append(item)
          case .closed: return got.append(mine)
          case .timedOut: break
          case .empty, .nodeRequired: return XCTFail("empty or no node")
          }
        }
      }
    }
    usleep(UInt32(30_000 * stressFactor))
    BufferCore<S>(at: arena.base(1)).close()
    producers.join()
    consumers.join()
    XCTAssertEqual(got.all.flatMap { $0 }.sorted(), put.all.flatMap { $0 }.sorted(), "\(S.self)")
    for consumed in got.all {
      for producer in 0..<3 {
        let items = consumed.filter { $0 / 1_000_000 == producer }
        XCTAssertEqual(items, items.sorted())
      }
    }
  }
}
