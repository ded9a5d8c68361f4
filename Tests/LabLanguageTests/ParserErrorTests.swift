import LabLanguage
import XCTest

/// What is said about each kind of mistake, word for word.
final class ParserErrorTests: XCTestCase {
  private func assertInside(_ line: String, _ expected: String, at testLine: UInt = #line) {
    XCTAssertEqual(complaintsInside(line), expected + "\n", line: testLine)
  }

  private func assertItem(_ line: String, _ expected: String, at testLine: UInt = #line) {
    XCTAssertEqual(complaints(line), expected + "\n", line: testLine)
  }

  // MARK: Statements

  func testAssignmentInACondition() {
    assertInside(
      "    if x = 1 { y = 2 }",
      """
      a.lab:3:10: error: expected '{', found '='
          3 |     if x = 1 { y = 2 }
            |          ^
            = hint: '==' compares, '=' assigns
      """)
    assertInside(
      "assert x = 1",
      """
      a.lab:3:10: error: expected the end of the statement, found '='
          3 | assert x = 1
            |          ^
            = hint: '==' compares, '=' assigns
      """)
  }

  func testAComparisonAsAStatement() {
    assertInside(
      "x[1] == 1",
      """
      a.lab:3:1: error: this statement computes a value and drops it
          3 | x[1] == 1
            | ^^^^
            = hint: '=' assigns, '==' compares
      """)
    assertInside(
      "f(1) + 1",
      """
      a.lab:3:1: error: this statement computes a value and drops it
          3 | f(1) + 1
            | ^^^^
            = hint: assign it, or leave it out
      """)
  }

  func testANameAlone() {
    assertInside(
      "m",
      """
      a.lab:3:1: error: 'm' alone does nothing
          3 | m
            | ^
            = hint: assign to it, or call an operation of it: 'm.…()'
      """)
    assertInside(
      "yeild",
      """
      a.lab:3:1: error: 'yeild' alone does nothing
          3 | yeild
            | ^^^^^
            = hint: did you mean 'yield'?
      """)
    assertInside(
      "m.lock",
      """
      a.lab:3:1: error: 'm.lock' alone does nothing
          3 | m.lock
            | ^^^^^^
            = hint: to call it, write 'm.lock()'
      """)
  }

  func testOperatorsOfOtherLanguages() {
    assertInside(
      "x++",
      """
      a.lab:3:2: error: there is no operator '++'
          3 | x++
            |  ^^
            = hint: write '+= 1'
      """)
    assertInside(
      "x--",
      """
      a.lab:3:2: error: there is no operator '--'
          3 | x--
            |  ^^
            = hint: write '-= 1'
      """)
    assertInside(
      "x *= 2",
      """
      a.lab:3:3: error: there is no operator '*='
          3 | x *= 2
            |   ^^
            = hint: write 'x = x * …'
      """)
    assertInside(
      "while a and b { }",
      """
      a.lab:3:9: error: there is no operator 'and'
          3 | while a and b { }
            |         ^^^
            = hint: write '&&'
      """)
    assertInside(
      "x = a and b",
      """
      a.lab:3:7: error: there is no operator 'and'
          3 | x = a and b
            |       ^^^
            = hint: write '&&'
      """)
    assertInside(
      "x = a === b",
      """
      a.lab:3:7: error: there is no operator '==='
          3 | x = a === b
            |       ^^^
            = hint: write '=='
      """)
  }

  func testMisspelledStatements() {
    assertInside(
      "whlie x { y = 1 }",
      """
      a.lab:3:1: error: unknown statement 'whlie'
          3 | whlie x { y = 1 }
            | ^^^^^
            = hint: did you mean 'while'?
      """)
    assertInside(
      "lop { y = 1\n}",
      """
      a.lab:3:1: error: unknown statement 'lop'
          3 | lop { y = 1
            | ^^^
            = hint: did you mean 'loop'?
      """)
    assertInside(
      "let x = 1",
      """
      a.lab:3:1: error: unknown statement 'let'
          3 | let x = 1
            | ^^^
            = hint: write 'local'
      """)
    assertInside(
      "lock m",
      """
      a.lab:3:1: error: unknown statement 'lock'
          3 | lock m
            | ^^^^
            = hint: write 'with m { … }' or 'm.lock()'
      """)
  }

