import LabPlatform
import LabTestSupport
import XCTest

final class RunFolderTests: XCTestCase {
  func testFolderIsPrivateAndGoesWithItsOwner() throws {
    let path: String
    do {
      let folder = try RunFolder()
      path = folder.path
      var status = stat()
      XCTAssertEqual(stat(path, &status), 0)
      XCTAssertEqual(status.st_mode & 0o777, 0o700)
      try Files.write([1], to: "\(path)/file")
      XCTAssertFalse(RunFolder.removeStale().contains(path))
    }
    XCTAssertFalse(Files.exists(path))
    let other = try RunFolder()
    XCTAssertNotEqual(other.path, path)
    try other.close()
  }

  func testFolderOfAKilledProcessIsRemovedAndThatOfALivingOneIsNot() throws {
    try withTemporaryFolder { place in
      try withWatchdog {
        let child = try ChildProcess.spawn(
          try Repository.program("synclab-bench"), arguments: ["support", "run-folder"],
          options: .init(output: .captured, environment: ["SYNCLAB_RUNDIR": place]))
        while !child.output.contains(UInt8(ascii: "\n")) {
          XCTAssertNil(try child.wait(deadline: .after(.milliseconds(5))))
        }
        let path = String(decoding: child.output.dropLast(), as: UTF8.self)
        XCTAssertTrue(path.hasPrefix("\(place)/synclab-\(child.id)-"), path)
        XCTAssertEqual(RunFolder.removeStale(in: place), [])
        XCTAssertTrue(Files.isFolder(path))
        child.kill()
        _ = try child.wait()
        XCTAssertEqual(RunFolder.removeStale(in: place), [path])
        XCTAssertFalse(Files.exists(path))
      }
    }
  }

  func testOnlyFoldersOfOurPatternAreRemoved() throws {
    try withTemporaryFolder { place in
      // Nobody has this process id.
      let stale = "synclab-2000000000-1-1"
      let others = [
        "synclab", "synclab-1", "synclab-a-1-1", "synclab-2000000000-1-1-1", "other-2000000000-1-1",
      ]
      for name in others + [stale] { try Files.createFolder("\(place)/\(name)") }
      try Files.write([], to: "\(place)/synclab-2000000000-1-2")
      XCTAssertEqual(RunFolder.removeStale(in: place), ["\(place)/\(stale)"])
      XCTAssertEqual(try Files.list(place), (others + ["synclab-2000000000-1-2"]).sorted())
    }
  }

  func testStaleFolderWhoseLockIsHeldStays() throws {
    try withTemporaryFolder { place in
      let path = "\(place)/synclab-2000000000-1-1"
      try Files.createFolder(path)
      let lock = try FileLock.lock("\(path)/lock")
      XCTAssertEqual(RunFolder.removeStale(in: place), [])
      withExtendedLifetime(lock) {}
    }
  }
}
