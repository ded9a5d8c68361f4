import LabLanguage
import XCTest

final class FormatterTests: XCTestCase {
  /// Formats a text that starts with its scenario line; the line is left out of the answer.
  private func formatted(_ text: String, line: UInt = #line) -> String {
    let head = "scenario \"s\"\n"
    let source = SourceText(head + text, file: "a.lab")
    switch Formatter.format(source) {
    case .failure(let error):
      XCTFail(source.render(error.diagnostics), line: line)
      return ""
    case .success(let first):
      let again = SourceText(first, file: "a.lab")
      XCTAssertEqual(try Formatter.format(again).get(), first, "not a fixed point", line: line)
      XCTAssertEqual(
        Parser.parse(again).file.map(Outline.text(of:)), Parser.parse(source).file.map(Outline.text(of:)),
        line: line)
      XCTAssertTrue(first.hasPrefix(head), line: line)
      return String(first.dropFirst(head.count))
    }
  }

  private func assertFormatted(_ text: String, _ expected: String, line: UInt = #line) {
    XCTAssertEqual(formatted(text, line: line), expected + "\n", line: line)
  }

  private func assertUnchanged(_ text: String, line: UInt = #line) {
    assertFormatted(text, text, line: line)
  }

  // MARK: Items

  func testMetadataStandsInColumns() {
    assertFormatted(
      "title \"T\";teaches \"t\"\nfixed   by \"f\"\n\n\n\nhint\t\"h\"\ntags a ,b-c",
      """
      title    "T"
      teaches  "t"
      fixed by "f"

      hint     "h"
      tags     a, b-c
      """)
  }

  func testDeclarations() {
    assertFormatted(
      """
      param N=2 in 1 ... 100000; param M = (N+1)*2 in N+1...8; const A=1,B = -A
      shm  mutex a[ 3 ]:robust  fair,b guarded by a;condition c on a
      pool p ( 8 )=processes( 3 );  var q[2]=[1,-1],r=0 ; event e = 1 : manual
      """,
      """
      param N = 2 in 1...100000
      param M = (N + 1) * 2 in N + 1 ... 8
      const A = 1, B = -A
      shm mutex a[3] : robust fair, b guarded by a
      condition c on a
      pool p(8) = processes(3)
      var q[2] = [1, -1], r = 0
      event e = 1 : manual
      """)
  }

  func testExpectations() {
    assertFormatted(
      """
      expect   no race on x,y ; expect deadlock of a[1],b; expect possible finally x==1 when (N>1)
      expect always (a&&b); expect possible (finally - 1 > 0); expect possible (finally)
      expect outcomes(a,b){1,2:reachable "x";-3,4:forbidden}
      expect outcomes (a) {
      1:allowed ; 2 : interesting

      3: forbidden "no" } when N==2
      expect outcomes (a) {}
      native {runs 100;timeout 2s;param N=3}
      native {
      runs 1 }
      """,
      """
      expect no race on x, y
      expect deadlock of a[1], b
      expect possible finally x == 1 when N > 1
      expect always a && b
      expect possible (finally - 1 > 0)
      expect possible (finally)
      expect outcomes (a, b) { 1, 2: reachable "x"; -3, 4: forbidden }
      expect outcomes (a) {
          1: allowed
          2: interesting

          3: forbidden "no"
      } when N == 2
      expect outcomes (a) { }
      native { runs 100; timeout 2s; param N = 3 }
      native {
          runs 1
      }
      """)
  }

  func testRoutinesAndActors() {
    assertFormatted(
      """
      func f( a,b ) {return a+b}
      daemon   thread t [2] {
      }
      main{x=1;y=2
      }
      """,
      """
      func f(a, b) { return a + b }
      daemon thread t[2] {
      }
      main {
          x = 1
          y = 2
      }
      """)
  }

  // MARK: Statements

  func testStatementsThatFillOneLine() {
    let lines = [
      "local a = 1", "x[i + 1] += -2", "f(1, g())", "m.lock(timeout: 5ms)", "x.cas(1, 2, acqrel)", "break",
      "return",
      "return x", "await x == 0", "spawn w[1]", "join w", "yield", "fence", "sleep 20ms", "work 5us",
      "work f(3)",
      "crash", "may crash", "exit 2", "assert x == 1, \"why\"", "fail \"no\"", "print \"x\", a, b + 1",
      "mark \"m\"",
      "if a { x = 1 } else if b { } else { y = 2; z = 3 }", "while !(a && b) { }", "loop { break }",
      "repeat n { continue }", "for i in 0 ..< n + 1 { }", "with m { }", "with read m[self] { }",
      "with write m { }",
      "section s { }", "section s limit 2 { }", "atomic { await x; x = 0 }", "choose { a = 1 } or { b = 1 }",
      "a = -9223372036854775808", "a = worker[0].got + B.r", "a = !(b == 1) || ~c & -d >> 2",
      "if a { } else x = 1",
    ]
    assertUnchanged("main {\n" + lines.map { "    " + $0 }.joined(separator: "\n") + "\n}")
  }

