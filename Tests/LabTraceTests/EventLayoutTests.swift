import LabTrace
import XCTest

final class EventLayoutTests: XCTestCase {
  func testEventIsFortyBytesInTheOrderOfTheFile() {
    XCTAssertEqual(MemoryLayout<Event>.size, 40)
    XCTAssertEqual(MemoryLayout<Event>.stride, 40)
    XCTAssertEqual(MemoryLayout<Event>.alignment, 8)
    XCTAssertEqual(Event.encodedSize, 40)
    let offsets = [
      MemoryLayout<Event>.offset(of: \.time), MemoryLayout<Event>.offset(of: \.sequence),
      MemoryLayout<Event>.offset(of: \.kind), MemoryLayout<Event>.offset(of: \.flags),
      MemoryLayout<Event>.offset(of: \.site), MemoryLayout<Event>.offset(of: \.object),
      MemoryLayout<Event>.offset(of: \.version), MemoryLayout<Event>.offset(of: \.value),
      MemoryLayout<Event>.offset(of: \.cause),
    ]
    XCTAssertEqual(offsets, [0, 8, 12, 13, 14, 16, 20, 24, 32])
  }

  func testEveryKindHasItsOwnNumber() {
    XCTAssertEqual(Set(EventKind.allCases.map(\.rawValue)).count, EventKind.allCases.count)
  }

  func testReferenceKeepsThreadAndSequence() {
    let reference = EventReference(thread: ThreadID(rawValue: 0xFFFF_FFFE), sequence: 0xFFFF_FFFD)
    XCTAssertEqual(reference.thread.rawValue, 0xFFFF_FFFE)
    XCTAssertEqual(reference.sequence, 0xFFFF_FFFD)
  }

  func testCheckSumIsTheStandardOne() {
    XCTAssertEqual(CRC32.of("123456789".utf8), 0xCBF4_3926)
    XCTAssertEqual(CRC32.of([]), 0)
    var sum = CRC32()
    for byte in Array("123456789".utf8) { withUnsafeBytes(of: byte) { sum.add($0) } }
    XCTAssertEqual(sum.value, 0xCBF4_3926)
  }
}
