import LabLanguage
import XCTest

/// Declarations: sizes, initial values, attributes, companions.
final class CheckerDeclarationsTests: XCTestCase {
  func testConstantsAreConstant() {
    assertDiagnostics(
      """
      var x = 0
      const A = x; const B = 1 / 0; const D = E; const E = 2; const F = Q; const G = choose(1, 2)
      """,
      """
      t.lab:3:11: error: 'x' is not a constant
          3 | const A = x; const B = 1 / 0; const D = E; const E = 2; const F = Q; const G = choose(1, 2)
            |           ^ a var has no value before the scenario runs
      t.lab:3:24: error: division by zero in a constant
          3 | const A = x; const B = 1 / 0; const D = E; const E = 2; const F = Q; const G = choose(1, 2)
            |                        ^^^^^
      t.lab:3:41: error: 'E' is declared further down
          3 | const A = x; const B = 1 / 0; const D = E; const E = 2; const F = Q; const G = choose(1, 2)
            |                                         ^
            = hint: constants and parameters are read from top to bottom
      t.lab:3:67: error: unknown name 'Q'
          3 | const A = x; const B = 1 / 0; const D = E; const E = 2; const F = Q; const G = choose(1, 2)
            |                                                                   ^
      t.lab:3:80: error: this is not a constant
          3 | const A = x; const B = 1 / 0; const D = E; const E = 2; const F = Q; const G = choose(1, 2)
            |                                                                                ^^^^^^^^^^^^
            = hint: only numbers, constants and parameters have a value before the scenario runs
      """)
  }

  func testParametersKeepTheirBounds() {
    assertDiagnostics(
      """
      param P = 5 in 1...3; param R = 1 in 3...1
      """,
      """
      t.lab:2:11: error: the value of 'P' is outside its bounds
          2 | param P = 5 in 1...3; param R = 1 in 3...1
            |           ^ 5 is not in 1...3
      t.lab:2:38: error: the bounds of 'R' leave no value
          2 | param P = 5 in 1...3; param R = 1 in 3...1
            |                                      ^^^^^
      """)
  }

  func testArraysHaveASize() {
    assertDiagnostics(
      """
      var a[0]; var b[-2]; var c[2000000]; var d[600000]; var e[600000]
      """,
      """
      t.lab:2:7: error: an array needs at least one element, not 0
          2 | var a[0]; var b[-2]; var c[2000000]; var d[600000]; var e[600000]
            |       ^
      t.lab:2:17: error: an array needs at least one element, not -2
          2 | var a[0]; var b[-2]; var c[2000000]; var d[600000]; var e[600000]
            |                 ^^
      t.lab:2:28: error: an array has at most 1000000 elements
          2 | var a[0]; var b[-2]; var c[2000000]; var d[600000]; var e[600000]
            |                            ^^^^^^^
      t.lab:2:57: error: more than 1000000 cells of objects
          2 | var a[0]; var b[-2]; var c[2000000]; var d[600000]; var e[600000]
            |                                                         ^
            = hint: make the arrays smaller
      """)
  }

  func testInitialValuesFitTheKind() {
    assertDiagnostics(
      """
      var a[2] = [1, 2, 3]; var b = [1]
      mutex m = 1; semaphore s = -1; event e = 2
      var v = threads(2)
      """,
      """
      t.lab:2:12: error: 'a' has 2 elements and 3 values
          2 | var a[2] = [1, 2, 3]; var b = [1]
            |            ^^^^^^^^^
            = hint: give one value for each element, or a single value without brackets for all
      t.lab:2:31: error: 'b' is not an array
          2 | var a[2] = [1, 2, 3]; var b = [1]
            |                               ^^^
            = hint: write 'b[1]', or one value without brackets
      t.lab:3:11: error: a mutex has no initial value
          3 | mutex m = 1; semaphore s = -1; event e = 2
            |           ^
      t.lab:3:28: error: a semaphore starts with 0 to 2147483647 permits, not -1
          3 | mutex m = 1; semaphore s = -1; event e = 2
            |                            ^^
      t.lab:3:42: error: an event starts unset (0) or set (1), not 2
          3 | mutex m = 1; semaphore s = -1; event e = 2
            |                                          ^
      t.lab:4:9: error: only a pool has workers
          4 | var v = threads(2)
            |         ^^^^^^^^^^
            = hint: write 'pool v = …'
      """)
  }

