/// The text of one scenario file, with its lines found once.
///
/// Offsets are UTF-8 offsets into the text as given; a byte order mark at the start counts as bytes but as no
/// column.
package struct SourceText: Sendable {
  /// The file's name as the user gave it.
  package let file: String
  /// The text as UTF-8.
  package let bytes: [UInt8]
  /// Where each line starts; the first one after a byte order mark.
  private let lineStarts: [Int]
  /// Lines of one byte per character, where a column is a subtraction.
  private let isPlainLine: [Bool]

  package init(_ text: String, file: String) {
    self.file = file
    bytes = Array(text.utf8)
    var starts = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
    var plain = [true]
    bytes.withUnsafeBufferPointer { bytes in
      for offset in starts[0]..<max(starts[0], bytes.count) {
        if bytes[offset] == UInt8(ascii: "\n") {
          starts.append(offset + 1)
          plain.append(true)
        } else if bytes[offset] >= 0x80 {
          plain[plain.count - 1] = false
        }
      }
    }
    lineStarts = starts
    isPlainLine = plain
  }

  /// The text as given.
  package var text: String { String(decoding: bytes, as: UTF8.self) }

  package var lineCount: Int { lineStarts.count }

  /// Line and column of an offset; offsets outside the text mean its nearer end.
  package func position(of offset: Int) -> SourcePosition {
    let offset = min(max(offset, lineStarts[0]), bytes.count)
    let line = lineIndex(of: offset)
    let start = lineStarts[line]
    let column =
      isPlainLine[line] ? offset - start : String(decoding: bytes[start..<offset], as: UTF8.self).count
    return SourcePosition(line: line + 1, column: column + 1)
  }

  package func text(of range: SourceRange) -> String {
    let start = min(max(range.start, 0), bytes.count)
    return String(decoding: bytes[start..<min(max(range.end, start), bytes.count)], as: UTF8.self)
  }

  /// The line with a number from 1, without its line end; empty if there is none.
  package func line(_ number: Int) -> String {
    guard number >= 1, number <= lineStarts.count else { return "" }
    return text(of: rangeOfLine(number))
  }

  /// Where a line (from 1) starts and ends, without its line end.
  func rangeOfLine(_ number: Int) -> SourceRange {
    let start = lineStarts[number - 1]
    var end = number < lineStarts.count ? lineStarts[number] - 1 : bytes.count
    if end > start, end < bytes.count, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return SourceRange(start, end)
  }

  /// The number of the line an offset is in, from 1.
  func lineNumber(of offset: Int) -> Int { lineIndex(of: offset) + 1 }

  /// How many bytes of white space the line of an offset starts with.
  func indentation(of offset: Int) -> Int {
    let start = lineStarts[lineIndex(of: offset)]
    return bytes[start...].prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
  }

  private func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
