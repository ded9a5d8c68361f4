import LabLanguage
import LabReports

/// Diagnostics on the console: as the language renders them, with the colours of reports.
enum DiagnosticText {
  static func lines(_ diagnostics: [Diagnostic], _ source: SourceText) -> [StyledText] {
    diagnostics.flatMap { diagnostic -> [StyledText] in
      let isError = diagnostic.severity == .error
      let text = source.render(diagnostic)
      return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().enumerated().map {
        line($0.element, index: $0.offset, isError: isError)
      }
    }
  }

  /// The first line has the claim, the second the source, the third the carets, the last the hint.
  private static func line(_ line: Substring, index: Int, isError: Bool) -> StyledText {
    let role: TextRole = isError ? .bad : .hint
    switch index {
    case 0:
      let marker = isError ? ": error: " : ": warning: "
      guard let range = line.firstRange(of: marker) else { return StyledText(String(line)) }
      return .site(String(line[..<range.lowerBound])) + ": " + StyledText(String(marker.dropFirst(2)), role)
        + .strong(String(line[range.upperBound...]))
    case 1: return StyledText(String(line))
    case 2: return StyledText(String(line), role)
    default: return .hint(String(line))
    }
  }

  static func json(_ diagnostics: [Diagnostic], _ source: SourceText) -> JSONValue {
    [
      "file": .string(source.file),
      "problem": .null,
      "diagnostics": .array(
        diagnostics.map { diagnostic in
          let start = source.position(of: diagnostic.range.start)
          let end = source.position(of: diagnostic.range.end)
          return [
            "severity": diagnostic.severity == .error ? "error" : "warning",
            "message": .string(diagnostic.message),
            "line": .integer(start.line), "column": .integer(start.column),
            "endLine": .integer(end.line), "endColumn": .integer(end.column),
            "label": diagnostic.label.map { .string($0) } ?? .null,
            "hint": diagnostic.hint.map { .string($0) } ?? .null,
          ]
        }),
    ]
  }
}
