/// A command with its arguments and options, checked against the table.
struct Invocation: Sendable {
  let command: CommandSpec
  let arguments: [String]
  let options: GivenOptions
}

/// The options that were given, by name.
struct GivenOptions: Hashable, Sendable {
  /// In the order in which they were given.
  private(set) var values: [String: [OptionValue]] = [:]

  mutating func add(_ value: OptionValue, for option: OptionSpec) {
    values[option.name, default: []].append(value)
  }

  func isOn(_ option: String) -> Bool { values[option] != nil }

  /// The texts given with an option.
  func texts(_ option: String) -> [String] {
    (values[option] ?? []).compactMap { if case .text(let text) = $0 { text } else { nil } }
  }

  func text(_ option: String) -> String? { texts(option).first }

  func integer(_ option: String) -> Int64? {
    if case .integer(let number)? = values[option]?.first { number } else { nil }
  }

  func seed(_ option: String) -> UInt64? {
    if case .seed(let seed)? = values[option]?.first { seed } else { nil }
  }

  func nanoseconds(_ option: String) -> Int64? {
    if case .nanoseconds(let length)? = values[option]?.first { length } else { nil }
  }

  func assignments(_ option: String) -> [(name: String, value: Int64)] {
    (values[option] ?? []).compactMap {
      if case .assignment(let name, let value) = $0 { (name, value) } else { nil }
    }
  }
}
