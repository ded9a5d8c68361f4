import XCTest

/// Every shipped scenario is a complete lesson.
///
/// Read line by line and without the language's parser, so that these rules hold even while that is broken.
final class ScenarioCatalogueTests: XCTestCase {
  private static let themes = [
    "race", "deadlock", "producer-consumer", "condition", "semaphore", "rwlock", "barrier", "lock-free",
    "cross-process", "real-work", "litmus",
  ]

  private struct Entry {
    var file: SourceFile
    var name: String
    var fixedBy: [String]
    var fixes: [String]
    var tags: [String]

    init(_ file: SourceFile) {
      self.file = file
      name = String(file.name.dropLast(".lab".count))
      fixedBy = Entry.strings(after: "fixed by", in: file)
      fixes = Entry.strings(after: "fixes", in: file)
      tags = file.lines.filter { $0.hasPrefix("tags ") }.flatMap {
        $0.dropFirst("tags ".count).split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
      }
    }

    /// The quoted rest of lines like `fixes "name"`, however they are aligned.
    static func strings(after keyword: String, in file: SourceFile) -> [String] {
      let pattern = "^" + keyword.replacingOccurrences(of: " ", with: #"\s+"#) + #"\s+"[^"]*"\s*$"#
      return file.lines
        .filter { $0.range(of: pattern, options: .regularExpression) != nil }
        .compactMap { line in
          let parts = line.components(separatedBy: "\"")
          return parts.count > 1 ? parts[1] : nil
        }
    }

    func strings(after keyword: String) -> [String] { Entry.strings(after: keyword, in: file) }
  }

  private let entries = SourceTree.scenarios.map(Entry.init)

  func testScenariosAreThere() {
    XCTAssertGreaterThanOrEqual(entries.count, 45, "the catalogue has lost scenarios")
  }

  func testScenariosLieInAThemedFolder() {
    for entry in entries {
      let parts = entry.file.path.split(separator: "/").map(String.init)
      XCTAssertTrue(
        parts.count == 3 && Self.themes.contains(parts[1]),
        "\(entry.file.path): put it into one of \(Self.themes.joined(separator: ", "))")
    }
  }

  func testNamesAreTheFileStemsAndUnique() {
    for entry in entries {
      XCTAssertEqual(
        entry.strings(after: "scenario"), [entry.name],
        "\(entry.file.path): the scenario must be named like its file")
      XCTAssertEqual(
        entries.filter { $0.name == entry.name }.count, 1,
        "\(entry.name) exists twice: `run NAME` could not tell which")
    }
  }

  func testEveryScenarioHasATitleALessonAndTags() {
    for entry in entries {
      XCTAssertEqual(entry.strings(after: "title").count, 1, "\(entry.file.path) needs one line: title \"…\"")
      let lessons = entry.strings(after: "teaches")
      XCTAssertEqual(lessons.count, 1, "\(entry.file.path) needs one line: teaches \"…\"")
      for lesson in lessons {
        XCTAssertTrue(
          lesson.hasSuffix("."), "\(entry.file.path): what it teaches is a sentence, ended by a period")
      }
      XCTAssertFalse(entry.tags.isEmpty, "\(entry.file.path) needs a line: tags …")
      for tag in entry.tags {
        XCTAssertNotNil(
          tag.range(of: #"^[a-z]+(-[a-z]+)*$"#, options: .regularExpression),
          "\(entry.file.path): write tag '\(tag)' in small letters, words joined by -")
      }
    }
  }

  func testEveryScenarioDeclaresItsVerdict() {
    for entry in entries {
      XCTAssertTrue(
        entry.file.lines.contains { $0.hasPrefix("expect ") },
        "\(entry.file.path) expects nothing: say what a run must show, if only `expect no race`")
    }
  }

  func testTwinsExistAndPointBack() {
    for entry in entries {
      for twin in entry.fixedBy {
        XCTAssertTrue(
          entries.contains { $0.name == twin && $0.fixes.contains(entry.name) },
          "\(entry.file.path) is fixed by \(twin): that file must exist and say: fixes \"\(entry.name)\"")
      }
      for twin in entry.fixes {
        XCTAssertTrue(
          entries.contains { $0.name == twin && $0.fixedBy.contains(entry.name) },
          "\(entry.file.path) fixes \(twin): that file must exist and say: fixed by \"\(entry.name)\"")
      }
    }
  }

  func testEveryBrokenScenarioHasACorrectedTwin() {
    let pattern = #"^expect\s+(race|deadlock|failure|misuse|leak|livelock|starvation)\b"#
    for entry in entries where entry.file.lines.contains(where: { matches($0, pattern) }) {
      XCTAssertFalse(
        entry.fixedBy.isEmpty, "\(entry.file.path) shows a bug and no cure: add fixed by \"…\" and its twin")
    }
  }

  func testParametersHaveRanges() {
    for entry in entries {
      for line in entry.file.lines where line.hasPrefix("param ") {
        XCTAssertTrue(
          matches(line, #"\sin\s.*\.\.\."#), "\(entry.file.path): give `\(line)` a range: in LOW...HIGH")
      }
    }
  }

  private func matches(_ line: String, _ pattern: String) -> Bool {
    line.range(of: pattern, options: .regularExpression) != nil
  }
}
