import LabLanguage
import XCTest

/// After an error the parser finds back: one mistake, one error, and what is well formed is kept.
final class ParserRecoveryTests: XCTestCase {
  func testEachWrongStatementIsReportedOnce() {
    XCTAssertEqual(
      messagesInside(
        """
        if x = 1 { a = 2 }
        else { b = = 3 }
        a = f(1, 2
        b = [1]
        c = 1 2; d = = 4; e = 5
        for i in 0 { x = = 1 }
        choose { a = 1 } or b
        or { c = 1 }
        f(1))
        """),
      [
        "3:6 expected '{', found '='", "5:11 expected ',' or ')', found end of line",
        "6:5 expected a value, found '['", "7:7 expected the end of the statement, found '2'",
        "7:14 expected a value, found '='", "8:12 expected '..<', found '{'", "9:21 expected '{', found 'b'",
        "11:5 expected the end of the statement, found ')'",
      ])
  }

  func testWhatIsWellFormedIsKept() throws {
    let source = SourceText(
      """
      scenario "s"
      mutex m m
      var x = = 1
      thread a { x = 1; y = = 2; z = 3 }
      thread b[ { x = 1 }
      thread c { if { } ; loop { a = 1; b }; yield }
      expect outcomes (x) { 1: allowed; 2; 3: forbidden }
      """, file: "a.lab")
    let result = Parser.parse(source)
    XCTAssertEqual(result.diagnostics.count, 7)
    XCTAssertEqual(
      Outline.text(of: try XCTUnwrap(result.file)),
      """
      scenario "s"
      (mutex local (m none none none (attributes) none none))
      (thread plain a none (block (= x 1) (= z 3)))
      (thread plain c none (block (loop (block (= a 1))) yield))
      (expect (outcomes (of x) (row (of 1) allowed none) (row (of 3) forbidden none)) none)

      """)
  }

  func testErrorsInsideOfBlocksDoNotLeaveThem() {
    XCTAssertEqual(
      messages("thread a { loop { x = = 1 }; y = 2 }\nthread b { with { z = 1 } }\nmutex = 3\nmutex n"),
      [
        "2:23 expected a value, found '='", "3:17 expected the name of a lock, found '{'",
        "4:7 expected the object's name, found '='",
      ])
  }

  func testNoMoreThanTwentyErrors() {
    let text = Array(repeating: "x = = 1", count: 50).joined(separator: "\n")
    let found = messagesInside(text)
    XCTAssertEqual(found.count, Parser.errorLimit + 1)
    XCTAssertEqual(found[19], "22:5 expected a value, found '='")
    XCTAssertEqual(found[20], "23:5 too many errors")
    let characters = Array(repeating: "x = @", count: 50).joined(separator: "\n")
    XCTAssertEqual(messagesInside(characters).count, Parser.errorLimit + 1)
    XCTAssertEqual(messagesInside(characters).last, "23:5 too many errors")
    let exactly = Array(repeating: "x = = 1", count: 20).joined(separator: "\n")
    XCTAssertEqual(messagesInside(exactly).count, 20)
  }

  func testErrorsComeInTheOrderOfTheText() {
    XCTAssertEqual(
      messagesInside("a = = 1\nb = @\nc = = 1\nd = \"x"),
      [
        "3:5 expected a value, found '='", "4:5 unexpected character '@'", "5:5 expected a value, found '='",
        "6:5 the string does not end on its line",
      ])
  }

  func testTooDeepNestingIsOneError() {
    let parentheses = String(repeating: "(", count: 300) + "x" + String(repeating: ")", count: 300)
    XCTAssertEqual(messagesInside("x = \(parentheses)\ny = 1"), ["3:204 nested too deeply"])
    XCTAssertEqual(messagesInside("x = \(String(repeating: "-", count: 300))1"), ["3:204 nested too deeply"])
    let loops = String(repeating: "loop {", count: 300) + String(repeating: "}", count: 300)
    XCTAssertEqual(messagesInside(loops), ["3:1201 nested too deeply"])
    let chain = "if x { } " + String(repeating: "else if x { } ", count: 300)
    XCTAssertEqual(messagesInside(chain).count, 1)
    let sum = Array(repeating: "1", count: 1_000).joined(separator: "+")
    XCTAssertEqual(messagesInside("x = \(sum)"), ["3:5 the expression is too long"])
  }

  func testTheExamplesOfTheLanguageDescriptionParse() {
    for example in LanguageExamples.all {
      let source = SourceText(example, file: "a.lab")
      let result = Parser.parse(source)
      XCTAssertEqual(source.render(result.diagnostics), "")
      XCTAssertNotNil(result.file)
    }
  }
}
