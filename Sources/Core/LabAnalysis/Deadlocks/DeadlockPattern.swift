import LabTrace

/// Which of the known shapes a deadlock has: the words, the chain of reasons, the fix.
struct DeadlockPattern {
  private(set) var claim: String
  private(set) var reasons: [String]
  private(set) var fix: String
  private(set) var term: String

  /// What a shape knows better than the general words; nil where these do.
  struct Shape {
    var claim: String?
    var reasons: [String] = []
    var fix: String
    var term: String
  }

  init(log: EventLog, graph: WaitForGraph, cycle: [ThreadID], members: [ThreadID]) {
    let facts = DeadlockFacts(log: log, graph: graph, cycle: cycle, members: members)
    claim = facts.claim()
    reasons = facts.chain()
    let shape = facts.cycleShape() ?? facts.leakShape() ?? facts.waitShape()
    if let better = shape.claim { claim = better }
    reasons += shape.reasons
    fix = shape.fix
    term = shape.term
  }
}

/// The facts about a deadlock from which its words are chosen.
struct DeadlockFacts {
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
    let others = members.count > cycle.count ? ", \(members.count - cycle.count) more behind it" : ""
    if cycle.count == 1 { return "\(name(cycle[0])) waits for itself\(others)" }
    if locks == 0 { return "\(count(cycle.count, "actor")) join each other\(others)" }
    return "\(count(cycle.count, "actor")), \(count(locks, "lock")), cycle of \(cycle.count)\(others)"
  }

  /// Who needs what from whom: first round the cycle, then the others.
  func chain() -> [String] {
    cycle.enumerated().compactMap { position, member in
      link(member, to: cycle[(position + 1) % cycle.count])
    } + members.filter { !cycle.contains($0) }.compactMap(outsider)
  }

  private func link(_ member: ThreadID, to next: ThreadID) -> String? {
    guard let wait = wait(member) else { return nil }
    if wait.kind == .joinBegin { return "\(name(member)) joins \(name(next)), which has not finished" }
    let object = log.objectName(wait.object)
    guard let held = held(next, wait.object) else {
      return "\(name(member)) needs \(object), and \(name(next)) stands before it in the queue"
    }
    let how = held.isShared ? "took to read" : "took"
    let owner = next == member ? "it" : name(next)
    return "\(name(member)) needs \(object), which \(owner) \(how) at \(log.shortPlace(held.site))"
  }

  private func outsider(_ member: ThreadID) -> String? {
    guard let wait = wait(member) else { return nil }
    let blockers = graph.blockers(of: member).filter { $0 != member }
    let object = log.objectName(wait.object)
    if wait.kind == .joinBegin {
      let target = ThreadID(rawValue: UInt32(clamping: wait.value))
      return "\(name(member)) joins \(name(target)), which has not finished"
    }
    if let gone = blockers.first(where: { graph.situations[Int($0.rawValue)].hasExited }) {
      return "\(name(member)) needs \(object), which \(name(gone)) still held when it finished"
    }
    if !blockers.isEmpty {
      return "\(name(member)) needs \(object), held by \(blockers.map(name).joined(separator: ", "))"
    }
    let what = object == "?" ? "" : " \(object)"
    return "\(name(member)) \(DeadlockAnalysis.action(wait))\(what), and no running actor can end that"
  }

  // MARK: words

  func wait(_ thread: ThreadID) -> ThreadSituation.Wait? { graph.situations[Int(thread.rawValue)].wait }
  func name(_ thread: ThreadID) -> String { log.actorName(thread) }
  func held(_ thread: ThreadID, _ object: ObjectID) -> HeldLock? {
    graph.situations[Int(thread.rawValue)].held.last { $0.object == object }
  }
  func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

  /// What an actor is up to, as a clause.
  func standing(_ thread: ThreadID) -> String {
    let situation = graph.situations[Int(thread.rawValue)]
    if situation.hasExited { return "has finished" }
    guard let wait = situation.wait else { return "is busy elsewhere" }
    let object = log.objectName(wait.object)
    return DeadlockAnalysis.action(wait) + (object == "?" ? "" : " \(object)")
  }
}
