extension SourceText {
  /// The widest piece of a source line that is shown.
  private static var shownColumns: Int { 120 }

  /// All diagnostics in the given order, one after the other.
  package func render(_ diagnostics: [Diagnostic]) -> String {
    diagnostics.map(render).joined()
  }

  /// A diagnostic with its source line, carets and hint; ends with a line end.
  package func render(_ diagnostic: Diagnostic) -> String {
    let position = position(of: diagnostic.range.start)
    let severity = diagnostic.severity == .error ? "error" : "warning"
    var text =
      "\(file):\(position.line):\(position.column): \(severity): \(Self.shortened(diagnostic.message))\n"
    let number = String(position.line)
    let margin = String(repeating: " ", count: max(5, number.count))
    let excerpt = excerpt(of: diagnostic.range, line: position.line)
    text += margin.dropFirst(number.count) + number + " | " + excerpt.text
    text += "\n" + margin + " | " + String(repeating: " ", count: excerpt.indent)
    text += String(repeating: "^", count: excerpt.carets)
    if let label = diagnostic.label { text += " " + Self.shortened(label) }
    text += "\n"
    if let hint = diagnostic.hint { text += margin + " = hint: " + Self.shortened(hint) + "\n" }
    return text
  }

  /// A sentence with the ends of overlong names and quotations cut off.
  private static func shortened(_ sentence: String) -> String {
    guard sentence.utf8.count > 60 else { return sentence }
    let words: [String] = sentence.split(separator: " ", omittingEmptySubsequences: false).map {
      $0.count > 60 ? $0.prefix(50) + "…" + $0.suffix(5) : String($0)
    }
    let text: String = words.joined(separator: " ")
    return text.count > 300 ? text.prefix(299) + "…" : text
  }

  private struct Excerpt {
    var text: String
    var indent: Int
    var carets: Int
  }

  /// One character of a source line as it is shown, and the columns it takes on a screen.
  private struct Cell {
    var text: String
    var width: Int
  }

  private func excerpt(of range: SourceRange, line: Int) -> Excerpt {
    let whole = rangeOfLine(line)
    let start = min(max(range.start, whole.start), whole.end)
    let end = min(max(range.end, start), whole.end)
    var before = cells(SourceRange(whole.start, start))
    var marked = cells(SourceRange(start, end))
    var after = cells(SourceRange(end, whole.end))
    cut(&before, &marked, &after)
    while after.last?.text == " " { after.removeLast() }
    while after.isEmpty, marked.last?.text == " " { marked.removeLast() }
    return Excerpt(
      text: (before + marked + after).map(\.text).joined(),
      indent: before.reduce(0) { $0 + $1.width },
      carets: max(1, marked.reduce(0) { $0 + $1.width }))
  }

  /// Cuts what is far from the carets out of a long line, leaving `…` behind.
  private func cut(_ before: inout [Cell], _ marked: inout [Cell], _ after: inout [Cell]) {
    guard before.count + marked.count + after.count > Self.shownColumns else { return }
    let dots = Cell(text: "…", width: 1)
    if marked.count > Self.shownColumns / 2 { marked = marked.prefix(Self.shownColumns / 2 - 1) + [dots] }
    let room = Self.shownColumns - marked.count
    let shownAfter = min(after.count, max(room / 2, room - before.count))
    let shownBefore = min(before.count, room - shownAfter)
    if shownBefore < before.count { before = [dots] + before.suffix(max(0, shownBefore - 1)) }
    if shownAfter < after.count { after = after.prefix(max(0, shownAfter - 1)) + [dots] }
  }

  private func cells(_ range: SourceRange) -> [Cell] {
    var cells: [Cell] = []
    for character in text(of: range) {
      if character == "\t" {
        cells += Array(repeating: Cell(text: " ", width: 1), count: 4)
      } else if let scalar = character.unicodeScalars.first, Self.isControl(scalar) {
        cells.append(Cell(text: "\u{FFFD}", width: 1))
      } else {
        cells.append(Cell(text: String(character), width: Self.width(character)))
      }
    }
    return cells
  }

  /// Characters that would move the cursor or turn the writing direction round instead of showing themselves.
  static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }

  /// Columns of a character on a screen: 2 for East Asian wide forms and pictures, else 1.
  private static func width(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      return 2
    default:
      return 1
    }
  }
}
