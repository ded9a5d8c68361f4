/// One option of a command, or of all.
struct OptionSpec: Sendable {
  /// What may stand behind the option.
  enum Value: Sendable {
    case text
    case file
    case folder
    case integer(ClosedRange<Int64>)
    case seed
    case duration
    /// `NAME=NUMBER`
    case assignment
    case choice([String])
  }

  /// With its dashes, `--runs` or `-p`; the first one names it.
  var names: [String]
  /// Nil for a switch.
  var value: Value?
  /// In the usage line: `N`.
  var placeholder = ""
  var isRepeatable = false
  /// What holds without the option, empty if nothing is to be said.
  var standard = ""
  var help: String

  var name: String { names[0] }

  /// As the usage line shows it: `--runs N`.
  var usage: String { value == nil ? name : "\(name) \(placeholder)" }
}

/// What was found behind an option.
enum OptionValue: Hashable, Sendable {
  case on
  case text(String)
  case integer(Int64)
  case seed(UInt64)
  case nanoseconds(Int64)
  case assignment(name: String, value: Int64)
}
