/// Why a wait ended without what it waited for.
@frozen
public enum WaitError: Error, Hashable, Sendable {
  /// The deadline passed.
  case timedOut
  /// The object was closed.
  case closed
}

extension WaitError: CustomStringConvertible {
  /// A sentence for the reader of a log.
  public var description: String {
    switch self {
    case .timedOut: "the deadline passed"
    case .closed: "the object was closed"
    }
  }
}
