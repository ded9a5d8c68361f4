import LabTestSupport
import LabTrace
import XCTest

final class TraceCodecTests: XCTestCase {
  private func decode(_ bytes: [UInt8]) -> Result<EventLog, TraceError> {
    do throws(TraceError) { return .success(try TraceCodec.decode(bytes)) } catch { return .failure(error) }
  }

  func testDecodingGivesBackTheLog() throws {
    for seed in 0..<20 {
      let log = LogFixtures.random(
        seed: TestSettings.seed &+ UInt64(seed), threads: seed % 6, events: seed * 300)
      XCTAssertEqual(try TraceCodec.decode(TraceCodec.encode(log)), log, "seed \(seed)")
    }
    let empty = EventLog(run: RunInfo(name: ""))
    XCTAssertEqual(try TraceCodec.decode(TraceCodec.encode(empty)), empty)
  }

  func testEveryKindAndExtremeNumbersSurvive() throws {
    var log = EventLog(run: RunInfo(name: "kinds", seed: .max), threads: [ThreadLog(name: "t", lost: .max)])
    log.threads[0].events = EventKind.allCases.enumerated().map { index, kind in
      Event(
        time: .max, sequence: UInt32(index + 1), kind: kind, flags: EventFlags(rawValue: .max),
        site: SiteID(rawValue: .max), object: ObjectID(rawValue: .max), version: .max, value: .min,
        cause: EventReference(rawValue: .max))
    }
    XCTAssertEqual(try TraceCodec.decode(TraceCodec.encode(log)), log)
  }

  func testSameLogGivesSameBytes() {
    let log = LogFixtures.random(seed: 3)
    XCTAssertEqual(TraceCodec.encode(log), TraceCodec.encode(log))
  }

  func testForeignAndNewerFilesAreNamedAsSuch() {
    XCTAssertEqual(decode([]), .failure(.notATrace))
    XCTAssertEqual(decode(Array("SYNCLAB".utf8)), .failure(.notATrace))
    XCTAssertEqual(decode(Array(repeating: 0, count: 100)), .failure(.notATrace))
    XCTAssertEqual(decode(Array("SYNCLAB\0".utf8)), .failure(.truncated(section: "header", offset: 8)))
    var bytes = TraceCodec.encode(LogFixtures.random(seed: 1))
    bytes[8] = 9
    XCTAssertEqual(decode(bytes), .failure(.newerVersion(found: 9, known: 1)))
    XCTAssertEqual(
      TraceError.newerVersion(found: 9, known: 1).description,
      "the trace has format version 9; this program knows versions up to 1")
  }

  func testCutFileGivesTheEventsThatAreWholeAndANote() throws {
    let log = LogFixtures.random(seed: 5, threads: 3, events: 5000)
    let bytes = TraceCodec.encode(log)
    // The last byte belongs to the end mark, all events are there.
    let almost = try TraceCodec.decode(Array(bytes.dropLast()))
    XCTAssertEqual(almost.threads, log.threads)
    XCTAssertEqual(almost.notes.count, 2)
    let cut = try TraceCodec.decode(Array(bytes.dropLast(bytes.count / 3)))
    XCTAssertEqual(cut.run, log.run)
    XCTAssertEqual(cut.objects, log.objects)
    XCTAssertLessThan(cut.eventCount, log.eventCount)
    XCTAssertGreaterThan(cut.eventCount, 2000)
    XCTAssertTrue(cut.notes.last?.contains("is cut short at byte") ?? false, "\(cut.notes)")
    for (part, whole) in zip(cut.threads, log.threads) {
      XCTAssertEqual(part.events, Array(whole.events.prefix(part.events.count)))
      XCTAssertEqual(UInt64(part.events.count) + part.lost, UInt64(whole.events.count))
      XCTAssertEqual(part.end, .stopped)
    }
    XCTAssertEqual(cut.problems().filter { $0.kind == .sequenceNotRising }, [])
  }

  func testEveryTruncationIsRefusedOrGivesAPrefix() {
    let log = LogFixtures.random(seed: 6, threads: 3, events: 100)
    let bytes = TraceCodec.encode(log)
    for count in 0..<bytes.count {
      switch decode(Array(bytes[..<count])) {
      case .failure(.notATrace): XCTAssertLessThan(count, 8)
      case .failure(.truncated): break
      case .failure(let error): XCTFail("\(count) bytes: \(error)")
      case .success(let part):
        XCTAssertGreaterThan(part.notes.count, log.notes.count, "\(count) bytes")
        for (some, all) in zip(part.threads, log.threads) {
          XCTAssertTrue(all.events.starts(with: some.events), "\(count) bytes")
        }
      }
    }
  }

