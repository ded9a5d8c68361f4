/// The locals of actors that expectations read: each has a register of its own, the same in every actor of a group.
struct ObservedLocals {
  /// Names by group, in the order of their registers.
  private(set) var names: [Int: [String]] = [:]

  /// The register of a local of a group.
  mutating func register(_ name: String, group: Int) -> Register {
    var known = names[group] ?? []
    let position: Int
    if let index = known.firstIndex(of: name) {
      position = index
    } else {
      position = known.count
      known.append(name)
      names[group] = known
    }
    return Register(rawValue: UInt16(truncatingIfNeeded: position))
  }
}
