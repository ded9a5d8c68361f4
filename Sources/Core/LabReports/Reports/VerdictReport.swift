import LabTrace

/// What became of each expectation, under one headline.
package struct VerdictReport: Hashable, Sendable {
  /// What became of one expectation.
  package enum Word: String, Hashable, Sendable, CaseIterable {
    case held
    case failed = "FAILED"
    case needsExplore = "needs explore"
    case notApplicable = "not applicable"
    case notSeen = "not seen"
    case inconclusive
    /// An outcome that may, but need not, occur, and did not.
    case unseen = "-"

    var role: TextRole {
      switch self {
      case .held: .good
      case .failed: .bad
      case .needsExplore, .notSeen, .inconclusive: .hint
      case .notApplicable, .unseen: .faint
      }
    }
  }

  package struct Row: Hashable, Sendable {
    package var word: Word
    /// The expectation: `expect finally sum == n * (n + 1)`.
    package var text: String
    /// Why, or what was seen instead; empty for nothing.
    package var detail: String
    /// `file:line:column` of the expectation, empty if it stands nowhere.
    package var place: String

    package init(word: Word, text: String, detail: String = "", place: String = "") {
      self.word = word
      self.text = text
      self.detail = detail
      self.place = place
    }
  }

  /// `HELD`, `FAILED`, `FAIL-AS-EXPECTED`, …: the first word of the report.
  package var headline: String
  package var headlineRole: TextRole
  /// What stands behind the headline.
  package var summary: String
  package var rows: [Row]

  package init(headline: String, headlineRole: TextRole, summary: String = "", rows: [Row]) {
    self.headline = headline
    self.headlineRole = headlineRole
    self.summary = summary
    self.rows = rows
  }

  /// The verdict, each line with its end.
  package func render(style: TextStyle) -> String {
    let head = StyledText(headline, headlineRole) + (summary.isEmpty ? "" : "  " + StyledText(summary))
    var lines = head.wrapped(to: style.width).enumerated().map {
      StyledText.spaces($0.offset == 0 ? 0 : 2) + $0.element
    }
    let wordWidth = rows.map { $0.word.rawValue.count }.max() ?? 0
    for row in rows {
      let text = StyledText(row.text) + (row.place.isEmpty ? "" : "  " + .site(EventLog.lastPart(row.place)))
      lines += labelled(
        StyledText(row.word.rawValue, row.word.role), text, labelWidth: wordWidth + 2, indent: 2, style: style
      )
      guard !row.detail.isEmpty else { continue }
      let detail = StyledText(row.detail, row.word == .failed ? .bad : .faint)
      lines += labelled("", detail, labelWidth: wordWidth + 4, indent: 2, style: style)
    }
    return style.render(lines)
  }

  package var json: JSONValue {
    [
      "headline": .string(headline),
      "summary": .string(summary),
      "expectations": .array(
        rows.map { row in
          [
            "verdict": .string(row.word.rawValue), "text": .string(row.text), "detail": .string(row.detail),
            "place": .string(row.place),
          ]
        }),
    ]
  }
}
