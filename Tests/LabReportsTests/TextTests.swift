import XCTest

@testable import LabReports

final class TextTests: XCTestCase {
  func testWidthCountsColumnsNotCharacters() {
    XCTAssertEqual(VisibleWidth.of("abc"), 3)
    XCTAssertEqual(VisibleWidth.of("写锁"), 4)
    XCTAssertEqual(VisibleWidth.of("e\u{301}"), 1)
    XCTAssertEqual(VisibleWidth.of("\u{1B}[1;31mred\u{1B}[0m"), 3)
    XCTAssertEqual(VisibleWidth.of("\u{1B}]0;title\u{7}x"), 1)
    XCTAssertEqual(VisibleWidth.of("👩‍👩‍👧"), 2)
    XCTAssertEqual(VisibleWidth.of("━┅▶⏸✗"), 5)
    XCTAssertEqual(VisibleWidth.of("\u{200B}"), 0)
  }

  func testTruncationNeverSplitsAWideCharacter() {
    XCTAssertEqual(StyledText("写锁").truncated(to: 4).plain, "写锁")
    XCTAssertEqual(StyledText("写锁锁").truncated(to: 4).plain, "写…")
    XCTAssertEqual(StyledText("abcdef").truncated(to: 5, ascii: true).plain, "ab...")
    XCTAssertEqual(StyledText("abcdef").truncated(to: 2, ascii: true).plain, "ab")
    XCTAssertEqual(StyledText("写锁锁").fitted(to: 5).width, 5)
  }

  func testWrappingKeepsRolesAndBreaksLongWords() {
    let text = "one " + StyledText.actor("two three") + " four"
    XCTAssertEqual(text.wrapped(to: 8).map(\.plain), ["one two", "three", "four"])
    XCTAssertEqual(text.wrapped(to: 8)[1].runs.first?.role, .actor)
    XCTAssertEqual(StyledText("abcdefgh").wrapped(to: 3).map(\.plain), ["abc", "def", "gh"])
    XCTAssertEqual(StyledText("写锁").wrapped(to: 1).map(\.plain), ["写", "锁"])
    XCTAssertEqual(StyledText("").wrapped(to: 10).map(\.plain), [""])
  }

  func testControlCharactersNeverReachTheTerminal() {
    XCTAssertEqual(StyledText("a\u{1B}[2Jb\u{202E}c\td\u{7F}").plain, "a?[2Jb?c d?")
    let style = TextStyle(color: true)
    XCTAssertEqual(style.render(.bad("\u{1B}[0m")), "\u{1B}[1;31m?[0m\u{1B}[0m")
  }

  func testWidthOfAStyleIsClamped() {
    XCTAssertEqual(TextStyle(width: 1).width, 40)
    XCTAssertEqual(TextStyle(width: 100_000).width, 400)
  }

  func testGlyphsHaveAnASCIIFallback() {
    for glyph in Glyph.allCases {
      XCTAssertTrue(glyph.text(ascii: true).utf8.allSatisfy { $0 < 0x80 }, "\(glyph)")
      XCTAssertEqual(VisibleWidth.of(glyph.text(ascii: false)), 1, "\(glyph)")
    }
  }

  func testEachNounHasAColourOfItsOwn() {
    let colours = TextRole.allCases.map(\.ansiParameters)
    XCTAssertEqual(Set(colours).count, colours.count)
  }

  func testNumbersAreGroupedAndShort() {
    XCTAssertEqual(NumberText.grouped(1_944_800), "1,944,800")
    XCTAssertEqual(NumberText.grouped(-1000), "-1,000")
    XCTAssertEqual(NumberText.grouped(Int64.min), "-9,223,372,036,854,775,808")
    XCTAssertEqual(NumberText.duration(nanoseconds: 999), "999 ns")
    XCTAssertEqual(NumberText.duration(nanoseconds: 1_050), "1.05 µs")
    XCTAssertEqual(NumberText.duration(nanoseconds: 12_400_000), "12.4 ms")
    XCTAssertEqual(NumberText.duration(nanoseconds: 3_661_000_000_000), "3,661 s")
    XCTAssertEqual(NumberText.percent(1, of: 3), "33.3 %")
    XCTAssertEqual(NumberText.percent(1, of: 100_000), "0.1 %")
    XCTAssertEqual(NumberText.percent(99_999, of: 100_000), "99.9 %")
    XCTAssertEqual(NumberText.percent(0, of: 0), "0 %")
    XCTAssertEqual(NumberText.counted(1, "event"), "1 event")
  }

  func testActorsAreAbbreviatedToUniquePrefixes() {
    XCTAssertEqual(
      ActorAbbreviations.of(["consumer[0]", "consumer[1]", "producer", "pool[12]"]),
      ["c0", "c1", "pr", "po12"])
    XCTAssertEqual(ActorAbbreviations.of(["a", "ab"]), ["a", "ab"])
  }
}
