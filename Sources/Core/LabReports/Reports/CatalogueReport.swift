/// The scenarios there are, by theme.
package struct CatalogueReport: Hashable, Sendable {
  package struct Row: Hashable, Sendable {
    package var name: String
    /// Folder under the root, empty for the root itself.
    package var theme: String
    package var title: String
    package var tags: [String]
    /// Names of its corrected or broken twins.
    package var fixedBy: [String]
    package var fixes: [String]
    package var path: String
    /// Why the file cannot be used, nil if it can.
    package var problem: String?

    package init(
      name: String, theme: String, title: String = "", tags: [String] = [], fixedBy: [String] = [],
      fixes: [String] = [], path: String = "", problem: String? = nil
    ) {
      self.name = name
      self.theme = theme
      self.title = title
      self.tags = tags
      self.fixedBy = fixedBy
      self.fixes = fixes
      self.path = path
      self.problem = problem
    }
  }

  package var rows: [Row]

  package init(rows: [Row]) { self.rows = rows }

  /// The list, each line with its end.
  package func render(style: TextStyle) -> String {
    var lines: [StyledText] = []
    let sorted = rows.sorted { ($0.theme, $0.name, $0.path) < ($1.theme, $1.name, $1.path) }
    let widest = rows.map { VisibleWidth.of($0.name) }.max() ?? 0
    let nameWidth = min(widest, max(16, style.width / 3))
    var theme: String?
    for row in sorted {
      if row.theme != theme {
        if theme != nil { lines.append("") }
        lines.append(.strong(row.theme.isEmpty ? "(no theme)" : row.theme))
        theme = row.theme
      }
      lines += self.lines(row, nameWidth: nameWidth, style: style)
    }
    return style.render(lines)
  }

  private func lines(_ row: Row, nameWidth: Int, style: TextStyle) -> [StyledText] {
    var text = row.problem.map { StyledText.bad($0) } ?? StyledText(row.title)
    if !row.fixedBy.isEmpty {
      text += "  fixed by " + .object(row.fixedBy.joined(separator: ", "))
    } else if !row.fixes.isEmpty {
      text += .good("  fixes ") + .object(row.fixes.joined(separator: ", "))
    }
    if !row.tags.isEmpty { text += .faint("  [\(row.tags.joined(separator: ", "))]") }
    let name = StyledText(row.name, .actor)
    if name.width > nameWidth {
      return ["  " + name] + labelled("", text, labelWidth: nameWidth + 2, indent: 2, style: style)
    }
    return labelled(name, text, labelWidth: nameWidth + 2, indent: 2, style: style)
  }

  package var json: JSONValue {
    let sorted = rows.sorted { ($0.theme, $0.name, $0.path) < ($1.theme, $1.name, $1.path) }
    return .array(
      sorted.map { row in
        [
          "name": .string(row.name), "theme": .string(row.theme), "title": .string(row.title),
          "tags": .strings(row.tags), "fixedBy": .strings(row.fixedBy), "fixes": .strings(row.fixes),
          "path": .string(row.path), "problem": row.problem.map { .string($0) } ?? .null,
        ]
      })
  }
}
