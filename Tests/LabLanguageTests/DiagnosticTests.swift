import LabLanguage
import XCTest

final class DiagnosticRenderTests: XCTestCase {
  private func rendered(_ text: String, _ marked: String, label: String? = nil, hint: String? = nil) -> String
  {
    let source = SourceText(text, file: "a.lab")
    let bytes = Array(text.utf8)
    let part = Array(marked.utf8)
    let start = (0...bytes.count - part.count).first { Array(bytes[$0..<$0 + part.count]) == part } ?? 0
    return source.render(
      Diagnostic(.error, "wrong", at: SourceRange(start, start + part.count), label: label, hint: hint))
  }

  func testTheExamplesOfTheLanguageDescription() {
    let text = "\n\n\n\n    with m { countr = counter + 1 }\n"
    let source = SourceText(text, file: "bad2.lab")
    let diagnostic = Diagnostic(
      .error, "unknown name 'countr'", at: SourceRange(17, 23), hint: "did you mean 'counter'?")
    XCTAssertEqual(
      source.render(diagnostic),
      """
      bad2.lab:5:14: error: unknown name 'countr'
          5 |     with m { countr = counter + 1 }
            |              ^^^^^^
            = hint: did you mean 'counter'?

      """)
    let seeds = SourceText(String(repeating: "\n", count: 8) + "    counter += 1", file: "seeds.lab")
    XCTAssertEqual(
      seeds.render(
        Diagnostic(
          .error, "'counter' is not shared between processes", at: SourceRange(12, 19),
          label: "each 'process worker' has its own copy",
          hint: "declare it 'shm var counter', or 'forked var counter' if the copy is what you want to show")),
      """
      seeds.lab:9:5: error: 'counter' is not shared between processes
          9 |     counter += 1
            |     ^^^^^^^ each 'process worker' has its own copy
            = hint: declare it 'shm var counter', or 'forked var counter' if the copy is what you want to show

      """)
  }

  func testWarningsAndSeveral() {
    let source = SourceText("a\nb", file: "a.lab")
    let first = Diagnostic(.warning, "one", at: SourceRange(0, 1))
    let second = Diagnostic(.error, "two", at: SourceRange(2, 3))
    XCTAssertEqual(
      source.render([first, second]),
      """
      a.lab:1:1: warning: one
          1 | a
            | ^
      a.lab:2:1: error: two
          2 | b
            | ^

      """)
  }

  func testTabsBecomeSpaces() {
    XCTAssertEqual(
      rendered("\tx\t= yy", "yy"),
      """
      a.lab:1:6: error: wrong
          1 |     x    = yy
            |            ^^

      """)
  }

  func testCombiningAndWideCharactersDoNotMoveTheCarets() {
    XCTAssertEqual(
      rendered("e\u{301}e\u{301} x", "x"),
      """
      a.lab:1:4: error: wrong
          1 | e\u{301}e\u{301} x
            |    ^

      """)
    // A wide character is one column of the position and two of the screen.
    XCTAssertEqual(
      rendered("漢字 x 漢", "x"),
      """
      a.lab:1:4: error: wrong
          1 | 漢字 x 漢
            |      ^

      """)
    XCTAssertEqual(
      rendered("a 漢字 b", "漢字"),
      """
      a.lab:1:3: error: wrong
          1 | a 漢字 b
            |   ^^^^

      """)
  }

  func testLongLinesAreCutAroundTheCarets() {
    let long = String(repeating: "a", count: 300)
    let lines = rendered("\(long) XX \(long)", "XX").split(separator: "\n")
    XCTAssertEqual(lines[0], "a.lab:1:302: error: wrong")
    XCTAssertTrue(lines[1].hasPrefix("    1 | …aaa") && lines[1].hasSuffix("aaa…"), String(lines[1]))
    XCTAssertEqual(lines[1].count, 128)
    let column = lines[1].distance(
      from: lines[1].startIndex, to: lines[1].firstIndex(of: "X") ?? lines[1].startIndex)
    XCTAssertEqual(lines[2].filter { $0 != " " }, "|^^")
    XCTAssertEqual(
      lines[2].distance(from: lines[2].startIndex, to: lines[2].firstIndex(of: "^") ?? lines[2].startIndex),
      column)
    for marked in ["X" + long, long + "X", "X"] {
      for text in [marked + long, long + marked, marked] {
        XCTAssertLessThanOrEqual(rendered(text, marked).split(separator: "\n")[1].count, 128)
      }
    }
  }

