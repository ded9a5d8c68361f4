import LabLanguage
import XCTest

/// Arguments, results, and statements in the wrong place.
final class CheckerOperationTests: XCTestCase {
  func testNumberOfArguments() {
    assertDiagnostics(
      """
      mutex m; semaphore s; atomic a = 0; buffer b(1)
      thread w {
          m.lock(1)
          s.acquire(1, 2)
          a.cas(1)
          b.put()
          a.add(b.get(2))
      }
      """,
      """
      t.lab:4:5: error: 'm.lock' takes no values, not 1
          4 |     m.lock(1)
            |     ^^^^^^^^^
      t.lab:5:5: error: 's.acquire' takes at most 1 value, not 2
          5 |     s.acquire(1, 2)
            |     ^^^^^^^^^^^^^^^
      t.lab:6:5: error: 'a.cas' takes 2 values, not 1
          6 |     a.cas(1)
            |     ^^^^^^^^
      t.lab:7:5: error: 'b.put' takes 1 value, not 0
          7 |     b.put()
            |     ^^^^^^^
      t.lab:8:11: error: 'b.get' takes no values, not 1
          8 |     a.add(b.get(2))
            |           ^^^^^^^^
      """)
  }

  func testTimeoutsNeedSomethingThatWaits() {
    assertDiagnostics(
      """
      mutex m
      thread w {
          m.unlock(timeout: 1ms)
          m.trylock(timeout: 1ms)
          m.lock(timeout: 1ms, timeout: 2ms)
      }
      """,
      """
      t.lab:4:14: error: 'm.unlock' never waits and takes no 'timeout:'
          4 |     m.unlock(timeout: 1ms)
            |              ^^^^^^^^^^^^
      t.lab:5:15: error: 'm.trylock' never waits and takes no 'timeout:'
          5 |     m.trylock(timeout: 1ms)
            |               ^^^^^^^^^^^^
      t.lab:6:26: error: 'timeout:' is given twice
          6 |     m.lock(timeout: 1ms, timeout: 2ms)
            |                          ^^^^^^^^^^^^
      """)
  }

  func testMemoryOrdersFitTheOperation() {
    assertDiagnostics(
      """
      atomic a = 0; mutex m
      thread w {
          a.load(release)
          a.store(1, acquire)
          a.add(1, acqrel)
          m.lock(relaxed)
          a.swap(1, relaxed, relaxed)
      }
      """,
      """
      t.lab:4:12: error: 'load' cannot have the order 'release'
          4 |     a.load(release)
            |            ^^^^^^^
            = hint: it can be 'relaxed', 'acquire' or 'seqcst'
      t.lab:5:16: error: 'store' cannot have the order 'acquire'
          5 |     a.store(1, acquire)
            |                ^^^^^^^
            = hint: it can be 'relaxed', 'release' or 'seqcst'
      t.lab:7:12: error: 'm.lock' takes no memory order
          7 |     m.lock(relaxed)
            |            ^^^^^^^
            = hint: only the operations of an atomic have one
      t.lab:8:24: error: the memory order is given twice
          8 |     a.swap(1, relaxed, relaxed)
            |                        ^^^^^^^
      """)
  }

  func testOperationsWithoutResult() {
    assertDiagnostics(
      """
      mutex m; event e; buffer b(1)
      thread w {
          local x = m.unlock()
          x = e.set() + 1
          b.ok()
      }
      """,
      """
      t.lab:4:15: error: 'unlock' has no result
          4 |     local x = m.unlock()
            |               ^^^^^^^^^^
            = hint: write it as a statement of its own
      t.lab:5:9: error: 'set' has no result
          5 |     x = e.set() + 1
            |         ^^^^^^^
            = hint: write it as a statement of its own
      t.lab:6:5: error: 'ok' only answers a question
          6 |     b.ok()
            |     ^^^^^^
            = hint: use it in a condition
      """)
  }