  func testTwoStatementsOnOneLine() {
    assertInside(
      "x = 1 y = 2",
      """
      a.lab:3:7: error: expected the end of the statement, found 'y'
          3 | x = 1 y = 2
            |       ^
            = hint: a new line or ';' separates statements
      """)
  }

  func testDeclarationsInsideOfActors() {
    assertInside(
      "var x = 1",
      """
      a.lab:3:1: error: 'var' cannot be declared here
          3 | var x = 1
            | ^^^
            = hint: write 'local x = …', or declare it outside of actors and routines
      """)
    assertInside(
      "mutex m",
      """
      a.lab:3:1: error: 'mutex' cannot be declared here
          3 | mutex m
            | ^^^^^
            = hint: declare it outside of actors and routines
      """)
    assertInside(
      "atomic x = 1",
      """
      a.lab:3:8: error: expected '{', found 'x'
          3 | atomic x = 1
            |        ^
            = hint: objects are declared outside of actors and routines
      """)
  }

  func testMissingValues() {
    assertInside(
      "x = ",
      """
      a.lab:3:4: error: expected a value, found end of line
          3 | x =
            |    ^
      """)
    assertInside(
      "x = loop",
      """
      a.lab:3:5: error: expected a value, found the keyword 'loop'
          3 | x = loop
            |     ^^^^
      """)
    assertInside(
      "x = \"s\"",
      """
      a.lab:3:5: error: a string cannot be a value
          3 | x = "s"
            |     ^^^
            = hint: strings stand after 'print', 'mark', 'fail' and as an assert's last part
      """)
    assertInside(
      "x = 5ms",
      """
      a.lab:3:5: error: a time cannot be a value
          3 | x = 5ms
            |     ^^^
            = hint: times stand after 'sleep', 'work' and 'timeout:'
      """)
  }

  func testTimes() {
    assertInside(
      "sleep 5",
      """
      a.lab:3:7: error: expected a time, found '5'
          3 | sleep 5
            |       ^
            = hint: write the unit: 5us, ms or s
      """)
    assertInside(
      "m.lock(timeout: x)",
      """
      a.lab:3:17: error: expected a time, found 'x'
          3 | m.lock(timeout: x)
            |                 ^
            = hint: such as 5ms; the units are us, ms and s
      """)
    assertInside(
      "sleep 20min",
      """
      a.lab:3:9: error: unknown unit 'min'
          3 | sleep 20min
            |         ^^^
            = hint: the units of time are us, ms and s; a name starts with a letter
      """)
  }

  func testLoops() {
    assertInside(
      "for i in 0...3 { }",
      """
      a.lab:3:11: error: expected '..<', found '...'
          3 | for i in 0...3 { }
            |           ^^^
            = hint: the end of a loop is not part of it: 'a ..< b + 1'
      """)
    assertInside(
      "for i = 0 { }",
      """
      a.lab:3:7: error: expected 'in', found '='
          3 | for i = 0 { }
            |       ^
            = hint: for i in 0 ..< n { … }
      """)
  }

  func testElseAndOrAlone() {
    assertInside(
      "else { }",
      """
      a.lab:3:1: error: 'else' without an 'if' before it
          3 | else { }
            | ^^^^
      """)
    assertInside(
      "or { }",
      """
      a.lab:3:1: error: 'or' without a 'choose' before it
          3 | or { }
            | ^^
      """)
  }

  func testABlockAloneIsNoStatement() {
    assertInside(
      "{ x = 1 }",
      """
      a.lab:3:1: error: expected a statement, found '{'
          3 | { x = 1 }
            | ^
            = hint: a block needs a word before it: 'atomic', 'loop', 'with m' …
      """)
  }

  // MARK: Braces and parentheses

  func testAMissingParenthesisIsReportedWhereItsLineEnds() {
    assertInside(
      "x = f(a,\n  b\ny = 2",
      """
      a.lab:4:4: error: expected ',' or ')', found end of line
          4 |   b
            |    ^
            = hint: '(' in line 3 is not closed
      """)
    assertInside(
      "x = (a }",
      """
      a.lab:3:8: error: expected ')', found '}'
          3 | x = (a }
            |        ^
      """ + "\n" + """
        a.lab:4:1: error: '}' without a '{' before it
            4 | }
              | ^
        """)
  }

