import LabLanguage
import LabReports
import LabTrace
import LabWorkbench

/// From the word on the command line to a program.
enum ScenarioLoading {
  /// The program that the options of a native run ask for; warnings go to standard error.
  static func program(_ options: RunOptions, _ console: Console) throws(CommandFailure) -> Program {
    let source: SourceText
    do throws(CatalogueError) {
      source = try Catalogue.source(options.target, option: options.scenarios)
    } catch { throw CommandFailure(error) }
    let overrides = options.parameters.map { RunInfo.Parameter(name: $0.name, value: $0.value) }
    let result = Compiler.compile(source, overrides: overrides, appliesNativeBlock: true)
    if let error = result.overrideErrors.first {
      throw CommandFailure(.usage, error.message, hint: error.hint)
    }
    let errors = result.diagnostics.filter { $0.severity == .error }
    guard let program = result.program, errors.isEmpty else {
      console.complain(DiagnosticText.lines(result.diagnostics, source))
      throw CommandFailure(.badData, "\(source.file) has \(NumberText.counted(errors.count, "error"))")
    }
    if !console.isQuiet { console.complain(DiagnosticText.lines(result.diagnostics, source)) }
    return program
  }
}
