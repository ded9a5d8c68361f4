import LabPlatform
import LabTestSupport
import XCTest

final class FilesTests: XCTestCase {
  private func error(_ body: () throws -> Void) -> SystemError? {
    do {
      try body()
      return nil
    } catch {
      return error as? SystemError
    }
  }

  func testReadGivesWhatWasWritten() throws {
    try withTemporaryFolder { folder in
      for count in [0, 1, 4095, 4096, 4097, 3_000_000] {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try Files.write(bytes, to: "\(folder)/file")
        XCTAssertEqual(try Files.read("\(folder)/file"), bytes)
      }
      XCTAssertEqual(try Files.list(folder), ["file"], "no temporary file stays")
    }
  }

  func testReadRefusesMoreThanTheLimit() throws {
    try withTemporaryFolder { folder in
      try Files.write([1, 2, 3], to: "\(folder)/file")
      XCTAssertEqual(try Files.read("\(folder)/file", limit: 3), [1, 2, 3])
      XCTAssertEqual(error { _ = try Files.read("\(folder)/file", limit: 2) }?.reason, "File too large")
      XCTAssertEqual(
        error { _ = try Files.read("/proc/self/stat", limit: 2) }?.reason, "File too large",
        "also where the size is not known before")
    }
  }

  func testErrorsNameCallAndPath() throws {
    try withTemporaryFolder { folder in
      XCTAssertEqual(
        error { _ = try Files.read("\(folder)/missing") }?.description,
        "open \(folder)/missing: No such file or directory")
      let wrong = error { try Files.write([], to: "\(folder)/no/file") }
      XCTAssertEqual(wrong?.subject, "\(folder)/no/file")
      XCTAssertEqual(wrong?.isNotFound, true)
    }
  }

  func testFailedWriteLeavesTheOldFile() throws {
    try withTemporaryFolder { folder in
      try Files.createFolder("\(folder)/target")
      XCTAssertNotNil(error { try Files.write([1], to: "\(folder)/target") })
      XCTAssertEqual(try Files.list(folder), ["target"])
    }
  }

  func testListIsSortedByBytes() throws {
    try withTemporaryFolder { folder in
      for name in ["b", "a", "é", "B", "a0", ".hidden"] { try Files.write([], to: "\(folder)/\(name)") }
      XCTAssertEqual(try Files.list(folder), [".hidden", "B", "a", "a0", "b", "é"])
    }
  }

  func testCreateFoldersMakesMissingParentsAndAcceptsOldOnes() throws {
    try withTemporaryFolder { folder in
      try Files.createFolders("\(folder)/a/b/c")
      try Files.createFolders("\(folder)/a/b/c")
      XCTAssertTrue(Files.isFolder("\(folder)/a/b/c"))
      try Files.write([], to: "\(folder)/file")
      XCTAssertNotNil(error { try Files.createFolders("\(folder)/file/x") })
      XCTAssertNotNil(error { try Files.createFolder("\(folder)/a") })
    }
  }

  func testRemoveTreeDoesNotFollowLinks() throws {
    try withTemporaryFolder { folder in
      try Files.createFolders("\(folder)/kept")
      try Files.write([1], to: "\(folder)/kept/file")
      try Files.createFolders("\(folder)/tree/deep/deeper")
      try Files.write([1], to: "\(folder)/tree/deep/file")
      XCTAssertEqual(symlink("\(folder)/kept", "\(folder)/tree/deep/link"), 0)
      try Files.removeTree("\(folder)/tree")
      XCTAssertFalse(Files.exists("\(folder)/tree"))
      XCTAssertTrue(Files.isFile("\(folder)/kept/file"))
      try Files.removeTree("\(folder)/tree")
    }
  }

  func testCanonicalPathResolvesLinksAndDots() throws {
    try withTemporaryFolder { folder in
      try Files.createFolders("\(folder)/a")
      XCTAssertEqual(symlink("a", "\(folder)/link"), 0)
      let real = try Files.canonicalPath(folder)
      XCTAssertEqual(try Files.canonicalPath("\(folder)/link/../link/."), "\(real)/a")
      XCTAssertNotNil(error { _ = try Files.canonicalPath("\(folder)/missing") })
    }
  }

  func testFreeBytesOfAFolderAreKnown() throws {
    try withTemporaryFolder { XCTAssertGreaterThan(try Files.freeBytes(at: $0), 0) }
  }

  func testLockExcludesAndIsFreeAfterwards() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/lock"
      do {
        let lock = try FileLock.lock(path)
        XCTAssertTrue(try FileLock.tryLock(path) == nil)
        withExtendedLifetime(lock) {}
      }
      XCTAssertTrue(try FileLock.tryLock(path) != nil)
      XCTAssertEqual(
        error { _ = try FileLock.tryLock("\(folder)/none", creates: false) }?.isNotFound, true)
    }
  }

  func testAppendedEntriesFollowEachOther() throws {
    try withTemporaryFolder { folder in
      try AppendOnlyFile("\(folder)/file").append([1, 2])
      let again = try AppendOnlyFile("\(folder)/file")
      try again.append([3])
      XCTAssertEqual(try again.size(), 3)
      XCTAssertEqual(try Files.read("\(folder)/file"), [1, 2, 3])
    }
  }

  func testReaderStopsAtTheEnd() throws {
    try withTemporaryFolder { folder in
      try Files.write([1, 2, 3, 4], to: "\(folder)/file")
      let reader = try FileReader("\(folder)/file")
      XCTAssertEqual(try reader.read(count: 2, at: 1), [2, 3])
      XCTAssertEqual(try reader.read(count: 100, at: 3), [4])
      XCTAssertEqual(try reader.read(count: 100, at: 1000), [])
    }
  }

  func testWritingToAPipeWithoutReaderIsAnError() throws {
    InterruptFlag.ignoreBrokenPipes()
    var ends: [Int32] = [0, 0]
    XCTAssertEqual(pipe(&ends), 0)
    close(ends[0])
    let saved = dup(STDERR_FILENO)
    dup2(ends[1], STDERR_FILENO)
    let result = error { try Terminal.write("lost", to: .errors) }
    dup2(saved, STDERR_FILENO)
    close(saved)
    close(ends[1])
    XCTAssertEqual(result?.isBrokenPipe, true)
    XCTAssertEqual(result?.subject, "standard error")
  }
}
