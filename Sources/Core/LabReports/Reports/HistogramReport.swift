/// How often each outcome was seen over many runs.
package struct HistogramReport: Hashable, Sendable {
  /// One outcome.
  package struct Row: Hashable, Sendable {
    /// The values as text: `20000`, or `1, 0`.
    package var label: String
    package var count: Int
    /// The value, if the outcome is one number: for the summary of many outcomes.
    package var number: Int64?
    /// `reachable`, `forbidden`, `not declared`, … empty for none.
    package var grade: String
    package var role: TextRole
    package var note: String

    package init(
      label: String, count: Int, number: Int64? = nil, grade: String = "", role: TextRole = .plain,
      note: String = ""
    ) {
      self.label = label
      self.count = count
      self.number = number
      self.grade = grade
      self.role = role
      self.note = note
    }
  }

  /// What the labels say: `counter`, or `a, b`.
  package var title: String
  /// In the order in which they are to be shown.
  package var rows: [Row]
  /// At most so many rows are printed: of more outcomes, numbers are put together in ranges, and of others
  /// those with a note and those seen most often are shown.
  package var maximumRows: Int

  package init(title: String, rows: [Row], maximumRows: Int = 20) {
    self.title = title
    self.rows = rows
    self.maximumRows = max(1, maximumRows)
  }

  package var total: Int { rows.reduce(0) { $0 + $1.count } }

  /// The histogram, each line with its end.
  package func render(style: TextStyle) -> String {
    guard !rows.isEmpty else { return style.render([" no outcomes"]) }
    let shown = shownRows()
    let label = min(
      max(shown.map { VisibleWidth.of($0.label) }.max() ?? 0, VisibleWidth.of(title)), style.width / 3)
    let counts = max(4, shown.map { NumberText.grouped($0.count).count }.max() ?? 0)
    let notes = shown.map { VisibleWidth.of(tail($0).plain) }.max() ?? 0
    // " label  count  share  bar  tail"
    let fixed = 1 + label + 2 + counts + 2 + 6 + 2
    let bar = max(4, min(40, style.width - fixed - (notes == 0 ? 0 : notes + 2)))
    let most = shown.map(\.count).max() ?? 1
    var lines = [
      " " + StyledText(title, .object).fitted(to: label, ascii: style.ascii) + "  "
        + StyledText("runs").paddedLeft(to: counts) + "   share"
    ]
    for row in shown {
      var line = " " + StyledText(row.label, row.role).fitted(to: label, ascii: style.ascii) + "  "
      line += StyledText(NumberText.grouped(row.count)).paddedLeft(to: counts) + "  "
      line += StyledText(NumberText.percent(row.count, of: total)).paddedLeft(to: 6) + "  "
      line += self.bar(row.count, of: most, columns: bar, row.role, style).padded(to: bar) + "  "
      let left = line.width
      let texts = tail(row).wrapped(to: max(12, style.width - left))
      lines.append(line + texts[0])
      lines += texts.dropFirst().map { StyledText.spaces(left) + $0 }
    }
    return style.render(lines + summary(shown))
  }

  private func shownRows() -> [Row] {
    guard rows.count > maximumRows else { return rows }
    let isDeclared = { (row: Row) in !row.note.isEmpty || row.count == 0 }
    let declared = rows.filter(isDeclared)
    let others = rows.filter { !isDeclared($0) }
    if declared.count <= maximumRows / 2, let ranges = ranges(of: others, count: maximumRows - declared.count)
    {
      return declared + ranges
    }
    let ranked = rows.indices.sorted {
      (isDeclared(rows[$0]) ? 0 : 1, -rows[$0].count, $0) < (
        isDeclared(rows[$1]) ? 0 : 1, -rows[$1].count, $1
      )
    }
    return ranked.prefix(maximumRows).sorted().map { rows[$0] }
  }

  /// Numbers put together in ranges of equal width; nil if an outcome is no number.
  private func ranges(of rows: [Row], count: Int) -> [Row]? {
    let numbers = rows.compactMap(\.number)
    guard numbers.count == rows.count, let least = numbers.min(), let most = numbers.max(), least < most
    else {
      return nil
    }
    let span = UInt64(bitPattern: most &- least)
    let width = span / UInt64(count) + 1
    var ranges: [Row?] = Array(repeating: nil, count: count)
    for row in rows {
      let index = Int(UInt64(bitPattern: (row.number ?? 0) &- least) / width)
      let low = least &+ Int64(bitPattern: UInt64(index) &* width)
      let high = index == count - 1 ? most : min(most, low &+ Int64(bitPattern: width &- 1))
      var range = ranges[index] ?? Row(label: "\(low) to \(high)", count: 0, grade: row.grade, role: row.role)
      range.count += row.count
      if row.grade != range.grade { range.grade = "several" }
      if row.role == .bad { range.role = .bad }
      ranges[index] = range
    }
    return ranges.compactMap { $0 }
  }

  private func tail(_ row: Row) -> StyledText {
    let grade = StyledText(row.grade, row.role)
    if row.note.isEmpty { return grade }
    return row.grade.isEmpty ? StyledText(row.note) : grade + "  " + StyledText(row.note)
  }

  private func bar(_ count: Int, of most: Int, columns: Int, _ role: TextRole, _ style: TextStyle)
    -> StyledText
  {
    guard count > 0, most > 0 else { return "" }
    let halves = max(1, Int(Double(count) / Double(most) * Double(columns) * 2 + 0.5))
    let text = style.glyphs(.bar, halves / 2) + (halves % 2 == 1 ? style.glyph(.halfBar) : "")
    return StyledText(text, role == .plain ? .hint : role)
  }

  private func summary(_ shown: [Row]) -> [StyledText] {
    var lines: [StyledText] = []
    let runs = total - shown.reduce(0) { $0 + $1.count }
    if shown.count < rows.count, runs > 0 {
      let hidden = rows.count - shown.count
      let text = "\(NumberText.counted(hidden, "more outcome")) in \(NumberText.counted(runs, "run"))"
      lines.append(.faint(" and " + text))
    }
    if rows.count > 3, let numbers = statistics() {
      let parts = [("min", numbers.least), ("median", numbers.median), ("max", numbers.most)]
      let text = parts.map { "\($0) \(NumberText.grouped($1))" }.joined(separator: "   ")
      lines.append(
        StyledText(" \(text)   (\(NumberText.counted(rows.count(where: { $0.count > 0 }), "outcome")))"))
    }
    return lines
  }

  /// Of the numbers, each as often as it was seen; nil unless every outcome is a number.
  package func statistics() -> (least: Int64, median: Int64, most: Int64)? {
    let seen = rows.filter { $0.count > 0 }
    let sorted = seen.compactMap { row in row.number.map { ($0, row.count) } }.sorted { $0.0 < $1.0 }
    guard sorted.count == seen.count, let first = sorted.first, let last = sorted.last, total > 0 else {
      return nil
    }
    var runs = 0
    for (number, count) in sorted {
      runs += count
      if 2 * runs >= total { return (first.0, number, last.0) }
    }
    return nil
  }

  /// All rows.
  package var json: JSONValue {
    [
      "title": .string(title),
      "runs": .integer(total),
      "outcomes": .array(
        rows.map { row in
          [
            "label": .string(row.label), "count": .integer(row.count), "grade": .string(row.grade),
            "note": .string(row.note),
          ]
        }),
    ]
  }
}
