import LabLanguage
import XCTest

/// Which visible steps a statement takes, in which order (LANGUAGE, section 2).
final class CompilerStepTests: XCTestCase {
  private func assertSteps(
    _ body: String, of actor: String = "t", _ expected: [String], file: StaticString = #filePath,
    line: UInt = #line
  ) throws {
    XCTAssertEqual(
      try program(body, file: file, line: line).steps(of: actor), expected, file: file, line: line)
  }

  func testAnIncrementIsAReadAndAWrite() throws {
    try assertSteps("var c = 0\nthread t { c = c + 1; c += 1 }", ["load c", "store c", "load c", "store c"])
  }

  func testVariablesAreReadOneByOneFromLeftToRight() throws {
    try assertSteps(
      "var a = 0, b = 0, x[3]\nthread t { local l = b + a * x[a] }",
      ["load b", "load a", "load a", "load x[r3]"])
  }

  func testIndexThenReadThenRightSideThenWrite() throws {
    try assertSteps(
      "var i = 0, e = 0, x[3]\nthread t { x[i] += e; x[i] = e }",
      ["load i", "load x[r0]", "load e", "store x[r0]", "load i", "load e", "store x[r0]"])
  }

  func testLogicStopsEarly() throws {
    let text = "var a = 0, b = 0\nthread t { if a && b { a = 1 }; local l = a || b }"
    try assertSteps(text, ["load a", "load b", "store a", "load a", "load b"])
    let code = try program(text).codes[0].instructions
    // After each first read there is a jump over the second.
    XCTAssertEqual(code[1].opcode, .jumpIfZero)
    XCTAssertEqual(code[1].extra, 5)
  }

  func testABareAtomicIsOneStepEachTime() throws {
    try assertSteps(
      "atomic a = 0\nthread t { a = a + 1; a.add(1); local l = a.cas(0, a) + a.load(acquire) }",
      [
        "atomicLoad a", "atomicStore a", "atomicAdd a", "atomicLoad a", "atomicCompareAndSwap a",
        "atomicLoad a acquiring",
      ])
  }

  func testConstantsAndLocalsAreFree() throws {
    try assertSteps(
      "const C = 2; param N = 3; var x = 0\nthread t { local l = C * N + self; l = l + 1; x = l }",
      ["store x"])
  }

  func testAWaitOnAConditionIsTwoSteps() throws {
    try assertSteps(
      "mutex m; condition c on m\nthread t { with m { c.wait(); c.signal(); c.broadcast() } }",
      [
        "mutexLock m", "conditionEnqueue c", "conditionReacquire c", "conditionSignal c",
        "conditionBroadcast c", "mutexUnlock m",
      ])
  }

  func testABarrierIsTwoSteps() throws {
    try assertSteps("barrier b(2)\nthread t { b.wait() }", ["barrierArrive b", "barrierPass b"])
  }

  func testAwaitIsOneStep() throws {
    try assertSteps(
      "var x = 0, y = 0; atomic a = 0\nthread t { await x == 1; await x == 1 && y == a }",
      ["await(load x, guard)", "await(load x, load y, atomicLoad a, guard)"])
  }

  func testAwaitReadsItsOnlyCellOnce() throws {
    try assertSteps(
      "var x[2]\nthread t { await x[0] == 1 || x[0] == 2 }", ["await(load x[0], guard)"])
  }

  func testAnAtomicBlockIsOneStep() throws {
    try assertSteps(
      "var x = 0, y = 0\nthread t { atomic { await x > 0; y = x; x -= 1 }; atomic { y += 1 } }",
      [
        "atomic(load x, guard, load x, store y, load x, store x)", "atomic(load y, store y)",
      ])
  }

  func testRoutinesAreExpandedInPlace() throws {
    try assertSteps(
      "var x = 0\nfunc twice(p) { p = p * 2; return p + x }\nthread t { x = twice(x) + twice(1) }",
      ["load x", "load x", "load x", "store x"])
  }

  func testWithReleasesOnEveryWayOut() throws {
    try assertSteps(
      """
      mutex m; semaphore s; rwlock r; var x = 0
      thread t {
          while x {
              with m { with write r { if x { break }; if x { continue }; section z { if x { return } } } }
          }
          with s { x = 1 }
      }
      """,
      [
        "load x", "mutexLock m", "rwlockLockWrite r", "load x", "rwlockUnlock r", "mutexUnlock m", "load x",
        "rwlockUnlock r", "mutexUnlock m", "sectionEnter z", "load x", "sectionLeave z", "rwlockUnlock r",
        "mutexUnlock m", "sectionLeave z", "rwlockUnlock r", "mutexUnlock m", "semaphoreAcquire s", "store x",
        "semaphoreRelease s",
      ])
  }

