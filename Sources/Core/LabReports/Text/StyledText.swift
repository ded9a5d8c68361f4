/// Text in pieces, each with a role.
///
/// Colour is added only when a `TextStyle` renders it, so that its width can always be counted.
///
/// What comes from a scenario or a trace may hold anything: control characters are replaced when a piece
/// is made, so that no file can send sequences to the terminal.
package struct StyledText: Hashable, Sendable, ExpressibleByStringLiteral {
  package struct Run: Hashable, Sendable {
    package var text: String
    package var role: TextRole
  }

  package private(set) var runs: [Run]

  package init() { runs = [] }

  package init(_ text: String, _ role: TextRole = .plain) {
    let clean = StyledText.sanitised(text)
    runs = clean.isEmpty ? [] : [Run(text: clean, role: role)]
  }

  package init(stringLiteral value: String) { self.init(value) }

  package static func actor(_ text: String) -> StyledText { StyledText(text, .actor) }
  package static func object(_ text: String) -> StyledText { StyledText(text, .object) }
  package static func site(_ text: String) -> StyledText { StyledText(text, .site) }
  package static func good(_ text: String) -> StyledText { StyledText(text, .good) }
  package static func bad(_ text: String) -> StyledText { StyledText(text, .bad) }
  package static func hint(_ text: String) -> StyledText { StyledText(text, .hint) }
  package static func strong(_ text: String) -> StyledText { StyledText(text, .strong) }
  package static func faint(_ text: String) -> StyledText { StyledText(text, .faint) }

  package static func spaces(_ count: Int) -> StyledText {
    StyledText(String(repeating: " ", count: max(0, count)))
  }

  package static func + (left: StyledText, right: StyledText) -> StyledText {
    var result = left
    result += right
    return result
  }

  package static func += (left: inout StyledText, right: StyledText) {
    for run in right.runs {
      if let last = left.runs.indices.last, left.runs[last].role == run.role {
        left.runs[last].text += run.text
      } else {
        left.runs.append(run)
      }
    }
  }

  package var isEmpty: Bool { runs.isEmpty }

  /// The text without roles.
  package var plain: String { runs.reduce(into: "") { $0 += $1.text } }

  /// Columns it takes.
  package var width: Int { runs.reduce(0) { $0 + VisibleWidth.of($1.text) } }

  /// Control characters, and characters that reorder text, replaced by a question mark.
  static func sanitised(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09: result.append(" ")
      case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: result.append("?")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}

extension [StyledText] {
  /// The texts with a separator between them.
  package func joined(separator: StyledText) -> StyledText {
    var result = StyledText()
    for (index, text) in enumerated() {
      if index > 0 { result += separator }
      result += text
    }
    return result
  }
}
