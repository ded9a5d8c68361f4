/// What a piece of text names.
///
/// Each noun has one colour everywhere, and never the colour alone.
package enum TextRole: Hashable, Sendable, CaseIterable {
  case plain
  case actor
  case object
  case site
  case good
  case bad
  case hint
  case strong
  case faint

  /// Parameters of the ANSI sequence that switches the colour on; empty for plain text.
  var ansiParameters: String {
    switch self {
    case .plain: ""
    case .actor: "36"
    case .object: "33"
    case .site: "34"
    case .good: "32"
    case .bad: "1;31"
    case .hint: "35"
    case .strong: "1"
    case .faint: "2"
    }
  }
}