  func testAMissingBraceBeforeTheNextActor() {
    assertItem(
      "thread a {\n  loop {\n    x = 1\n}\n\nthread b { y = 1 }\nexpect deadlock",
      """
      a.lab:7:1: error: expected '}' before 'thread'
          7 | thread b { y = 1 }
            | ^^^^^^
            = hint: the '{' in line 2 is not closed
      """)
  }

  func testAMissingBraceAtTheEndOfTheFile() {
    assertItem(
      "thread a {\n  loop {\n    x = 1\n}\n",
      """
      a.lab:2:10: error: '{' is never closed
          2 | thread a {
            |          ^
      """)
    assertItem(
      "expect outcomes (a) {\n 1: allowed\n",
      """
      a.lab:2:21: error: '{' is never closed
          2 | expect outcomes (a) {
            |                     ^
      """)
  }

  func testABraceTooMany() {
    assertItem(
      "thread a { x = 1 }\n}\nx = 2\n}\nmutex m",
      """
      a.lab:3:1: error: '}' without a '{' before it
          3 | }
            | ^
      """)
  }

  func testABraceOnTheNextLine() {
    assertInside(
      "while x\n{\n  y = 1\n}",
      """
      a.lab:4:1: error: '{' belongs at the end of the line before
          4 | {
            | ^
      """)
  }

  func testAForgottenOpeningBrace() {
    assertInside(
      "  if x == 1\n    y = 1\n  }\n  z = 2",
      """
      a.lab:3:12: error: expected '{', found end of line
          3 |   if x == 1
            |            ^
      """)
    assertInside(
      "  if x == 1\n    y = 1\n  z = 2",
      """
      a.lab:3:12: error: expected '{', found end of line
          3 |   if x == 1
            |            ^
      """)
    assertInside(
      "  if x == 1\n    && y { }",
      """
      a.lab:3:12: error: expected '{', found end of line
          3 |   if x == 1
            |            ^
            = hint: an expression over several lines stands in parentheses
      """)
  }

  // MARK: Declarations

  func testTheHeader() {
    func whole(_ text: String) -> String {
      let source = SourceText(text, file: "a.lab")
      return source.render(Parser.parse(source).diagnostics)
    }
    XCTAssertEqual(
      whole("mutex m\n"),
      """
      a.lab:1:1: error: a scenario file starts with its name
          1 | mutex m
            | ^^^^^
            = hint: the first line is: scenario "name"

      """)
    XCTAssertEqual(
      whole(""),
      """
      a.lab:1:1: error: the file is empty
          1 |\u{20}
            | ^
            = hint: the first line is: scenario "name"

      """)
    XCTAssertEqual(
      whole("sceanrio \"x\""),
      """
      a.lab:1:1: error: unknown word 'sceanrio'
          1 | sceanrio "x"
            | ^^^^^^^^
            = hint: did you mean 'scenario'?

      """)
    XCTAssertEqual(
      whole("scenario x\n"),
      """
      a.lab:1:10: error: expected the scenario's name in quotes, found 'x'
          1 | scenario x
            |          ^
            = hint: strings stand in double quotes

      """)
    XCTAssertEqual(
      whole("scenario \"x\"\nscenario \"y\"\n"),
      """
      a.lab:2:1: error: a file holds one scenario
          2 | scenario "y"
            | ^^^^^^^^
            = hint: put the other one into a file of its own

      """)
  }

