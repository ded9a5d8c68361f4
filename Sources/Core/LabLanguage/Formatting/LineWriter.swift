/// Collects the lines of a formatted file: indentation, line breaks in long lines, comments, blank lines.
struct LineWriter {
  private struct Line {
    var text: String
    var comment: String?
  }

  private let source: SourceText
  private let comments: [Comment]
  private var nextComment = 0
  private var lines: [Line] = []
  private(set) var indentation = 0
  private var isAtBlockStart = true

  init(_ source: SourceText, _ comments: [Comment]) {
    self.source = source
    self.comments = comments
  }

  /// Columns left for a line.
  var room: Int { Formatter.columns - indentation }

  // MARK: Lines

  /// Adds a line with soft breaks, broken there if it is too long.
  mutating func add(_ text: String) {
    let margin = String(repeating: " ", count: indentation)
    for (number, piece) in broken(text).enumerated() {
      let isContinuation = number > 0
      let extra = isContinuation ? String(repeating: " ", count: continuation(of: text)) : ""
      lines.append(Line(text: margin + extra + piece))
    }
    isAtBlockStart = false
  }

  /// Adds a line that ends in `{`: what follows is indented.
  mutating func open(_ text: String) {
    add(text)
    indentation += 4
    isAtBlockStart = true
  }

  /// Goes back to the indentation before the block, after the comments at its end.
  mutating func close(before end: Int) {
    putComments(before: end)
    indentation -= 4
    isAtBlockStart = true
  }

  private func continuation(of text: String) -> Int { text.hasSuffix("{") ? 8 : 4 }

  /// The lines a text with soft breaks takes, the later ones without their indentation.
  private func broken(_ text: String) -> [String] {
    let marked = Array(text.unicodeScalars)
    var lines: [[Unicode.Scalar]] = [[]]
    fill(&lines, marked[...], continuation(of: text))
    return lines.map { line in
      var text = ""
      text.unicodeScalars.append(contentsOf: line.map { Self.isSoftBreak($0) ? " " : $0 })
      return text
    }
  }

  /// Appends a piece to the last line; if it does not fit, it is broken at its outermost breaks, and what
  /// is still too long for a line at the next ones.
  private func fill(_ lines: inout [[Unicode.Scalar]], _ piece: ArraySlice<Unicode.Scalar>, _ indent: Int) {
    let best =
      lines[lines.count - 1].count + piece.count <= room - (lines.count > 1 ? indent : 0)
      ? nil : piece.filter(Self.isSoftBreak).min()
    guard let best else {
      lines[lines.count - 1] += piece
      return
    }
    for (index, part) in piece.split(separator: best, omittingEmptySubsequences: false).enumerated() {
      if index == 0 {
        fill(&lines, part, indent)
      } else if lines[lines.count - 1].count + 1 + part.count <= room - (lines.count > 1 ? indent : 0) {
        lines[lines.count - 1] += [" "] + part
      } else {
        lines.append([])
        fill(&lines, part, indent)
      }
    }
  }

  private static func isSoftBreak(_ scalar: Unicode.Scalar) -> Bool {
    SyntaxPrinter.softBreaks.contains(scalar.value)
  }

  // MARK: Comments and blank lines

  /// What comes before a construct: comments, and a blank line if there was one.
  ///
  /// Comments between `start` and `end`, inside of a construct that becomes one line, go before it.
  mutating func begin(at start: Int, hoistingUpTo end: Int) {
    putComments(before: start)
    putBlankLine(before: start)
    while nextComment < comments.count, comments[nextComment].start < end {
      addAlone(comments[nextComment])
      nextComment += 1
    }
  }

  /// Comments up to an offset: behind the last line if they stood behind something, else on their own lines.
  mutating func putComments(before end: Int) {
    while nextComment < comments.count, comments[nextComment].start < end {
      let comment = comments[nextComment]
      nextComment += 1
      if !comment.isAlone, let last = lines.last, last.comment == nil, !last.text.isEmpty,
        !Self.isComment(last.text)
      {
        lines[lines.count - 1].comment = text(comment)
      } else {
        putBlankLine(before: comment.start)
        addAlone(comment)
      }
    }
  }

  private mutating func addAlone(_ comment: Comment) {
    lines.append(Line(text: String(repeating: " ", count: indentation) + text(comment)))
    isAtBlockStart = false
  }

  private func text(_ comment: Comment) -> String {
    source.text(of: SourceRange(comment.start, comment.end))
  }

  private static func isComment(_ line: String) -> Bool {
    line.drop { $0 == " " }.hasPrefix("//")
  }

  /// Keeps one of the blank lines before an offset.
  private mutating func putBlankLine(before offset: Int) {
    guard !isAtBlockStart else { return }
    var lineEnds = 0
    var at = offset - 1
    scan: while at >= 0 {
      switch source.bytes[at] {
      case UInt8(ascii: "\n"): lineEnds += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: ";"): break
      default: break scan
      }
      at -= 1
    }
    if lineEnds >= 2 { lines.append(Line(text: "")) }
  }

  // MARK: The text

  /// All lines; comments behind neighbouring lines stand in one column, those at the edges of blocks apart.
  mutating func finish() -> String {
    putComments(before: .max)
    var text = ""
    var index = 0
    while index < lines.count {
      var end = index + 1
      if isAligned(lines[index]) {
        while end < lines.count, isAligned(lines[end]) { end += 1 }
      }
      let column = (lines[index..<end].map(\.text.count).max() ?? 0) + 2
      for line in lines[index..<end] {
        text += line.text
        if let comment = line.comment {
          text += String(repeating: " ", count: column - line.text.count) + comment
        }
        text += "\n"
      }
      index = end
    }
    return text
  }

  private func isAligned(_ line: Line) -> Bool {
    line.comment != nil && !line.text.hasSuffix("{") && !line.text.drop { $0 == " " }.hasPrefix("}")
  }
}
