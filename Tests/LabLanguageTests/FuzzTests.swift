import Foundation
import LabLanguage
import LabTrace
import XCTest

/// Broken texts of all kinds: the front end must answer every one of them, in time, with errors that can be shown.
final class FuzzTests: XCTestCase {
  private static let seed: UInt64 = 0x5EED_0001

  private static func smallCorpusTexts() throws -> [[UInt8]] {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let folder = tests.appendingPathComponent("CorpusTests/Corpus")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    let files = try names.map { [UInt8](try Data(contentsOf: folder.appendingPathComponent($0))) }
    return files.filter { $0.count < 700 } + LanguageExamples.all.map { Array($0.utf8) }
  }

  private static let pieces: [String] =
    [
      "{", "}", "(", ")", "[", "]", ",", ":", ".", ";", "\n", "\r\n", "\r", "=", "// note\n", "\n// note\n",
      "\n\n\n", "==", "+=", "-=", "...",
      "..<",
      "..", "&&", "||", "!", "~", "-", "+", "*", "/", "%", "<<", ">>", "&", "|", "^", "\"", "\"a\"", "//",
      "/*",
      "0", "1", "9223372036854775808", "5ms", "20min", "1.5", "x", "\u{0}", "\u{1B}", "é", "\u{301}",
      "\u{202E}",
      "\u{FEFF}", "“", "#", "'", "@", "\t", " ",
    ]
    + [
      "local", "if", "else", "while", "loop", "repeat", "for", "in", "break", "return", "with", "section",
      "atomic",
      "await", "choose", "or", "spawn", "sleep", "work", "may", "crash", "assert", "print", "true", "self",
      "thread",
      "process", "main", "daemon", "func", "task", "expect", "param", "const", "var", "mutex", "shm", "tags",
      "outcomes", "native", "when", "possible", "finally", "no", "race", "on", "timeout", "scenario", "read",
    ]

  func testTenThousandBrokenFilesAreAnswered() throws {
    let texts = try Self.smallCorpusTexts()
    var generator = SplitMix64(seed: Self.seed)
    var wellFormed = 0
    for round in 0..<10_000 {
      var bytes = texts[Int(generator.below(UInt64(texts.count)))]
      for _ in 0...generator.below(3) { Self.mutate(&bytes, &generator) }
      let text = String(decoding: bytes, as: UTF8.self)
      guard let isWellFormed = check(text) else {
        return XCTFail("seed \(Self.seed), round \(round): \(text.debugDescription)")
      }
      if isWellFormed { wellFormed += 1 }
    }
    // Enough of both, or the test tests nothing.
    XCTAssertGreaterThan(wellFormed, 500)
    XCTAssertLessThan(wellFormed, 9_500)
  }

  /// Only spaces, line ends and comments are added: what still parses keeps its structure and its comments.
  func testAnyLayoutIsFormattedToAFixedPoint() throws {
    let layout = [" ", "  ", "\t", "\n", "\n\n\n", " // note\n", "\n  // note\n", ";", "\r\n", "// note\r\n"]
    let texts = try Self.smallCorpusTexts()
    var generator = SplitMix64(seed: Self.seed)
    var wellFormed = 0
    for round in 0..<2_000 {
      var bytes = texts[Int(generator.below(UInt64(texts.count)))]
      for _ in 0...generator.below(6) {
        let at = Self.token(in: bytes, Int(generator.below(UInt64(bytes.count)))).lowerBound
        bytes.insert(contentsOf: Array(layout[Int(generator.below(UInt64(layout.count)))].utf8), at: at)
      }
      let text = String(decoding: bytes, as: UTF8.self)
      guard let isWellFormed = check(text) else {
        return XCTFail("seed \(Self.seed), round \(round): \(text.debugDescription)")
      }
      if isWellFormed { wellFormed += 1 }
    }
    XCTAssertGreaterThan(wellFormed, 250)
  }

  func testNestingBombsAreRefused() throws {
    let openings = [
      "(", "[", "{", "-", "!", "~", "f(", "a[", "loop {", "if x { } else ", "atomic {\n", "choose { } or {",
      "x.f(",
      "with m { ", "return (", "a = ", "1 + ", "a && ",
      "a || b && c | d ^ e & f == g < h << i + j * (",
    ]
    for opening in openings {
      let bomb = String(repeating: opening, count: 4_000)
      for text in [
        "scenario \"s\"\nmain { x = \(bomb)", "scenario \"s\"\nmain { \(bomb)", "scenario \"s\"\n\(bomb)",
        "scenario \"s\"\nvar x = \(bomb)", "scenario \"s\"\nexpect outcomes (\(bomb)",
      ] {
        XCTAssertEqual(check(text), false, opening)
      }
    }
  }

  func testDeepestAllowedNestingWorks() {
    for (opening, middle, closing) in [("(", "x", ")"), ("-", "x", ""), ("a[", "0", "]"), ("f(", "0", ")")] {
      let depth = Parser.nestingLimit - 5
      let nest = String(repeating: opening, count: depth) + middle + String(repeating: closing, count: depth)
      XCTAssertEqual(check("scenario \"s\"\nmain { x = \(nest) }"), true, opening)
    }
    for opening in ["loop { ", "if x { } else "] {
      let depth = Parser.nestingLimit - 5
      let blocks =
        String(repeating: opening, count: depth) + "{ }".dropFirst(opening.hasPrefix("loop") ? 3 : 0)
        + String(repeating: "}", count: opening.hasPrefix("loop") ? depth : 0)
      XCTAssertEqual(check("scenario \"s\"\nmain { \(blocks) }"), true, opening)
    }
    let sum = Array(repeating: "a", count: Parser.heightLimit).joined(separator: " + ")
    XCTAssertEqual(check("scenario \"s\"\nmain { x = \(sum) }"), true)
  }

