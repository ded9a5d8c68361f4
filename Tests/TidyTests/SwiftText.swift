import Foundation

/// Just enough Swift to tell code from comments and strings.
enum SwiftText {
  /// The text with comments and the contents of string literals blanked; line ends stay.
  ///
  /// Interpolated code is blanked with its string: good enough for these tests.
  static func code(of text: String) -> String {
    var scanner = CodeScanner(bytes: Array(text.utf8))
    return scanner.scan()
  }

  /// The module an `import` statement names.
  static func importedModule(in line: String) -> String? {
    let pattern =
      #"^\s*(@\w+(\([^)]*\))?\s+)*((public|package|internal|fileprivate|private)\s+)?import\s+"#
      + #"((struct|class|enum|protocol|func|var|let|typealias|actor)\s+)?\w+"#
    guard line.contains("import"), let range = line.range(of: pattern, options: .regularExpression) else {
      return nil
    }
    return line[range].split(whereSeparator: { $0.isWhitespace }).last.map(String.init)
  }
}

/// Walks over Swift source and keeps what is code.
private struct CodeScanner {
  let bytes: [UInt8]
  var position = 0
  var output: [UInt8] = []

  init(bytes: [UInt8]) {
    self.bytes = bytes
    output.reserveCapacity(bytes.count)
  }

  mutating func scan() -> String {
    while position < bytes.count {
      if isAt("//") {
        blank { $0.isAt("\n") }
      } else if isAt("/*") {
        skipBlockComment()
      } else if bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "#") {
        skipString()
      } else {
        output.append(bytes[position])
        position += 1
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  func isAt(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard position + count <= bytes.count else { return false }
    return (0..<count).allSatisfy { bytes[position + $0] == word.utf8Start[$0] }
  }

  /// Blanks up to a place, or to the end of the text.
  private mutating func blank(until isEnd: (CodeScanner) -> Bool) {
    while position < bytes.count, !isEnd(self) { blankOne() }
  }

  private mutating func blankOne() {
    guard position < bytes.count else { return }
    output.append(bytes[position] == UInt8(ascii: "\n") ? bytes[position] : UInt8(ascii: " "))
    position += 1
  }

  private mutating func skipBlockComment() {
    var depth = 0
    repeat {
      if isAt("/*") {
        depth += 1
        blankOne()
      } else if isAt("*/") {
        depth -= 1
        blankOne()
      }
      blankOne()
    } while depth > 0 && position < bytes.count
  }

  /// At a quote or a `#`: a string literal with its delimiters, or a `#` that begins something else.
  private mutating func skipString() {
    var pounds = 0
    while position + pounds < bytes.count, bytes[position + pounds] == UInt8(ascii: "#") { pounds += 1 }
    guard position + pounds < bytes.count, bytes[position + pounds] == UInt8(ascii: "\"") else {
      output.append(bytes[position])
      position += 1
      return
    }
    for _ in 0..<pounds { blankOne() }
    let quotes = isAt("\"\"\"") ? 3 : 1
    for _ in 0..<quotes { blankOne() }
    while position < bytes.count, !isAtClosing(quotes: quotes, pounds: pounds) {
      if quotes == 1, isAt("\n") { return }
      if isAtEscape(pounds: pounds) { for _ in 0...pounds { blankOne() } }
      blankOne()
    }
    for _ in 0..<(quotes + pounds) { blankOne() }
  }

  private func isAtClosing(quotes: Int, pounds: Int) -> Bool {
    guard position + quotes + pounds <= bytes.count else { return false }
    return (0..<quotes).allSatisfy { bytes[position + $0] == UInt8(ascii: "\"") }
      && (0..<pounds).allSatisfy { bytes[position + quotes + $0] == UInt8(ascii: "#") }
  }

  private func isAtEscape(pounds: Int) -> Bool {
    guard position + pounds < bytes.count, bytes[position] == UInt8(ascii: "\\") else { return false }
    return (0..<pounds).allSatisfy { bytes[position + 1 + $0] == UInt8(ascii: "#") }
  }
}
