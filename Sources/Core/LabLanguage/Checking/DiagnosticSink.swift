/// Collects what is wrong with a file while several checkers read it.
final class DiagnosticSink {
  /// A file shows at most so many errors, and so many warnings.
  static let limit = Parser.errorLimit
  /// Past so many errors the rest is not even collected.
  private static let collected = 1_000

  private let source: SourceText
  private var diagnostics: [Diagnostic] = []
  private var known: Set<Diagnostic> = []
  private(set) var hasErrors = false

  init(source: SourceText) { self.source = source }

  /// The hint is worked out only if it can be shown: looking for similar names costs something.
  func error(
    _ message: String, at range: SourceRange, label: String? = nil,
    hint: @autoclosure () -> String? = nil
  ) {
    hasErrors = true
    guard diagnostics.count < Self.collected else { return }
    add(Diagnostic(.error, message, at: range, label: label, hint: hint()))
  }

  func warning(_ message: String, at range: SourceRange, label: String? = nil, hint: String? = nil) {
    guard diagnostics.count < Self.collected else { return }
    add(Diagnostic(.warning, message, at: range, label: label, hint: hint))
  }

  func text(of range: SourceRange) -> String { source.text(of: range) }

  /// The line a range starts in, for hints that point to another place.
  func line(of range: SourceRange) -> Int { source.position(of: range.start).line }

  /// What was found, in the order of the text, cut to the limit.
  var sorted: [Diagnostic] {
    var errors = 0
    var warnings = 0
    var result: [Diagnostic] = []
    let ordered = diagnostics.enumerated()
      .sorted { ($0.element.range.start, $0.offset) < ($1.element.range.start, $1.offset) }
    for (_, diagnostic) in ordered {
      switch diagnostic.severity {
      case .warning:
        warnings += 1
        if warnings <= Self.limit { result.append(diagnostic) }
      case .error:
        errors += 1
        if errors > Self.limit {
          return result + [
            Diagnostic(
              .error, "too many errors", at: diagnostic.range,
              hint: "the errors from here on are not shown")
          ]
        }
        result.append(diagnostic)
      }
    }
    return result
  }

  private func add(_ diagnostic: Diagnostic) {
    // One mistake can be met on several ways (a routine is called twice); it is said once.
    if known.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
  }
}
