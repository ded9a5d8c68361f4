/// Why a program cannot be stepped.
package enum ControlledError: Error, Hashable, Sendable {
  case tooManyActors(count: Int)
  /// A state would take too many bytes; the largest object is named.
  case stateTooLarge(byteCount: Int, limit: Int, object: String)

  /// One sentence without a full stop, starting in lower case.
  package var message: String {
    switch self {
    case .tooManyActors(let count):
      "the program has \(count) actors; at most 128 can be explored"
    case .stateTooLarge(let byteCount, let limit, let object):
      "a state of the program takes \(byteCount) bytes and may take \(limit); '\(object)' takes the most"
    }
  }
}
