import LabLanguage
import LabNative
import LabTestSupport
import LabTrace
import XCTest

/// Runs of small scenarios written in the tests.
enum NativeCase {
  /// Compiles a scenario that must be correct.
  static func program(
    _ body: String, parameters: [RunInfo.Parameter] = [], file: StaticString = #filePath, line: UInt = #line
  ) throws -> Program {
    let text = body.hasPrefix("scenario") ? body : "scenario \"case\"\n" + body
    let source = SourceText(text, file: "case.lab")
    let result = Compiler.compile(source, overrides: parameters)
    return try XCTUnwrap(result.program, source.render(result.diagnostics), file: file, line: line)
  }

  /// Prepares to run a scenario.
  static func runner(_ program: Program) throws -> NativeRunner {
    try NativeRunner(program, child: Repository.program("synclab-child"))
  }

  /// Runs a scenario once.
  static func run(
    _ body: String, seed: UInt64 = TestSettings.seed, isChaotic: Bool = false,
    timeout: Int64 = 20_000_000_000,
    keepsLog: NativeOptions.KeepLog = .always, file: StaticString = #filePath, line: UInt = #line
  ) throws -> NativeRun {
    try runner(program(body, file: file, line: line)).run(
      NativeOptions(seed: seed, isChaotic: isChaotic, timeoutNanoseconds: timeout, keepsLog: keepsLog))
  }

  /// Value of an object without index in the last state.
  static func value(_ name: String, of run: NativeRun, in program: Program) throws -> Int64 {
    let object = try XCTUnwrap(program.objects.first { $0.name == name }, "no object \(name)")
    return run.state.cells[object.firstCell]
  }
}
