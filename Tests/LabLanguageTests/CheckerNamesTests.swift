import LabLanguage
import XCTest

/// Names: unknown, taken twice, of the wrong kind.
final class CheckerNamesTests: XCTestCase {
  func testUnknownNameSuggestsTheNearest() {
    assertDiagnostics(
      """
      mutex m; var counter = 0
      thread w {
          with m { countr = counter + 1 }
      }
      """,
      """
      t.lab:4:14: error: unknown name 'countr'
          4 |     with m { countr = counter + 1 }
            |              ^^^^^^
            = hint: did you mean 'counter'?
      """)
  }

  func testUnknownNameWithNothingNear() {
    assertDiagnostics(
      """
      var x = 0
      thread w { x = y + 1 }
      """,
      """
      t.lab:3:16: error: unknown name 'y'
          3 | thread w { x = y + 1 }
            |                ^
      """)
  }

  func testUnknownTargetOffersALocal() {
    assertDiagnostics(
      """
      thread w { total = 1 }
      """,
      """
      t.lab:2:12: error: unknown name 'total'
          2 | thread w { total = 1 }
            |            ^^^^^
            = hint: write 'local total = …' for a new local
      """)
  }

  func testLocalsEndWithTheirBlock() {
    assertDiagnostics(
      """
      var x = 0
      thread w { if x == 0 { local seen = 1; x = seen }; x = seen }
      """,
      """
      t.lab:3:56: error: unknown name 'seen'
          3 | thread w { if x == 0 { local seen = 1; x = seen }; x = seen }
            |                                                        ^^^^
      """)
  }

  func testRoutinesDoNotSeeLocalsOfTheirCaller() {
    assertDiagnostics(
      """
      var x = 0
      func f() { x = mine }
      thread w { local mine = 1; f(); x = mine }
      """,
      """
      t.lab:3:16: error: unknown name 'mine'
          3 | func f() { x = mine }
            |                ^^^^
      """)
  }

  func testUnknownOperations() {
    assertDiagnostics(
      """
      mutex m
      thread w { m.lok(); m.frob() }
      """,
      """
      t.lab:3:14: error: a mutex has no operation 'lok'
          3 | thread w { m.lok(); m.frob() }
            |              ^^^
            = hint: did you mean 'lock'?
      t.lab:3:23: error: a mutex has no operation 'frob'
          3 | thread w { m.lok(); m.frob() }
            |                       ^^^^
            = hint: it has lock, unlock, trylock, recover
      """)
  }

  func testOperationsOfAVariable() {
    assertDiagnostics(
      """
      var x = 0
      thread w { x.add(1); x.frob() }
      """,
      """
      t.lab:3:14: error: a var has no operation 'add'
          3 | thread w { x.add(1); x.frob() }
            |              ^^^
            = hint: declare it 'atomic x'
      t.lab:3:24: error: a var has no operation 'frob'
          3 | thread w { x.add(1); x.frob() }
            |                        ^^^^
            = hint: a var is read and written: 'x = x + 1'
      """)
  }

  func testOperationsOfWhatIsNoObject() {
    assertDiagnostics(
      """
      const C = 1
      thread w { local a = C; a.lock(); C.lock(); q.put(a) }
      """,
      """
      t.lab:3:25: error: 'a' is a local and has no operations
          3 | thread w { local a = C; a.lock(); C.lock(); q.put(a) }
            |                         ^
      t.lab:3:35: error: 'C' is a constant and has no operations
          3 | thread w { local a = C; a.lock(); C.lock(); q.put(a) }
            |                                   ^
      t.lab:3:45: error: unknown name 'q'
          3 | thread w { local a = C; a.lock(); C.lock(); q.put(a) }
            |                                             ^
      """)
  }