  func testBlocksWrittenOnOneLineStayThere() {
    assertUnchanged("thread w[T] { repeat N { with m { x = x + 1 }; yield } }")
  }

  func testBlocksWrittenOnSeveralLinesGetOneStatementALine() {
    assertFormatted(
      """
      thread w { repeat N { with m {
        if x == 0 { c.wait() }
        x += 1; y += 1 } } }
      main { if a { x = 1 } else {
      y = 1 }
      choose { a = 1 }
      or { b = 1 }
      }
      """,
      """
      thread w {
          repeat N {
              with m {
                  if x == 0 { c.wait() }
                  x += 1
                  y += 1
              }
          }
      }
      main {
          if a {
              x = 1
          } else {
              y = 1
          }
          choose {
              a = 1
          } or {
              b = 1
          }
      }
      """)
  }

  func testAnElseIfOnTheNextLineIsMovedUp() {
    assertFormatted(
      "main {\nif a { x = 1 }\nelse if b {\n y = 1 }\nelse z = 1\n}",
      """
      main {
          if a {
              x = 1
          } else if b {
              y = 1
          } else z = 1
      }
      """)
  }

  func testBlocksTooLongForALineAreOpened() {
    let call = "someVeryLongFunctionName(anArgument, another)"
    assertFormatted(
      "main { \(call); \(call); repeat 2 { \(call) } }",
      """
      main {
          \(call)
          \(call)
          repeat 2 { \(call) }
      }
      """)
  }

  func testLongLinesAreBrokenInsideParentheses() {
    let name = "aRatherLongVariableName"
    assertFormatted(
      "main {\nx = f(\(name) + 1, \(name) * 2, \(name) % 3, \(name), \(name))\n}",
      """
      main {
          x = f(\(name) + 1, \(name) * 2, \(name) % 3,
              \(name), \(name))
      }
      """)
    assertFormatted(
      "main {\nif (\(name) == \(name) && \(name) == \(name) && \(name) == 1) { x = 1 }\n}",
      """
      main {
          if (\(name) == \(name) &&
                  \(name) == \(name) && \(name) == 1) {
              x = 1
          }
      }
      """)
    // Nothing to break at: the line stays long.
    assertUnchanged("expect always \(name) + \(name) + \(name) + \(name) + \(name) + \(name) == 1")
  }

  func testParenthesesAreKeptUnlessTheyHoldAWholeCondition() {
    assertFormatted(
      """
      main {
          if (a == b) { }
          while ((a)) { }
          await (a && b)
          assert (a), "m"
          x = (a + b)
          return (x)
          if (a) == b { }
          x = (a * b) + ((c))
      }
      """,
      """
      main {
          if a == b { }
          while a { }
          await a && b
          assert a, "m"
          x = (a + b)
          return (x)
          if (a) == b { }
          x = (a * b) + ((c))
      }
      """)
  }

  // MARK: Comments and blank lines

  func testEveryCommentIsKept() {
    assertFormatted(
      """
      // before
      title "T" // title
      // between

      // apart
      thread w { // open

        // first
        x = 1 // one
        yy = 2 // two

        // alone
        x = f(a, // inside
          b) // after
        if a { b = 1
        } // before else
        else { // in else
        } // end of if
        // last

      } // end of actor
      expect outcomes (a) { // rows
        1: allowed // row
        // between rows
        2: allowed
        // last row
      }
      native { // settings
        // runs
        runs 1 // one
      }

      // end of file
      """,
      """
      // before
      title    "T"  // title
      // between

      // apart
      thread w {  // open
          // first
          x = 1   // one
          yy = 2  // two

          // alone
          // inside
          x = f(a, b)  // after
          if a {
              b = 1
          } else {  // before else
              // in else
          }  // end of if
          // last
      }  // end of actor
      expect outcomes (a) {  // rows
          1: allowed  // row
          // between rows
          2: allowed
          // last row
      }
      native {  // settings
          // runs
          runs 1  // one
      }

      // end of file
      """)
  }

  func testCommentsBehindNeighbouringLinesStandInOneColumn() {
    assertFormatted(
      """
      var a = 1 // one
      var bcd = 2 // two

      var e = 3 // three
      var f = 4
      var ghi = 5    // five
      """,
      """
      var a = 1    // one
      var bcd = 2  // two

      var e = 3  // three
      var f = 4
      var ghi = 5  // five
      """)
  }

  func testCommentsAtTheTop() throws {
    let text = "// one\n\n// two\nscenario \"s\" // three\n"
    XCTAssertEqual(
      try Formatter.format(SourceText("\u{FEFF}\n\n" + text, file: "a")).get(),
      "// one\n\n// two\nscenario \"s\"  // three\n")
  }

