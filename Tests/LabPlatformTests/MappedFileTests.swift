import LabPlatform
import LabTestSupport
import XCTest

final class MappedFileTests: XCTestCase {
  func testMappedBytesAreTheBytesOfTheFile() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/file"
      let file = try MappedFile.create(at: path, size: 5000)
      file.address.storeBytes(of: 0x0102_0304, toByteOffset: 4096, as: UInt32.self)
      let reader = try MappedFile.openForReading(at: path)
      XCTAssertEqual(reader.size, 5000)
      XCTAssertEqual(reader.address.load(fromByteOffset: 4096, as: UInt32.self), 0x0102_0304)
      file.address.storeBytes(of: 7, toByteOffset: 4096, as: UInt32.self)
      XCTAssertEqual(reader.address.load(fromByteOffset: 4096, as: UInt32.self), 7)
      XCTAssertEqual(try Files.read(path).count, 5000)
    }
  }

  func testGrowingKeepsAddressAndContent() throws {
    try withTemporaryFolder { folder in
      let file = try MappedFile.create(at: "\(folder)/file", size: 100, reserve: 1 << 20)
      let address = file.address
      address.storeBytes(of: 42, as: UInt8.self)
      for size in stride(from: 10_000, through: 1 << 20, by: 100_000) {
        try file.grow(to: size)
        file.prefault(from: size - 5000, count: 1 << 30)
        XCTAssertEqual(file.size, size)
        address.storeBytes(of: 1, toByteOffset: size - 1, as: UInt8.self)
      }
      XCTAssertEqual(file.address, address)
      XCTAssertEqual(address.load(as: UInt8.self), 42)
      let size = file.size
      try file.grow(to: 1)
      XCTAssertEqual(file.size, size, "never shrinks")
    }
  }

  func testGrowingBeyondTheReservedRangeIsAnError() throws {
    try withTemporaryFolder { folder in
      let file = try MappedFile.create(at: "\(folder)/file", size: 100, reserve: 8192)
      XCTAssertThrowsError(try file.grow(to: 8193)) {
        XCTAssertEqual(($0 as? SystemError)?.reason, "File too large")
      }
      XCTAssertEqual(file.size, 100)
    }
  }

  func testTooLargeAFileIsAnErrorAndLeavesNothing() throws {
    try withTemporaryFolder { folder in
      XCTAssertThrowsError(try MappedFile.create(at: "\(folder)/file", size: 1 << 52))
      XCTAssertEqual(try Files.list(folder), [])
    }
  }

  func testOpeningForReadingChecksTheSize() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/file"
      try Files.write([1, 2, 3], to: path)
      XCTAssertThrowsError(try MappedFile.openForReading(at: path, count: 4))
      XCTAssertEqual(try MappedFile.openForReading(at: path, count: 2).size, 2)
      try Files.write([], to: path)
      XCTAssertEqual(try MappedFile.openForReading(at: path).size, 0)
      XCTAssertThrowsError(try MappedFile.openForReading(at: "\(folder)/none"))
    }
  }

  func testReopenedFileHasItsSizeAndCanGrow() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/file"
      do { _ = try MappedFile.create(at: path, size: 4096) }
      let file = try MappedFile.open(at: path, reserve: 3 << 12)
      XCTAssertEqual(file.size, 4096)
      try file.grow(to: 3 << 12)
      file.address.storeBytes(of: 9, toByteOffset: (3 << 12) - 1, as: UInt8.self)
      XCTAssertEqual(try Files.read(path).last, 9)
    }
  }
}
