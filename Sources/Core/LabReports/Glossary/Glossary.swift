/// The words of the field, found however they are spelled.
package enum Glossary {
  /// The terms by subject.
  package static let subjects: [(title: String, terms: [Term])] = [
    ("races", races), ("deadlocks", deadlocks), ("waiting", waiting), ("locks", locks),
    ("primitives", primitives), ("memory", memory), ("method", method),
  ]

  /// All terms, in the order of the alphabet.
  package static let terms: [Term] = subjects.flatMap(\.terms).sorted { $0.slug < $1.slug }

  private static let byKey: [String: Int] = {
    var result: [String: Int] = [:]
    for (index, term) in terms.enumerated() {
      for name in [term.name] + term.aliases where result[key(name)] == nil { result[key(name)] = index }
    }
    return result
  }()

  /// The term of this name or alias; case, spaces, dashes and the like do not count, nor does a plural s.
  package static func term(_ word: String) -> Term? {
    let key = key(word)
    if let index = byKey[key] { return terms[index] }
    return key.hasSuffix("s") ? byKey[String(key.dropLast())].map { terms[$0] } : nil
  }

  /// Letters and digits in small letters: `Lost Wake-Up` and `lost-wakeup` are the same.
  static func key(_ word: String) -> String {
    String(word.lowercased().filter { $0.isLetter || $0.isNumber })
  }

  /// Every name and alias as one word, for suggestions.
  package static var slugs: [String] { terms.flatMap { [$0.slug] + $0.aliases.map(Term.slug) } }
}
