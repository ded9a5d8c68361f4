/// A word of the field: what it means, how to recognise the thing, what to do about it, and a scenario that shows it.
package struct Term: Hashable, Sendable {
  /// As it is written in a sentence, small letters unless it is a name: `lost wake-up`.
  package let name: String
  /// Other words for it.
  package let aliases: [String]
  /// Two or three plain sentences.
  package let meaning: String
  /// How to recognise it.
  package let signs: String
  /// How to fix it, to avoid it, or to use it well.
  package let cure: String
  /// Names of other terms.
  package let related: [String]
  /// A command that shows it, from the scenario's name on: `lost-update --runs 20`.
  package let run: String

  init(
    _ name: String, _ aliases: [String] = [], meaning: String, signs: String, cure: String,
    related: [String], run: String
  ) {
    self.name = name
    self.aliases = aliases
    self.meaning = meaning
    self.signs = signs
    self.cure = cure
    self.related = related
    self.run = run
  }

  /// The shipped scenario that shows it.
  package var scenario: String { run.split(separator: " ").first.map { String($0) } ?? "" }

  /// As one word for the command line: `lost-wake-up`.
  package var slug: String { Term.slug(name) }

  /// Letters, digits and dashes only: it must need no quotes in any shell.
  static func slug(_ name: String) -> String {
    let dashed = name.lowercased().map { $0 == " " || $0 == "/" ? "-" : $0 }
    return String(dashed.filter { $0 == "-" || $0.isLetter || $0.isNumber })
  }
}
