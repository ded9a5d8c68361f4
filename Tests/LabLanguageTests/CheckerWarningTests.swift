import LabLanguage
import XCTest

/// Warnings: they come with a program.
final class CheckerWarningTests: XCTestCase {
  func testWhatIsNeverUsed() {
    assertDiagnostics(
      """
      var used = 0, unused = 0; mutex m; param N = 1; param M = 2
      func f() { }
      task t() { }
      thread w { used = N }
      """,
      """
      t.lab:2:15: warning: the var 'unused' is never used
          2 | var used = 0, unused = 0; mutex m; param N = 1; param M = 2
            |               ^^^^^^
      t.lab:2:33: warning: the mutex 'm' is never used
          2 | var used = 0, unused = 0; mutex m; param N = 1; param M = 2
            |                                 ^
      t.lab:2:55: warning: the parameter 'M' is never used
          2 | var used = 0, unused = 0; mutex m; param N = 1; param M = 2
            |                                                       ^
      t.lab:3:6: warning: the func 'f' is never used
          3 | func f() { }
            |      ^
      t.lab:4:6: warning: the task 't' is never used
          4 | task t() { }
            |      ^
      """)
  }

  func testGuardsAndConditionsAreUses() {
    XCTAssertEqual(
      diagnostics(
        """
        mutex m; condition c on m; var x = 0 guarded by m
        thread w { with m { x = 1; c.signal() } }
        """), "")
  }

  func testAPathThatForgetsToUnlock() {
    assertDiagnostics(
      """
      mutex m; var count = 0
      thread w {
          m.lock()
          if count == 2 { return }
          count += 1
          m.unlock()
      }
      """,
      """
      t.lab:4:5: warning: 'm' is not unlocked on every path
          4 |     m.lock()
            |     ^^^^^^^^ a path of 'thread w' ends with it
      """)
  }

  func testALoopThatIsLeftWithTheLock() {
    assertDiagnostics(
      """
      mutex m; var count = 0
      thread w {
          while count < 3 {
              m.lock()
              if count == 2 { break }
              m.unlock()
          }
      }
      """,
      """
      t.lab:5:9: warning: 'm' is not unlocked on every path
          5 |         m.lock()
            |         ^^^^^^^^ a path of 'thread w' ends with it
      """)
  }

  func testAnUnlockWithoutTheLock() {
    assertDiagnostics(
      """
      mutex m; rwlock r; var x = 0
      thread w {
          m.lock()
          m.unlock()
          m.unlock()
          r.unlock()
      }
      """,
      """
      t.lab:2:24: warning: the var 'x' is never used
          2 | mutex m; rwlock r; var x = 0
            |                        ^
      t.lab:6:5: warning: 'm' is not locked on every path that unlocks it
          6 |     m.unlock()
            |     ^^^^^^^^^^ a path of 'thread w' gets here without it
      t.lab:7:5: warning: 'r' is not locked on every path that unlocks it
          7 |     r.unlock()
            |     ^^^^^^^^^^ a path of 'thread w' gets here without it
      """)
  }

  func testLocksTakenAndGivenBackByRoutines() {
    assertDiagnostics(
      """
      mutex m; var x = 0
      func take() { m.lock() }
      func give() { m.unlock() }
      thread good { take(); x = 1; give() }
      thread bad { take(); x = 1 }
      """,
      """
      t.lab:3:15: warning: 'm' is not unlocked on every path
          3 | func take() { m.lock() }
            |               ^^^^^^^^ a path of 'thread bad' ends with it
      """)
  }

