import LabTrace

/// Races where no lock is in sight, or where it is not the point.
extension RacePattern {
  /// One side prepares data and raises a flag, the other sees the flag raised and takes the data.
  func publicationShape() -> Shape? {
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
          "\(actor(reader)) saw \(flag) = \(seen.value) at \(log.shortPlace(seen.site)) and took that for leave, "
            + "but \(flag) \(isPlain ? "is plain and orders nothing" : "is accessed with too weak an order")"
        ], isPlain ? "make \(flag) atomic: \(orders)" : orders, "publication"
      )
    }
    return nil
  }

  /// The write comes after the release that was to publish it, and the read after the acquire that relies on it.
  func earlyShape() -> Shape? {
    for (writer, reader) in [(sides[0], sides[1]), (sides[1], sides[0])] where writer.isWrite {
      guard let release = log.event(writer.side.lastSynchronisation),
        let acquire = log.event(reader.side.lastSynchronisation), release.object == acquire.object,
        release.object != .none, release.kind.mayRelease, acquire.kind.mayAcquire,
        release.kind != .barrierArrive, release.kind != .lockRelease
      else { continue }
      let text = SynchronisationText.text(release, log)
      return (
        ["\(actor(writer)) writes \(name) only after the \(text), which can order nothing that comes later"],
        "move the write at \(place(writer)) before the \(text)", "publication"
      )
    }
    return nil
  }

  /// Both are in the same phase of a barrier.
  func barrierShape() -> Shape? {
    let last = sides.map { log.event($0.side.lastSynchronisation) }
    guard let left = last[0], let right = last[1], left.kind == .barrierPass, right.kind == .barrierPass,
      left.object == right.object
    else { return nil }
    let barrier = log.objectName(left.object)
    return (
      ["both accesses are between the same two rounds of \(barrier), or there is no round between them"],
      "let the phases end with a round each: one \(barrier).wait() after the writes, one after the reads",
      "barrier"
    )
  }

  /// Both read and then write: on one line an update that can be lost, else a check that can be outdated.
  func updateShape() -> Shape? {
    let halves = sides.map { $0.otherHalf(log) }
    // Who only reads loses no update.
    guard halves.contains(where: { $0 != nil }),
      zip(sides, halves).allSatisfy({ side, half in side.isWrite || half != nil })
    else { return nil }
    let isUpdate = zip(sides, halves).allSatisfy { side, half in
      half.map { log.linePlace($0.site) == log.linePlace(side.event.site) } ?? true
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

  /// One side only writes, the other looks again and again.
  func flagShape() -> Shape? {
    guard sides.count(where: \.isWrite) == 1, let reader = sides.first(where: { !$0.isWrite }) else {
      return nil
    }
    let text = log.site(reader.event.site)?.text ?? ""
    let looks = reader.after(log).prefix(8) + reader.before(log).prefix(8)
    let isWaiting =
      text.hasPrefix("while ") || text.hasPrefix("await ")
      || looks.contains { event in
        (event.kind == .awaitBegin || event.kind == .read && event.site == reader.event.site)
          && event.object == object
      }
    guard isWaiting else { return nil }
    return (
      ["\(actor(reader)) waits for \(name) by looking at it, which orders nothing"],
      "make \(name) atomic (release store, acquire load), or wait on a condition or an event", "flag"
    )
  }

  /// A reader may see one of several variables that belong together changed and the other not.
  func invariantShape() -> Shape? {
    guard let writer = sides.first(where: \.isWrite), let reader = sides.first(where: { !$0.isWrite }) else {
      return nil
    }
    let written = (writer.before(log).prefix(8) + writer.after(log).prefix(8)).filter { $0.kind == .write }
    let read = (reader.before(log).prefix(8) + reader.after(log).prefix(8)).filter { $0.kind == .read }
    let others = Set(written.filter(\.isPlainAccess).map(\.object)).intersection(read.map(\.object))
    guard let other = others.subtracting([object]).min() else { return nil }
    let second = log.objectName(other)
    return (
      ["\(name) and \(second) are changed one after the other: \(actor(reader)) may see one new and one old"],
      "keep them together: hold one lock around both writes, and around both reads", "invariant"
    )
  }
}
