import LabLanguage
import XCTest

/// Rules that look from an actor through the routines it calls.
final class CheckerContextTests: XCTestCase {
  func testWhatProcessesShare() {
    assertDiagnostics(
      """
      var counter = 0; mutex m; buffer q(2); condition c on m; atomic a = 0; shm var fine = 0; forked var copied = 0
      process worker[2] {
          counter += 1
          fine = copied
          helper()
      }
      func helper() {
          with m { counter = 2; q.put(1); c.signal() }
          a.add(1)
      }
      """,
      """
      t.lab:4:5: error: 'counter' is not shared between processes
          4 |     counter += 1
            |     ^^^^^^^ each 'process worker' has its own copy
            = hint: declare it 'shm var counter', or 'forked var counter' if the copy is what you want to show
      t.lab:9:10: error: 'm' is not shared between processes
          9 |     with m { counter = 2; q.put(1); c.signal() }
            |          ^ each 'process worker' has its own copy
            = hint: declare it 'shm mutex m', or 'forked mutex m' if the copy is what you want to show
      t.lab:9:27: error: 'q' is not shared between processes
          9 |     with m { counter = 2; q.put(1); c.signal() }
            |                           ^ each 'process worker' has its own copy
            = hint: declare it 'shm ring q(2)': the same, across processes
      t.lab:9:37: error: 'c' is not shared between processes
          9 |     with m { counter = 2; q.put(1); c.signal() }
            |                                     ^ each 'process worker' has its own copy
            = hint: declare it 'shm condition c', and its mutex as well, or 'forked condition c' if the copy is what you want to show
      t.lab:10:5: error: 'a' is not shared between processes
         10 |     a.add(1)
            |     ^ each 'process worker' has its own copy
            = hint: declare it 'shm atomic a', or 'forked atomic a' if the copy is what you want to show
      """)
  }

  func testWhatWorkerProcessesShare() {
    assertDiagnostics(
      """
      var counter = 0
      pool p = processes(2)
      task t() { counter += 1 }
      main { p.submit(t); p.drain(); assert counter == 1 }
      """,
      """
      t.lab:4:12: error: 'counter' is not shared between processes
          4 | task t() { counter += 1 }
            |            ^^^^^^^ each worker process of 'p' has its own copy
            = hint: declare it 'shm var counter', or 'forked var counter' if the copy is what you want to show
      """)
  }

  func testOnlyProcessesCrash() {
    assertDiagnostics(
      """
      thread t { crash }
      thread u { helper() }
      main { may crash }
      process p { helper() }
      func helper() { may crash }
      """,
      """
      t.lab:2:12: error: 'crash' outside of a process
          2 | thread t { crash }
            |            ^^^^^ 'thread t' gets here
            = hint: only a process can be killed alone: declare it 'process t'
      t.lab:4:8: error: 'may crash' outside of a process
          4 | main { may crash }
            |        ^^^^^^^^^ 'main' gets here
            = hint: only a process can be killed alone
      t.lab:6:17: error: 'may crash' outside of a process
          6 | func helper() { may crash }
            |                 ^^^^^^^^^ 'thread u' gets here
            = hint: only a process can be killed alone: declare it 'process u'
      """)
  }

  func testWorkerThreadsDoNotCrash() {
    assertDiagnostics(
      """
      pool p = threads(2)
      task t() { crash }
      main { p.submit(t) }
      """,
      """
      t.lab:3:12: error: 'crash' outside of a process
          3 | task t() { crash }
            |            ^^^^^ a worker thread of 'p' gets here
            = hint: declare 'pool p = processes(2)'
      """)
  }

  func testRecursionIsRefused() {
    assertDiagnostics(
      """
      func f() { g() }
      func g() { f() }
      func h() { h() }
      thread w { f(); h() }
      """,
      """
      t.lab:3:12: error: 'f' calls itself: f, g, f
          3 | func g() { f() }
            |            ^^^
            = hint: routines are expanded in place; write a loop instead
      t.lab:4:12: error: 'h' calls itself
          4 | func h() { h() }
            |            ^^^
            = hint: routines are expanded in place; write a loop instead
      """)
  }

  func testWhatAWithHolds() {
    assertDiagnostics(
      """
      mutex m, f[3]; rwlock r; semaphore s; mutex q : recursive
      thread w[3] {
          with m { m.unlock(); m.lock(); if m.trylock() { m.recover() }; helper() }
          with f[self] { f[self].unlock(); f[(self + 1) % 3].lock() }
          with read r { r.unlock(); r.lockRead() }
          with s { s.acquire(); s.release() }
          with q { q.lock() }
      }
      func helper() { m.unlock() }
      """,
      """
      t.lab:4:14: error: 'm' is given back by the 'with' in line 4
          4 |     with m { m.unlock(); m.lock(); if m.trylock() { m.recover() }; helper() }
            |              ^^^^^^^^^^
            = hint: leave the block instead, or lock and unlock by hand
      t.lab:4:26: error: 'm' is already held by the 'with' in line 4
          4 |     with m { m.unlock(); m.lock(); if m.trylock() { m.recover() }; helper() }
            |                          ^^^^^^^^
            = hint: the actor would wait for itself for ever
      t.lab:5:20: error: 'f[self]' is given back by the 'with' in line 5
          5 |     with f[self] { f[self].unlock(); f[(self + 1) % 3].lock() }
            |                    ^^^^^^^^^^^^^^^^
            = hint: leave the block instead, or lock and unlock by hand
      t.lab:6:19: error: 'r' is given back by the 'with' in line 6
          6 |     with read r { r.unlock(); r.lockRead() }
            |                   ^^^^^^^^^^
            = hint: leave the block instead, or lock and unlock by hand
      t.lab:6:31: error: 'r' is already held by the 'with' in line 6
          6 |     with read r { r.unlock(); r.lockRead() }
            |                               ^^^^^^^^^^^^
            = hint: the actor would wait for itself for ever
      t.lab:7:27: error: 's' is given back by the 'with' in line 7
          7 |     with s { s.acquire(); s.release() }
            |                           ^^^^^^^^^^^
            = hint: leave the block instead, or lock and unlock by hand
      t.lab:10:17: error: 'm' is given back by the 'with' in line 4
         10 | func helper() { m.unlock() }
            |                 ^^^^^^^^^^
            = hint: leave the block instead, or lock and unlock by hand
      """)
  }
}
