import LabLanguage

extension OptionSpec {
  /// The value of an option that takes one, from its text.
  func parse(_ text: String) throws(UsageError) -> OptionValue {
    switch value {
    case nil: return .on
    case .text, .file, .folder:
      guard !text.isEmpty else { throw bad(text, "it is empty") }
      return .text(text)
    case .integer(let range): return .integer(try integer(text, range))
    case .seed:
      guard let seed = UInt64(text), !text.hasPrefix("+") else {
        throw bad(text, "a seed is a number from 0 to \(UInt64.max)")
      }
      return .seed(seed)
    case .duration: return .nanoseconds(try duration(text))
    case .assignment: return try assignment(text)
    case .choice(let words):
      guard words.contains(text) else {
        let known = "one of " + words.joined(separator: ", ")
        throw bad(text, known, hint: Suggestion.hint(for: text, among: words))
      }
      return .text(text)
    }
  }

  private func bad(_ text: String, _ reason: String, hint: String? = nil) -> UsageError {
    .badValue(option: name, value: text, reason: reason, hint: hint)
  }

  private func integer(_ text: String, _ range: ClosedRange<Int64>) throws(UsageError) -> Int64 {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw bad(text, "it is not a whole number")
    }
    guard let number = Int64(text), range.contains(number) else {
      throw bad(text, "it must be from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// `250us`, `500ms`, `10s`, `2m`, `1h`, at least a nanosecond and at most 24 hours.
  private func duration(_ text: String) throws(UsageError) -> Int64 {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let unit = text.dropFirst(digits.count)
    let scales: [Substring: Int64] = [
      "ns": 1, "us": 1_000, "ms": 1_000_000, "s": 1_000_000_000, "m": 60_000_000_000, "h": 3_600_000_000_000,
    ]
    guard !digits.isEmpty else { throw bad(text, "a length of time is written 10s, 500ms or 2m") }
    guard let scale = scales[unit] else {
      let reason = unit.isEmpty ? "it needs a unit" : "there is no unit '\(unit)'"
      throw bad(text, "\(reason): write \(digits)s, \(digits)ms or \(digits)m")
    }
    guard let number = Int64(digits), number <= 86_400_000_000_000 / scale else {
      throw bad(text, "more than 24 hours is too long")
    }
    guard number > 0 else { throw bad(text, "it must be more than nothing") }
    return number * scale
  }

  private func assignment(_ text: String) throws(UsageError) -> OptionValue {
    guard let equals = text.firstIndex(of: "=") else { throw bad(text, "write NAME=NUMBER") }
    let name = String(text[..<equals])
    let isName =
      name.first?.isLetter == true && name.utf8.allSatisfy { $0 < 0x80 }
      && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    guard isName else { throw bad(text, "'\(name)' is no name of a parameter") }
    let number = try integer(String(text[text.index(after: equals)...]), Int64.min...Int64.max)
    return .assignment(name: name, value: number)
  }
}
