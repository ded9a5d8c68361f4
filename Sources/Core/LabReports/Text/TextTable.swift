/// Rows in aligned columns: every column as wide as its widest cell; the last one takes what is left.
struct TextTable {
  enum Alignment {
    case left
    case right
  }

  private var alignments: [Alignment]
  private var rows: [[StyledText]] = []
  private let gap: Int

  init(_ alignments: [Alignment], gap: Int = 2) {
    self.alignments = alignments
    self.gap = gap
  }

  mutating func add(_ cells: [StyledText]) { rows.append(cells) }

  /// The lines, indented; cells but the last are cut where they would leave no room for it.
  func lines(indent: Int, style: TextStyle) -> [StyledText] {
    let rows = rows.map { row in row.map { $0.signs(ascii: style.ascii) } }
    let count = alignments.count
    let widths = columnWidths(rows, available: style.width - indent)
    return rows.flatMap { row -> [StyledText] in
      var line = StyledText.spaces(indent)
      for index in 0..<(count - 1) {
        guard widths[index] > 0 else { continue }
        let cell = (index < row.count ? row[index] : "").truncated(to: widths[index], ascii: style.ascii)
        line +=
          alignments[index] == .left ? cell.padded(to: widths[index]) : cell.paddedLeft(to: widths[index])
        line += .spaces(gap)
      }
      let left = line.width
      let last = row.count == count ? row[count - 1] : ""
      let wrapped = TextTable.fit(last, to: max(8, style.width - left), ascii: style.ascii)
      let result = wrapped.enumerated().map {
        $0.offset == 0 ? line + $0.element : .spaces(left) + $0.element
      }
      // Where even the narrowest columns do not fit, the right end is lost.
      return left + 8 > style.width
        ? result.prefix(1).map { $0.truncated(to: style.width, ascii: style.ascii) } : result
    }
  }

  /// A cell that does not fit: its faint end, such as a source text, is cut, everything else is wrapped.
  private static func fit(_ cell: StyledText, to columns: Int, ascii: Bool) -> [StyledText] {
    guard cell.width > columns, cell.runs.last?.role == .faint else { return cell.wrapped(to: columns) }
    let essential = cell.runs.dropLast().reduce(into: StyledText()) { $0 += StyledText($1.text, $1.role) }
    return essential.width + 6 <= columns
      ? [cell.truncated(to: columns, ascii: ascii)] : essential.wrapped(to: columns)
  }

  private func columnWidths(_ rows: [[StyledText]], available: Int) -> [Int] {
    let count = alignments.count
    var widths = (0..<count).map { column in
      rows.reduce(0) { max($0, column < $1.count ? $1[column].width : 0) }
    }
    // The last column keeps at least a third, or what it needs.
    let reserve = min(widths[count - 1], max(8, available / 3))
    var excess = widths.dropLast().reduce(0) { $0 + ($1 > 0 ? $1 + gap : 0) } + reserve - available
    while excess > 0, let widest = widths.indices.dropLast().max(by: { widths[$0] < widths[$1] }),
      widths[widest] > 6
    {
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }
}
