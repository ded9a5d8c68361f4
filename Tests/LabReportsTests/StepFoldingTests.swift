import LabTrace
import XCTest

@testable import LabReports

final class StepFoldingTests: XCTestCase {
  /// Rows of one thread from a text: equal letters do the same thing; a capital is important.
  private func rows(_ text: String) -> [StepRow] {
    text.enumerated().map { index, letter in
      let action = Int32(letter.lowercased().unicodeScalars.first!.value)
      return StepRow(
        position: index, thread: 1, signature: action, action: action, isImportant: letter.isUppercase)
    }
  }

  private func picture(_ items: [StepFolding.Item], _ text: String) -> String {
    let letters = Array(text)
    return items.map { item in
      switch item {
      case .row(let row): String(letters[row])
      case .fold(let fold):
        switch fold.kind {
        case .rounds(let count, let period):
          "(\(count)x\(String(letters[fold.rows.prefix(period).startIndex..<fold.rows.lowerBound + period])))"
        case .alike(let count, let period): "(alike \(count)x\(period))"
        case .interleaved: "(turns \(fold.rows.count))"
        case .elided: "(\(fold.rows.count) elided)"
        }
      }
    }.joined()
  }

  private func folded(_ text: String, limit: Int = 0) -> String {
    picture(StepFolding.fold(rows(text), limit: limit), text)
  }

  func testRoundsKeepTheirFirstAndLastTwo() {
    XCTAssertEqual(folded("s" + String(repeating: "ab", count: 10) + "e"), "sabab(6xab)ababe")
  }

  func testTheShortestPeriodNamesThePattern() {
    XCTAssertEqual(folded(String(repeating: "a", count: 100)), "aa(96xa)aa")
    XCTAssertEqual(folded(String(repeating: "aab", count: 10)), "aabaab(6xaab)aabaab")
  }

  func testFewRoundsAreNotFolded() {
    XCTAssertEqual(folded("abababab"), "abababab")
  }

  func testAChangeOfThePatternKeepsTheRowsAroundIt() {
    let text = String(repeating: "ab", count: 10) + String(repeating: "abba", count: 10)
    let picture = folded(text)
    XCTAssertTrue(picture.hasPrefix("abab(") && picture.components(separatedBy: "(").count == 3, picture)
    XCTAssertTrue(picture.contains("xab)ababbaab"), picture)
  }

  func testImportantRowsAndTheirNeighboursStay() {
    let text = String(repeating: "ab", count: 10) + "A" + "b" + String(repeating: "ab", count: 10)
    let picture = folded(text)
    XCTAssertTrue(picture.contains("abAba"), picture)
  }

  func testAnythingElseIsCutInTheMiddle() {
    var random = SplitMix64(seed: 3)
    let text = String((0..<1000).map { _ in Character(Unicode.Scalar(UInt8(97 + random.below(26)))) })
    let items = StepFolding.fold(rows(text), limit: 50)
    XCTAssertLessThanOrEqual(items.count, 52)
    XCTAssertEqual(items.count { if case .fold = $0 { true } else { false } }, 1)
  }

  func testFoldsHideEveryRowExactlyOnce() {
    var random = SplitMix64(seed: 4)
    for round in 0..<100 {
      let letters = random.below(3) + 1
      let length = Int(random.below(300))
      let text = String(
        (0..<length).map { _ in Character(Unicode.Scalar(UInt8(97 + random.below(letters)))) })
      for limit in [0, 10, 40] {
        let covered = StepFolding.fold(rows(text), limit: limit).flatMap { StepFolding.hiddenRows($0) }
        XCTAssertEqual(covered, Array(0..<length), "round \(round), limit \(limit): \(text)")
      }
    }
  }
}
