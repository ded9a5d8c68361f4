import Foundation
import LabControlled
import LabLanguage
import LabTrace
import XCTest

/// The program of a scenario that must have no errors.
func compile(
  _ text: String, overrides: [RunInfo.Parameter] = [], file: StaticString = #filePath, line: UInt = #line
) throws -> Program {
  let source = SourceText(text, file: "t.lab")
  let result = Compiler.compile(source, overrides: overrides)
  if result.program == nil { XCTFail(source.render(result.diagnostics), file: file, line: line) }
  return try XCTUnwrap(result.program, file: file, line: line)
}

/// The model of a scenario without its first line.
func model(
  _ body: String, _ options: ControlledOptions = ControlledOptions(), file: StaticString = #filePath,
  line: UInt = #line
) throws -> ControlledProgram {
  try ControlledProgram(compile("scenario \"t\"\n" + body, file: file, line: line), options: options)
}
