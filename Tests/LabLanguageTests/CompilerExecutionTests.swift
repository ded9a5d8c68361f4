import LabLanguage
import LabTrace
import XCTest

/// Compiled programs compute what their text says.
final class CompilerExecutionTests: XCTestCase {
  private func run(
    _ body: String, seed: UInt64 = 1, file: StaticString = #filePath, line: UInt = #line
  ) throws -> SmallInterpreter {
    var interpreter = SmallInterpreter(try program(body, file: file, line: line), seed: seed)
    interpreter.run()
    return interpreter
  }

  func testLockedIncrementsAddUp() throws {
    for seed in 1...20 {
      let end = try run(
        "mutex m; var c = 0\nthread w[4] { repeat 5 { with m { c = c + 1 } } }", seed: UInt64(seed))
      XCTAssertEqual(end.cell("c"), 20, "seed \(seed)")
    }
  }

  func testUnlockedIncrementsCanGetLost() throws {
    let totals = try Set(
      (1...20).map { seed in
        try run("var c = 0\nthread w[2] { repeat 5 { c += 1 } }", seed: UInt64(seed)).cell("c")
      })
    XCTAssertGreaterThan(totals.count, 1)
  }

  func testSemaphoresCarryABuffer() throws {
    for seed in 1...20 {
      let end = try run(
        """
        param cap = 2; param n = 2
        semaphore slots = 2; semaphore items = 0; mutex m
        var buf[2] = 0; var head = 0; var tail = 0; var sum = 0
        thread producer[2] { for i in 1 ..< n + 1 {
            slots.acquire(); with m { buf[tail % cap] = i; tail += 1 }; items.release() } }
        thread consumer[2] { repeat n {
            items.acquire(); with m { sum += buf[head % cap]; head += 1 }; slots.release() } }
        """, seed: UInt64(seed))
      XCTAssertEqual(end.cell("sum"), 6, "seed \(seed)")
      XCTAssertEqual(Set(end.states), [.finished])
    }
  }

  func testPhilosophersMeetTheirDeadlock() throws {
    let ends = try (1...40).map { seed in
      try run(
        "mutex fork[3]\nthread p[3] { with fork[self] { with fork[(self + 1) % 3] { } } }", seed: UInt64(seed)
      ).states
    }
    XCTAssert(ends.contains([.running, .running, .running]))
    XCTAssert(ends.contains([.finished, .finished, .finished]))
  }

  func testAwaitAndAtomicBlocks() throws {
    for seed in 1...20 {
      let end = try run(
        """
        var turn = 0, log[4], n = 0
        thread w[4] { atomic { await turn == self; log[n] = self; n += 1; turn = (turn + 1) % 4 } }
        """, seed: UInt64(seed))
      XCTAssertEqual((0..<4).map { end.cell("log", $0) }, [0, 1, 2, 3], "seed \(seed)")
    }
  }

  func testSpawnAndJoin() throws {
    let end = try run(
      "atomic n = 0; var seen = 0\nthread w[3] { n.add(1) }\nmain { spawn w[1]; join w[1]; seen = n; spawn w; join w; seen += n }"
    )
    XCTAssertEqual(end.cell("seen"), 1 + 3)
  }

  func testLoopsJumpsAndRoutines() throws {
    let end = try run(
      """
      var primes = 0, sum = 0, gcd = 0, nothing = 7
      func isPrime(n) {
          if n < 2 { return false }
          local d = 2
          while d * d <= n { if n % d == 0 { return false }; d += 1 }
          return true
      }
      func greatest(a, b) { while b { local r = a % b; a = b; b = r }; return a }
      func none() { }
      thread t {
          for i in 0 ..< 100 { if !isPrime(i) { continue }; primes += 1 }
          local k = 0
          loop { k += 1; if k > 10 { break }; if k % 2 { continue }; sum += k }
          gcd = greatest(84, 126)
          nothing = none()
      }
      """)
    XCTAssertEqual(end.states, [.finished])
    XCTAssertEqual(end.cell("primes"), 25)
    XCTAssertEqual(end.cell("sum"), 30)
    XCTAssertEqual(end.cell("gcd"), 42)
    XCTAssertEqual(end.cell("nothing"), 0)
  }

  func testAssignmentsSeeTheOldValueOfTheirTarget() throws {
    let end = try run(
      """
      var r[6]
      func next(p) { p += 1; return p }
      thread t {
          local x = 3
          x = next(x) + x
          r[0] = x
          x = x && x - 7
          r[1] = x
          x = 4
          x = choose(x + 1, x + 1)
          r[2] = x
          x = max(x, next(x), x - 1) - min(x, 9)
          r[3] = x
          x -= x * 2
          r[4] = x
          x = !x || x
          r[5] = x
      }
      """)
    XCTAssertEqual((0..<6).map { end.cell("r", $0) }, [7, 0, 5, 1, -1, 1])
  }

  func testFailuresHappenWhereTheyAreReached() throws {
    let end = try run(
      """
      var zero = 0, x[2], reached[4]
      thread a { if zero { x[0] = 1 / 0 }; reached[0] = 1; x[0] = 1 / zero; reached[0] = 2 }
      thread b { reached[1] = 1; x[1] = 1 / 0; reached[1] = 2 }
      thread c { local i = 2; reached[2] = 1; x[i] = 1; reached[2] = 2 }
      thread d { reached[3] = 1; assert zero, "zero it is"; reached[3] = 2 }
      """)
    XCTAssertEqual(
      end.states,
      [.failed("division by zero"), .failed("division by zero"), .failed("index"), .failed("zero it is")])
    XCTAssertEqual((0..<4).map { end.cell("reached", $0) }, [1, 1, 1, 1])
  }

  func testAnIndexOutOfRangeForSomeActorsFailsThereOnly() throws {
    let end = try run("var x[3]\nthread t[2] { x[self + 2] = 1 }")
    XCTAssertEqual(end.states, [.finished, .failed("index")])
  }

  func testEveryForeignProgramRunsInsideItsCode() throws {
    for file in try corpus() {
      let program = try XCTUnwrap(Compiler.compile(SourceText(file.text, file: file.name)).program)
      for seed in 1...3 {
        var interpreter = SmallInterpreter(program, seed: UInt64(seed))
        interpreter.run(limit: 500)
        XCTAssertFalse(interpreter.states.contains(.failed("budget")), file.name)
      }
    }
  }
}
