import LabLanguage
import XCTest

/// What is said about characters, numbers, strings and comments.
final class LexerTests: XCTestCase {
  func testStrings() {
    XCTAssertEqual(
      complaintsInside("print \"abc"),
      """
      a.lab:3:7: error: the string does not end on its line
          3 | print "abc
            |       ^^^^
            = hint: close it with '"'; a string has no line ends and no escapes

      """)
    XCTAssertEqual(
      complaintsInside("print 'abc', 1"),
      """
      a.lab:3:7: error: strings stand in double quotes
          3 | print 'abc', 1
            |       ^
            = hint: write "…"

      """)
    XCTAssertEqual(
      complaintsInside("print “abc”"),
      """
      a.lab:3:7: error: strings stand in straight quotes
          3 | print “abc”
            |       ^
            = hint: write "…"

      """)
    XCTAssertEqual(statement("print \"a\\\""), "(print \"a\\\")")
  }

  func testNumbers() {
    XCTAssertEqual(messagesInside("x = 0x10"), ["3:5 numbers are written in decimal digits only"])
    XCTAssertEqual(messagesInside("x = 1_000"), ["3:5 numbers are written in decimal digits only"])
    XCTAssertEqual(messagesInside("x = 1.5"), ["3:5 numbers are whole"])
    XCTAssertEqual(messagesInside("x = 2x"), ["3:6 unknown unit 'x'"])
    XCTAssertEqual(messagesInside("x = 2é"), ["3:6 unknown unit 'é'"])
  }

  func testNamesHaveAsciiLetters() {
    XCTAssertEqual(
      complaintsInside("cöunt = 1"),
      """
      a.lab:3:2: error: names are made of the letters a to z, digits and '_'
          3 | cöunt = 1
            |  ^

      """)
    XCTAssertEqual(messagesInside("_x = 1"), ["3:1 a name starts with a letter"])
    XCTAssertEqual(messages("var naïve = 1"), ["2:7 names are made of the letters a to z, digits and '_'"])
  }

  func testForeignCharacters() {
    XCTAssertEqual(messagesInside("x = 5 @ 3"), ["3:7 unexpected character '@'"])
    XCTAssertEqual(messagesInside("x = 5 § 3"), ["3:7 unexpected character '§'"])
    XCTAssertEqual(messagesInside("x =\u{A0}5"), ["3:4 unexpected character U+00A0"])
    XCTAssertEqual(messagesInside("x = 1 # note"), ["3:7 unexpected character '#'"])
    XCTAssertEqual(messagesInside("x = 1 ? 2 : 3"), ["3:7 unexpected character '?'"])
  }

  func testControlCharacters() {
    XCTAssertEqual(messagesInside("x = \u{0}1"), ["3:5 unexpected character U+0000"])
    XCTAssertEqual(messagesInside("print \"a\u{1B}[31m\""), ["3:9 unexpected character U+001B"])
    XCTAssertEqual(messagesInside("x = 1 // \u{7}"), ["3:10 unexpected character U+0007"])
    XCTAssertEqual(messagesInside("x = 1 // \u{202E}evil"), ["3:10 unexpected character U+202E"])
    XCTAssertEqual(messagesInside("x = 1\ry = 2"), ["3:6 a carriage return without a line feed"])
    XCTAssertEqual(messagesInside("x\t=\t1 // \t"), [])
    XCTAssertEqual(
      complaintsInside("print \"a\u{1B}[31m\""),
      """
      a.lab:3:9: error: unexpected character U+001B
          3 | print "a\u{FFFD}[31m"
            |         ^
            = hint: control characters are not allowed in a scenario

      """)
  }

  func testComments() {
    XCTAssertEqual(
      messagesInside("x = 1 /* one\n two */ ; y = 2"),
      ["3:7 comments start with '//' and end with their line"])
    XCTAssertEqual(statement("x = 1 // \"{ ; é 漢\n"), "(= x 1)")
    XCTAssertEqual(statement("x = 4 /2"), "(= x (/ 4 2))")
  }
}
