/// Something wrong with a scenario text, and what to do about it.
///
/// `SourceText.render` turns it into text.
package struct Diagnostic: Hashable, Sendable {
  package enum Severity: Hashable, Sendable {
    case error
    case warning
  }

  package var severity: Severity
  /// One sentence without a full stop, starting in lower case.
  package var message: String
  /// What the carets underline.
  package var range: SourceRange
  /// Words printed behind the carets, if any.
  package var label: String?
  /// What to do, if there is something to say: printed as `= hint: …`.
  package var hint: String?

  package init(
    _ severity: Severity, _ message: String, at range: SourceRange, label: String? = nil, hint: String? = nil
  ) {
    self.severity = severity
    self.message = message
    self.range = range
    self.label = label
    self.hint = hint
  }
}
