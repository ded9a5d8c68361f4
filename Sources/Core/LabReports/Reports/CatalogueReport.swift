/// The scenarios there are, by theme.
package struct CatalogueReport: Hashable, Sendable {
  package struct Row: Hashable, Sendable {
    package var name: String
    /// Folder under the root, empty for the root itself.
    package var theme: String
    package var title: String
    package var teaches: String
    package var tags: [String]
    /// Names of its corrected or broken twins.
    package var fixedBy: [String]
    package var fixes: [String]
    package var path: String
    /// Why the file cannot be used, nil if it can.
    package var problem: String?

    package init(
      name: String, theme: String, title: String = "", teaches: String = "", tags: [String] = [],
      fixedBy: [String] = [],
      fixes: [String] = [], path: String = "", problem: String? = nil
    ) {
      self.name = name
      self.theme = theme
      self.title = title
      self.teaches = teaches
      self.tags = tags
      self.fixedBy = fixedBy
      self.fixes = fixes
      self.path = path
      self.problem = problem
    }
  }

  package var rows: [Row]

  package init(rows: [Row]) { self.rows = rows }

  /// The list, each line with its end: one or two lines a scenario, or all that is known of it.
  package func render(style: TextStyle, isLong: Bool = false) -> String {
    var lines: [StyledText] = []
    let sorted = rows.sorted { ($0.theme, $0.name, $0.path) < ($1.theme, $1.name, $1.path) }
    var theme: String?
    var nameWidth = 0
    for row in sorted {
      if row.theme != theme {
        if theme != nil { lines.append("") }
        lines.append(.strong(row.theme.isEmpty ? "(no theme)" : row.theme))
        theme = row.theme
        let widest = sorted.filter { $0.theme == row.theme }.map { VisibleWidth.of($0.name) }.max() ?? 0
        nameWidth = min(widest, max(16, style.width * 9 / 20))
      }
      lines += isLong ? long(row, style) : short(row, nameWidth: nameWidth, style)
    }
    return style.render(lines)
  }

  /// Whether it has a bug to find, or mends one.
  private func sign(_ row: Row, _ style: TextStyle) -> StyledText {
    if row.problem != nil { return .bad("!") }
    if !row.fixedBy.isEmpty { return .bad(style.glyph(.failed)) }
    // A sign of one column, also in ASCII.
    return row.fixes.isEmpty ? " " : .good(style.ascii ? "+" : style.glyph(.passed))
  }

  private func short(_ row: Row, nameWidth: Int, _ style: TextStyle) -> [StyledText] {
    let text = row.problem.map { StyledText.bad($0) } ?? StyledText(row.title)
    let name = StyledText(row.name, .actor)
    let head = " " + sign(row, style) + " " + name
    let left = nameWidth + 5
    guard head.width <= left - 2 else {
      return [head] + labelled("", text, labelWidth: left, indent: 0, style: style)
    }
    let wrapped = text.wrapped(to: max(16, style.width - left))
    // Two lines at most: the rest is for --long.
    var lines = [head.padded(to: left) + (wrapped.first ?? "")]
    if wrapped.count > 1 {
      let rest = wrapped.dropFirst().map { $0 }.joined(separator: " ")
      lines.append(.spaces(left) + rest.truncated(to: max(16, style.width - left), ascii: style.ascii))
    }
    return lines
  }

  private func long(_ row: Row, _ style: TextStyle) -> [StyledText] {
    let title = row.problem.map { StyledText.bad($0) } ?? StyledText.strong(row.title)
    var lines = labelled(
      " " + sign(row, style) + " " + StyledText(row.name, .actor) + "  ", title,
      labelWidth: VisibleWidth.of(row.name) + 5, indent: 0, style: style)
    func add(_ text: StyledText) { lines += labelled("", text, labelWidth: 0, indent: 5, style: style) }
    if !row.teaches.isEmpty { add(StyledText(row.teaches)) }
    if !row.fixedBy.isEmpty { add("fixed by " + .object(row.fixedBy.joined(separator: ", "))) }
    if !row.fixes.isEmpty { add("fixes " + .object(row.fixes.joined(separator: ", "))) }
    if !row.tags.isEmpty { add(.faint("tags " + row.tags.joined(separator: ", "))) }
    return lines
  }

  package var json: JSONValue {
    let sorted = rows.sorted { ($0.theme, $0.name, $0.path) < ($1.theme, $1.name, $1.path) }
    return .array(
      sorted.map { row in
        [
          "name": .string(row.name), "theme": .string(row.theme), "title": .string(row.title),
          "teaches": .string(row.teaches),
          "tags": .strings(row.tags), "fixedBy": .strings(row.fixedBy), "fixes": .strings(row.fixes),
          "path": .string(row.path), "problem": row.problem.map { .string($0) } ?? .null,
        ]
      })
  }
}
