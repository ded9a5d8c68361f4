/// A stretch of the source text, as UTF-8 offsets.
///
/// Lines and columns are worked out only for printing.
package struct SourceRange: Hashable, Sendable {
  /// Offset of the first byte.
  package var start: Int
  /// Offset after the last byte.
  package var end: Int

  package init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = end
  }

  /// From the start of one range to the end of another.
  package func through(_ other: SourceRange) -> SourceRange { SourceRange(start, other.end) }
}
