import LabLanguage
import XCTest

/// Expectations: names, bounds, tables, contradictions.
final class ExpectationCheckTests: XCTestCase {
  func testOnlyDataCanBeRead() {
    assertDiagnostics(
      """
      var x = 0; mutex m; var a[2]; semaphore s; buffer q(2); event e; atomic t = 0
      thread w { local i = x; with m { a[i] = x }; s.release(); q.put(t); e.set() }
      expect always y == 0
      expect always m == 0
      expect always a == 0
      expect always a[2] == 0
      expect always x[0] == 0
      expect always self == 0
      expect always s.value() == 0
      expect always t.add(1) == 0
      expect always s + q + e + t + a[x] >= min(x, 0)
      """,
      """
      t.lab:4:15: error: unknown name 'y'
          4 | expect always y == 0
            |               ^
      t.lab:5:15: error: 'm' is a mutex and has no value
          5 | expect always m == 0
            |               ^
      t.lab:6:15: error: 'a' is an array
          6 | expect always a == 0
            |               ^
            = hint: say which element: 'a[0]'
      t.lab:7:17: error: index 2 is out of range
          7 | expect always a[2] == 0
            |                 ^ 'a' has 2 elements, from 0 to 1
      t.lab:8:17: error: 'x' is not an array
          8 | expect always x[0] == 0
            |                 ^
            = hint: leave out the index
      t.lab:9:15: error: 'self' means nothing in 'expect'
          9 | expect always self == 0
            |               ^^^^
            = hint: only an actor has an index
      t.lab:10:15: error: an expectation has no operations
         10 | expect always s.value() == 0
            |               ^^^^^^^^^
            = hint: write 's'
      t.lab:11:15: error: an expectation has no operations
         11 | expect always t.add(1) == 0
            |               ^^^^^^^^
            = hint: it only reads
      """)
  }

  func testLocalsOfActors() {
    assertDiagnostics(
      """
      var x = 0
      thread w[2] { local got = x; for i in 0 ..< 2 { local k = i; x = k + got }; f() }
      thread v { if x { local b = 1; x = b } else { local b = 2; x = b } }
      func f() { local inner = 1; x = inner }
      pool p = threads(1)
      expect finally w.got == 1
      expect finally w[2].got == 1
      expect finally w[0].gut == 1
      expect finally v.b == 1
      expect finally w[0].i == 1
      expect finally w[0].inner == 1
      expect finally w[0].x == 1
      expect finally u[0].x == 1
      expect finally x.got == 1
      expect finally p[0].got == 1
      expect finally got == 1
      """,
      """
      t.lab:7:16: error: 'w' is an array of actors
          7 | expect finally w.got == 1
            |                ^
            = hint: say which one: 'w[0]'
      t.lab:8:18: error: index 2 is out of range
          8 | expect finally w[2].got == 1
            |                  ^ there are 2 actors 'w', from 0 to 1
      t.lab:9:21: error: 'thread w' has no local 'gut'
          9 | expect finally w[0].gut == 1
            |                     ^^^
            = hint: did you mean 'got'?
      t.lab:10:18: error: 'thread v' has 2 locals 'b'
         10 | expect finally v.b == 1
            |                  ^
            = hint: which of them is meant cannot be told; give them different names
      t.lab:11:21: error: 'i' is the variable of a loop and cannot be read here
         11 | expect finally w[0].i == 1
            |                     ^
            = hint: keep it in a local
      t.lab:12:21: error: 'thread w' has no local 'inner'
         12 | expect finally w[0].inner == 1
            |                     ^^^^^
            = hint: only locals of its own body can be read, not those of routines
      t.lab:13:21: error: 'x' is a var that all actors share
         13 | expect finally w[0].x == 1
            |                     ^
            = hint: write 'x' alone, or declare it 'forked'
      t.lab:14:16: error: unknown actor 'u'
         14 | expect finally u[0].x == 1
            |                ^
      t.lab:15:16: error: 'x' is a var, not an actor
         15 | expect finally x.got == 1
            |                ^
      t.lab:16:16: error: the workers of a pool have no locals that can be read
         16 | expect finally p[0].got == 1
            |                ^^^^^^^^
      t.lab:17:16: error: unknown name 'got'
         17 | expect finally got == 1
            |                ^^^
            = hint: the local of an actor is read as 'w[0].got'
      """)
  }

  func testCopiesOfForkedObjects() {
    assertDiagnostics(
      """
      forked var g = 0; forked var h[2]; forked mutex m
      process w[2] { g = 1; h[0] = 1; with m { } }
      expect finally w[0].g + w[1].g == 2 && g == 0
      expect finally w[0].h == 1
      expect finally w[0].m == 1
      """,
      """
      t.lab:5:21: error: an element of an actor's copy of an array cannot be read
          5 | expect finally w[0].h == 1
            |                     ^
      t.lab:6:21: error: 'm' is a mutex and has no value
          6 | expect finally w[0].m == 1
            |                     ^
      """)
  }

