import LabPlatform
import LabRecorder
import LabTestSupport
import LabTrace
import Synchronization
import XCTest

final class ThreadStatusTests: XCTestCase {
  private func withTrace(
    registerCount: Int = 256, _ body: (ThreadTrace, ThreadStatusReader) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/thread"
      let trace = try ThreadTrace.create(
        at: path, thread: ThreadID(rawValue: 3), name: "worker", isDaemon: true,
        options: .init(registerCount: registerCount))
      try body(trace, ThreadStatusReader(path))
    }
  }

  func testNothingPublishedMeansNotStarted() throws {
    try withTrace { trace, reader in
      let status = reader.snapshot()
      XCTAssertEqual(status.state, .notStarted)
      XCTAssertEqual(status.epoch, 0)
      XCTAssertEqual(reader.thread, ThreadID(rawValue: 3))
      XCTAssertEqual(reader.name, "worker")
      XCTAssertTrue(reader.isDaemon)
      XCTAssertEqual(reader.processID, 0)
      trace.attach()
      XCTAssertEqual(reader.processID, ProcessTable.currentProcess)
      XCTAssertEqual(reader.threadID, Int32(CurrentThread.id))
    }
  }

  func testEveryPublicationIsSeenWholeAndMovesTheEpoch() throws {
    try withTrace { trace, reader in
      var previous = reader.snapshot()
      for state in ActorState.allCases {
        trace.status.publish(state, counter: 0xABC_DEF0, cell: .max, amount: 7)
        let status = reader.snapshot()
        XCTAssertEqual(status.state, state)
        XCTAssertEqual(status.counter, 0xBC_DEF0, "24 bits")
        XCTAssertEqual(status.cell, .max)
        XCTAssertEqual(status.amount, 7)
        XCTAssertEqual(status.epoch, previous.epoch + 2)
        XCTAssertFalse(status.isSamePublication(as: previous))
        XCTAssertTrue(status.isSamePublication(as: reader.snapshot()))
        previous = status
      }
    }
  }

  func testSnapshotsAreConsistentWhileTheThreadPublishes() throws {
    try withWatchdog {
      try withTrace { trace, reader in
        let isDone = Atomic(false)
        let writer = try NativeThread.start(name: "publisher") {
          for number in UInt32(1)...50_000 {
            let state: ActorState = number % 2 == 0 ? .blocked : .sleeping
            trace.status.publish(state, counter: number, cell: number, amount: ~number)
          }
          isDone.store(true, ordering: .releasing)
        }
        var last: UInt32 = 0
        var seen = 0
        while !isDone.load(ordering: .acquiring) {
          let status = reader.snapshot()
          if status.epoch & 1 == 1 || status.state == .notStarted { continue }
          seen += 1
          XCTAssertEqual(status.amount, ~status.cell)
          XCTAssertEqual(status.counter, status.cell)
          XCTAssertEqual(status.state, status.cell % 2 == 0 ? .blocked : .sleeping)
          XCTAssertEqual(status.epoch, 2 * status.cell)
          XCTAssertGreaterThanOrEqual(status.epoch, last)
          last = status.epoch
          if status.amount != ~status.cell { break }
        }
        writer.join()
        XCTAssertEqual(reader.snapshot().cell, 50_000)
        print("\(seen) snapshots")
      }
    }
  }

  func testThreadKilledWhilePublishingIsTakenForRunning() throws {
    try withTrace { trace, reader in
      trace.status.publish(.blocked, cell: 5)
      // Byte 4 of the status word is the lowest of the epoch.
      let file = try MappedFile.open(at: trace.path)
      let place = file.address + 640 + 4
      place.storeBytes(of: place.load(as: UInt8.self) | 1, as: UInt8.self)
      let status = reader.snapshot()
      XCTAssertEqual(status.state, .running)
      XCTAssertEqual(status.epoch & 1, 1)
      XCTAssertFalse(status.isSamePublication(as: status), "not to be trusted")
    }
  }

  func testChecksAndRegistersAreShown() throws {
    try withTrace(registerCount: 700) { trace, reader in
      for _ in 0..<5 { trace.status.countCheck() }
      XCTAssertEqual(reader.snapshot().checks, 5)
      XCTAssertEqual(reader.registerCount, 700)
      for index in [-1, 0, 1, 699, 700, .max] { trace.status.setRegister(index, Int64(index &+ 1) << 33) }
      XCTAssertEqual(reader.register(699), 700 << 33)
      XCTAssertEqual(reader.register(1), 2 << 33)
      XCTAssertEqual(reader.register(-1), 0)
      XCTAssertEqual(reader.register(700), 0)
      trace.recorder.record(.yield, value: 3)
      XCTAssertEqual(reader.register(699), 700 << 33, "records lie behind the registers")
    }
  }
}
