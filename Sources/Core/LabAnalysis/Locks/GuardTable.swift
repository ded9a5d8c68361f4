import LabTrace

/// Which lock guards which variable, as far as the accesses of a run show it.
///
/// Source: S. Savage et al., "Eraser: a dynamic data race detector for multithreaded programs", ACM TOCS 15(4),
/// 1997. Instead of its states (virgin, exclusive, shared) what spawn and join order tells when a variable was
/// shared: accesses that nobody else can come near need no lock.
package struct GuardTable: Hashable, Sendable {
  /// How often a lock was held at the accesses of a variable.
  package struct Lock: Hashable, Sendable {
    package var lock: ObjectID
    /// Accesses with the lock held, while the variable was shared.
    package var accesses: Int
    /// Those of them that held it as a reader only.
    package var asReader: Int
  }

  /// A variable and what guarded it.
  package struct Row: Hashable, Sendable {
    package var object: ObjectID
    /// What the program declares; `.none` if it declares nothing.
    package var declared: ObjectID
    package var reads: Int
    package var writes: Int
    /// How many threads accessed it.
    package var threads: Int
    /// Accesses while another thread could have come near.
    package var shared: Int
    /// Accesses while shared with no lock held.
    package var unlocked: Int
    /// Accesses inside atomic regions, while shared.
    package var inRegions: Int
    /// The most frequent first.
    package var locks: [Lock]

    /// Locks that were held at every shared access, by writers not only as readers; empty for an unshared variable.
    package var inferred: [ObjectID]

    /// The lock that most shared accesses hold, if at least half of them do.
    package var usual: Lock? {
      guard let first = locks.first, 2 * first.accesses >= shared else { return nil }
      return first
    }
  }

  /// By object; those that nobody accessed are left out.
  package var rows: [Row]

  /// The row of an object; nil if nobody accessed it.
  package func row(of object: ObjectID) -> Row? {
    let index = rows.lowerBoundIndex(of: object)
    return index < rows.count && rows[index].object == object ? rows[index] : nil
  }
}

extension [GuardTable.Row] {
  func lowerBoundIndex(of object: ObjectID) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if self[middle].object < object { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