  func testCapacitiesAreGiven() {
    assertDiagnostics(
      """
      buffer b; shm ring r; barrier g; pool p; buffer c(0)
      mutex m(2); buffer d[2](600000)
      """,
      """
      t.lab:2:8: error: a buffer needs its capacity
          2 | buffer b; shm ring r; barrier g; pool p; buffer c(0)
            |        ^
            = hint: write 'buffer b(2)'
      t.lab:2:20: error: a ring needs its capacity
          2 | buffer b; shm ring r; barrier g; pool p; buffer c(0)
            |                    ^
            = hint: write 'shm ring r(2)'
      t.lab:2:31: error: a barrier needs its number of parties
          2 | buffer b; shm ring r; barrier g; pool p; buffer c(0)
            |                               ^
            = hint: write 'barrier g(2)'
      t.lab:2:39: error: a pool needs its workers
          2 | buffer b; shm ring r; barrier g; pool p; buffer c(0)
            |                                       ^
            = hint: write 'pool p = threads(3)'
      t.lab:2:51: error: the capacity of a buffer is from 1 to 1000000, not 0
          2 | buffer b; shm ring r; barrier g; pool p; buffer c(0)
            |                                                   ^
      t.lab:3:9: error: a mutex has no capacity
          3 | mutex m(2); buffer d[2](600000)
            |         ^
      t.lab:3:25: error: 'd' has room for more than 1000000 items
          3 | mutex m(2); buffer d[2](600000)
            |                         ^^^^^^
      """)
  }

  func testConditionsNeedAMutex() {
    assertDiagnostics(
      """
      condition c; mutex m; semaphore s
      condition d on s
      condition e on mm
      var x on m
      """,
      """
      t.lab:2:11: error: a condition needs the mutex it waits with
          2 | condition c; mutex m; semaphore s
            |           ^
            = hint: write 'condition c on m'
      t.lab:3:16: error: 's' is a semaphore, not a mutex
          3 | condition d on s
            |                ^
            = hint: it can be 'm'
      t.lab:4:16: error: unknown name 'mm'
          4 | condition e on mm
            |                ^^
      t.lab:5:10: error: a var has no 'on'
          5 | var x on m
            |          ^
            = hint: only a condition is declared 'on' a mutex; data is 'guarded by' a lock
      """)
  }

  func testConditionsFitTheirMutex() {
    assertDiagnostics(
      """
      mutex m[2]; condition c on m; condition d[3] on m; condition e[2] on m
      shm mutex n; condition f on n
      """,
      """
      t.lab:2:28: error: 'm' has 2 elements and 'c' has not
          2 | mutex m[2]; condition c on m; condition d[3] on m; condition e[2] on m
            |                            ^
            = hint: write 'c[2]': element by element
      t.lab:2:49: error: 'm' has 2 elements and 'd' has not
          2 | mutex m[2]; condition c on m; condition d[3] on m; condition e[2] on m
            |                                                 ^
            = hint: write 'd[2]': element by element
      t.lab:3:29: error: 'f' and its mutex 'n' are not shared alike
          3 | shm mutex n; condition f on n
            |                             ^
            = hint: declare both 'shm', both 'forked', or neither
      """)
  }

  func testGuardsAreLocks() {
    assertDiagnostics(
      """
      mutex m; event e; var x guarded by e; var y guarded by n; mutex k guarded by m; var z guarded by m
      """,
      """
      t.lab:2:36: error: 'e' is an event, not a mutex, an rwlock or a semaphore
          2 | mutex m; event e; var x guarded by e; var y guarded by n; mutex k guarded by m; var z guarded by m
            |                                    ^
            = hint: it can be 'm' or 'k'
      t.lab:2:56: error: unknown name 'n'
          2 | mutex m; event e; var x guarded by e; var y guarded by n; mutex k guarded by m; var z guarded by m
            |                                                        ^
      t.lab:2:78: error: a mutex is not data that a lock guards
          2 | mutex m; event e; var x guarded by e; var y guarded by n; mutex k guarded by m; var z guarded by m
            |                                                                              ^
            = hint: 'guarded by' belongs to a var or an atomic
      """)
  }

  func testAttributesFitTheKind() {
    assertDiagnostics(
      """
      mutex m : manual; rwlock r : robust; event e : manual manual
      semaphore s : fair; mutex n : recursive errorcheck
      """,
      """
      t.lab:2:11: error: a mutex cannot be 'manual'
          2 | mutex m : manual; rwlock r : robust; event e : manual manual
            |           ^^^^^^
            = hint: a mutex can be 'recursive', 'errorcheck', 'robust' or 'fair'
      t.lab:2:30: error: an rwlock cannot be 'robust'
          2 | mutex m : manual; rwlock r : robust; event e : manual manual
            |                              ^^^^^^
            = hint: an rwlock can be 'fair'
      t.lab:2:55: error: 'manual' is given twice
          2 | mutex m : manual; rwlock r : robust; event e : manual manual
            |                                                       ^^^^^^
      t.lab:3:15: error: a semaphore cannot be 'fair'
          3 | semaphore s : fair; mutex n : recursive errorcheck
            |               ^^^^
            = hint: a semaphore has no attributes
      t.lab:3:41: error: a mutex cannot be both 'recursive' and 'errorcheck'
          3 | semaphore s : fair; mutex n : recursive errorcheck
            |                                         ^^^^^^^^^^
            = hint: relocking is either counted or refused
      """)
  }

