import Foundation
import LabLanguage
import LabTestSupport
import LabTrace
import XCTest

/// The scenarios that come with the lab, as texts; what they show is tested where they run.
final class ScenarioTextTests: XCTestCase {
  private func sources() throws -> [SourceText] {
    let folder = URL(fileURLWithPath: Repository.path("Scenarios"))
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
      $0.hasSuffix(".lab")
    }
    return try paths.sorted().map { path in
      SourceText(try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8), file: path)
    }
  }

  func testEveryScenarioCompilesWithoutErrorsAndWarnings() throws {
    let sources = try sources()
    XCTAssertFalse(sources.isEmpty)
    for source in sources { XCTAssertEqual(complaints(source), "", source.file) }
  }

  func testEveryScenarioCompilesAtBothEndsOfEveryParameter() throws {
    for source in try sources() {
      for parameter in ends(in: source) {
        XCTAssertEqual(
          complaints(source, [parameter]), "", "\(source.file) -p \(parameter.name)=\(parameter.value)")
      }
    }
  }

  func testEveryScenarioIsInCanonicalForm() throws {
    for source in try sources() {
      XCTAssertEqual(try Formatter.format(source).get(), source.text, "synclab fmt \(source.file)")
    }
  }

  private func complaints(_ source: SourceText, _ overrides: [RunInfo.Parameter] = []) -> String {
    let result = Compiler.compile(source, overrides: overrides)
    if result.program == nil, result.diagnostics.isEmpty, result.overrideErrors.isEmpty {
      return "no program"
    }
    return source.render(result.diagnostics) + result.overrideErrors.map { "\($0)\n" }.joined()
  }

  /// The smallest and the largest value of each parameter, from lines like `param N = 2 in 1...8`.
  private func ends(in source: SourceText) -> [RunInfo.Parameter] {
    source.text.split(separator: "\n").flatMap { line -> [RunInfo.Parameter] in
      let words = line.split(separator: " ")
      guard words.count == 6, words[0] == "param", words[4] == "in" else { return [] }
      return words[5].components(separatedBy: "...").compactMap { Int64($0) }.map {
        RunInfo.Parameter(name: String(words[1]), value: $0)
      }
    }
  }
}