  func testLocksWhoseResultIsLookedAt() {
    assertDiagnostics(
      """
      mutex m; rwlock r; var x = 0
      thread w {
          if m.trylock() { x = 1; m.unlock() }
          if !m.trylock() { return }
          m.unlock()
          if m.lock(timeout: 1ms) == 0 { m.unlock() }
          if m.lock(timeout: 1ms) != 0 { return }
          m.unlock()
          if r.tryRead() && x == 0 { r.unlock() } else if r.tryWrite() { r.unlock() }
          local got = m.trylock()
          if got { m.unlock() }
      }
      """,
      """
      t.lab:10:8: warning: 'r' is not unlocked on every path
         10 |     if r.tryRead() && x == 0 { r.unlock() } else if r.tryWrite() { r.unlock() }
            |        ^^^^^^^^^^^ a path of 'thread w' ends with it
      """)
  }

  func testLocksThatDependOnLocals() {
    assertDiagnostics(
      """
      mutex m; var x = 0
      thread w[2] {
          if self == 0 { m.lock() }
          x = 1
          if self == 0 { m.unlock() }
          local k = x
          if k { m.lock() }
          k = 1
          if k { m.unlock() }
      }
      """,
      """
      t.lab:10:12: warning: 'm' is not locked on every path that unlocks it
         10 |     if k { m.unlock() }
            |            ^^^^^^^^^^ a path of 'thread w' gets here without it
      """)
  }

  func testLocksThatDependOnSharedDataAreNotJudged() {
    XCTAssertEqual(
      diagnostics(
        """
        mutex m, l; var A = 0
        thread w[2] {
            with m { A += 1; if A == 1 { l.lock() } }
            with m { A -= 1; if A == 0 { l.unlock() } }
        }
        """), "")
  }

  func testNothingIsSaidIfTheFileExpectsIt() {
    XCTAssertEqual(
      diagnostics(
        """
        mutex m
        thread w { m.lock() }
        expect leak
        """), "")
  }

  func testResultsThatNobodyLooksAt() {
    assertDiagnostics(
      """
      mutex m; semaphore s; buffer q(2); var x = 0
      thread w {
          m.lock(timeout: 1ms)
          if s.acquire(timeout: 1ms) == 0 { x = 1 }
          q.get(timeout: 1ms)
          m.unlock()
      }
      """,
      """
      t.lab:4:5: warning: nobody looks at the result of 'm.lock'
          4 |     m.lock(timeout: 1ms)
            |     ^^^^^^^^^^^^^^^^^^^^ -1 if it timed out
      t.lab:6:5: warning: nobody looks at the result of 'q.get'
          6 |     q.get(timeout: 1ms)
            |     ^^^^^^^^^^^^^^^^^^^
            = hint: 'q.ok()' is 0 if it timed out
      """)
  }

  func testAPutThatMayFindTheBufferClosed() {
    assertDiagnostics(
      """
      buffer q(2), p(2), r(2); var x = 0
      thread producer[2] { q.put(1); if r.put(1) == 0 { x = 1 }; r.close() }
      thread single { p.put(1); p.close() }
      thread consumer { local a = q.get(); a = p.get(); a = r.get(); x = a; q.close() }
      """,
      """
      t.lab:3:22: warning: nobody looks at the result of 'q.put'
          3 | thread producer[2] { q.put(1); if r.put(1) == 0 { x = 1 }; r.close() }
            |                      ^^^^^^^^ -2 if 'q' is closed
            = hint: line 5 closes it
      """)
  }

  func testAClosedBufferWhoseProducersWereJoined() {
    XCTAssertEqual(
      diagnostics(
        """
        buffer q(2)
        thread producer[2] { q.put(1) }
        main { spawn producer; join producer; q.close(); local a = q.get(); assert a || !q.ok() }
        """), "")
  }

  func testNobodyStarts() {
    assertDiagnostics(
      """
      thread a { spawn b }
      thread b { spawn a }
      """,
      """
      t.lab:2:8: warning: no actor starts by itself
          2 | thread a { spawn b }
            |        ^
            = hint: every actor is spawned by another, so that none ever begins
      """)
  }

  func testNothingHappens() {
    assertDiagnostics(
      """
      title "empty"
      """,
      """
      t.lab:1:10: warning: the scenario has no actors
          1 | scenario "t"
            |          ^^^
            = hint: nothing happens in it
      """)
  }
}