  func testLongTextsTakeLinearTime() {
    // A quadratic step would take minutes here.
    let items = (0..<10_000).map { "var x\($0) = \($0) // é" }.joined(separator: "\n")
    XCTAssertEqual(check("scenario \"s\"\n" + items), true)
    let statements = Array(repeating: "x = x + 1", count: 10_000).joined(separator: "; ")
    XCTAssertEqual(check("scenario \"s\"\nmain { \(statements) }"), true)
    let wrong = String(repeating: "x = = ; ", count: 10_000)
    XCTAssertEqual(check("scenario \"s\"\nmain { \(wrong) }"), false)
  }

  // MARK: One text

  /// Whether the text is well formed; nil if something is wrong with the answer.
  private func check(_ text: String) -> Bool? {
    let source = SourceText(text, file: "fuzz.lab")
    let result = Parser.parse(source)
    guard result.diagnostics.count <= Parser.errorLimit + 1 else { return nil }
    var previous = 0
    for diagnostic in result.diagnostics {
      let range = diagnostic.range
      guard range.start >= previous, range.start <= range.end, range.end <= source.bytes.count,
        !diagnostic.message.isEmpty, isShown(diagnostic, source)
      else { return nil }
      previous = range.start
    }
    switch Formatter.format(source) {
    case .failure(let error):
      return error.diagnostics.isEmpty || result.diagnostics.isEmpty ? nil : false
    case .success(let formatted):
      let again = SourceText(formatted, file: "fuzz.lab")
      guard result.diagnostics.isEmpty, let file = result.file, let file2 = Parser.parse(again).file,
        Outline.text(of: file) == Outline.text(of: file2), comments(source) == comments(again),
        case .success(formatted) = Formatter.format(again)
      else { return nil }
      return true
    }
  }

  private func isShown(_ diagnostic: Diagnostic, _ source: SourceText) -> Bool {
    let lines = source.render(diagnostic).split(separator: "\n", omittingEmptySubsequences: false)
    let position = source.position(of: diagnostic.range.start)
    return lines.count >= 4 && lines[0].hasPrefix("fuzz.lab:\(position.line):\(position.column): error: ")
      && lines[2].contains("^") && position.line <= source.lineCount
      && lines.allSatisfy { $0.unicodeScalars.count < 1_000 }
  }

  /// What follows `//` outside of strings, in any order.
  private func comments(_ source: SourceText) -> [String] {
    var found: [String] = []
    for line in source.text.split(whereSeparator: \.isNewline) {
      var isString = false
      var previous: Character = " "
      for (index, character) in zip(line.indices, line) {
        if character == "\"" { isString.toggle() }
        if !isString, character == "/", previous == "/" {
          found.append(line[index...].trimmingCharacters(in: .whitespaces))
          break
        }
        previous = character
      }
    }
    return found.sorted()
  }

  // MARK: Breaking a text

  private static func mutate(_ bytes: inout [UInt8], _ generator: inout SplitMix64) {
    guard !bytes.isEmpty else { return }
    let at = Int(generator.below(UInt64(bytes.count)))
    switch generator.below(9) {
    case 0: bytes[at] ^= UInt8(1 << generator.below(8))
    case 1: bytes.removeSubrange(at...)
    case 2: bytes.removeSubrange(token(in: bytes, at))
    case 3:
      let range = token(in: bytes, at)
      bytes.insert(contentsOf: bytes[range], at: range.upperBound)
    case 4:
      let first = token(in: bytes, at)
      let second = token(in: bytes, Int(generator.below(UInt64(bytes.count))))
      guard first.upperBound <= second.lowerBound else { return }
      let between = Array(bytes[first.upperBound..<second.lowerBound])
      let swapped = Array(bytes[second]) + between + Array(bytes[first])
      bytes.replaceSubrange(first.lowerBound..<second.upperBound, with: swapped)
    case 5:
      let piece = pieces[Int(generator.below(UInt64(pieces.count)))]
      bytes.insert(
        contentsOf: Array(String(repeating: piece, count: 1 + Int(generator.below(250))).utf8), at: at)
    default:
      let piece = pieces[Int(generator.below(UInt64(pieces.count)))]
      bytes.insert(contentsOf: Array(" \(piece) ".utf8), at: token(in: bytes, at).lowerBound)
    }
  }

  /// The word, number, sign or space around an offset.
  private static func token(in bytes: [UInt8], _ offset: Int) -> Range<Int> {
    func isWord(_ byte: UInt8) -> Bool {
      (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x30 && byte <= 0x39
    }
    var start = offset
    var end = offset + 1
    guard isWord(bytes[offset]) else { return start..<end }
    while start > 0, isWord(bytes[start - 1]) { start -= 1 }
    while end < bytes.count, isWord(bytes[end]) { end += 1 }
    return start..<end
  }
}
