/// Why bytes are not a trace that can be read.
public enum TraceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// They do not begin as a trace does.
  case notATrace
  /// Written by a later version of the lab.
  case newerVersion(found: UInt32, known: UInt32)
  /// The bytes end inside a part that is needed.
  case truncated(section: String, offset: Int)
  /// A check sum is wrong, or the content is impossible.
  case damaged(section: String, offset: Int)

  /// The error in one line.
  public var description: String {
    switch self {
    case .notATrace: "not a trace of the lab"
    case .newerVersion(let found, let known):
      "the trace has format version \(found); this program knows versions up to \(known)"
    case .truncated(let section, let offset):
      "the trace is cut short in its \(section), at byte \(offset)"
    case .damaged(let section, let offset): "the trace is damaged in its \(section), at byte \(offset)"
    }
  }
}
