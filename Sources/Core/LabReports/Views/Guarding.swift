import LabAnalysis
import LabTrace

/// How a variable was kept safe, or was not: one line of the guard table.
struct Guarding: Hashable {
  enum Kind: String, Hashable, CaseIterable {
    /// Never two actors at a time: spawn and join kept them apart.
    case unshared
    /// Read only while it was shared.
    case constant
    /// Every access while shared held the declared lock.
    case declared
    /// Some access while shared did not.
    case violated
    /// Every access while shared held the same lock, which nobody declared.
    case consistent
    /// Most accesses hold a lock, and some do not.
    case inconsistent
    /// Inside atomic regions only.
    case regions
    /// No lock, and no race: something else orders the accesses.
    case otherwise
    /// No lock, and a race.
    case none
  }

  let kind: Kind
  let row: GuardTable.Row
  let isRaced: Bool

  init(_ row: GuardTable.Row, isRaced: Bool) {
    self.row = row
    self.isRaced = isRaced
    kind = Guarding.kind(row, isRaced)
  }

  private static func kind(_ row: GuardTable.Row, _ isRaced: Bool) -> Kind {
    if row.shared == 0 { return .unshared }
    if row.declared != .none { return row.inferred.contains(row.declared) ? .declared : .violated }
    if !row.inferred.isEmpty { return .consistent }
    if row.inRegions == row.shared { return .regions }
    if row.writes == 0 { return .constant }
    if let usual = row.usual, usual.accesses < row.shared || isRaced { return .inconsistent }
    return isRaced ? .none : .otherwise
  }

  var isGood: Bool { !isRaced && kind != .violated && kind != .inconsistent && kind != .none }

  /// The lock in question, `.none` if there is none.
  var lock: ObjectID {
    switch kind {
    case .declared, .violated: row.declared
    case .consistent: row.inferred.first ?? .none
    case .inconsistent: row.usual?.lock ?? .none
    default: .none
    }
  }

  /// What there is to say, without the variable's name.
  func words(_ log: EventLog) -> String {
    let name = log.objectName(lock)
    let shared = NumberText.counted(row.shared, "access", plural: "accesses")
    let held = row.locks.first { $0.lock == lock }?.accesses ?? 0
    let race = isRaced ? "; it races" : ""
    switch kind {
    case .unshared:
      return row.threads > 1 ? "never shared: spawn and join keep the actors apart" : "one actor only"
    case .constant: return "only read while it is shared"
    case .declared: return "guarded by \(name), as declared: held at all \(shared)"
    case .violated: return "guarded by \(name), as declared, but held at \(held) of \(shared)\(race)"
    case .consistent:
      let others = row.inferred.dropFirst().map { log.objectName($0) }
      let also = others.isEmpty ? "" : " (and \(others.joined(separator: ", ")))"
      return "guarded by \(name)\(also): held at all \(shared)"
    case .inconsistent where held == row.shared:
      return "\(name) is held at all \(shared), but only as a reader where it is written\(race)"
    case .inconsistent:
      return "no lock at all of its accesses: \(name) is held at \(held) of \(shared)\(race)"
    case .regions: return "inside atomic { } only"
    case .otherwise: return "no lock: something else orders its \(shared) in this run"
    case .none: return "no lock at its \(shared)\(race)"
    }
  }
}
