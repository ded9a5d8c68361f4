import LabLanguage
import LabNative
import LabTestSupport
import LabTrace
import XCTest

/// What the statements of the language do on real threads.
final class NativeMeaningTests: XCTestCase {
  /// Runs a scenario that ends well, and looks at one variable.
  private func assertEnds(
    _ body: String, with expected: [String: Int64], isChaotic: Bool = false, file: StaticString = #filePath,
    line: UInt = #line
  ) throws {
    let program = try NativeCase.program(body, file: file, line: line)
    let run = try NativeCase.runner(program).run(
      NativeOptions(seed: TestSettings.seed, isChaotic: isChaotic, timeoutNanoseconds: 20_000_000_000))
    XCTAssertEqual(run.verdict, .completed, run.message, file: file, line: line)
    for (name, value) in expected.sorted(by: { $0.key < $1.key }) {
      XCTAssertEqual(try NativeCase.value(name, of: run, in: program), value, name, file: file, line: line)
    }
  }

  func testMutexMakesIncrementsExact() throws {
    try assertEnds(
      "mutex m; var n = 0\nthread t[4] { repeat 2000 { with m { n = n + 1 } } }", with: ["n": 8000])
  }

  func testAtomicAddIsExact() throws {
    try assertEnds("atomic n = 0\nthread t[4] { repeat 2000 { n.add(1) } }", with: ["n": 8000])
  }

  func testAtomicBlockIsOneStep() throws {
    try assertEnds(
      "var a = 0; var b = 0\nthread t[3] { repeat 300 { atomic { a = a + 1; b = b + a } } }",
      with: ["a": 900, "b": 900 * 901 / 2])
  }

  func testAwaitTakesTurns() throws {
    try assertEnds(
      """
      var turn = 0; var order = 0
      thread t[3] { repeat 5 { atomic { await turn % 3 == self; order = order * 3 + self; turn = turn + 1 } } }
      """, with: ["turn": 15])
  }

  func testFairMutexAndConditionHandOver() throws {
    try assertEnds(
      """
      mutex m : fair
      condition c on m
      var turn = 0
      thread t[2] { for i in 0 ..< 50 { with m { while turn % 2 != self { c.wait() }; turn += 1; c.broadcast() } } }
      """, with: ["turn": 100])
  }

  func testConditionWaitKeepsTheDepthOfARecursiveMutex() throws {
    try assertEnds(
      """
      mutex m : recursive
      condition c on m
      var ready = 0
      thread waiter { with m { with m { while ready == 0 { c.wait() } }; ready = ready + 1 } }
      thread waker { with m { ready = 1; c.signal() } }
      """, with: ["ready": 2])
  }

  func testBufferKeepsEveryItemInOrder() throws {
    try assertEnds(
      """
      buffer b(3)
      var sum = 0; var bad = 0
      thread producer { for i in 1 ..< 501 { b.put(i) }; b.close() }
      thread consumer {
          local last = 0
          loop {
              local x = b.get()
              if b.ok() == 0 { break }
              if x != last + 1 { bad = bad + 1 }
              last = x
              sum = sum + x
          }
      }
      """, with: ["sum": 500 * 501 / 2, "bad": 0])
  }

  func testSemaphoreLimitsASection() throws {
    try assertEnds(
      "semaphore s = 2; atomic n = 0\nthread t[5] { repeat 20 { with s { section inside limit 2 { n.add(1) } } } }",
      with: ["n": 100], isChaotic: true)
  }

  func testReadersShareAndWritersExclude() throws {
    try assertEnds(
      """
      rwlock l; var x = 0; var y = 0
      thread w[2] { repeat 50 { with write l { x += 1; y += 1 } } }
      thread r[2] { repeat 50 { with read l { local a = x; local b = y; assert a == b, "torn" } } }
      """, with: ["x": 100, "y": 100], isChaotic: true)
  }

  func testReaderMayReadAgainAndUnlocksAsOften() throws {
    try assertEnds(
      """
      rwlock l; rwlock k; var r = 0
      thread t {
          l.lockRead(); k.lockRead(); l.lockRead(); l.unlock()
          r = l.tryWrite() * 10 + k.tryWrite()
          l.unlock(); k.unlock()
          r = r + l.tryWrite() * 100
          l.unlock()
      }
      """, with: ["r": 100])
  }

  func testBarrierIsReusable() throws {
    try assertEnds(
      """
      barrier b(3); atomic n = 0
      thread t[3] { for round in 1 ..< 20 { n.add(1); b.wait(); assert n == round * 3; b.wait() } }
      """, with: ["n": 57])
  }

  func testTimedOutArrivalAtABarrierDoesNotCount() throws {
    try assertEnds(
      """
      barrier b(2); var r = 0; atomic n = 0
      thread early { r = b.wait(timeout: 5ms); n.add(1); b.wait() }
      thread late { await n == 1; b.wait() }
      """, with: ["r": -1])
  }

  func testEventsAutoAndManual() throws {
    try assertEnds(
      """
      event auto; event gate : manual
      atomic passed = 0
      thread t[3] { gate.wait(); auto.wait(); passed.add(1); auto.set() }
      main { gate.set(); auto.set() }
      """, with: ["passed": 3])
  }

  func testSpawnAndJoin() throws {
    try assertEnds(
      """
      var sum = 0
      thread w[3] { atomic { sum = sum + self + 1 } }
      main { spawn w; join w; sum = sum * 10 }
      """, with: ["sum": 60])
  }

  func testTimedOperationsAnswerMinusOne() throws {
    try assertEnds(
      """
      mutex m; semaphore s = 0; event e; buffer b(1); var r = 0
      main {
          m.lock()
          spawn t; join t
      }
      thread t {
          r = m.lock(timeout: 1ms) + s.acquire(1, timeout: 1ms) + e.wait(timeout: 1ms)
          b.put(1)
          r = r + b.put(2, timeout: 1ms)
      }
      """, with: ["r": -4])
  }

  func testTryOperationsAnswerAtOnce() throws {
    try assertEnds(
      """
      mutex m; semaphore s = 1; buffer b(1); var r = 0
      thread t {
          r = m.trylock() * 1 + m.trylock() * 2 + s.tryAcquire() * 4 + s.tryAcquire() * 8
          r = r + b.tryPut(7) * 16 + b.tryPut(7) * 32
          local x = b.tryGet()
          r = r + b.ok() * 64 + x * 1000
          x = b.tryGet()
          r = r + b.ok() * 128
          m.unlock()
      }
      """, with: ["r": 1 + 4 + 16 + 64 + 7000])
  }

  func testChoiceDependsOnTheSeedAlone() throws {
    let program = try NativeCase.program(
      "var x = 0\nthread t { repeat 30 { choose { x = x * 2 } or { x = x * 2 + 1 } } }")
    let runner = try NativeCase.runner(program)
    let values = try [1, 1, 2].map { seed in
      try NativeCase.value("x", of: runner.run(NativeOptions(seed: UInt64(seed))), in: program)
    }
    XCTAssertEqual(values[0], values[1])
    XCTAssertNotEqual(values[0], values[2])
  }

  func testLostUpdatesStayWithinBounds() throws {
    let program = try NativeCase.program("var n = 0\nthread t[2] { repeat 1000 { n = n + 1 } }")
    let runner = try NativeCase.runner(program)
    for seed in 0..<5 {
      let run = try runner.run(NativeOptions(seed: UInt64(seed), isChaotic: true))
      let total = try NativeCase.value("n", of: run, in: program)
      XCTAssertTrue((2...2000).contains(total), "\(total)")
    }
  }
}