  func testEveryFlippedBitIsNoticed() {
    let log = LogFixtures.random(seed: 7, threads: 3, events: 60)
    let bytes = TraceCodec.encode(log)
    var random = SplitMix64(seed: TestSettings.seed)
    for place in 0..<bytes.count {
      var damaged = bytes
      damaged[place] ^= 1 << UInt8(random.below(8))
      // Four bytes of the file header mean nothing yet.
      if (12..<16).contains(place) { continue }
      if case .success = decode(damaged) { XCTFail("byte \(place), seed \(TestSettings.seed)") }
    }
  }

  func testWildlyDamagedFilesNeverTrap() {
    let bytes = TraceCodec.encode(LogFixtures.random(seed: 8, threads: 3, events: 60))
    for seed in 0..<UInt64(TestSettings.count(2000, long: 100_000)) {
      var random = SplitMix64(seed: TestSettings.seed &+ seed)
      var damaged = bytes
      for _ in 0...random.below(8) where !damaged.isEmpty {
        let place = Int(random.below(UInt64(damaged.count)))
        switch random.below(4) {
        case 0: damaged[place] = UInt8(truncatingIfNeeded: random.next())
        case 1: damaged.removeSubrange(place..<min(damaged.count, place + Int(random.below(40))))
        case 2: damaged.insert(contentsOf: repeatElement(0xFF, count: Int(random.below(20))), at: place)
        default: damaged = Array(damaged[..<max(1, place)])
        }
      }
      _ = decode(damaged)
    }
  }

  /// Valid check sums around impossible content: only the decoder's own checks stand in between.
  func testImpossibleContentWithRightSumsIsRefused() {
    let bytes = TraceCodec.encode(LogFixtures.random(seed: 9, threads: 3, events: 60))
    var refused = 0
    for seed in 0..<UInt64(TestSettings.count(3000, long: 100_000)) {
      var random = SplitMix64(seed: TestSettings.seed &+ seed)
      var sections = Sections(bytes)
      for _ in 0...random.below(3) {
        let index = Int(random.below(UInt64(sections.bodies.count)))
        guard !sections.bodies[index].isEmpty else { continue }
        let place = Int(random.below(UInt64(sections.bodies[index].count)))
        switch random.below(3) {
        case 0: sections.bodies[index][place] = random.below(2) == 0 ? 0xFF : UInt8(random.below(256))
        case 1: sections.bodies[index].removeSubrange(place...)
        default: sections.bodies.swapAt(index, Int(random.below(UInt64(sections.bodies.count))))
        }
      }
      if case .failure = decode(sections.bytes) { refused += 1 }
    }
    XCTAssertGreaterThan(refused, 1000)
  }

  func testHugeCountsDoNotAllocate() {
    var sections = Sections(TraceCodec.encode(LogFixtures.random(seed: 10, threads: 1, events: 5)))
    for index in 1...5 {
      var changed = sections
      changed.bodies[index].replaceSubrange(0..<4, with: [0xFF, 0xFF, 0xFF, 0xFF])
      guard case .failure(.damaged) = decode(changed.bytes) else { return XCTFail("section \(index)") }
    }
    // A thread that claims more events than there are.
    sections.bodies[5].replaceSubrange((sections.bodies[5].count - 2)..., with: [0xFF, 0x7F])
    guard case .failure(.damaged(section: "end mark", _)) = decode(sections.bytes) else {
      return XCTFail("count of events")
    }
  }
}

/// A packed trace taken apart at its section boundaries, to be put together again with right sums.
private struct Sections {
  var header: [UInt8]
  var tags: [[UInt8]] = []
  var bodies: [[UInt8]] = []

  init(_ bytes: [UInt8]) {
    header = Array(bytes[..<16])
    var position = 16
    while position < bytes.count {
      let length = bytes[(position + 4)..<(position + 12)].reversed().reduce(0) { $0 << 8 | Int($1) }
      tags.append(Array(bytes[position..<(position + 4)]))
      bodies.append(Array(bytes[(position + 20)..<(position + 20 + length)]))
      position += 20 + length
    }
  }

  var bytes: [UInt8] {
    func little(_ number: some FixedWidthInteger) -> [UInt8] {
      withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
    var result = header
    for (tag, body) in zip(tags, bodies) {
      let head = tag + little(UInt64(body.count)) + little(CRC32.of(body))
      result += head + little(CRC32.of(head)) + body
    }
    return result
  }
}
