import LabTrace

/// Races around locks.
extension RacePattern {
  /// One side is in an atomic region, the other not.
  func regionShape() -> Shape? {
    let outside = sides.filter { !$0.event.flags.contains(.insideAtomicBlock) }
    guard outside.count == 1, let outside = outside.first else { return nil }
    return (
      ["an atomic region is ordered with other regions only, not with the plain access of \(actor(outside))"],
      "put the access at \(place(outside)) into an atomic { } as well", "atomic-region"
    )
  }

  /// Both hold a rwlock, but whoever writes only as a reader.
  func readerShape() -> Shape? {
    for side in sides where side.isWrite {
      guard let lock = side.side.locksHeld.first(where: \.isShared) else { continue }
      guard isHeldByBoth(lock.object) else { continue }
      let lockName = log.objectName(lock.object)
      return (
        ["\(actor(side)) writes \(name) under the read lock of \(lockName), which others may hold meanwhile"],
        "write under the write lock: with write \(lockName) { … }", "rwlock"
      )
    }
    return nil
  }

  private func isHeldByBoth(_ lock: ObjectID) -> Bool {
    sides.allSatisfy { $0.side.locksHeld.contains { $0.object == lock } }
  }

  /// A look without the lock, and another with it: the lock orders only those who take it.
  func doubleCheckedShape() -> Shape? {
    for (reader, writer) in [(sides[0], sides[1]), (sides[1], sides[0])] {
      guard !reader.isWrite, writer.isWrite, reader.side.locksHeld.isEmpty,
        let lock = writer.side.locksHeld.last?.object, sides.contains(where: { looksTwice($0, lock) })
      else { continue }
      return (
        ["\(name) is looked at without \(log.objectName(lock)) first: whoever skips the lock is not ordered"],
        "make \(name) atomic: store it with release after the data is ready, load it with acquire",
        "double-checked-locking"
      )
    }
    return nil
  }

  /// Whether the thread around the access reads the variable without the lock and then again with it.
  private func looksTwice(_ side: RaceSide, _ lock: ObjectID) -> Bool {
    var hasLooked = false
    var isLocked = false
    for event in side.before(log).reversed() + [side.event] + side.after(log) {
      if event.object == lock, event.kind == .lockAcquire || event.kind == .lockRelease {
        isLocked = event.kind == .lockAcquire
        if !isLocked { hasLooked = false }
      }
      guard event.kind == .read, event.object == object else { continue }
      if isLocked, hasLooked { return true }
      hasLooked = hasLooked || !isLocked
    }
    return false
  }

  /// One side locks and the other does not, or each locks something else.
  func lockShape() -> Shape? {
    let locked = sides.filter { !$0.side.locksHeld.isEmpty }
    if locked.count == 2 {
      let names = sides.compactMap { $0.side.locksHeld.last.map { log.objectName($0.object) } }
      let lock = guardian ?? sides[0].side.locksHeld.last?.object ?? .none
      return (
        ["two different locks, \(names.joined(separator: " and ")), keep nobody apart"],
        "use one lock for \(name) everywhere, such as \(log.objectName(lock))", "lockset"
      )
    }
    guard let lock = guardian ?? locked.first?.side.locksHeld.last?.object else { return nil }
    let unlocked = sides.filter { side in !side.side.locksHeld.contains { $0.object == lock } }
    let places = Set(unlocked.map(place)).sorted().joined(separator: " and ")
    return (
      locked.isEmpty ? [] : ["only \(locked.map(actor).joined()) locks; a lock protects only if all take it"],
      "take \(log.objectName(lock)) at \(places) as well: with \(log.objectName(lock)) { … }", "lockset"
    )
  }

  /// The lock that is meant to guard the variable: declared, or held at half of the accesses and more.
  private var guardian: ObjectID? {
    guard let row else { return nil }
    return row.declared != .none ? row.declared : row.usual?.lock
  }
}