  func testUnknownActorsAndRoutines() {
    assertDiagnostics(
      """
      thread w { spawn u; join wrker; f(1); mim(1, 2) }
      thread worker { }
      """,
      """
      t.lab:2:18: error: unknown actor 'u'
          2 | thread w { spawn u; join wrker; f(1); mim(1, 2) }
            |                  ^
      t.lab:2:26: error: unknown actor 'wrker'
          2 | thread w { spawn u; join wrker; f(1); mim(1, 2) }
            |                          ^^^^^
            = hint: did you mean 'worker'?
      t.lab:2:33: error: unknown routine 'f'
          2 | thread w { spawn u; join wrker; f(1); mim(1, 2) }
            |                                 ^
      t.lab:2:39: error: unknown routine 'mim'
          2 | thread w { spawn u; join wrker; f(1); mim(1, 2) }
            |                                       ^^^
            = hint: did you mean 'min'?
      """)
  }

  func testNamesAreDeclaredOnce() {
    assertDiagnostics(
      """
      var x = 0; mutex x; const x = 1
      thread w { local x = 1 }
      """,
      """
      t.lab:2:18: error: 'x' is declared twice
          2 | var x = 0; mutex x; const x = 1
            |                  ^
            = hint: line 2 declares it as a var
      t.lab:2:27: error: 'x' is declared twice
          2 | var x = 0; mutex x; const x = 1
            |                           ^
            = hint: line 2 declares it as a var
      t.lab:3:18: error: 'x' is declared twice
          3 | thread w { local x = 1 }
            |                  ^
            = hint: line 2 declares it as a var
      """)
  }

  func testLocalsDoNotHideLocals() {
    assertDiagnostics(
      """
      func f(a, a) { local a = 1 }
      thread w {
          local b = 1
          if b { local b = 2 }
          for b in 0 ..< 2 { f(b, b) }
      }
      """,
      """
      t.lab:2:11: error: 'a' is declared twice
          2 | func f(a, a) { local a = 1 }
            |           ^
            = hint: line 2 declares it as a parameter of the routine
      t.lab:2:22: error: 'a' is declared twice
          2 | func f(a, a) { local a = 1 }
            |                      ^
            = hint: line 2 declares it as a parameter of the routine
      t.lab:5:18: error: 'b' is declared twice
          5 |     if b { local b = 2 }
            |                  ^
            = hint: line 4 declares it as a local
      t.lab:6:9: error: 'b' is declared twice
          6 |     for b in 0 ..< 2 { f(b, b) }
            |         ^
            = hint: line 4 declares it as a local
      """)
  }

  func testThereIsOneMain() {
    assertDiagnostics(
      """
      main { }
      main { }
      """,
      """
      t.lab:3:1: error: 'main' is declared twice
          3 | main { }
            | ^^^^
            = hint: line 2 declares it as the main actor
      """)
  }

  func testFunctionsOfTheLanguageKeepTheirNames() {
    assertDiagnostics(
      """
      var min = 0
      thread abs { local max = 1 }
      """,
      """
      t.lab:2:5: error: 'min' is a function of the language
          2 | var min = 0
            |     ^^^
            = hint: choose another name
      t.lab:3:8: error: 'abs' is a function of the language
          3 | thread abs { local max = 1 }
            |        ^^^
            = hint: choose another name
      """)
  }

  func testArraysNeedAnIndexAndScalarsHaveNone() {
    assertDiagnostics(
      """
      var x[2]; var y = 0
      thread w {
          x = 1
          y[0] = x
          local a = y
          a[0] = 2
          y = a[1]
      }
      """,
      """
      t.lab:4:5: error: 'x' is an array
          4 |     x = 1
            |     ^
            = hint: say which element: 'x[0]'
      t.lab:5:7: error: 'y' is not an array
          5 |     y[0] = x
            |       ^
            = hint: leave out the index, or declare 'y[2]'
      t.lab:5:12: error: 'x' is an array
          5 |     y[0] = x
            |            ^
            = hint: say which element: 'x[0]'
      t.lab:7:5: error: 'a' is a local and has no elements
          7 |     a[0] = 2
            |     ^^^^
      t.lab:8:9: error: 'a' is a local and has no elements
          8 |     y = a[1]
            |         ^^^^
      """)
  }

