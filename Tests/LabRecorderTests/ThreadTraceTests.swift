import LabPlatform
import LabRecorder
import LabTestSupport
import LabTrace
import XCTest

final class ThreadTraceTests: XCTestCase {
  private let thread = ThreadID(rawValue: 1)
  private let fileSizeLimit = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)

  /// A folder with one thread of the given options.
  private func withTrace(
    _ options: ThreadTrace.Options = .init(), _ body: (TraceFolder, ThreadTrace) throws -> Void
  ) throws {
    try withTemporaryFolder { path in
      var start = EventLog(run: RunInfo(name: "test", mode: .recorded))
      start.threads = [ThreadLog(name: "lab"), ThreadLog(name: "worker", isDaemon: true)]
      let folder = try TraceFolder.create(at: path, start: start, options: options)
      let trace = try folder.openThread(thread)
      try body(folder, trace)
      withExtendedLifetime(trace) {}
    }
  }

  private func record(_ trace: ThreadTrace, _ count: Int) {
    for number in 1...count {
      trace.recorder.record(.write, value: Int64(number), time: UInt64(number))
    }
  }

  func testEventsAreReadBackAsWritten() throws {
    try withTrace { folder, trace in
      trace.attach()
      let before = UInt64(MonotonicClock.nanoseconds())
      let first = trace.recorder.record(.threadStart, cause: EventReference(thread: .lab, sequence: 3))
      XCTAssertEqual(first, EventReference(thread: thread, sequence: 1))
      let second = trace.recorder.record(
        .lockAcquire, flags: [.shared, .byWait], site: SiteID(rawValue: 7), object: ObjectID(rawValue: 9),
        version: 11, value: -13, cause: first, time: 15)
      XCTAssertEqual(second, EventReference(thread: thread, sequence: 2))
      let log = try TraceFolderReader.read(folder)
      XCTAssertEqual(log.threads[1].name, "worker")
      XCTAssertTrue(log.threads[1].isDaemon)
      XCTAssertEqual(log.threads[1].processID, ProcessTable.currentProcess)
      XCTAssertEqual(log.threads[1].threadID, Int32(CurrentThread.id))
      XCTAssertEqual(log.threads[1].end, .stopped)
      XCTAssertEqual(log.threads[0].end, .neverStarted)
      XCTAssertEqual(log.threads[1].events.map(\.kind), [.threadStart, .lockAcquire])
      XCTAssertEqual(
        log.threads[1].events[1],
        Event(
          time: 15, sequence: 2, kind: .lockAcquire, flags: [.shared, .byWait], site: SiteID(rawValue: 7),
          object: ObjectID(rawValue: 9), version: 11, value: -13, cause: first))
      let times = before...UInt64(MonotonicClock.nanoseconds())
      XCTAssertTrue(times.contains(log.threads[1].events[0].time))
      XCTAssertEqual(log.notes, [])
    }
  }

  func testEveryKindSurvivesTheFile() throws {
    try withTrace { folder, trace in
      for kind in EventKind.allCases { trace.recorder.record(kind, flags: EventFlags(rawValue: .max)) }
      let log = try TraceFolderReader.read(folder)
      XCTAssertEqual(log.threads[1].events.map(\.kind), EventKind.allCases)
      XCTAssertEqual(Set(log.threads[1].events.map(\.flags.rawValue)), [.max])
    }
  }

  func testGrowingFileKeepsEverythingUpToItsLimit() throws {
    let count = 60_000
    try withTrace { folder, trace in
      record(trace, count)
      let log = try TraceFolderReader.read(folder)
      XCTAssertEqual(log.threads[1].events.count, count)
      XCTAssertEqual(log.threads[1].lost, 0)
      XCTAssertEqual(log.problems(), [])
      XCTAssertEqual(log.notes, [])
    }
  }

  func testEventsBeyondTheLimitAreCountedAsLost() throws {
    try withTrace(.init(limit: 100 * Event.encodedSize)) { folder, trace in
      record(trace, 150)
      // A lost event has a name all the same, for its effects to give as their cause.
      XCTAssertEqual(trace.recorder.record(.yield).sequence, 151)
      XCTAssertEqual(trace.recorder.lastSequence, 151)
      let log = try TraceFolderReader.read(folder)
      XCTAssertEqual(log.threads[1].events.map(\.value), Array(1...100))
      XCTAssertEqual(log.threads[1].lost, 51)
      XCTAssertEqual(log.problems(), [])
      let status = try folder.openStatus(thread)
      XCTAssertEqual(status.recorded, 100)
      XCTAssertEqual(status.lost, 51)
    }
  }

  func testFullFileSystemIsCountedLossNotASignal() throws {
    try withTrace(.init(initial: 1)) { folder, trace in
      // A limit on the size of files fails the growth as a full file system does.
      let savedAction = signal(SIGXFSZ, SIG_IGN)
      var saved = rlimit()
      XCTAssertEqual(getrlimit(fileSizeLimit, &saved), 0)
      var small = rlimit(rlim_cur: 300_000, rlim_max: saved.rlim_max)
      XCTAssertEqual(setrlimit(fileSizeLimit, &small), 0)
      record(trace, 20_000)
      XCTAssertEqual(setrlimit(fileSizeLimit, &saved), 0)
      signal(SIGXFSZ, savedAction)
      let log = try TraceFolderReader.read(folder)
      XCTAssertGreaterThan(log.threads[1].events.count, 1)
      XCTAssertLessThan(log.threads[1].events.count, 300_000 / Event.encodedSize)
      XCTAssertEqual(UInt64(log.threads[1].events.count) + log.threads[1].lost, 20_000)
      XCTAssertEqual(log.problems(), [])
    }
  }

  func testRingKeepsTheLatestInOrder() throws {
    for capacity in [1, 2, 3, 50, 1000] {
      for count in [1, capacity - 1, capacity, capacity + 1, 2 * capacity, 5 * capacity + 3] where count > 0 {
        try withTrace(.init(mode: .ring, limit: capacity * Event.encodedSize)) { folder, trace in
          record(trace, count)
          let log = try TraceFolderReader.read(folder)
          // The oldest might have been half overwritten by a killed process.
          let kept = min(count, capacity - 1)
          let name = "capacity \(capacity), \(count) events"
          XCTAssertEqual(
            log.threads[1].events.map { Int($0.value) }, Array((count - kept + 1)..<(count + 1)), name)
          XCTAssertEqual(log.threads[1].lost, UInt64(count - kept), name)
          XCTAssertEqual(log.problems(), [], name)
          XCTAssertEqual(log.notes, [], name)
        }
      }
    }
  }

  func testRecorderThatIsOffNamesNoEvents() {
    XCTAssertEqual(EventRecorder.off.record(.yield), .none)
    XCTAssertFalse(EventRecorder.off.isOn)
    XCTAssertEqual(EventRecorder.off.lastSequence, 0)
  }

  func testReopenedFileGoesOnWhereItEnded() throws {
    for options in [
      ThreadTrace.Options(), .init(limit: 15 * Event.encodedSize),
      .init(mode: .ring, limit: 7 * Event.encodedSize),
    ] {
      try withTrace(options) { folder, trace in
        record(trace, 10)
        for _ in 0..<2 {
          let again = try folder.openThread(thread)
          for _ in 0..<5 { again.recorder.record(.write, value: Int64(again.recorder.lastSequence) + 1) }
          withExtendedLifetime(again) {}
        }
        let log = try TraceFolderReader.read(folder)
        XCTAssertEqual(log.problems(), [])
        XCTAssertEqual(log.notes, [])
        XCTAssertEqual(UInt64(log.threads[1].events.count) + log.threads[1].lost, 20)
        XCTAssertEqual(log.threads[1].events.map { Int64($0.sequence) }, log.threads[1].events.map(\.value))
      }
    }
  }

  func testForeignFilesAreRefused() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/file"
      for bytes in [[], [1, 2, 3], [UInt8](repeating: 0, count: 10_000)] {
        try Files.write(bytes, to: path)
        XCTAssertThrowsError(try ThreadTrace.open(at: path)) {
          XCTAssertEqual($0 as? RecorderError, .notAThreadFile(path))
        }
        XCTAssertThrowsError(try ThreadStatusReader(path)) {
          XCTAssertEqual($0 as? RecorderError, .notAThreadFile(path))
        }
      }
      XCTAssertThrowsError(try ThreadTrace.open(at: "\(folder)/none")) {
        XCTAssertEqual("\($0)", "open \(folder)/none: No such file or directory")
      }
    }
  }

  func testEndOfAThreadComesFromItsLastEventOrItsState() throws {
    let cases: [(EventKind?, ActorState?, ThreadLog.End)] = [
      (nil, nil, .neverStarted), (nil, .running, .stopped), (nil, .finished, .exited),
      (.threadExit, nil, .exited), (.threadExit, .running, .exited), (.lockRequest, .blocked, .stopped),
      (.yield, .failed, .stopped), (.yield, .finished, .exited),
    ]
    for (kind, state, end) in cases {
      try withTrace { folder, trace in
        if let kind { trace.recorder.record(kind) }
        if let state { trace.status.publish(state) }
        XCTAssertEqual(try TraceFolderReader.read(folder).threads[1].end, end, "\(cases)")
      }
    }
  }

  func testThreadsRecordIndependently() throws {
    try withWatchdog {
      try withTemporaryFolder { path in
        var start = EventLog(run: RunInfo(name: "test", mode: .recorded))
        start.threads = (0..<5).map { ThreadLog(name: "t\($0)") }
        let folder = try TraceFolder.create(at: path, start: start)
        let threads = try (1..<5).map { number in
          let trace = try folder.openThread(ThreadID(rawValue: UInt32(number)))
          return try NativeThread.start(name: trace.name) {
            trace.attach()
            for value in 0..<5000 { trace.recorder.record(.mark, value: Int64(number * 10_000 + value)) }
            trace.status.publish(.finished)
          }
        }
        for thread in threads { thread.join() }
        let log = try TraceFolderReader.read(folder)
        for number in 1..<5 {
          XCTAssertEqual(
            log.threads[number].events.map { Int($0.value) }, (0..<5000).map { number * 10_000 + $0 })
          XCTAssertEqual(log.threads[number].end, .exited)
        }
      }
    }
  }
}