  func testBuiltInFunctions() {
    assertDiagnostics(
      """
      var x = 0
      thread w {
          x = min(1)
          x = abs(1, 2)
          x = choose(1)
          x = max(1, 2, 3)
          min(1, x)
      }
      """,
      """
      t.lab:4:9: error: 'min' takes at least 2 values, not 1
          4 |     x = min(1)
            |         ^^^^^^
      t.lab:5:9: error: 'abs' takes 1 value, not 2
          5 |     x = abs(1, 2)
            |         ^^^^^^^^^
      t.lab:6:9: error: 'choose' takes at least 2 values, not 1
          6 |     x = choose(1)
            |         ^^^^^^^^^
      t.lab:8:5: error: the value of 'min' is dropped
          8 |     min(1, x)
            |     ^^^^^^^^^
            = hint: assign it, or leave it out
      """)
  }

  func testArgumentsOfRoutines() {
    assertDiagnostics(
      """
      func f(a) { return a }
      thread w {
          f()
          f(1, 2)
          f(1, timeout: 1ms)
      }
      """,
      """
      t.lab:4:5: error: 'f' takes 1 value, not 0
          4 |     f()
            |     ^^^
      t.lab:5:5: error: 'f' takes 1 value, not 2
          5 |     f(1, 2)
            |     ^^^^^^^
      t.lab:6:10: error: 'f' takes no 'timeout:'
          6 |     f(1, timeout: 1ms)
            |          ^^^^^^^^^^^^
      """)
  }

  func testSubmitTakesATask() {
    assertDiagnostics(
      """
      pool p = threads(2)
      task t(a) { print "x", a }
      func f() { }
      main {
          p.submit()
          p.submit(t)
          p.submit(f)
          p.submit(tt, 1)
          p.submit(1)
          p.submit(t, 1, timeout: 2ms)
          local r = p.submit(t, 3)
      }
      """,
      """
      t.lab:6:5: error: 'submit' needs the name of a task first
          6 |     p.submit()
            |     ^^^^^^^^^^
            = hint: it can be 't'
      t.lab:7:5: error: 't' takes 1 value, not 0
          7 |     p.submit(t)
            |     ^^^^^^^^^^^
      t.lab:8:14: error: 'f' is a func, not a task
          8 |     p.submit(f)
            |              ^
            = hint: declare it 'task f'
      t.lab:9:14: error: unknown task 'tt'
          9 |     p.submit(tt, 1)
            |              ^^
      t.lab:10:5: error: 'submit' needs the name of a task first
         10 |     p.submit(1)
            |     ^^^^^^^^^^^
            = hint: it can be 't'
      t.lab:11:20: error: 't' takes no 'timeout:'
         11 |     p.submit(t, 1, timeout: 2ms)
            |                    ^^^^^^^^^^^^
      """)
  }

  func testPlusEqualsOnAnAtomic() {
    assertDiagnostics(
      """
      atomic x = 0, y[2]
      thread w {
          x += 1
          y[0] -= 2 + 3
          x = x + y[1]
      }
      """,
      """
      t.lab:4:5: error: '+=' on an atomic is not one step
          4 |     x += 1
            |     ^^^^^^
            = hint: write x.add(1) for one atomic step, or x = x + 1 for two
      t.lab:5:5: error: '-=' on an atomic is not one step
          5 |     y[0] -= 2 + 3
            |     ^^^^^^^^^^^^^
            = hint: write y[0].add(-(2 + 3)) for one atomic step, or y[0] = y[0] - (2 + 3) for two
      """)
  }

  func testWithTakesLocks() {
    assertDiagnostics(
      """
      mutex m; rwlock r; var x = 0; event e
      thread w {
          with r { }
          with read m { }
          with x { }
          with e { }
          with nope { }
      }
      """,
      """
      t.lab:4:10: error: an rwlock is taken for reading or for writing
          4 |     with r { }
            |          ^
            = hint: write 'with read r' or 'with write r'
      t.lab:5:15: error: only an rwlock has readers and writers
          5 |     with read m { }
            |               ^ a mutex
            = hint: write 'with m'
      t.lab:6:10: error: 'with' takes a mutex, an rwlock or a semaphore
          6 |     with x { }
            |          ^ a var
      t.lab:7:10: error: 'with' takes a mutex, an rwlock or a semaphore
          7 |     with e { }
            |          ^ an event
      t.lab:8:10: error: unknown name 'nope'
          8 |     with nope { }
            |          ^^^^
      """)
  }

