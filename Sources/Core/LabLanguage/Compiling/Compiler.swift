import LabTrace

/// What compiling a scenario gave.
package struct CompileResult: Sendable {
  /// Nil if there are errors of either sort.
  package var program: Program?
  /// What is wrong with the text, in its order; warnings may come with a program.
  package var diagnostics: [Diagnostic]
  /// Parameters from outside that the scenario cannot take.
  package var overrideErrors: [OverrideError]
}

/// From a scenario's text to the program that the runners run.
package enum Compiler {
  /// Parses, checks and compiles a scenario.
  ///
  /// - Parameters:
  ///   - source: The scenario's text.
  ///   - overrides: Values of parameters from outside, such as those of `-p N=3`.
  ///   - appliesNativeBlock: Whether the values of a `native` block count, as they do for a native run. An
  ///     override is stronger.
  /// - Returns: The program, or what is wrong.
  package static func compile(
    _ source: SourceText, overrides: [RunInfo.Parameter] = [], appliesNativeBlock: Bool = false
  ) -> CompileResult {
    let parsed = Parser.parse(source)
    guard let file = parsed.file, !parsed.diagnostics.contains(where: { $0.severity == .error }) else {
      return CompileResult(program: nil, diagnostics: parsed.diagnostics, overrideErrors: [])
    }
    var checked = Checker(source: source, overrides: overrides)
    checked.check(file)
    if appliesNativeBlock, !checked.nativeParameters.isEmpty {
      let nativeValues = checked.nativeParameters
      checked = Checker(source: source, overrides: overrides, nativeValues: nativeValues)
      checked.check(file)
    }
    var program: Program?
    if !checked.sink.hasErrors, checked.overrideErrors.isEmpty {
      var builder = ProgramBuilder(checked: checked, source: source)
      program = builder.build(file)
    }
    return CompileResult(
      program: checked.sink.hasErrors ? nil : program, diagnostics: parsed.diagnostics + checked.sink.sorted,
      overrideErrors: checked.overrideErrors)
  }
}
