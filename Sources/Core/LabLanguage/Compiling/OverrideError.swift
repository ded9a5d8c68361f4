/// A parameter given from outside that the scenario cannot take: a mistake of the command line.
package enum OverrideError: Error, Hashable, Sendable {
  case unknownParameter(name: String, suggestion: String?, known: [String])
  case outOfBounds(name: String, value: Int64, bounds: ClosedRange<Int64>)
  case givenTwice(name: String)

  /// One sentence without a full stop, starting in lower case.
  package var message: String {
    switch self {
    case .unknownParameter(let name, _, _): "the scenario has no parameter '\(name)'"
    case .outOfBounds(let name, let value, let bounds):
      "\(name)=\(value) is outside \(bounds.lowerBound)...\(bounds.upperBound)"
    case .givenTwice(let name): "parameter '\(name)' is given twice"
    }
  }

  /// What to do, if there is something to say.
  package var hint: String? {
    switch self {
    case .unknownParameter(_, let suggestion?, _): "did you mean '\(suggestion)'?"
    case .unknownParameter(_, nil, let known):
      known.isEmpty
        ? "it has no parameters at all" : "it has \(known.map { "'\($0)'" }.joined(separator: ", "))"
    case .outOfBounds(let name, _, let bounds):
      "give a value from \(bounds.lowerBound) to \(bounds.upperBound): -p \(name)=\(bounds.lowerBound)"
    case .givenTwice: "give it once"
    }
  }
}
