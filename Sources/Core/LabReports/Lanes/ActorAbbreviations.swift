/// Short names for actors, as schedules use them: the shortest prefix that no other name shares, with the index.
enum ActorAbbreviations {
  /// In the order of the names: `consumer[0]`, `producer[1]` become `c0`, `p1`.
  static func of(_ names: [String]) -> [String] {
    let split = names.map(parts)
    var stems: [String] = []
    for (stem, _) in split where !stems.contains(stem) { stems.append(stem) }
    return split.map { stem, index in
      let others = stems.filter { $0 != stem }
      let length = (1...max(1, stem.count)).first { length in
        !others.contains { $0.hasPrefix(stem.prefix(length)) }
      }
      return String(stem.prefix(length ?? stem.count)) + index
    }
  }

  /// The name without its index, and the index without brackets.
  private static func parts(_ name: String) -> (stem: String, index: String) {
    guard name.last == "]", let open = name.lastIndex(of: "[") else { return (name, "") }
    return (String(name[..<open]), String(name[name.index(after: open)...].dropLast()))
  }
}
