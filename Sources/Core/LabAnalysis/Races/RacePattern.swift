import LabTrace

/// Which of the known shapes a race has: more reasons, the fix, the word.
struct RacePattern {
  private(set) var reasons: [String] = []
  private(set) var fix = ""
  private(set) var term = "race"

  private let log: EventLog
  private let name: String
  private let object: ObjectID
  private let sides: [RaceSide]
  private let row: GuardTable.Row?

  init(_ log: EventLog, _ object: ObjectID, _ left: RaceSide, _ right: RaceSide, _ row: GuardTable.Row?) {
    self.log = log
    self.object = object
    self.row = row
    name = log.objectName(object)
    sides = [left, right]
    let shapes = [
      regionShape, readerShape, doubleCheckedShape, publicationShape, lockShape, updateShape, flagShape,
    ]
    for shape in shapes {
      guard let found = shape() else { continue }
      (reasons, fix, term) = found
      return
    }
    fix = "hold one lock around both accesses, make \(name) atomic, or let one side wait for the other"
  }

  private typealias Shape = (reasons: [String], fix: String, term: String)

  private func actor(_ side: RaceSide) -> String { log.actorName(side.reference.thread) }
  private func place(_ side: RaceSide) -> String { log.shortPlace(side.event.site) }

  // MARK: locks

  /// One side is in an atomic region, the other not.
  private func regionShape() -> Shape? {
    let outside = sides.filter { !$0.event.flags.contains(.insideAtomicBlock) }
    guard outside.count == 1, let outside = outside.first else { return nil }
    return (
      ["an atomic region is ordered with other regions only, not with the plain access of \(actor(outside))"],
      "put the access at \(place(outside)) into an atomic { } as well", "atomic-region"
    )
  }

  /// Both hold a rwlock, but whoever writes only as a reader.
  private func readerShape() -> Shape? {
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
  private func doubleCheckedShape() -> Shape? {
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
  private func lockShape() -> Shape? {
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

  // MARK: without locks

  /// One side prepares data and raises a flag, the other sees the flag raised and takes the data.
  private func publicationShape() -> Shape? {
    for (writer, reader) in [(sides[0], sides[1]), (sides[1], sides[0])] {
      guard writer.isWrite, !reader.isWrite, reader.side.locksHeld.isEmpty else { continue }
      let raised = writer.after(log).filter { $0.kind == .write || $0.kind == .readModifyWrite }
      guard
        let seen = reader.before(log).first(where: { event in
          event.kind == .read && event.object != object
            && raised.contains { $0.object == event.object && $0.value == event.value }
        }), let store = raised.first(where: { $0.object == seen.object }),
        log.linePlace(seen.site) != log.linePlace(reader.event.site)
      else { continue }
      let flag = log.objectName(seen.object)
      let isPlain = seen.flags.contains(.plain)
      let orders =
        "store \(flag) with release at \(log.shortPlace(store.site)), "
        + "load it with acquire at \(log.shortPlace(seen.site))"
      return (
        [
          "\(actor(reader)) saw \(flag) raised at \(log.shortPlace(seen.site)), but \(flag) "
            + (isPlain ? "is plain and orders nothing" : "is accessed with too weak an order")
        ], isPlain ? "make \(flag) atomic: \(orders)" : orders, "publication"
      )
    }
    return nil
  }

  /// Both read and then write: on one line an update that can be lost, else a check that can be outdated.
  private func updateShape() -> Shape? {
    let halves = sides.map { $0.otherHalf(log) }
    guard halves.contains(where: { $0 != nil }), sides.contains(where: \.isWrite) else { return nil }
    let isUpdate = zip(sides, halves).allSatisfy { side, half in
      guard let half else { return true }
      return log.linePlace(half.site) == log.linePlace(side.event.site)
    }
    if isUpdate {
      return (
        ["reading \(name) and writing it back are two steps: an update in between is lost"],
        "make it one step: with m { … } around it in every actor, or make \(name) atomic and use add",
        "lost-update"
      )
    }
    return (
      ["what was read of \(name) may be outdated when it is acted upon"],
      "keep the check and the act together: one lock around both, in every actor", "check-then-act"
    )
  }

  /// One side only writes, the other looks.
  private func flagShape() -> Shape? {
    guard sides.filter(\.isWrite).count == 1, let reader = sides.first(where: { !$0.isWrite }) else { return nil }
    let looks = reader.after(log).prefix(8) + reader.before(log).prefix(8)
    let isWaiting = looks.contains { event in
      (event.kind == .awaitBegin || event.kind == .read && event.site == reader.event.site)
        && event.object == object
    }
    return isWaiting
      ? (
        ["\(actor(reader)) waits for \(name) by looking at it, which orders nothing"],
        "make \(name) atomic (release store, acquire load), or wait on a condition or an event", "flag"
      ) : nil
  }
}
