import LabPlatform
import LabTestSupport
import XCTest

final class ProcessTableTests: XCTestCase {
  func testNameMayHoldBlanksAndParentheses() throws {
    let fields = "S 17 1 1 0 -1 4194560 1 2 3 4 50 7 0 0 20 0 1 0 98765 1 2 3"
    for name in ["sh", "a b", ") R 1 (", "))", "", "a) S 1 1 1 1 1"] {
      let entry = try XCTUnwrap(ProcessTable.parse(Array("42 (\(name)) \(fields)\n".utf8)), name)
      XCTAssertEqual(entry.state, "S", name)
      XCTAssertEqual(entry.parent, 17, name)
      XCTAssertEqual(entry.ticks, 57, name)
      XCTAssertEqual(entry.startTime, 98765, name)
    }
  }

  func testNonsenseIsRefused() {
    for text in [
      "", "42", "42 (sh", "42 (sh)", "42 (sh) S 1 2 3", "42 (sh) S x 1 1 0 -1 0 1 2 3 4 5 7 0 0 2 0 1 0 9",
    ] {
      XCTAssertNil(ProcessTable.parse(Array(text.utf8)), text)
    }
  }

  func testOwnProcessAndThreadAreListed() throws {
    let own = try ProcessIdentity.current()
    XCTAssertTrue(ProcessTable.isAlive(own))
    XCTAssertTrue(ProcessTable.threads(of: own.id).contains(own.id))
    let thread = try XCTUnwrap(ProcessTable.thread(Int32(CurrentThread.id), of: own.id))
    XCTAssertEqual(thread.state, "R")
    XCTAssertFalse(ProcessTable.isAlive(ProcessIdentity(id: own.id, startTime: own.startTime + 1)))
    XCTAssertNil(ProcessTable.process(-1))
    XCTAssertEqual(ProcessTable.threads(of: -1), [])
  }

  func testDeadButUnreapedProcessIsNotAlive() throws {
    try withWatchdog {
      let child = try ChildProcess.spawn(
        try Repository.program("synclab-bench"), arguments: ["support", "sleep"])
      let entry = try XCTUnwrap(ProcessTable.process(child.id))
      let identity = ProcessIdentity(id: child.id, startTime: entry.startTime)
      XCTAssertTrue(ProcessTable.isAlive(identity))
      child.kill()
      while ProcessTable.isAlive(identity) { NativeThread.yield() }
      XCTAssertEqual(ProcessTable.process(child.id)?.state, "Z")
      _ = try child.wait()
      XCTAssertNil(ProcessTable.process(child.id))
    }
  }

  func testSleepCountIsThatOfASleepingThreadOnly() {
    func text(_ state: String) -> [UInt8] {
      Array(
        "Name:\tS x\nState:\t\(state)\nVmLib:\t2 kB\nvoluntary_ctxt_switches:\t17\nnonvoluntary_ctxt_switches:\t4\n"
          .utf8)
    }
    XCTAssertEqual(ProcessTable.parseSleepCount(text("S (sleeping)")), 17)
    for state in ["R (running)", "D (disk sleep)", "Z (zombie)", ""] {
      XCTAssertNil(ProcessTable.parseSleepCount(text(state)), state)
    }
    XCTAssertNil(ProcessTable.parseSleepCount([]))
    XCTAssertNil(ProcessTable.sleepCount(ofThread: ProcessTable.currentProcess, of: 0))
  }
}
