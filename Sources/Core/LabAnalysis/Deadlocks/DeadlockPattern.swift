import LabTrace

/// Which of the known shapes a deadlock has: the words, the chain of reasons, the fix.
struct DeadlockPattern {
  let claim: String
  let reasons: [String]
  let fix: String
  let term: String

  init(log: EventLog, graph: WaitForGraph, cycle: [ThreadID], members: [ThreadID]) {
    let shape = Shape(log: log, graph: graph, cycle: cycle, members: members)
    claim = shape.claim()
    reasons = shape.reasons()
    (fix, term) = shape.fix()
  }
}

/// The facts about a deadlock from which its words are chosen.
private struct Shape {
  let log: EventLog
  let graph: WaitForGraph
  let cycle: [ThreadID]
  let members: [ThreadID]

  func claim() -> String {
    let actors = count(members.count, "actor")
    guard !cycle.isEmpty else {
      return "\(actors) \(members.count == 1 ? "waits" : "wait"), and nobody is left who could end the wait"
    }
    let locks = Set(cycle.compactMap { wait($0)?.object }.filter { $0 != .none }).count
    if cycle.count == 1 { return "\(name(cycle[0])) waits for itself" }
    let others = members.count > cycle.count ? ", \(members.count - cycle.count) more behind it" : ""
    return "\(count(cycle.count, "actor")), \(count(locks, "lock")), cycle of \(cycle.count)\(others)"
  }

  func reasons() -> [String] {
    var sentences: [String] = []
    for (position, member) in cycle.enumerated() {
      let next = cycle[(position + 1) % cycle.count]
      guard let wait = wait(member) else { continue }
      if wait.kind == .joinBegin {
        sentences.append("\(name(member)) joins \(name(next)), which has not finished")
      } else if let held = held(next, wait.object) {
        let object = log.objectName(wait.object)
        sentences.append(
          "\(name(member)) needs \(object), which \(name(next)) took at \(log.shortPlace(held.site))")
      }
    }
    for member in members where !cycle.contains(member) {
      guard let wait = wait(member) else { continue }
      let blockers = graph.blockers(of: member).filter { $0 != member }
      let finished = blockers.filter { graph.situations[Int($0.rawValue)].hasExited }
      let object = log.objectName(wait.object)
      if let gone = finished.first {
        sentences.append("\(name(member)) needs \(object), which \(name(gone)) still held when it finished")
      } else if !blockers.isEmpty {
        sentences.append(
          "\(name(member)) needs \(object), held by \(blockers.map(name).joined(separator: ", "))")
      } else {
        sentences.append(
          "\(name(member)) \(DeadlockAnalysis.action(wait)) \(object), and no running actor can end that")
      }
    }
    return sentences
  }

  func fix() -> (String, String) {
    if cycle.count == 1, let wait = wait(cycle[0]) {
      let object = log.objectName(wait.object)
      return ("do not lock \(object) again while holding it, or declare it `: recursive`", "self-deadlock")
    }
    if !cycle.isEmpty { return cycleFix() }
    if let leaked = leaked() {
      return (
        "release \(log.objectName(leaked)) on every path: `with \(log.objectName(leaked)) { … }` does", "leak"
      )
    }
    return waitFix()
  }

  private func cycleFix() -> (String, String) {
    let objects = cycle.compactMap { wait($0)?.object }.filter { $0 != .none }
    if objects.count < cycle.count {
      return ("release what the joined actor needs before joining it", "deadlock")
    }
    let readers = cycle.allSatisfy { member in
      guard let wait = wait(member) else { return false }
      return held(member, wait.object) != nil
    }
    if readers {
      return (
        "do not ask for the write lock while holding the read lock: release it first, or take `write` at once",
        "upgrade deadlock"
      )
    }
    let order = Set(objects).sorted().map { log.objectName($0) }.joined(separator: " before ")
    return (
      "take the locks in one order everywhere (\(order)), or trylock and back off (risk: livelock)",
      "deadlock"
    )
  }

  private func waitFix() -> (String, String) {
    let waits = members.compactMap(wait)
    guard let condition = waits.first(where: { $0.kind == .conditionWaitBegin }) else {
      return (
        "make sure that whoever waits is let go by someone who still runs: look at the order of the waits",
        "deadlock"
      )
    }
    let name = log.objectName(condition.object)
    return (
      "a signal is not remembered: wait in `while !ready { \(name).wait() }`, set the flag under the mutex, "
        + "and signal (or broadcast) after every change that a waiter may need", "lost wake-up"
    )
  }

  /// A lock that a finished actor still holds and a member waits for.
  private func leaked() -> ObjectID? {
    for member in members {
      guard let wait = wait(member), wait.kind == .lockRequest else { continue }
      let holders = graph.holders(of: wait.object)
      if holders.contains(where: { graph.situations[Int($0.rawValue)].hasExited }) { return wait.object }
    }
    return nil
  }

  private func wait(_ thread: ThreadID) -> ThreadSituation.Wait? {
    graph.situations[Int(thread.rawValue)].wait
  }
  private func name(_ thread: ThreadID) -> String { log.actorName(thread) }
  private func held(_ thread: ThreadID, _ object: ObjectID) -> HeldLock? {
    graph.situations[Int(thread.rawValue)].held.last { $0.object == object }
  }
  private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
}