  func testSharingFitsTheKind() {
    assertDiagnostics(
      """
      ring r(2); shm buffer b(2); forked pool p = threads(2)
      """,
      """
      t.lab:2:6: error: a ring lies between processes and needs 'shm'
          2 | ring r(2); shm buffer b(2); forked pool p = threads(2)
            |      ^
            = hint: write 'shm ring r', or 'buffer r' for threads
      t.lab:2:23: error: a buffer cannot be shared between processes
          2 | ring r(2); shm buffer b(2); forked pool p = threads(2)
            |                       ^
            = hint: write 'shm ring b': the same, across processes
      t.lab:2:41: error: a pool cannot be forked
          2 | ring r(2); shm buffer b(2); forked pool p = threads(2)
            |                                         ^
            = hint: its workers run on one queue
      """)
  }

  func testPoolsHaveWorkers() {
    assertDiagnostics(
      """
      pool q[2] = threads(1); pool o = 3; pool p = threads(0)
      """,
      """
      t.lab:2:8: error: a pool cannot be an array
          2 | pool q[2] = threads(1); pool o = 3; pool p = threads(0)
            |        ^
            = hint: declare one pool after the other
      t.lab:2:34: error: a pool needs its workers
          2 | pool q[2] = threads(1); pool o = 3; pool p = threads(0)
            |                                  ^
            = hint: write 'pool o = threads(3)'
      t.lab:2:54: error: a pool needs at least one worker, not 0
          2 | pool q[2] = threads(1); pool o = 3; pool p = threads(0)
            |                                                      ^
      """)
  }

  func testActorsCount() {
    assertDiagnostics(
      """
      thread w[0] { }
      thread v[x] { }
      var x = 1
      """,
      """
      t.lab:2:10: error: an array of actors needs at least one, not 0
          2 | thread w[0] { }
            |          ^
      t.lab:3:10: error: 'x' is not a constant
          3 | thread v[x] { }
            |          ^ a var has no value before the scenario runs
      """)
  }

  func testAtMost128Actors() {
    assertDiagnostics(
      """
      thread w[100] { }
      pool p = threads(40)
      """,
      """
      t.lab:3:6: error: a scenario has at most 128 actors
          3 | pool p = threads(40)
            |      ^ this one makes it more
            = hint: the workers of pools are actors as well
      """)
  }

  func testSectionsHaveOneLimit() {
    assertDiagnostics(
      """
      var x = 1
      thread w {
          section s limit 2 { }
          section s { }
          section q limit 0 { }
          section r limit x { }
      }
      """,
      """
      t.lab:5:13: error: section 's' has two limits
          5 |     section s { }
            |             ^
            = hint: line 4 has limit 2; one name is one section
      t.lab:6:21: error: a section lets in at least one actor, not 0
          6 |     section q limit 0 { }
            |                     ^
      t.lab:7:21: error: 'x' is not a constant
          7 |     section r limit x { }
            |                     ^ a var has no value before the scenario runs
      """)
  }

  func testNativeBlocksFitTheParameters() {
    assertDiagnostics(
      """
      param N = 1 in 1...3
      native { runs 0; runs 2; timeout 0s; param N = 9; param N = 1; param Q = 1 }
      """,
      """
      t.lab:3:15: error: at least one run is needed, not 0
          3 | native { runs 0; runs 2; timeout 0s; param N = 9; param N = 1; param Q = 1 }
            |               ^
      t.lab:3:23: error: 'runs' is given twice
          3 | native { runs 0; runs 2; timeout 0s; param N = 9; param N = 1; param Q = 1 }
            |                       ^
      t.lab:3:26: error: a timeout of nothing
          3 | native { runs 0; runs 2; timeout 0s; param N = 9; param N = 1; param Q = 1 }
            |                          ^^^^^^^^^^
      t.lab:3:48: error: the value of 'N' is outside its bounds
          3 | native { runs 0; runs 2; timeout 0s; param N = 9; param N = 1; param Q = 1 }
            |                                                ^ 9 is not in 1...3
      t.lab:3:57: error: 'param N' is given twice
          3 | native { runs 0; runs 2; timeout 0s; param N = 9; param N = 1; param Q = 1 }
            |                                                         ^
      t.lab:3:70: error: unknown parameter 'Q'
          3 | native { runs 0; runs 2; timeout 0s; param N = 9; param N = 1; param Q = 1 }
            |                                                                      ^
      """)
  }

  func testMetadataIsGivenOnce() {
    assertDiagnostics(
      """
      title "a"; title "b"
      """,
      """
      t.lab:2:18: error: 'title' is given twice
          2 | title "a"; title "b"
            |                  ^^^
      """)
  }

  func testRoutinesHaveAtMost255Parameters() {
    let names = (0...255).map { "p\($0)" }.joined(separator: ",\n")
    let text = diagnostics("func f(\n\(names)) { }\nmain { f(1) }")
    XCTAssert(text.hasPrefix("t.lab:258:1: error: a routine has at most 255 parameters\n"), text)
  }
}
