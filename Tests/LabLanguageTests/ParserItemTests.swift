import Foundation
import LabLanguage
import XCTest

final class ParserItemTests: XCTestCase {
  func testMetadata() {
    XCTAssertEqual(
      items(
        """
        title "T"; teaches "t"
        story "s"; hint "h"; source "o"
        fixed by "f"; fixes "x"
        tags beginner, race-condition, a-b-c
        """),
      [
        "(title \"T\")", "(teaches \"t\")", "(story \"s\")", "(hint \"h\")", "(source \"o\")",
        "(fixedBy \"f\")",
        "(fixes \"x\")", "(tags beginner race-condition a-b-c)",
      ])
  }

  func testParametersAndConstants() {
    XCTAssertEqual(
      items("param N = 2\nparam T = N + 1 in 1...2 * N; const A = 1, B = -A"),
      ["(param N 2 none none)", "(param T (+ N 1) 1 (* 2 N))", "(const (A 1) (B (unary- A)))"])
  }

  func testObjects() {
    for kind in KindWord.allCases {
      XCTAssertEqual(
        items("\(kind.rawValue) x"), ["(\(kind.rawValue) local (x none none none (attributes) none none))"])
    }
    XCTAssertEqual(
      items("shm mutex a[2] : robust fair, b guarded by a\nforked var c = -1"),
      [
        "(mutex shm (a 2 none none (attributes robust fair) none none) (b none none none (attributes) none a))",
        "(var forked (c none none (unary- 1) (attributes) none none))",
      ])
    XCTAssertEqual(
      items("condition c on m, d[2] on m"),
      ["(condition local (c none none none (attributes) m none) (d 2 none none (attributes) m none))"])
    XCTAssertEqual(
      items("pool p(8) = threads(3); pool q = processes(N + 1); barrier b(3)"),
      [
        "(pool local (p none 8 (threads 3) (attributes) none none))",
        "(pool local (q none none (processes (+ N 1)) (attributes) none none))",
        "(barrier local (b none 3 none (attributes) none none))",
      ])
    XCTAssertEqual(
      items("var x = threads; event e = 1 : manual"),
      [
        "(var local (x none none threads (attributes) none none))",
        "(event local (e none none 1 (attributes manual) none none))",
      ])
  }

  func testRoutinesAndActors() {
    XCTAssertEqual(
      items("func f() { }\ntask t(a, b) { return a }"),
      ["(func f (of) (block))", "(task t (of a b) (block (return a)))"])
    XCTAssertEqual(
      items("thread a { }; daemon thread b[2] { }; process c[N] { }; daemon process d { }\nmain { yield }"),
      [
        "(thread plain a none (block))", "(thread daemon b 2 (block))", "(process plain c N (block))",
        "(process daemon d none (block))", "(main plain main none (block yield))",
      ])
  }

  func testTextForms() {
    let plain = "scenario \"s\"\nmutex m\nmain { x = 1 }\n"
    let expected = outline(plain)
    XCTAssertEqual(outline("\u{FEFF}" + plain), expected)
    XCTAssertEqual(outline(plain.replacingOccurrences(of: "\n", with: "\r\n")), expected)
    XCTAssertEqual(outline(String(plain.dropLast())), expected)
    XCTAssertEqual(outline("// first\n\n;" + plain + "// last"), expected)
    XCTAssertEqual(outline("scenario\t\"s\" ; mutex\tm ; main {x=1}"), expected)
    XCTAssertEqual(outline("scenario \"é漢 // ; {\""), "scenario \"é漢 // ; {\"\n")
  }
}

final class ParserExpectationTests: XCTestCase {
  func testConditions() {
    XCTAssertEqual(
      items(
        """
        expect always x <= 1; expect finally x
        expect possible x == 1; expect possible finally x == 1
        expect eventually x when N == 2 && T == 2
        """),
      [
        "(expect (always (<= x 1)) none)", "(expect (finally x) none)", "(expect (possible (== x 1)) none)",
        "(expect (possible-finally (== x 1)) none)", "(expect (eventually x) (&& (== N 2) (== T 2)))",
      ])
  }

  func testAVariableCalledFinallyCanBePossible() {
    XCTAssertEqual(items("expect possible finally"), ["(expect (possible finally) none)"])
    XCTAssertEqual(items("expect possible finally == 1"), ["(expect (possible (== finally 1)) none)"])
    XCTAssertEqual(items("expect possible finally when N"), ["(expect (possible finally) N)"])
    XCTAssertEqual(items("expect possible finally finally"), ["(expect (possible-finally finally) none)"])
    XCTAssertEqual(
      items("expect possible finally -1 > x"), ["(expect (possible-finally (> (unary- 1) x)) none)"])
  }

  func testFindings() {
    XCTAssertEqual(
      items("expect race; expect no race; expect race on a, b; expect no race on c when N > 1"),
      [
        "(expect (race) none)", "(expect (no-race) none)", "(expect (race a b) none)",
        "(expect (no-race c) (> N 1))",
      ])
    for word in FindingWord.allCases {
      XCTAssertEqual(items("expect \(word.rawValue)"), ["(expect (\(word.rawValue)) none)"])
      XCTAssertEqual(
        items("expect no \(word.rawValue) of a, b[1] when 1"),
        ["(expect (no-\(word.rawValue) a (index b 1)) 1)"])
    }
  }

  func testOutcomes() {
    XCTAssertEqual(
      items(
        """
        expect outcomes (a, w[0].got) {
            // the first
            0, -1: reachable "why"

            1, N: interesting; 2, 2: allowed
            3, 3: forbidden "never"
        } when N == 2
        expect outcomes (x) { }
        expect outcomes (x) { 1: allowed }
        """),
      [
        "(expect (outcomes (of a (member (index w 0) got)) (row (of 0 (unary- 1)) reachable \"why\")"
          + " (row (of 1 N) interesting none) (row (of 2 2) allowed none)"
          + " (row (of 3 3) forbidden \"never\")) (== N 2))",
        "(expect (outcomes (of x)) none)", "(expect (outcomes (of x) (row (of 1) allowed none)) none)",
      ])
  }

  func testNativeSettings() {
    XCTAssertEqual(
      items("native { runs 100; timeout 2s\n param N = 3 }\nnative { }"),
      ["(native (runs 100) (timeout 2s) (param N 3))", "(native)"])
  }
}
