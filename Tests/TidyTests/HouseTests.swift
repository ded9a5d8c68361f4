import XCTest

/// Rules about the tree and its files.
final class HouseTests: XCTestCase {
  /// A longer file wants to be two.
  private static let longestFile = 400
  /// A file of tests is a list: it reads well at a greater length than code does.
  private static let longestTestFile = 650

  /// Files that may be longer, with the lines they may have and the reason; they may shrink.
  private static let longFiles: [String: (lines: Int, reason: String)] = [:]

  func testTopLevelIsAsDrawn() {
    let expected: Set = ["Package.swift", "README.md", "Sources", "Tests", "Scenarios"]
    // What .gitignore names may lie around.
    let present = (SourceTree.names(in: ".") ?? []).filter {
      !$0.hasPrefix(".") && $0 != "Package.resolved" && !$0.hasSuffix(".trace")
    }
    for name in present where !expected.contains(name) {
      XCTFail(
        "\(name) does not belong at the top level: move it below Sources, Tests, Scenarios or a dotfile")
    }
    for name in expected.sorted() where !present.contains(name) {
      XCTFail("\(name) is missing at the top level")
    }
  }

  func testNoFileIsTooLong() {
    for file in SourceTree.swiftFiles {
      let count = file.lines.count - 1
      let usual = file.path.hasPrefix("Tests/") ? Self.longestTestFile : Self.longestFile
      let limit = Self.longFiles[file.path]?.lines ?? usual
      XCTAssertLessThanOrEqual(
        count, limit,
        "\(file.path) has \(count) lines, \(limit) are allowed: split it by facet (Type+Facet.swift)")
    }
  }

  func testTheListOfLongFilesOnlyShrinks() {
    for (path, entry) in Self.longFiles.sorted(by: { $0.key < $1.key }) {
      let count = SourceTree.swiftFiles.first { $0.path == path }.map { $0.lines.count - 1 } ?? 0
      XCTAssertGreaterThan(
        count, Self.longestFile, "\(path) is no longer too long (\(entry.reason)): take it off the list")
    }
  }

  func testNothingIsLeftForLater() {
    // Spelled apart, so that this file passes.
    let pattern = #"\b("# + ["TO" + "DO", "FIX" + "ME", "XX" + "X"].joined(separator: "|") + #")\b"#
    for file in SourceTree.allText {
      for place in file.places(matching: pattern, inCode: false) {
        XCTFail(
          "\(place): do it, or refuse it at run time with a clear error and say so in the README's limits")
      }
    }
  }

  func testNoPathsOfOneMachine() {
    let pattern = #"(^|[^\w.*)/-])/("# + ["work", "home", "root", "Users"].joined(separator: "|") + ")/"
    for file in SourceTree.allText {
      for place in file.places(matching: pattern, inCode: false) {
        XCTFail("\(place): a path that exists on one machine only; use one relative to the repository")
      }
    }
  }

  func testNoLicenseBoilerplate() {
    for file in SourceTree.swiftFiles {
      let head = file.lines.prefix(4).joined(separator: "\n")
      let pattern = #"(?i)copyright|licen[sc]ed|SPDX|Created by|^//\s*={3,}|^//\s*\w+\.swift"#
      XCTAssertNil(
        head.range(of: pattern, options: .regularExpression),
        "\(file.path) begins with boilerplate: begin with the imports or the documentation of the type")
    }
  }

  func testFilesEndWithExactlyOneLineEnd() {
    for file in SourceTree.allText where !file.path.hasPrefix("Tests/CorpusTests/Corpus/") {
      XCTAssertTrue(file.text.hasSuffix("\n"), "\(file.path) does not end with a line end")
      XCTAssertFalse(file.text.hasSuffix("\n\n"), "\(file.path) ends with empty lines")
    }
  }

  func testTheGateIsExecutable() {
    XCTAssertTrue(SourceTree.isExecutable(".ci/run"), ".ci/run must be executable: chmod +x .ci/run")
  }
}