  func testAtMostOneBlankLineIsKeptAndNoneAtTheEdgesOfBlocks() {
    assertFormatted(
      "\n\n\nvar a\n\n\nvar b; var c\nmain {\n\n x = 1\n\n\n y = 1; z = 1\n\n}\n\n\n",
      """

      var a

      var b
      var c
      main {
          x = 1

          y = 1
          z = 1
      }
      """)
  }

  func testLineEndsBecomeLineFeeds() throws {
    XCTAssertEqual(
      try Formatter.format(SourceText("scenario \"s\"\r\n\r\nvar a // b\r\nmain { x = 1 }\r\n", file: "a"))
        .get(),
      "scenario \"s\"\n\nvar a  // b\nmain { x = 1 }\n")
  }

  func testATextWithErrorsIsNotFormatted() {
    guard case .failure(let error) = Formatter.format(SourceText("scenario \"s\"\nmain { x }", file: "a"))
    else {
      return XCTFail("it was")
    }
    XCTAssertEqual(error.diagnostics.map(\.message), ["'x' alone does nothing"])
  }

  func testTheExamplesOfTheLanguageDescription() throws {
    let expected = [
      0: """
      scenario "lost-update"
      title    "Two threads, one counter, no lock"
      teaches  "counter = counter + 1 is a read and a write; another thread can run between them."
      tags     race, beginner
      fixed by "lost-update-fixed"
      param N = 2 in 1...100000
      param T = 2 in 2...8
      var counter = 0
      thread worker[T] { repeat N { counter = counter + 1 } }
      expect race on counter
      expect always counter <= T * N
      expect possible counter == T * N
      expect outcomes (counter) {
          2: reachable "one update survives per pair - the smallest total, for every N"
          3: reachable "one update lost"
          4: reachable "lucky schedule"
      } when N == 2 && T == 2

      """,
      5: """
      scenario "readers-writers"  // clean
      param R = 2
      param W = 2
      rwlock lock
      var x = 0
      var y = 0
      atomic reading = 0
      thread writer[W] {
          with write lock { assert reading == 0, "writer inside with readers"; x += 1; y += 1 }
      }
      thread reader[R] {
          with read lock {
              reading.add(1)
              local a = x
              local b = y
              assert a == b, "torn read"
              reading.add(-1)
          }
      }
      expect finally x == W && y == W
      expect possible reading == 2

      """,
    ]
    for (index, example) in LanguageExamples.all.enumerated() {
      let source = SourceText(example, file: "a.lab")
      let first = try Formatter.format(source).get()
      if let text = expected[index] { XCTAssertEqual(first, text) }
      XCTAssertEqual(try Formatter.format(SourceText(first, file: "a.lab")).get(), first)
    }
  }

  // MARK: Short texts

  func testShortTextsForReports() throws {
    let text = """
      scenario "s"
      main { if (a  &&  b) {x=1;y=2} else { }; with read m { x=1 }; loop { }; assert x==1,"no"; x.add( 1,relaxed ) }
      expect possible finally (x==1) when N
      expect outcomes (a,b) { 1, 2: allowed } when N == 2
      """
    let file = try XCTUnwrap(Parser.parse(SourceText(text, file: "a.lab")).file)
    guard case .actor(let actor) = file.items[0].kind, case .expect(let first) = file.items[1].kind,
      case .expect(let second) = file.items[2].kind
    else { return XCTFail("another tree") }
    XCTAssertEqual(
      actor.body.statements.map { Formatter.text(of: $0) },
      [
        "if a && b { … } else { }", "with read m { … }", "loop { }", "assert x == 1, \"no\"",
        "x.add(1, relaxed)",
      ])
    XCTAssertEqual(
      Formatter.text(of: actor.body.statements[0], withBlocks: true), "if a && b { x = 1; y = 2 } else { }")
    XCTAssertEqual(Formatter.text(of: first), "possible finally x == 1")
    XCTAssertEqual(Formatter.text(of: second), "outcomes (a, b)")
  }

  func testPrecedenceIsKeptInTreesWithoutParentheses() {
    let none = SourceRange(0, 0)
    func name(_ text: String) -> LabLanguage.Expression {
      let name = Name(text, none)
      return LabLanguage.Expression(.place(Place(name, range: none)), none)
    }
    let sum = LabLanguage.Expression(.binary(.add, name("a"), name("b")), none)
    let product = LabLanguage.Expression(
      .binary(.multiply, sum, LabLanguage.Expression(.unary(.negate, sum), none)), none)
    XCTAssertEqual(Formatter.text(of: product), "(a + b) * -(a + b)")
    let difference = LabLanguage.Expression(.binary(.subtract, name("c"), sum), none)
    XCTAssertEqual(Formatter.text(of: difference), "c - (a + b)")
  }
}
