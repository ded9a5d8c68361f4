import LabPlatform
import LabRecorder
import LabTestSupport
import LabTrace
import XCTest

final class TraceFolderTests: XCTestCase {
  private static let start = EventLog(
    run: RunInfo(
      name: "sample", scenario: "text", parameters: [.init(name: "N", value: 3)], seed: 9, mode: .native),
    threads: [ThreadLog(name: "lab"), ThreadLog(name: "a"), ThreadLog(name: "b", isDaemon: true)],
    objects: [ObjectInfo(name: "m", kind: .mutex), ObjectInfo(name: "x", kind: .variable)],
    sites: [Site(file: "", line: 0, column: 0, text: "")], strings: ["hello"])

  /// A folder in which both threads recorded events, in growing or ring mode.
  private func fill(_ path: String, options: ThreadTrace.Options = .init(), events: Int = 100) throws
    -> TraceFolder
  {
    let folder = try TraceFolder.create(at: path, start: TraceFolderTests.start, options: options)
    for number: UInt32 in 1...2 {
      let trace = try folder.openThread(ThreadID(rawValue: number))
      trace.attach()
      for value in 1...events {
        trace.recorder.record(
          .write, object: ObjectID(rawValue: 2), version: UInt32(value), value: Int64(value))
      }
      withExtendedLifetime(trace) {}
    }
    _ = try folder.openStrings(firstID: 2).add("made up")
    return folder
  }

  func testWhatWasKnownAtTheStartIsInTheLog() throws {
    try withTemporaryFolder { path in
      let log = try TraceFolderReader.read(try fill(path))
      XCTAssertEqual(log.run, TraceFolderTests.start.run)
      XCTAssertEqual(log.objects, TraceFolderTests.start.objects)
      XCTAssertEqual(log.sites, TraceFolderTests.start.sites)
      XCTAssertEqual(log.strings, ["hello", "made up"])
      XCTAssertEqual(log.threads.map(\.name), ["lab", "a", "b"])
      XCTAssertEqual(log.threads.map(\.isDaemon), [false, false, true])
      XCTAssertEqual(log.threads.map(\.events.count), [0, 100, 100])
      XCTAssertEqual(log.notes, [])
      XCTAssertEqual(try TraceCodec.decode(TraceCodec.encode(log)), log)
    }
  }

  func testLongNamesAreKept() throws {
    try withTemporaryFolder { path in
      let name = String(repeating: "ü", count: 500)
      let start = EventLog(run: RunInfo(name: "t"), threads: [ThreadLog(name: name)])
      let log = try TraceFolderReader.read(try TraceFolder.create(at: path, start: start))
      XCTAssertEqual(log.threads[0].name, name)
    }
  }

  func testMissingFilesAreNoted() throws {
    try withTemporaryFolder { path in
      let folder = try fill(path)
      try Files.remove(folder.threadPath(ThreadID(rawValue: 1)))
      let log = try TraceFolderReader.read(folder)
      XCTAssertEqual(log.threads.map(\.events.count), [0, 0, 100])
      XCTAssertEqual(log.notes.count, 1)
      XCTAssertTrue(log.notes[0].hasPrefix("a: its events cannot be read (open "), log.notes[0])
      XCTAssertTrue(log.notes[0].hasSuffix("No such file or directory)"), log.notes[0])
    }
  }

  func testForeignFilesAreNotedAndOthersIgnored() throws {
    try withTemporaryFolder { path in
      let folder = try fill(path)
      try Files.write(Array("hello".utf8), to: folder.threadPath(ThreadID(rawValue: 2)))
      try Files.write([], to: "\(path)/thread-x.events")
      try Files.write([], to: "\(path)/thread-00001.events")
      try Files.write([], to: "\(path)/thread-99999999.events")
      let log = try TraceFolderReader.read(folder)
      XCTAssertEqual(log.threads.map(\.events.count), [0, 100, 0])
      XCTAssertEqual(log.notes.count, 1)
      XCTAssertTrue(log.notes[0].contains("not a thread's trace"), log.notes[0])
    }
  }

  func testFileOfAnotherThreadIsNoted() throws {
    try withTemporaryFolder { path in
      let folder = try fill(path)
      let one = try Files.read(folder.threadPath(ThreadID(rawValue: 1)))
      try Files.write(one, to: folder.threadPath(ThreadID(rawValue: 2)))
      let log = try TraceFolderReader.read(folder)
      XCTAssertEqual(log.threads.map(\.events.count), [0, 100, 0])
      XCTAssertEqual(log.notes.count, 1)
    }
  }

