import LabPlatform
import XCTest

@testable import LabPrimitives

final class BoundedBufferTests: WatchedTestCase {
  func testElementsComeOutInOrderAndTheEndIsNil() throws {
    let buffer = BoundedBuffer<String>(capacity: 2)
    var threads = Threads()
    threads.start { _ in
      for number in 0..<50 { assertNoThrow { () throws(WaitError) in try buffer.put("item \(number)") } }
      buffer.close()
    }
    var received: [String] = []
    while let element = buffer.next() { received.append(element) }
    threads.join()
    XCTAssertEqual(received, (0..<50).map { "item \($0)" })
    XCTAssertThrowsError(try buffer.put("late")) { XCTAssertEqual($0 as? WaitError, .closed) }
    XCTAssertThrowsError(try buffer.get()) { XCTAssertEqual($0 as? WaitError, .closed) }
    XCTAssertThrowsError(try buffer.tryGet())
    XCTAssertThrowsError(try buffer.tryPut("late"))
  }

  func testTimeOutsAndTriesLeaveTheBufferAsItWas() throws {
    let buffer = BoundedBuffer<Int>(capacity: 1)
    XCTAssertNil(try buffer.tryGet())
    XCTAssertThrowsError(try buffer.get(timeout: .milliseconds(2)))
    XCTAssertTrue(try buffer.tryPut(1))
    XCTAssertFalse(try buffer.tryPut(2))
    XCTAssertThrowsError(try buffer.put(2, timeout: .milliseconds(2)))
    XCTAssertEqual(try buffer.get(), 1)
    XCTAssertEqual(buffer.count, 0)
    XCTAssertEqual(buffer.waitingPutters + buffer.waitingGetters, 0)
  }

  func testBatchesMoveAsMuchAsThereIs() throws {
    let buffer = BoundedBuffer<Int>(capacity: 4)
    XCTAssertEqual(buffer.put(contentsOf: [1, 2, 3]), 3)
    XCTAssertEqual(try buffer.get(upTo: 2), [1, 2])
    XCTAssertEqual(buffer.put(contentsOf: 4...9, deadline: .after(.milliseconds(2))), 3)
    XCTAssertEqual(try buffer.get(upTo: 9), [3, 4, 5, 6])
    XCTAssertEqual(try buffer.get(upTo: 0), [])
  }

  func testElementsLeftInsideAreDestroyed() throws {
    final class Probe: Sendable {
      let counter: SharedCounter
      init(_ counter: SharedCounter) { self.counter = counter }
      deinit { counter.withLock { $0 += 1 } }
    }
    let counter = SharedCounter()
    do {
      let buffer = BoundedBuffer<Probe>(capacity: 3)
      for _ in 0..<3 { try buffer.put(Probe(counter)) }
      _ = try buffer.get()
      XCTAssertEqual(counter.withLock { $0 }, 1)
      try buffer.put(Probe(counter))  // wraps around
    }
    XCTAssertEqual(counter.withLock { $0 }, 4)
  }
}