  func testExpectationsHaveNoEffect() {
    assertDiagnostics(
      """
      var x = 0
      thread w { x = f() }
      func f() { return 1 }
      expect finally f() == 0
      expect finally choose(1, x)
      expect finally min(x) == 1
      expect finally abs(x, 1) == 1
      """,
      """
      t.lab:5:16: error: an expectation cannot call routines
          5 | expect finally f() == 0
            |                ^^^
      t.lab:6:16: error: an expectation cannot choose
          6 | expect finally choose(1, x)
            |                ^^^^^^^^^^^^
      t.lab:7:16: error: wrong number of values for 'min'
          7 | expect finally min(x) == 1
            |                ^^^^^^
      t.lab:8:16: error: wrong number of values for 'abs'
          8 | expect finally abs(x, 1) == 1
            |                ^^^^^^^^^
      """)
  }

  func testRacesAreOnVariables() {
    assertDiagnostics(
      """
      var x = 0; mutex m; atomic a = 0
      thread w[2] { x = 1; with m { a = 2 } }
      expect race on m
      expect race on a, y
      expect race on x, x
      """,
      """
      t.lab:4:16: error: a race is on a var, and 'm' is a mutex
          4 | expect race on m
            |                ^
            = hint: its operations never race
      t.lab:5:16: error: a race is on a var, and 'a' is an atomic
          5 | expect race on a, y
            |                ^
            = hint: its operations never race
      t.lab:5:19: error: unknown name 'y'
          5 | expect race on a, y
            |                   ^
      t.lab:6:19: error: 'x' is named twice
          6 | expect race on x, x
            |                   ^
      """)
  }

  func testSetsOfActors() {
    assertDiagnostics(
      """
      var x = 0; pool p = threads(2)
      thread w[2] { x = 1 }
      main { p.drain() }
      expect deadlock of w, w[0]
      expect deadlock of u
      expect deadlock of w[3]
      expect deadlock of x
      expect deadlock of main[0]
      expect deadlock of main, p[1]
      """,
      """
      t.lab:5:23: error: 'w[0]' is named twice
          5 | expect deadlock of w, w[0]
            |                       ^^^^
      t.lab:6:20: error: unknown actor 'u'
          6 | expect deadlock of u
            |                    ^
      t.lab:7:22: error: index 3 is out of range
          7 | expect deadlock of w[3]
            |                      ^ there are 2 actors 'w', from 0 to 1
      t.lab:8:20: error: 'x' is a var, not an actor
          8 | expect deadlock of x
            |                    ^
      t.lab:9:25: error: 'main' is not an array
          9 | expect deadlock of main[0]
            |                         ^
            = hint: leave out the index
      """)
  }

  func testTablesOfOutcomes() {
    assertDiagnostics(
      """
      var x = 0; atomic a = 0
      thread w { x = 1; a = 2 }
      expect outcomes (x, a) {
          1: reachable
          1, 2: reachable
          1, 1 + 1: forbidden
          1, a: reachable
      }
      """,
      """
      t.lab:5:5: error: a row of this table has 2 values, not 1
          5 |     1: reachable
            |     ^^^^^^^^^^^^
      t.lab:7:5: error: this outcome is listed twice
          7 |     1, 1 + 1: forbidden
            |     ^^^^^^^^^^^^^^^^^^^
            = hint: line 6 has it already
      t.lab:8:8: error: 'a' is not a constant
          8 |     1, a: reachable
            |        ^ an atomic has no value before the scenario runs
      """)
  }

  func testContradictingLines() {
    assertDiagnostics(
      """
      var x = 0
      thread w { x = 1 }
      expect race on x
      expect no race
      expect deadlock
      expect no deadlock
      expect leak of w
      expect no leak of w
      expect livelock when 0
      expect no livelock
      """,
      """
      t.lab:5:1: error: this contradicts line 4
          5 | expect no race
            | ^^^^^^^^^^^^^^ excluded here, expected there
      t.lab:7:1: error: this contradicts line 6
          7 | expect no deadlock
            | ^^^^^^^^^^^^^^^^^^ excluded here, expected there
      t.lab:9:1: error: this contradicts line 8
          9 | expect no leak of w
            | ^^^^^^^^^^^^^^^^^^^ excluded here, expected there
      """)
  }

  func testConditionsOfExpectations() {
    assertDiagnostics(
      """
      var x = 0
      thread w { x = 1 }
      expect race on x when x
      """,
      """
      t.lab:4:23: error: 'x' is not a constant
          4 | expect race on x when x
            |                       ^ a var has no value before the scenario runs
      """)
  }
}
