/// The short names of actors in schedules: the shortest unique prefix, with the index if there is one.
package struct ActorWords: Hashable, Sendable {
  /// Full names by actor: `producer[0]`, `main`.
  package let names: [String]
  /// Short words by actor: `p0`, `m`.
  package let words: [String]

  /// Finds the words of some actors.
  package init(names: [String]) {
    self.names = names
    let parts = names.map(Self.split)
    let bases = Set(parts.map(\.base)).sorted()
    let short = parts.map { Self.prefix(of: $0.base, among: bases) + $0.index }
    // A short word that some other rule would read as somebody else is not used.
    words = names.indices.map { actor in
      let isTaken = names.indices.contains {
        $0 != actor && (short[$0] == short[actor] || names[$0] == short[actor])
      }
      return isTaken ? names[actor] : short[actor]
    }
  }

  /// The actors that a word may mean: one if it is clear.
  package func actors(for word: String) -> [Int] {
    if let exact = names.firstIndex(of: word) ?? words.firstIndex(of: word) { return [exact] }
    return names.indices.filter { actor in
      let (base, index) = Self.split(names[actor])
      return word.hasSuffix(index) && word.count > index.count && base.hasPrefix(word.dropLast(index.count))
    }
  }

  /// `producer[3]` -> `producer` and `3`; `main` -> `main` and nothing.
  private static func split(_ name: String) -> (base: String, index: String) {
    guard name.hasSuffix("]"), let open = name.lastIndex(of: "[") else { return (name, "") }
    return (String(name[..<open]), String(name[name.index(after: open)...].dropLast()))
  }

  private static func prefix(of name: String, among bases: [String]) -> String {
    for length in 1..<max(2, name.count) {
      let prefix = name.prefix(length)
      if bases.count(where: { $0.hasPrefix(prefix) }) == 1 { return String(prefix) }
    }
    return name
  }
}