  func testMisspelledDeclarations() {
    assertItem(
      "mutx m\nthrad w { }\ntilte \"x\"",
      """
      a.lab:2:1: error: unknown declaration 'mutx'
          2 | mutx m
            | ^^^^
            = hint: did you mean 'mutex'?
      a.lab:3:1: error: unknown declaration 'thrad'
          3 | thrad w { }
            | ^^^^^
            = hint: did you mean 'thread'?
      a.lab:4:1: error: unknown declaration 'tilte'
          4 | tilte "x"
            | ^^^^^
            = hint: did you mean 'title'?
      """)
    assertItem(
      "shm semafore s",
      """
      a.lab:2:5: error: unknown kind of object 'semafore'
          2 | shm semafore s
            |     ^^^^^^^^
            = hint: did you mean 'semaphore'?
      """)
    assertItem(
      "mutex m : robst fair",
      """
      a.lab:2:11: error: unknown attribute 'robst'
          2 | mutex m : robst fair
            |           ^^^^^
            = hint: did you mean 'robust'?
      """)
    assertItem(
      "daemon tread t { }",
      """
      a.lab:2:8: error: expected 'thread' or 'process', found 'tread'
          2 | daemon tread t { }
            |        ^^^^^
            = hint: did you mean 'thread'?
      """)
  }

  func testMisspelledDeclarationsAreReadAsMeant() throws {
    let source = SourceText(
      "scenario \"s\"\nmutx m\nthrad w { }\nshm semafore s\nmutex k : robst fair", file: "a.lab")
    let file = try XCTUnwrap(Parser.parse(source).file)
    XCTAssertEqual(
      Outline.text(of: file).split(separator: "\n").dropFirst().joined(separator: "\n"),
      """
      (mutex local (m none none none (attributes) none none))
      (thread plain w none (block))
      (semaphore shm (s none none none (attributes) none none))
      (mutex local (k none none none (attributes fair) none none))
      """)
  }

  func testStatementsOutsideOfActors() {
    assertItem(
      "x = 1\nwhile x { }",
      """
      a.lab:2:1: error: statements stand inside of actors and routines
          2 | x = 1
            | ^
            = hint: such as: main { … } or thread name { … }; or is there a '}' too many above?
      """)
  }

  func testParameters() {
    assertItem(
      "param N 3",
      """
      a.lab:2:9: error: expected '=', found '3'
          2 | param N 3
            |         ^
            = hint: a parameter has a default: 'param N = 2'
      """)
    assertItem(
      "param N = 2 in 1 ..< 3",
      """
      a.lab:2:18: error: expected '...', found '..<'
          2 | param N = 2 in 1 ..< 3
            |                  ^^^
            = hint: both ends of a parameter's range belong to it: '1...8'
      """)
    assertItem(
      "param N = 2 in 1..3",
      """
      a.lab:2:17: error: unexpected '..'
          2 | param N = 2 in 1..3
            |                 ^^
            = hint: a loop runs over 'a ..< b', a parameter in 'a...b'
      """)
  }

  // MARK: Expectations

  func testExpectations() {
    assertItem(
      "expect no deadlok",
      """
      a.lab:2:11: error: 'no' cannot be followed by 'deadlok'
          2 | expect no deadlok
            |           ^^^^^^^
            = hint: did you mean 'deadlock'?
      """)
    assertItem(
      "expect allways x",
      """
      a.lab:2:8: error: unknown expectation 'allways'
          2 | expect allways x
            |        ^^^^^^^
            = hint: did you mean 'always'?
      """)
    assertItem(
      "expect outcomes (x) { 1: reachabel; 2 allowed; 3: }",
      """
      a.lab:2:26: error: unknown judgement 'reachabel'
          2 | expect outcomes (x) { 1: reachabel; 2 allowed; 3: }
            |                          ^^^^^^^^^
            = hint: did you mean 'reachable'?
      a.lab:2:39: error: expected ',' or ':', found 'allowed'
          2 | expect outcomes (x) { 1: reachabel; 2 allowed; 3: }
            |                                       ^^^^^^^
            = hint: such as: 1, 2: reachable "why"
      a.lab:2:51: error: expected how to judge it, found '}'
          2 | expect outcomes (x) { 1: reachabel; 2 allowed; 3: }
            |                                                   ^
            = hint: one of reachable, interesting, allowed, forbidden
      """)
    assertItem(
      "native { rnus 3; timeout 5 }",
      """
      a.lab:2:10: error: unknown setting 'rnus'
          2 | native { rnus 3; timeout 5 }
            |          ^^^^
            = hint: did you mean 'runs'?
      a.lab:2:26: error: expected a time, found '5'
          2 | native { rnus 3; timeout 5 }
            |                          ^
            = hint: write the unit: 5us, ms or s
      """)
  }
}
