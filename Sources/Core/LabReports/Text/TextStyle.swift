/// How reports are written: how wide, with colour or without, with all signs or with ASCII only.
package struct TextStyle: Hashable, Sendable {
  package static let widths = 40...400

  /// Columns of a line, between 40 and 400.
  package let width: Int
  package let color: Bool
  package let ascii: Bool

  package init(width: Int = 80, color: Bool = false, ascii: Bool = false) {
    self.width = min(max(width, TextStyle.widths.lowerBound), TextStyle.widths.upperBound)
    self.color = color
    self.ascii = ascii
  }

  package func glyph(_ glyph: Glyph) -> String { glyph.text(ascii: ascii) }

  /// A sign several times, as wide as that many columns.
  package func glyphs(_ glyph: Glyph, _ count: Int) -> String {
    String(repeating: glyph.text(ascii: ascii), count: max(0, count))
  }

  /// A line without its end, with colour if the style has it, and without spaces at its end.
  package func render(_ line: StyledText) -> String {
    let line = line.trimmedRight()
    guard color else { return line.plain }
    var result = ""
    for run in line.runs {
      let parameters = run.role.ansiParameters
      result += parameters.isEmpty ? run.text : "\u{1B}[\(parameters)m\(run.text)\u{1B}[0m"
    }
    return result
  }

  /// Lines, each with its end.
  package func render(_ lines: [StyledText]) -> String {
    lines.reduce(into: "") { $0 += render($1) + "\n" }
  }
}
