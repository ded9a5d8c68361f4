import LabLanguage
import XCTest

/// What may stand inside `atomic { }` and `await`.
final class CheckerRegionTests: XCTestCase {
  func testNothingThatWaits() {
    assertDiagnostics(
      """
      mutex m; var x = 0
      thread w {
          atomic { m.lock(); x = 1 }
          atomic { sleep 1ms }
          atomic { spawn v; join v }
          atomic { with m { } }
          atomic { x = 1; await x == 2 }
      }
      thread v { }
      """,
      """
      t.lab:4:14: error: 'm.lock' cannot stand inside 'atomic { }'
          4 |     atomic { m.lock(); x = 1 }
            |              ^^^^^^^^
            = hint: to wait for something, begin the block with 'await'
      t.lab:5:14: error: 'sleep' cannot stand inside 'atomic { }'
          5 |     atomic { sleep 1ms }
            |              ^^^^^
            = hint: inside stand reads and writes of variables and atomics, 'if', 'for' and 'repeat'
      t.lab:6:14: error: 'spawn' cannot stand inside 'atomic { }'
          6 |     atomic { spawn v; join v }
            |              ^^^^^
            = hint: inside stand reads and writes of variables and atomics, 'if', 'for' and 'repeat'
      t.lab:6:23: error: 'join' cannot stand inside 'atomic { }'
          6 |     atomic { spawn v; join v }
            |                       ^^^^
            = hint: inside stand reads and writes of variables and atomics, 'if', 'for' and 'repeat'
      t.lab:7:14: error: 'with' cannot stand inside 'atomic { }'
          7 |     atomic { with m { } }
            |              ^^^^
            = hint: inside stand reads and writes of variables and atomics, 'if', 'for' and 'repeat'
      t.lab:8:21: error: 'await' inside 'atomic { }' can only be the first statement
          8 |     atomic { x = 1; await x == 2 }
            |                     ^^^^^
            = hint: the block is one step: it waits before it begins, or not at all
      """)
  }

  func testNothingThatIsAStepOfItsOwn() {
    assertDiagnostics(
      """
      var x = 0
      thread w {
          atomic { yield; fence }
          atomic { choose { } or { } }
          atomic { x = choose(0, 1) }
          atomic { section q { } }
          atomic { atomic { x = 1 } }
      }
      process p { atomic { crash }; atomic { may crash }; atomic { exit 1 } }
      """,
      """
      t.lab:4:14: error: 'yield' cannot stand inside 'atomic { }'
          4 |     atomic { yield; fence }
            |              ^^^^^
            = hint: inside stand reads and writes of variables and atomics, 'if', 'for' and 'repeat'
      t.lab:4:21: error: 'fence' cannot stand inside 'atomic { }'
          4 |     atomic { yield; fence }
            |                     ^^^^^
            = hint: inside stand reads and writes of variables and atomics, 'if', 'for' and 'repeat'
      t.lab:5:14: error: 'choose' cannot stand inside 'atomic { }'
          5 |     atomic { choose { } or { } }
            |              ^^^^^^
            = hint: inside stand reads and writes of variables and atomics, 'if', 'for' and 'repeat'
      t.lab:6:18: error: 'choose' cannot stand inside 'atomic { }'
          6 |     atomic { x = choose(0, 1) }
            |                  ^^^^^^^^^^^^
            = hint: inside stand reads and writes of variables and atomics, 'if', 'for' and 'repeat'
      t.lab:7:14: error: 'section' cannot stand inside 'atomic { }'
          7 |     atomic { section q { } }
            |              ^^^^^^^
            = hint: inside stand reads and writes of variables and atomics, 'if', 'for' and 'repeat'
      t.lab:8:14: error: 'atomic' cannot stand inside 'atomic { }'
          8 |     atomic { atomic { x = 1 } }
            |              ^^^^^^
            = hint: one block is one step already
      t.lab:10:22: error: 'crash' cannot stand inside 'atomic { }'
         10 | process p { atomic { crash }; atomic { may crash }; atomic { exit 1 } }
            |                      ^^^^^
            = hint: inside stand reads and writes of variables and atomics, 'if', 'for' and 'repeat'
      t.lab:10:40: error: 'may crash' cannot stand inside 'atomic { }'
         10 | process p { atomic { crash }; atomic { may crash }; atomic { exit 1 } }
            |                                        ^^^^^^^^^
            = hint: inside stand reads and writes of variables and atomics, 'if', 'for' and 'repeat'
      t.lab:10:62: error: 'exit' cannot stand inside 'atomic { }'
         10 | process p { atomic { crash }; atomic { may crash }; atomic { exit 1 } }
            |                                                              ^^^^
            = hint: inside stand reads and writes of variables and atomics, 'if', 'for' and 'repeat'
      """)
  }

