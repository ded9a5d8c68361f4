/// A place in a source text.
public struct Site: Hashable, Sendable {
  /// File name as the user gave it.
  public var file: String
  /// Line, from 1.
  public var line: UInt32
  /// Column in characters, from 1.
  public var column: UInt32
  /// The statement or expression there, on one line.
  public var text: String

  /// Makes a place.
  public init(file: String, line: UInt32, column: UInt32, text: String) {
    self.file = file
    self.line = line
    self.column = column
    self.text = text
  }
}
