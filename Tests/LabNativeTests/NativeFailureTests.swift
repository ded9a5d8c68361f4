import LabNative
import LabTestSupport
import LabTrace
import XCTest

/// Runs that end by a failure, a misuse, the time-out, or a death.
final class NativeFailureTests: XCTestCase {
  private func assertEnd(
    _ body: String, _ verdict: RunVerdict, _ message: String, actor: Int = 0, file: StaticString = #filePath,
    line: UInt = #line
  ) throws {
    let run = try NativeCase.run(body, file: file, line: line)
    XCTAssertEqual(run.verdict, verdict, run.message, file: file, line: line)
    XCTAssertEqual(run.message, message, file: file, line: line)
    XCTAssertEqual(run.actor, actor, file: file, line: line)
    XCTAssertNotEqual(run.site, .unknown, file: file, line: line)
    let event = try XCTUnwrap(run.log?.threads[0].events.first, file: file, line: line)
    XCTAssertEqual(run.log?.strings[Int(event.object.rawValue) - 1], message, file: file, line: line)
  }

  func testAssertionFailsWithItsMessage() throws {
    try assertEnd("var x = 1\nthread t { assert x == 2, \"x is not two\" }", .failure, "x is not two")
  }

  func testFailStatement() throws { try assertEnd("thread t { fail \"reached\" }", .failure, "reached") }

  func testDivisionByZeroIsAFailure() throws {
    try assertEnd("var x = 0\nthread t { x = 1 / x }", .failure, "division by zero")
  }

  func testFailuresInsideAnAtomicBlockAreFailures() throws {
    // The hidden lock is held then, and the other actor waits for it.
    let other = "\nthread u { loop { atomic { x[0] = 0 } } }"
    try assertEnd(
      "var x[3] = 0; var i = 5\nthread t { atomic { x[i] = 1 } }" + other, .failure,
      "index 5 is out of range: 'x' has 3 elements")
    try assertEnd(
      "var x[3] = 0\nthread t { atomic { x[1] = 1 / x[1] } }" + other, .failure, "division by zero")
    try assertEnd(
      "var x[3] = 0\nthread t { atomic { assert x[1] == 1, \"no\" } }" + other, .failure, "no")
    try assertEnd("var x[3] = 0\nthread t { await 1 / x[2] == 1 }" + other, .failure, "division by zero")
  }

  func testIndexOutOfRangeIsAFailure() throws {
    try assertEnd(
      "var x[3] = 0; var i = 5\nthread t { x[i] = 1 }", .failure,
      "index 5 is out of range: 'x' has 3 elements")
  }

  func testTwoInASectionIsAFailure() throws {
    let run = try NativeCase.run("barrier b(2)\nthread t[2] { section s { b.wait() } }")
    XCTAssertEqual(run.verdict, .failure)
    XCTAssertEqual(run.message, "two actors in section s")
  }

  func testUnlockByANonOwnerIsAMisuse() throws {
    try assertEnd("mutex m\nthread t { m.unlock() }", .misuse, "unlock of m, which t does not hold")
  }

  func testRelockOfAnErrorcheckMutexIsAMisuse() throws {
    try assertEnd(
      "mutex m : errorcheck\nthread t { m.lock(); m.lock() }", .misuse, "lock of m, which t already holds")
  }

  func testWaitWithoutTheMutexIsAMisuse() throws {
    try assertEnd(
      "mutex m; condition c on m\nthread t { c.wait() }", .misuse, "wait on c without holding its mutex")
  }

  func testUnlockOfAnUnheldReadLockIsAMisuse() throws {
    try assertEnd("rwlock l[2]\nthread t { l[1].unlock() }", .misuse, "unlock of l[1], which t does not hold")
  }

  func testSemaphoreOverflowIsAMisuse() throws {
    try assertEnd(
      "semaphore s = 2147483647\nthread t { s.release() }", .misuse, "release of s above 2147483647 permits")
  }

  func testEndlessLocalLoopEndsByTheTimeout() throws {
    let run = try NativeCase.run("var x = 0\nthread t { loop { x = x + 1 } }", timeout: 200_000_000)
    XCTAssertEqual(run.verdict, .timedOut)
    XCTAssertEqual(run.message, "no end after 200 ms")
  }

  func testChildThatCannotBeginIsAnErrorOfTheLabNotOfTheProgram() throws {
    let program = try NativeCase.program("thread t { yield }")
    for child in ["/bin/true", "/bin/false"] {
      let runner = try NativeRunner(program, child: child)
      XCTAssertThrowsError(try runner.run(NativeOptions())) { error in
        guard case .childBroken? = error as? NativeError else { return XCTFail("\(child): \(error)") }
      }
    }
  }

  func testMissingChildIsAClearError() throws {
    let program = try NativeCase.program("thread t { yield }")
    let runner = try NativeRunner(program, child: "/no/such/synclab-child")
    XCTAssertThrowsError(try runner.run(NativeOptions())) { error in
      XCTAssertTrue("\(error)".contains("/no/such/synclab-child"), "\(error)")
    }
  }

  func testWhatCannotRunNativelyIsRefusedWithItsPlace() throws {
    let cases = [
      ("shm var x = 0\nprocess p { x = 1 }", "'p' is a process: native runs have only threads yet"),
      ("shm ring r(2)\nthread t { r.put(1) }", "'r' is a ring: native runs have no shared rings yet"),
      (
        "pool p = threads(2)\ntask f() { yield }\nmain { p.submit(f); p.drain() }",
        "'p' is a pool: native runs have no pools yet"
      ),
      ("thread t { work fetch(1) }", "named workloads cannot be run yet: use 'work 5ms'"),
    ]
    for (body, message) in cases {
      let refusals = NativeSupport.refusals(of: try NativeCase.program(body))
      XCTAssertTrue(
        refusals.contains { $0.message == message && $0.site != .unknown }, "\(body): \(refusals)")
    }
  }
}
