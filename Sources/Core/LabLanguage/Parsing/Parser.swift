/// From text to syntax tree.
package enum Parser {
  /// More errors than this are not reported.
  package static let errorLimit = 20
  /// How deep blocks, parentheses, indexes and signs may nest.
  package static let nestingLimit = 200
  /// How high the tree of one expression may grow; `a + b + c` has height 3.
  package static let heightLimit = 500

  /// Parses a file.
  ///
  /// The tree holds what is well formed; whatever is not is left out and has its error.
  package static func parse(_ source: SourceText) -> ParseResult {
    parse(source, Lexer(source))
  }

  static func parse(_ source: SourceText, _ lexer: Lexer) -> ParseResult {
    var descent = RecursiveDescent(source, lexer.tokens)
    let file = descent.parseFile()
    return ParseResult(file: file, diagnostics: inOrder(lexer.diagnostics + descent.diagnostics))
  }

  /// By place, cut to the limit.
  private static func inOrder(_ found: [Diagnostic]) -> [Diagnostic] {
    var diagnostics = found.enumerated().sorted {
      ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset)
    }.map(\.element)
    guard diagnostics.count > errorLimit else { return diagnostics }
    let next = diagnostics[errorLimit]
    diagnostics.removeSubrange(errorLimit...)
    diagnostics.append(
      Diagnostic(
        .error, "too many errors", at: next.range, hint: "the errors from here on are not shown"))
    return diagnostics
  }
}

package struct ParseResult: Sendable {
  /// Present whenever something could be parsed, even with errors.
  package var file: ScenarioFile?
  /// In the order of the text.
  package var diagnostics: [Diagnostic]

  package init(file: ScenarioFile?, diagnostics: [Diagnostic]) {
    self.file = file
    self.diagnostics = diagnostics
  }
}