  func testReturnOfARoutineReleasesOnlyWhatTheRoutineHolds() throws {
    try assertSteps(
      "mutex a, b; var x = 0\nfunc f() { with b { return x } }\nthread t { with a { x = f() } }",
      ["mutexLock a", "mutexLock b", "load x", "mutexUnlock b", "mutexUnlock b", "store x", "mutexUnlock a"])
  }

  func testCrashAndExitReleaseNothing() throws {
    try assertSteps(
      "shm mutex m\nprocess t { with m { crash }; with m { exit 3 }; may crash }",
      [
        "mutexLock m", "crash", "mutexUnlock m", "mutexLock m", "exit 3", "mutexUnlock m", "choose 2",
        "crash",
      ])
  }

  func testWithKeepsItsIndex() throws {
    let program = try program("mutex m[2]\nthread t { local i = 0; with m[i] { i = 1 } }")
    let code = program.codes[0].instructions
    let lock = try XCTUnwrap(code.first { $0.opcode == .mutexLock })
    let unlock = try XCTUnwrap(code.first { $0.opcode == .mutexUnlock })
    XCTAssertEqual(lock.b, unlock.b)
    // The local is register 0; its change must not reach the index.
    XCTAssertNotEqual(lock.b.rawValue, 0)
  }

  func testBoundsAreReadOnce() throws {
    try assertSteps(
      "var n = 0, m = 0\nthread t { for i in m ..< n { n = i }; repeat n { n = 1 } }",
      ["load m", "load n", "store n", "load n", "store n"])
  }

  func testChoicesAreOneStep() throws {
    try assertSteps(
      "var x = 0, y = 0\nthread t { choose { x = 1 } or { y = 1 } or { }; x = choose(x, 2) }",
      ["choose 3", "store x", "store y", "load x", "choose 2", "store x"])
  }

  func testProgressIsMarkedInOutermostLoops() throws {
    try assertSteps(
      """
      var x = 0
      func f() { loop { if x { return } } }
      thread t {
          loop { loop { break }; if x { break } }
          while x { loop { break } }
          f()
          loop { break }
      }
      """, ["round", "load x", "load x", "load x", "round"])
  }

  func testStepsThatDoNothing() throws {
    try assertSteps(
      "thread t { yield; sleep 1ms; fence; work 1ms; print \"a\", 1; mark \"b\" }",
      ["yield", "sleep 1000000ns", "fence"])
  }

  func testTimeoutsAndOrdersStayWithTheirStep() throws {
    let program = try program(
      """
      mutex m; semaphore s = 2; buffer q(2); atomic a = 0
      thread t {
          local r = m.lock(timeout: 5ms) + s.acquire(2, timeout: 1s) + q.put(7, timeout: 2us)
          a.store(r, release)
      }
      """)
    let texts = program.codes[0].instructions.map { program.text(of: $0, in: program.codes[0]) }
    XCTAssertEqual(
      texts.filter { $0.contains("timeout") || $0.contains("releasing") },
      [
        "r1 = mutexLock m timeout 5000000ns", "r2 = semaphoreAcquire s, 2 timeout 1000000000ns",
        "r2 = bufferPut q, 7 timeout 2000ns", "atomicStore a, r0 releasing",
      ])
  }

  func testActorsSpawnAndJoinByGroup() throws {
    try assertSteps(
      "var i = 0\nthread w[2] { }\nmain { spawn w; spawn w[1]; join w[i]; join w }", of: "main",
      ["spawn w", "spawn w[1]", "load i", "join w[r0]", "join w"])
  }

  func testOKIsFree() throws {
    try assertSteps(
      "buffer q(2)\nthread t { local a = q.get(); if q.ok() { a = q.tryGet() + q.ok() } }",
      ["bufferGet q", "bufferTryGet q"])
  }

  func testDisassembly() throws {
    let program = try program(
      "mutex m; var x[2]\nthread t[2] {\n  with m { x[1] += 2 }\n  if x[0] > 1 && x[1] { return }\n}")
    XCTAssertEqual(
      program.disassembly,
      """
      t[0], t[1]: 2 registers
          0  mutexLock m                               4:3
          1  r0 = load x[1]                            4:12
          2  r1 = add r0, 2                            4:12
          3  store x[1], r1                            4:12
          4  mutexUnlock m                             4:22
          5  r0 = load x[0]                            5:6
          6  r0 = less 1, r0                           5:3
          7  jumpIfZero r0, 11                         5:3
          8  r0 = load x[1]                            5:18
          9  jumpIfZero r0, 11                         5:3
         10  jump 11                                   5:25
         11  end

      """)
  }
}
