import LabPlatform
import LabRecorder
import LabTestSupport
import LabTrace
import XCTest

final class StringTableTests: XCTestCase {
  /// What a reader makes of a table with these bytes.
  private func read(_ bytes: [UInt8], _ folder: String) throws -> EventLog {
    try Files.write(bytes, to: "\(folder)/strings-1")
    let trace = try TraceFolder.create(
      at: folder, start: EventLog(run: RunInfo(name: "t"), strings: ["known"]))
    return try TraceFolderReader.read(trace)
  }

  func testSameTextHasTheSameIdAndIsReadBack() throws {
    try withTemporaryFolder { folder in
      let trace = try TraceFolder.create(
        at: folder, start: EventLog(run: RunInfo(name: "t"), strings: ["known"]))
      do {
        let table = try trace.openStrings(firstID: 2)
        XCTAssertEqual(try table.add("a"), 2)
        XCTAssertEqual(try table.add("→ ü"), 3)
        XCTAssertEqual(try table.add(""), 4)
        XCTAssertEqual(try table.add("a"), 2)
      }
      let again = try trace.openStrings(firstID: 2)
      XCTAssertEqual(try again.add("→ ü"), 3)
      XCTAssertEqual(try again.add("b"), 5)
      let log = try TraceFolderReader.read(trace)
      XCTAssertEqual(log.strings, ["known", "a", "→ ü", "", "b"])
      XCTAssertEqual(log.notes, [])
    }
  }

  func testThreadsMayAddAtOnce() throws {
    try withWatchdog {
      try withTemporaryFolder { folder in
        let table = try StringTableFile("\(folder)/strings-1", firstID: 1)
        let threads = try (0..<4).map { number in
          try NativeThread.start(name: "adder") {
            for text in 0..<200 { _ = try? table.add("text \(text + number * 100)") }
          }
        }
        for thread in threads { thread.join() }
        let log = try TraceFolderReader.read(TraceFolder(folder))
        XCTAssertEqual(Set(log.strings), Set((0..<500).map { "text \($0)" }))
        XCTAssertEqual(log.strings.count, 500)
      }
    }
  }

  func testTornTailIsNoticedAtEveryByte() throws {
    try withTemporaryFolder { folder in
      let table = try StringTableFile("\(folder)/strings-1", firstID: 2)
      var ends = [0]
      for text in ["first", "", "third text"] {
        _ = try table.add(text)
        ends.append(try Files.read(table.path).count)
      }
      let bytes = try Files.read(table.path)
      for count in 0...bytes.count {
        let log = try read(Array(bytes[..<count]), folder)
        let whole = ends.lastIndex { $0 <= count }!
        XCTAssertEqual(
          log.strings, Array(["known", "first", "", "third text"].prefix(whole + 1)), "\(count)")
        XCTAssertEqual(log.notes.isEmpty, ends.contains(count), "\(count): \(log.notes)")
      }
      try Files.write(Array(bytes.dropLast()), to: table.path)
      XCTAssertThrowsError(try StringTableFile(table.path, firstID: 2)) {
        XCTAssertEqual($0 as? RecorderError, .notAStringTable(table.path))
      }
    }
  }

  func testFlippedBytesAreNoticed() throws {
    try withTemporaryFolder { folder in
      let table = try StringTableFile("\(folder)/strings-1", firstID: 2)
      for text in ["first", "second"] { _ = try table.add(text) }
      let bytes = try Files.read(table.path)
      for place in bytes.indices {
        var damaged = bytes
        damaged[place] ^= 0x10
        XCTAssertFalse(try read(damaged, folder).notes.isEmpty, "byte \(place)")
      }
    }
  }

  func testFullTableIsAnErrorAndKeepsWhatItHas() throws {
    try withTemporaryFolder { folder in
      let table = try StringTableFile("\(folder)/strings-1", firstID: 1)
      let large = String(repeating: "x", count: StringTableFile.limit - 100)
      XCTAssertEqual(try table.add(large), 1)
      XCTAssertThrowsError(try table.add(String(repeating: "y", count: 200))) {
        XCTAssertEqual($0 as? RecorderError, .stringTableFull(table.path))
      }
      XCTAssertEqual(try table.add("z"), 2)
      XCTAssertEqual(try TraceFolderReader.read(TraceFolder(folder)).strings, [large, "z"])
    }
  }
}
