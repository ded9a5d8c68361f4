import LabTrace

/// Deadlocks over things that have an owner: locks and joins.
extension DeadlockFacts {
  /// The shape of a cycle; nil if there is none.
  func cycleShape() -> DeadlockPattern.Shape? {
    if cycle.isEmpty { return nil }
    if let shape = upgradeShape() { return shape }
    if cycle.count == 1, let wait = wait(cycle[0]) { return selfShape(wait) }
    let objects = cycle.compactMap { wait($0)?.object }.filter { $0 != .none }
    if objects.isEmpty {
      return .init(
        fix: "let one of them finish first: a join must not wait for who waits for it", term: "join")
    }
    if objects.count < cycle.count {
      return .init(fix: "release what the joined actor needs before joining it", term: "join")
    }
    let order = Set(objects).sorted().map { log.objectName($0) }.joined(separator: " before ")
    return .init(
      fix: "take the locks in one order everywhere (\(order)), or trylock and back off (risk: livelock)",
      term: "deadlock")
  }

  private func selfShape(_ wait: ThreadSituation.Wait) -> DeadlockPattern.Shape {
    if wait.kind == .joinBegin {
      return .init(fix: "an actor cannot wait for its own end: do not join yourself", term: "join")
    }
    let object = log.objectName(wait.object)
    return .init(
      fix: "do not lock \(object) again while holding it, or declare it `: recursive`", term: "self-deadlock")
  }

  /// Readers that want to write without giving up reading first: each waits for the others, and for itself.
  private func upgradeShape() -> DeadlockPattern.Shape? {
    let upgraders = members.filter { member in
      guard let wait = wait(member), wait.kind == .lockRequest, !wait.isShared else { return false }
      return held(member, wait.object)?.isShared == true
    }
    guard let first = cycle.first(where: upgraders.contains), let wait = wait(first) else { return nil }
    let same = upgraders.filter { self.wait($0)?.object == wait.object }
    let object = log.objectName(wait.object)
    let names = same.map(name).joined(separator: " and ")
    let verb = same.count == 1 ? "wants" : "want"
    return .init(
      claim: "\(names) \(verb) to write \(object) while still reading it",
      reasons: ["a writer waits until all readers have left, also until it has left itself"],
      fix: "release the read lock before asking for the write lock (and look again at what was read), "
        + "or take `write` at once", term: "upgrade-deadlock")
  }

  /// A finished actor still holds what a member waits for.
  func leakShape() -> DeadlockPattern.Shape? {
    for member in members {
      guard let wait = wait(member), wait.kind == .lockRequest else { continue }
      let gone = graph.holders(of: wait.object).filter { graph.situations[Int($0.rawValue)].hasExited }
      guard let owner = gone.first, let held = held(owner, wait.object) else { continue }
      let object = log.objectName(wait.object)
      return .init(
        claim: "\(name(member)) waits for \(object), which \(name(owner)) still held when it finished",
        reasons: ["\(name(owner)) took \(object) at \(log.shortPlace(held.site)) and never gave it back"],
        fix: "release \(object) on every path: with \(object) { … } does", term: "leak")
    }
    return nil
  }
}
