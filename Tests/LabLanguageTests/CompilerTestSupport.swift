import Foundation
import LabLanguage
import LabTrace
import XCTest

/// A scenario of some declarations: the first line is added.
func scenario(_ body: String) -> SourceText {
  SourceText("scenario \"t\"\n" + body, file: "t.lab")
}

/// What the compiler says of a scenario, as a user reads it.
func diagnostics(_ body: String, overrides: [RunInfo.Parameter] = []) -> String {
  let source = scenario(body)
  return source.render(Compiler.compile(source, overrides: overrides).diagnostics)
}

/// Asserts what the compiler says of a scenario, to the letter.
func assertDiagnostics(
  _ body: String, _ expected: String, file: StaticString = #filePath, line: UInt = #line
) {
  let found = diagnostics(body)
  XCTAssertEqual(found, expected + "\n", file: file, line: line)
}

/// The program of a scenario that must have no errors.
func program(
  _ body: String, overrides: [RunInfo.Parameter] = [], file: StaticString = #filePath, line: UInt = #line
) throws -> Program {
  let source = scenario(body)
  let result = Compiler.compile(source, overrides: overrides)
  if result.program == nil { XCTFail(source.render(result.diagnostics), file: file, line: line) }
  return try XCTUnwrap(result.program, file: file, line: line)
}

/// The foreign programs that the repository holds, by name.
func corpus() throws -> [(name: String, text: String)] {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("CorpusTests/Corpus")
  let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
  return try names.filter { $0.hasSuffix(".lab") }.sorted().map {
    ($0, try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8))
  }
}
