/// A JSON value.
///
/// Objects keep the order in which their members were added, so that output is deterministic.
package enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case unsigned(UInt64)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  package struct Member: Hashable, Sendable {
    package var key: String
    package var value: JSONValue

    package init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  package static func integer(_ value: Int) -> JSONValue { .integer(Int64(value)) }

  /// Strings as an array.
  package static func strings(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }

  /// The value of a member, nil if it is no object or has none of that name.
  package subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }
}

extension JSONValue: ExpressibleByDictionaryLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral
{
  package init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
  package init(stringLiteral value: String) { self = .string(value) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int64) { self = .integer(value) }
}

extension JSONValue {
  /// The version of every object the command line writes with `--json`.
  package static let outputVersion: Int64 = 1

  /// What `--json` writes: one object that says its version and which command made it.
  package static func output(command: String, _ members: [Member]) -> JSONValue {
    .object([Member("synclab", .integer(outputVersion)), Member("command", .string(command))] + members)
  }
}
