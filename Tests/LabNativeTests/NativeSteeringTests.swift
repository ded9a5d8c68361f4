import LabLanguage
import LabNative
import LabTestSupport
import LabTrace
import XCTest

/// Runs whose order of steps is chosen.
final class NativeSteeringTests: XCTestCase {
  private func run(_ body: String, _ schedule: String) throws -> (NativeRun, Program) {
    let program = try NativeCase.program(body)
    let run = try withWatchdog(60) {
      try NativeCase.runner(program).run(
        NativeOptions(timeoutNanoseconds: 20_000_000_000, keepsLog: .always, schedule: schedule))
    }
    return (run, program)
  }

  private static let lostUpdate = "var n = 0\nthread t[2] { repeat 2 { n = n + 1 } }"

  func testEachScheduleGivesItsOutcome() throws {
    // Two reads and two writes each; the smallest total needs the first write last but one.
    let cases: [(String, Int64)] = [
      ("t0*4 t1*4", 4), ("t0 t1*3 t0 t1 t0*2", 3), ("t0 t1*2 t0 t1 t0*2 t1", 2),
    ]
    for (schedule, total) in cases {
      for _ in 0..<5 {
        let (run, program) = try run(Self.lostUpdate, schedule)
        XCTAssertEqual(run.verdict, .completed, run.message)
        XCTAssertEqual(try NativeCase.value("n", of: run, in: program), total, schedule)
      }
    }
  }

  func testScheduleLeadsIntoTheDeadlock() throws {
    let body = "mutex a, b\nthread left { with a { with b { } } }\nthread right { with b { with a { } } }"
    for _ in 0..<5 {
      let (run, _) = try run(body, "l r")
      XCTAssertEqual(run.verdict, .deadlock, run.message)
      XCTAssertEqual(run.members, [0, 1])
    }
    XCTAssertEqual(try run(body, "l*4 r*4").0.verdict, .completed)
  }

  func testEventsHappenInTheOrderOfTheSchedule() throws {
    let (run, _) = try run("atomic x = 0\nthread t[3] { x.add(1); x.add(1) }", "t2 t0 t1 t1 t0 t2")
    let log = try XCTUnwrap(run.log)
    let order = log.threads.enumerated().flatMap { index, thread in
      thread.events.filter { $0.kind == .readModifyWrite }.map { (version: $0.version, thread: index - 1) }
    }
    XCTAssertEqual(order.sorted { $0.version < $1.version }.map(\.thread), [2, 0, 1, 1, 0, 2])
    XCTAssertEqual(log.run.schedule, "t2 t0 t1 t1 t0 t2")
  }

  func testSignalWakesTheWaiterThatTheScheduleSays() throws {
    let body = """
      mutex m
      condition c on m
      var first = 0; var order = 0
      thread w[3] { with m { c.wait(); order = order * 10 + self + 1 } }
      thread s { repeat 3 { with m { c.signal() } } }
      """
    // lock, enqueue by each waiter; then lock, signal, unlock, and the woken one's relock, read, write, unlock.
    let waits = "w0*2 w1*2 w2*2"
    for (choice, order) in [
      ("s s:2 s w2*4 s s:0 s w0*4 s s:0 s w1*4", 312), ("s s:1 s w1*4 s s:1 s w2*4 s s:0 s w0*4", 231),
    ] {
      let (run, program) = try run(body, "\(waits) \(choice)")
      XCTAssertEqual(run.verdict, .completed, run.message)
      XCTAssertEqual(try NativeCase.value("order", of: run, in: program), Int64(order))
    }
  }

  func testChoicesFollowTheSchedule() throws {
    let (run, program) = try run(
      "var x = 0\nthread t { x = choose(5, 6, 7); choose { x += 10 } or { x += 20 } }", "t:2 t t:1 t*2")
    XCTAssertEqual(run.verdict, .completed, run.message)
    XCTAssertEqual(try NativeCase.value("x", of: run, in: program), 27)
  }

  func testAlternativeOfAStepWithoutAnyDiverges() throws {
    for (body, schedule) in [
      ("mutex m\nthread t { m.lock(); m.unlock() }", "t:1"),
      ("mutex m\nthread t { if m.lock(timeout: 1s) == 0 { m.unlock() } }", "t:2"),
      ("var x = 0\nthread t { x = 1; x = 2 }", "t t:3"),
    ] {
      let (run, _) = try run(body, schedule)
      XCTAssertEqual(run.verdict, .diverged, schedule)
      XCTAssertTrue(run.message.contains("has no alternative"), run.message)
    }
  }

  func testTimeoutIsAnAlternative() throws {
    let body = """
      mutex m; var r = 5
      thread a { m.lock(); yield; m.unlock() }
      thread b { r = m.lock(timeout: 10s); if r == 0 { m.unlock() } }
      """
    let (timedOut, program) = try run(body, "a b:1 b")
    XCTAssertEqual(timedOut.verdict, .completed, timedOut.message)
    XCTAssertEqual(try NativeCase.value("r", of: timedOut, in: program), -1)
    let (locked, _) = try run(body, "a*3 b b*3")
    XCTAssertEqual(locked.verdict, .completed, locked.message)
    XCTAssertEqual(try NativeCase.value("r", of: locked, in: program), 0)
  }

  func testDivergenceNamesTheStepAndTheReason() throws {
    let locks = "mutex m\nthread a { with m { yield } }\nthread b { with m { yield } }"
    let cases = [
      (locks, "a b", "step 2 of the schedule: b cannot go on there: it would have to wait"),
      (locks, "a*5", "step 4 of the schedule: a has finished"),
      (locks, "a*3 b*3 a", "step 7 of the schedule: a has finished"),
      (
        "main { yield; spawn w }\nthread w { yield }", "m w", "step 2 of the schedule: w has not been spawned"
      ),
      (
        "var x = 0\nthread t { await x == 1 }\nthread u { x = 1 }", "t",
        "step 1 of the schedule: the condition of t does not hold there"
      ),
      (
        "thread t { choose { yield } or { yield } }", "t:2",
        "step 1 of the schedule: there are only 2 alternatives"
      ),
    ]
    for (body, schedule, message) in cases {
      let (run, _) = try run(body, schedule)
      XCTAssertEqual(run.verdict, .diverged, schedule)
      XCTAssertEqual(run.message, message)
    }
  }

  func testScheduleOfAnotherProgramIsRefusedBeforeTheRun() throws {
    let runner = try NativeCase.runner(NativeCase.program("thread t { yield }"))
    XCTAssertThrowsError(try runner.run(NativeOptions(schedule: "t x*3"))) { error in
      XCTAssertEqual("\(error)", "step 2: no actor is called 'x': there are t")
    }
  }
}
