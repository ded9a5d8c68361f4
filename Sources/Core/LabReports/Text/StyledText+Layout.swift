extension StyledText {
  /// Filled with spaces on the right up to a width; longer text stays as it is.
  package func padded(to columns: Int) -> StyledText { self + .spaces(columns - width) }

  /// Filled with spaces on the left up to a width.
  package func paddedLeft(to columns: Int) -> StyledText { .spaces(columns - width) + self }

  /// With ASCII signs in place of the few others that the lab's own sentences use, if that is wanted.
  package func signs(ascii: Bool) -> StyledText {
    guard ascii, runs.contains(where: { $0.text.contains("…") }) else { return self }
    return runs.reduce(into: StyledText()) { result, run in
      result += StyledText(run.text.map { $0 == "…" ? "..." : String($0) }.joined(), run.role)
    }
  }

  /// Cut to a width, with an ellipsis where something is missing.
  package func truncated(to columns: Int, ascii: Bool = false) -> StyledText {
    if ascii, runs.contains(where: { $0.text.contains("…") }) {
      return signs(ascii: true).truncated(to: columns, ascii: true)
    }
    guard width > columns else { return self }
    let ellipsis = Glyph.ellipsis.text(ascii: ascii)
    let room = columns - VisibleWidth.of(ellipsis)
    guard room > 0 else { return prefix(columns) }
    return prefix(room) + StyledText(ellipsis)
  }

  /// As many whole characters from the start as fit.
  package func prefix(_ columns: Int) -> StyledText {
    var result = StyledText()
    var left = columns
    for run in runs {
      var taken = ""
      for character in run.text {
        let width = VisibleWidth.of(character)
        guard width <= left else { return result + StyledText(taken, run.role) }
        taken.append(character)
        left -= width
      }
      result += StyledText(taken, run.role)
    }
    return result
  }

  /// Exactly this wide: cut or filled.
  package func fitted(to columns: Int, ascii: Bool = false) -> StyledText {
    truncated(to: columns, ascii: ascii).padded(to: columns)
  }

  /// Broken into lines at spaces; a word longer than a line is broken where the line ends.
  package func wrapped(to columns: Int) -> [StyledText] {
    let limit = max(1, columns)
    var lines: [StyledText] = []
    var line = StyledText()
    var lineWidth = 0
    for word in words() {
      let isSpace = word.plain.first == " "
      var word = word
      var wordWidth = word.width
      if lineWidth + wordWidth > limit {
        if lineWidth > 0 {
          lines.append(line.trimmedRight())
          line = StyledText()
          lineWidth = 0
        }
        if isSpace { continue }
        while wordWidth > limit {
          var head = word.prefix(limit)
          // A character wider than the line must not stop the loop.
          if head.isEmpty, let first = word.plain.first {
            head = StyledText(String(first), word.runs[0].role)
          }
          lines.append(head)
          word = word.droppingCharacters(head.plain.count)
          wordWidth = word.width
        }
      }
      if isSpace, lineWidth == 0, !lines.isEmpty { continue }
      line += word
      lineWidth += wordWidth
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line.trimmedRight()) }
    return lines
  }

  /// Without spaces at the end.
  package func trimmedRight() -> StyledText {
    var count = plain.count
    for character in plain.reversed() {
      guard character == " " else { break }
      count -= 1
    }
    return keepingCharacters(count)
  }

  private func keepingCharacters(_ count: Int) -> StyledText {
    var result = StyledText()
    var left = count
    for run in runs where left > 0 {
      result += StyledText(String(run.text.prefix(left)), run.role)
      left -= run.text.count
    }
    return result
  }

  private func droppingCharacters(_ count: Int) -> StyledText {
    var result = StyledText()
    var left = count
    for run in runs {
      let length = run.text.count
      if left < length { result += StyledText(String(run.text.dropFirst(left)), run.role) }
      left = max(0, left - length)
    }
    return result
  }

  /// Alternating stretches of spaces and of other characters; a stretch may have several roles.
  private func words() -> [StyledText] {
    var result: [StyledText] = []
    var word = StyledText()
    var wordIsSpace = false
    for run in runs {
      var piece = ""
      for character in run.text {
        let isSpace = character == " "
        if isSpace != wordIsSpace {
          word += StyledText(piece, run.role)
          piece = ""
          if !word.isEmpty { result.append(word) }
          word = StyledText()
          wordIsSpace = isSpace
        }
        piece.append(character)
      }
      word += StyledText(piece, run.role)
    }
    if !word.isEmpty { result.append(word) }
    return result
  }
}