  func testMissingDescriptionIsNotedAndEventsAreKept() throws {
    try withTemporaryFolder { path in
      let folder = try fill(path)
      try Files.remove("\(path)/run.info")
      let log = try TraceFolderReader.read(folder)
      XCTAssertEqual(log.threads.map(\.name), ["lab", "a", "b"], "the files know their names")
      XCTAssertEqual(log.threads.map(\.events.count), [0, 100, 100])
      XCTAssertEqual(log.strings, ["", "made up"])
      XCTAssertEqual(log.notes.count, 1)
    }
  }

  func testMissingFolderIsAnError() {
    XCTAssertThrowsError(try TraceFolderReader.read(TraceFolder("/nowhere"))) {
      XCTAssertEqual("\($0)", "opendir /nowhere: No such file or directory")
    }
  }

  func testCutFileGivesWhatIsWhole() throws {
    try withTemporaryFolder { path in
      let folder = try fill(path)
      let file = folder.threadPath(ThreadID(rawValue: 1))
      let bytes = try Files.read(file)
      // Page, registers, ten records and a half.
      try Files.write(Array(bytes[..<(8192 - 4096 + 2048 + 2048 + 10 * 40 + 20)]), to: file)
      let log = try TraceFolderReader.read(folder)
      XCTAssertEqual(log.threads[1].events.map(\.value), Array(1...10))
      XCTAssertEqual(log.threads[1].lost, 90)
      XCTAssertEqual(log.notes, ["a: its file is cut short: 90 events are missing"])
      XCTAssertEqual(log.problems(), [])
    }
  }

  func testDamagedRecordsAreDroppedAndCounted() throws {
    try withTemporaryFolder { path in
      let folder = try fill(path)
      let file = folder.threadPath(ThreadID(rawValue: 1))
      var bytes = try Files.read(file)
      bytes[8192 + 40 * 10 + 12] = 255
      bytes[8192 + 40 * 20 + 8] ^= 1
      try Files.write(bytes, to: file)
      let log = try TraceFolderReader.read(folder)
      XCTAssertEqual(log.threads[1].events.count, 98)
      XCTAssertEqual(log.threads[1].lost, 2)
      XCTAssertEqual(log.notes, ["a: 2 damaged records were dropped"])
      XCTAssertEqual(log.problems(), [])
    }
  }

  func testRecordsBeyondTheCountAreIgnored() throws {
    try withTemporaryFolder { path in
      let folder = try fill(path)
      let file = folder.threadPath(ThreadID(rawValue: 1))
      var bytes = try Files.read(file)
      // The count of records is at 512; a half-written record may follow the last one.
      bytes[512] = 50
      try Files.write(bytes, to: file)
      let log = try TraceFolderReader.read(folder)
      XCTAssertEqual(log.threads[1].events.map(\.value), Array(1...50))
      XCTAssertEqual(log.notes, [])
    }
  }

  func testDamagedFoldersNeverTrap() throws {
    try withTemporaryFolder { path in
      let ring = ThreadTrace.Options(mode: .ring, limit: 64 * 40, registerCount: 8)
      for options in [ThreadTrace.Options(limit: 200 * 40, registerCount: 8), ring] {
        let folder = try fill(path, options: options)
        let names = try Files.list(path)
        let whole = try names.map { try Files.read("\(path)/\($0)") }
        for seed in 0..<UInt64(TestSettings.count(400, long: 20_000)) {
          var random = SplitMix64(seed: TestSettings.seed &+ seed)
          let index = Int(random.below(UInt64(names.count)))
          try Files.write(damage(whole[index], &random), to: "\(path)/\(names[index])")
          let log = try TraceFolderReader.read(folder)
          let gaps = log.problems().filter {
            if case .unexplainedGap = $0.kind { true } else { $0.kind == .sequenceNotRising }
          }
          XCTAssertEqual(gaps, [], "seed \(TestSettings.seed &+ seed), \(names[index])")
          XCTAssertLessThanOrEqual(log.eventCount, 400)
          // What a damaged header claims must not stop it from being opened or refused.
          if names[index].hasPrefix("thread") {
            _ = try? ThreadStatusReader("\(path)/\(names[index])").snapshot()
          }
          try Files.write(whole[index], to: "\(path)/\(names[index])")
        }
      }
    }
  }

  /// Changes bytes, mostly in the first page, where they mean most; or the length.
  private func damage(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    var bytes = bytes
    for _ in 0...random.below(4) where !bytes.isEmpty {
      let reach = random.below(2) == 0 ? min(700, bytes.count) : bytes.count
      let place = Int(random.below(UInt64(reach)))
      switch random.below(5) {
      case 0: bytes = Array(bytes[..<place])
      case 1: bytes[place] = 0xFF
      case 2: bytes[place] ^= 1 << UInt8(random.below(8))
      case 3: for index in place..<min(bytes.count, place + 8) { bytes[index] = 0xFF }
      default: bytes[place] = UInt8(random.below(256))
      }
    }
    return bytes
  }
}
