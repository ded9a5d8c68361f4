import LabPlatform
import LabRecorder
import LabTestSupport
import LabTrace
import XCTest

/// What is left when the recording process is killed at any moment.
final class KilledRecorderTests: XCTestCase {
  private static let threads = 3

  func testEveryCompleteEventSurvivesAKill() throws {
    // Room for half a dozen steps of growth; more would only make the test slow.
    try killRepeatedly(.init(limit: 20_000 * Event.encodedSize), seed: TestSettings.seed)
  }

  func testEveryCompleteEventOfARingSurvivesAKill() throws {
    try killRepeatedly(.init(mode: .ring, limit: 1000 * Event.encodedSize), seed: TestSettings.seed &+ 1)
  }

  func testEveryCompleteEventOfAFullFileSurvivesAKill() throws {
    try killRepeatedly(.init(limit: 1000 * Event.encodedSize), seed: TestSettings.seed &+ 2)
  }

  func testFinishedRecorderLeavesAWholeTrace() throws {
    try withWatchdog {
      try withTemporaryFolder { path in
        let folder = try makeFolder(path, .init())
        let result = try runProgram(
          try Repository.program("synclab-bench"), ["support", "record", path, "20000"])
        XCTAssertEqual(result.status, .exited(0), "\(result)")
        let log = try TraceFolderReader.read(folder)
        XCTAssertEqual(log.threads.map(\.events.count), [0] + Array(repeating: 20_000, count: 3))
        XCTAssertEqual(log.threads.map(\.end), [.neverStarted] + Array(repeating: .exited, count: 3))
        check(log, isRing: false, "finished")
      }
    }
  }

  private func makeFolder(_ path: String, _ options: ThreadTrace.Options) throws -> TraceFolder {
    var start = EventLog(run: RunInfo(name: "killed", mode: .recorded))
    start.objects = [ObjectInfo(name: "x", kind: .atomic), ObjectInfo(name: "y", kind: .atomic)]
    start.threads = [ThreadLog(name: "lab")] + (1...3).map { ThreadLog(name: "t\($0)") }
    return try TraceFolder.create(at: path, start: start, options: options)
  }

  private func killRepeatedly(_ options: ThreadTrace.Options, seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var recorded = 0
    for round in 0..<TestSettings.count(10, long: 200) {
      try withWatchdog {
        try withTemporaryFolder { path in
          let folder = try makeFolder(path, options)
          let child = try ChildProcess.spawn(
            try Repository.program("synclab-bench"), arguments: ["support", "record", path, "0"],
            options: .init(output: .captured))
          // Sometimes before it has begun, mostly while all threads record.
          NativeThread.sleep(until: .after(nanoseconds: Int64(random.below(40_000_000))))
          child.kill()
          XCTAssertEqual(try child.wait(), .signalled(Signal.kill, coreDumped: false))
          let log = try TraceFolderReader.read(folder)
          check(log, isRing: options.mode == .ring, "seed \(seed), round \(round)")
          recorded += log.eventCount
        }
      }
    }
    XCTAssertGreaterThan(recorded, 0, "killed too early every time")
  }

  private func check(_ log: EventLog, isRing: Bool, _ name: String) {
    XCTAssertEqual(log.problems(), [], name)
    // A text may be torn, an event never.
    XCTAssertEqual(log.notes.filter { !$0.hasPrefix("strings-") }, [], name)
    for thread in log.threads.dropFirst() {
      XCTAssertEqual(thread.events.first?.sequence ?? 1, isRing ? UInt32(thread.lost) + 1 : 1, name)
      let wrong = thread.events.first { event in
        let sequence = event.sequence
        return event
          != Event(
            time: 2 * UInt64(sequence), sequence: sequence, kind: .write, flags: .plain,
            object: ObjectID(rawValue: 1 + sequence % 2), version: sequence, value: Int64(sequence))
      }
      XCTAssertNil(wrong, name)
      for (event, next) in zip(thread.events, thread.events.dropFirst())
      where next.sequence != event.sequence + 1 {
        XCTFail("\(name): gap after \(event.sequence)")
      }
    }
    for text in log.strings where !text.hasPrefix("text ") { XCTFail("\(name): \(text)") }
  }
}