  func testConstantIndexesAreInRange() {
    assertDiagnostics(
      """
      var x[2]
      thread w { x[2] = 1; x[-1] = x[1 + 1] }
      """,
      """
      t.lab:3:14: error: index 2 is out of range
          3 | thread w { x[2] = 1; x[-1] = x[1 + 1] }
            |              ^ 'x' has 2 elements, from 0 to 1
      t.lab:3:24: error: index -1 is out of range
          3 | thread w { x[2] = 1; x[-1] = x[1 + 1] }
            |                        ^^ 'x' has 2 elements, from 0 to 1
      t.lab:3:32: error: index 2 is out of range
          3 | thread w { x[2] = 1; x[-1] = x[1 + 1] }
            |                                ^^^^^ 'x' has 2 elements, from 0 to 1
      """)
  }

  func testAssignmentGoesToVariablesAndLocals() {
    assertDiagnostics(
      """
      const C = 1; param P = 2; mutex m
      func f(a) { a = P; return a }
      thread w {
          C = 2
          P += 1
          w = 3
          f = f(1)
          m = 1
          for i in 0 ..< C { i = 2 }
      }
      """,
      """
      t.lab:5:5: error: cannot assign to 'C'
          5 |     C = 2
            |     ^ a constant
      t.lab:6:5: error: cannot assign to 'P'
          6 |     P += 1
            |     ^ a parameter
      t.lab:7:5: error: cannot assign to 'w'
          7 |     w = 3
            |     ^ an actor
      t.lab:8:5: error: cannot assign to 'f'
          8 |     f = f(1)
            |     ^ a func
      t.lab:9:5: error: cannot assign to 'm'
          9 |     m = 1
            |     ^ a mutex
      t.lab:10:24: error: 'i' counts the rounds of a loop and cannot be assigned
         10 |     for i in 0 ..< C { i = 2 }
            |                        ^
            = hint: use a local and 'while' to count otherwise
      """)
  }

  func testKindsWithoutAValue() {
    assertDiagnostics(
      """
      mutex m; semaphore s; buffer b(2); event e[2]
      thread w {
          local x = m + 1
          x = s
          x = b
          x = e[0]
          x = f
          x = w
          x = t
      }
      func f() { }
      task t(a) { }
      """,
      """
      t.lab:4:15: error: 'm' is a mutex and has no value
          4 |     local x = m + 1
            |               ^
      t.lab:5:9: error: 's' is a semaphore and has no value
          5 |     x = s
            |         ^
            = hint: write 's.value()'
      t.lab:6:9: error: 'b' is a buffer and has no value
          6 |     x = b
            |         ^
            = hint: write 'b.size()'
      t.lab:7:9: error: 'e' is an event and has no value
          7 |     x = e[0]
            |         ^^^^
      t.lab:8:9: error: 'f' is a func and has no value
          8 |     x = f
            |         ^
            = hint: call it: 'f()'
      t.lab:9:9: error: 'w' is an actor and has no value
          9 |     x = w
            |         ^
      t.lab:10:9: error: 't' is a task and has no value
         10 |     x = t
            |         ^
            = hint: a pool runs it: 'p.submit(t)'
      """)
  }

  func testOnlyRoutinesAreCalled() {
    assertDiagnostics(
      """
      mutex m
      thread w { m(); w(); t(1) }
      task t(a) { }
      """,
      """
      t.lab:3:12: error: 'm' is a mutex and cannot be called
          3 | thread w { m(); w(); t(1) }
            |            ^
      t.lab:3:17: error: 'w' is an actor and cannot be called
          3 | thread w { m(); w(); t(1) }
            |                 ^
      t.lab:3:22: error: 't' is a task, which a pool runs
          3 | thread w { m(); w(); t(1) }
            |                      ^
            = hint: write 'p.submit(t…)', or declare it 'func t'
      """)
  }

  func testLocalsOfOthersAreNotReadByPrograms() {
    assertDiagnostics(
      """
      thread w { local y = v[0].z }
      thread v[1] { local z = 1 }
      """,
      """
      t.lab:2:22: error: a local of another actor can be read in 'expect' only
          2 | thread w { local y = v[0].z }
            |                      ^^^^^^
            = hint: if 'v' should tell 'z' to others, use a variable
      """)
  }
}