  func testJumpsNeedALoop() {
    assertDiagnostics(
      """
      thread w { break }
      main { if 1 { continue } }
      """,
      """
      t.lab:2:12: error: 'break' outside of a loop
          2 | thread w { break }
            |            ^^^^^
      t.lab:3:15: error: 'continue' outside of a loop
          3 | main { if 1 { continue } }
            |               ^^^^^^^^
      """)
  }

  func testValuesAreReturnedByFunctionsOnly() {
    assertDiagnostics(
      """
      task t() { return 2 }
      func f() { return 3 }
      pool p = threads(1)
      main { p.submit(t); f(); return 1 }
      """,
      """
      t.lab:2:19: error: a task returns no value
          2 | task t() { return 2 }
            |                   ^
            = hint: leave the result in a variable or a buffer
      t.lab:5:33: error: an actor returns no value
          5 | main { p.submit(t); f(); return 1 }
            |                                 ^
            = hint: write 'return' alone
      """)
  }

  func testExitCodes() {
    assertDiagnostics(
      """
      var x = 1
      thread w { exit 256; exit x }
      """,
      """
      t.lab:3:17: error: an exit code is from 0 to 255, not 256
          3 | thread w { exit 256; exit x }
            |                 ^^^
      t.lab:3:27: error: 'x' is not a constant
          3 | thread w { exit 256; exit x }
            |                           ^ a var has no value before the scenario runs
      """)
  }

  func testSpawnAndJoin() {
    assertDiagnostics(
      """
      mutex m
      thread w[2] { spawn w; spawn w[self]; join w[1]; join w[2]; spawn m; join main }
      thread v { spawn v; join v[0]; spawn nobody }
      """,
      """
      t.lab:3:21: error: an actor cannot spawn itself
          3 | thread w[2] { spawn w; spawn w[self]; join w[1]; join w[2]; spawn m; join main }
            |                     ^
      t.lab:3:30: error: an actor cannot spawn itself
          3 | thread w[2] { spawn w; spawn w[self]; join w[1]; join w[2]; spawn m; join main }
            |                              ^^^^^^^
      t.lab:3:57: error: index 2 is out of range
          3 | thread w[2] { spawn w; spawn w[self]; join w[1]; join w[2]; spawn m; join main }
            |                                                         ^ 'w' has 2 elements, from 0 to 1
      t.lab:3:67: error: 'm' is a mutex, not an actor
          3 | thread w[2] { spawn w; spawn w[self]; join w[1]; join w[2]; spawn m; join main }
            |                                                                   ^
      t.lab:3:75: error: unknown actor 'main'
          3 | thread w[2] { spawn w; spawn w[self]; join w[1]; join w[2]; spawn m; join main }
            |                                                                           ^^^^
      t.lab:4:18: error: an actor cannot spawn itself
          4 | thread v { spawn v; join v[0]; spawn nobody }
            |                  ^
      t.lab:4:28: error: 'v' is not an array
          4 | thread v { spawn v; join v[0]; spawn nobody }
            |                            ^
            = hint: leave out the index, or declare 'v[2]'
      t.lab:4:38: error: unknown actor 'nobody'
          4 | thread v { spawn v; join v[0]; spawn nobody }
            |                                      ^^^^^^
      """)
  }

  func testWorkTakesACall() {
    assertDiagnostics(
      """
      thread w { work hash(1, timeout: 2ms) }
      """,
      """
      t.lab:2:25: error: a workload takes no 'timeout:'
          2 | thread w { work hash(1, timeout: 2ms) }
            |                         ^^^^^^^^^^^^
      """)
  }
}
