/// A text with errors is not formatted.
package struct FormatError: Error, Sendable {
  /// What is wrong with it.
  package var diagnostics: [Diagnostic]

  package init(diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}