  func testNoOpenLoops() {
    assertDiagnostics(
      """
      var x = 0
      thread w {
          atomic { while x == 0 { x = 1 } }
          atomic { loop { break } }
          atomic { for i in 0 ..< 3 { if i == 2 { break } } }
          atomic { repeat 3 { if x { continue } } }
      }
      """,
      """
      t.lab:4:14: error: 'while' cannot stand inside 'atomic { }'
          4 |     atomic { while x == 0 { x = 1 } }
            |              ^^^^^
            = hint: the number of rounds has to be known: 'for' or 'repeat'
      t.lab:5:14: error: 'loop' cannot stand inside 'atomic { }'
          5 |     atomic { loop { break } }
            |              ^^^^
            = hint: the number of rounds has to be known: 'for' or 'repeat'
      """)
  }

  func testNoWayOutOfTheMiddle() {
    assertDiagnostics(
      """
      var x = 0
      thread w {
          loop { atomic { x = 1; break } }
          loop { atomic { x = 1; continue } }
          atomic { return }
      }
      """,
      """
      t.lab:4:28: error: 'break' would leave 'atomic { }' in the middle
          4 |     loop { atomic { x = 1; break } }
            |                            ^^^^^
      t.lab:5:28: error: 'continue' would leave 'atomic { }' in the middle
          5 |     loop { atomic { x = 1; continue } }
            |                            ^^^^^^^^
      t.lab:6:14: error: 'return' would leave 'atomic { }' in the middle
          6 |     atomic { return }
            |              ^^^^^^
      """)
  }

  func testAwaitOnlyReads() {
    assertDiagnostics(
      """
      semaphore s; atomic a = 0; var x = 0
      thread w {
          await a.add(1) == 2
          await s.value() == 1
          await f() == 1
          await choose(0, x)
          await a.load() + a == min(x, 1)
      }
      func f() { return 1 }
      """,
      """
      t.lab:4:11: error: 'a.add' cannot stand inside 'await'
          4 |     await a.add(1) == 2
            |           ^^^^^^^^
            = hint: an await only reads variables and atomics
      t.lab:5:11: error: 's.value' cannot stand inside 'await'
          5 |     await s.value() == 1
            |           ^^^^^^^^^
            = hint: an await only reads variables and atomics
      t.lab:6:11: error: 'f()' cannot stand inside 'await'
          6 |     await f() == 1
            |           ^^^
            = hint: an await only reads variables and atomics
      t.lab:7:11: error: 'choose' cannot stand inside 'await'
          7 |     await choose(0, x)
            |           ^^^^^^^^^^^^
            = hint: an await only reads variables and atomics
      """)
  }

  func testRoutinesCalledInsideAreFit() {
    assertDiagnostics(
      """
      semaphore s; var x = 0
      thread w {
          atomic { f(); g(); h() }
          atomic { i() }
      }
      func f() { if x { return 1 }; x = 2 }
      func g() { s.acquire() }
      func h() { g() }
      func i() { while x { } }
      """,
      """
      t.lab:4:19: error: 'g' cannot be called inside 'atomic { }'
          4 |     atomic { f(); g(); h() }
            |                   ^^^ it has 's.acquire'
      t.lab:4:24: error: 'h' cannot be called inside 'atomic { }'
          4 |     atomic { f(); g(); h() }
            |                        ^^^ it has 's.acquire'
      t.lab:5:14: error: 'i' cannot be called inside 'atomic { }'
          5 |     atomic { i() }
            |              ^^^ it has 'while'
      """)
  }
}
