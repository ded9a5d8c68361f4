import LabTrace

/// `1 element`, `2 elements`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// `a, b or c`, each in quotation marks.
func alternatives(_ words: [String]) -> String {
  let quoted = words.map { "'\($0)'" }
  guard let last = quoted.last else { return "" }
  return quoted.count == 1 ? last : quoted.dropLast().joined(separator: ", ") + " or " + last
}

extension KindWord {
  /// With its article: `a mutex`, `an atomic`, `an rwlock`.
  var phrase: String {
    switch self {
    case .atomic, .event, .rwlock: "an \(rawValue)"
    default: "a \(rawValue)"
    }
  }

  var objectKind: ObjectKind {
    switch self {
    case .var: .variable
    case .atomic: .atomic
    case .mutex: .mutex
    case .rwlock: .rwlock
    case .semaphore: .semaphore
    case .condition: .condition
    case .barrier: .barrier
    case .event: .event
    case .buffer: .buffer
    case .ring: .ring
    case .pool: .pool
    }
  }
}