  func testRangesOverLinesAreMarkedToTheEndOfTheFirst() {
    XCTAssertEqual(
      rendered("f(a,  \r\n b)", "a,  \r\n b"),
      """
      a.lab:1:3: error: wrong
          1 | f(a,
            |   ^^

      """)
  }

  func testLargeLineNumbersKeepTheMargin() {
    let source = SourceText(String(repeating: "\n", count: 123_455) + "x", file: "a.lab")
    XCTAssertEqual(
      source.render(Diagnostic(.error, "wrong", at: SourceRange(123_455, 123_456), hint: "so")),
      """
      a.lab:123456:1: error: wrong
      123456 | x
             | ^
             = hint: so

      """)
  }

  func testPlacesOutsideOfTheTextAreItsEnds() {
    let source = SourceText("\u{FEFF}ab\r\ncd", file: "a.lab")
    XCTAssertEqual(source.position(of: -5), SourcePosition(line: 1, column: 1))
    XCTAssertEqual(source.position(of: 3), SourcePosition(line: 1, column: 1))
    XCTAssertEqual(source.position(of: 4), SourcePosition(line: 1, column: 2))
    XCTAssertEqual(source.position(of: 7), SourcePosition(line: 2, column: 1))
    XCTAssertEqual(source.position(of: 100), SourcePosition(line: 2, column: 3))
    XCTAssertEqual(source.line(1), "ab")
    XCTAssertEqual(source.line(2), "cd")
    XCTAssertEqual(source.line(3), "")
    XCTAssertEqual(source.text(of: SourceRange(7, 100)), "cd")
    XCTAssertEqual(source.text(of: SourceRange(-1, -1)), "")
    XCTAssertEqual(SourceText("", file: "a").position(of: 0), SourcePosition(line: 1, column: 1))
    XCTAssertFalse(source.render(Diagnostic(.error, "far", at: SourceRange(90, 100))).isEmpty)
  }

  func testColumnsCountCharacters() {
    let source = SourceText("é漢👨‍👩‍👧x\nabc", file: "a.lab")
    XCTAssertEqual(source.position(of: "é漢👨‍👩‍👧".utf8.count), SourcePosition(line: 1, column: 4))
    XCTAssertEqual(source.position(of: "é漢👨‍👩‍👧x\nab".utf8.count), SourcePosition(line: 2, column: 3))
  }
}

final class DiagnosticSuggestionTests: XCTestCase {
  func testASlipOfTheHandIsRecognised() {
    let words = ["counter", "mutex", "thread", "with", "while"]
    XCTAssertEqual(Suggestion.closest(to: "countr", among: words), "counter")
    XCTAssertEqual(Suggestion.closest(to: "cuonter", among: words), "counter")
    XCTAssertEqual(Suggestion.closest(to: "coumter", among: words), "counter")
    XCTAssertEqual(Suggestion.closest(to: "mutexx", among: words), "mutex")
    XCTAssertEqual(Suggestion.closest(to: "Mutex", among: words), "mutex")
    XCTAssertEqual(Suggestion.closest(to: "wiht", among: words), "with")
  }

  func testDistantWordsAreNotSuggested() {
    XCTAssertNil(Suggestion.closest(to: "banana", among: ["counter", "mutex"]))
    XCTAssertNil(Suggestion.closest(to: "x", among: ["y", "z"]))
    XCTAssertNil(Suggestion.closest(to: "ab", among: ["cd", "b", "a"]))
    XCTAssertNil(Suggestion.closest(to: "", among: ["a"]))
    XCTAssertNil(Suggestion.closest(to: "mutex", among: ["mutex"]))
    XCTAssertNil(Suggestion.closest(to: String(repeating: "x", count: 1_000), among: ["y"]))
  }

  func testTheAnswerDoesNotDependOnTheOrder() {
    let words = ["bat", "cat", "hat", "oat"]
    XCTAssertEqual(Suggestion.closest(to: "zat", among: words), "bat")
    XCTAssertEqual(Suggestion.closest(to: "zat", among: words.reversed()), "bat")
    XCTAssertEqual(Suggestion.closest(to: "X", among: ["x"]), "x")
  }

  func testDistanceCountsASwapAsOne() {
    XCTAssertEqual(Suggestion.hint(for: "lokc", among: ["lock"]), "did you mean 'lock'?")
    XCTAssertNil(Suggestion.hint(for: "lokc", among: ["work"]))
  }
}
