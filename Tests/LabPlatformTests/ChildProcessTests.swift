import LabPlatform
import LabTestSupport
import XCTest

final class ChildProcessTests: XCTestCase {
  private func support(
    _ arguments: [String], _ options: ChildProcess.Options = .init(output: .captured, errors: .captured)
  ) throws -> ChildProcess {
    try ChildProcess.spawn(
      try Repository.program("synclab-bench"), arguments: ["support"] + arguments, options: options)
  }

  /// Waits until the child has written a line.
  private func firstLine(_ child: ChildProcess) throws -> String {
    let end = Deadline.after(.seconds(30))
    while !child.output.contains(UInt8(ascii: "\n")), !end.hasPassed {
      if try child.wait(deadline: .after(.milliseconds(5))) != nil { break }
    }
    return String(decoding: child.output.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  }

  private func waitUntil(_ condition: () -> Bool) -> Bool {
    let end = Deadline.after(.seconds(30))
    while !condition() {
      if end.hasPassed { return false }
      NativeThread.sleep(until: .after(.milliseconds(2)))
    }
    return true
  }

  func testExitCodeIsReported() throws {
    for code: Int32 in [0, 1, 74, 255] {
      let child = try support(["exit", "\(code)"])
      XCTAssertEqual(try child.wait(), .exited(code))
      XCTAssertEqual(try child.wait(deadline: .now), .exited(code), "the answer stays")
    }
  }

  func testDeathBySignalIsReported() throws {
    try withWatchdog {
      let child = try support(["sleep"])
      child.kill(Signal.terminate)
      guard case .signalled(Signal.terminate, _)? = try child.wait() else { return XCTFail("not terminated") }
      XCTAssertNil(ProcessTable.process(child.id), "reaped")
    }
  }

  func testWaitEndsAtTheDeadlineWhileTheChildRuns() throws {
    try withWatchdog {
      let child = try support(["sleep"])
      XCTAssertNil(try child.wait(deadline: .now))
      XCTAssertNil(try child.wait(deadline: .after(.milliseconds(20))))
      child.kill()
      XCTAssertEqual(try child.wait(), .signalled(Signal.kill, coreDumped: false))
    }
  }

  func testMuchOutputOnBothStreamsDoesNotDeadlock() throws {
    try withWatchdog {
      let child = try support(["flood", "1000000"])
      XCTAssertEqual(try child.wait(), .exited(0))
      XCTAssertEqual(child.output.count, 1_000_000)
      XCTAssertEqual(child.errors.count, 1_000_000)
      XCTAssertFalse(child.isOutputCut)
    }
  }

  func testCapturedOutputIsBounded() throws {
    try withWatchdog {
      let options = ChildProcess.Options(output: .captured, errors: .discarded, captureLimit: 1234)
      let child = try support(["flood", "500000"], options)
      XCTAssertEqual(try child.wait(), .exited(0))
      XCTAssertEqual(child.output.count, 1234)
      XCTAssertEqual(child.errors.count, 0)
      XCTAssertTrue(child.isOutputCut)
    }
  }

  func testChildInheritsNoOpenFiles() throws {
    // An inheritable descriptor, as other code of a process may have.
    let stray = dup(STDERR_FILENO)
    defer { close(stray) }
    let child = try support(["descriptors"])
    XCTAssertEqual(try child.wait(), .exited(0))
    let numbers = String(decoding: child.output, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    // Descriptor 3 is the folder being listed.
    XCTAssertEqual(numbers, ["0", "1", "2", "3"])
  }

  func testStandardInputIsEmpty() throws {
    let child = try support(["input"])
    XCTAssertEqual(try child.wait(), .exited(0))
    XCTAssertEqual(child.output, Array("0\n".utf8))
  }

  func testEnvironmentIsInheritedWithChanges() throws {
    setenv("SYNCLAB_TEST_KEPT", "kept", 1)
    setenv("SYNCLAB_TEST_CHANGED", "old", 1)
    let changes = ["SYNCLAB_TEST_CHANGED": "new = 1", "SYNCLAB_TEST_ADDED": "added"]
    for (name, value) in changes.merging(["SYNCLAB_TEST_KEPT": "kept"], uniquingKeysWith: { $1 }) {
      let child = try support(["environment", name], .init(output: .captured, environment: changes))
      XCTAssertEqual(try child.wait(), .exited(0))
      XCTAssertEqual(String(decoding: child.output, as: UTF8.self), "\(value)\n")
    }
  }

  func testMissingProgramIsAnError() throws {
    XCTAssertThrowsError(try ChildProcess.spawn("/nowhere/synclab")) {
      XCTAssertEqual(($0 as? SystemError)?.description, "spawn /nowhere/synclab: No such file or directory")
    }
  }

  func testDroppedChildIsKilledAndReaped() throws {
    let id = try { try support(["sleep"]).id }()
    XCTAssertNil(ProcessTable.process(id))
  }

  func testKillReachesTheGroup() throws {
    try withWatchdog {
      let child = try support(["spawn", "sleep"])
      let grandchild = try XCTUnwrap(Int32(try firstLine(child)))
      let entry = try XCTUnwrap(ProcessTable.process(grandchild))
      let identity = ProcessIdentity(id: grandchild, startTime: entry.startTime)
      XCTAssertTrue(ProcessTable.isAlive(identity))
      child.kill()
      XCTAssertEqual(try child.wait(), .signalled(Signal.kill, coreDumped: false))
      XCTAssertTrue(waitUntil { !ProcessTable.isAlive(identity) })
    }
  }

  func testDependentChildDiesWithItsParent() throws {
    try withWatchdog {
      let child = try support(["spawn", "dependent", "PARENT"])
      let dependent = try XCTUnwrap(Int32(try firstLine(child)))
      let entry = try XCTUnwrap(ProcessTable.process(dependent))
      let identity = ProcessIdentity(id: dependent, startTime: entry.startTime)
      XCTAssertEqual(entry.parent, child.id)
      // The dependent leads its own group: only its parent's death can reach it.
      child.kill()
      _ = try child.wait()
      XCTAssertTrue(waitUntil { !ProcessTable.isAlive(identity) })
    }
  }

  func testDependentChildSeesThatItsParentIsAnother() throws {
    let child = try support(["dependent", "1"])
    XCTAssertEqual(try child.wait(), .exited(3))
  }

  func testFirstInterruptIsCountedAndSecondEndsTheProcess() throws {
    try withWatchdog {
      let polite = try support(["interrupts"])
      XCTAssertEqual(try firstLine(polite), "ready")
      polite.kill(Signal.terminate)
      XCTAssertEqual(try polite.wait(), .exited(42))
      XCTAssertEqual(
        String(decoding: polite.output, as: UTF8.self), "ready\ninterrupted by \(Signal.terminate)\n")

      let options = ChildProcess.Options(
        output: .captured, environment: ["LINGER": "1"], hasOwnGroup: false)
      let stubborn = try support(["interrupts"], options)
      XCTAssertEqual(try firstLine(stubborn), "ready")
      stubborn.kill(Signal.interrupt)
      XCTAssertTrue(
        waitUntil {
          _ = try? stubborn.wait(deadline: .now)
          return stubborn.output.count > 6
        })
      stubborn.kill(Signal.interrupt)
      XCTAssertEqual(try stubborn.wait(), .signalled(Signal.interrupt, coreDumped: false))
    }
  }

  func testTerminalWidthComesFromColumnsWithoutTerminal() throws {
    for (columns, answer) in [("123", "false 123"), ("-4", "false unknown"), ("wide", "false unknown")] {
      let child = try support(["terminal"], .init(output: .captured, environment: ["COLUMNS": columns]))
      XCTAssertEqual(try child.wait(), .exited(0))
      XCTAssertEqual(String(decoding: child.output, as: UTF8.self), "\(answer)\n")
    }
  }
}
