import LabTrace

/// Witnessed deadlocks: the wait-for graph at the end of a log, and the lab's verdict.
package struct DeadlockAnalysis {
  private let log: EventLog
  private let graph: WaitForGraph

  /// Prepares the analysis of a log.
  package init(_ log: EventLog) {
    self.log = log
    graph = WaitForGraph(log)
  }

  /// The deadlock at the end of the log, if there is one.
  ///
  /// A cycle of untimed waits is a deadlock whatever the verdict says. Without a cycle it takes the verdict:
  /// only the lab knows that nobody was left to post, signal or put.
  package func findings() -> [Finding] {
    let cycle = graph.cycle()
    let members = verdictMembers()
    guard !cycle.isEmpty || !members.isEmpty else { return [] }
    let rest = members.filter { !cycle.contains($0) }
    let isPartial = log.verdict?.verdict == .partialDeadlock
    let sides = (cycle + rest).map(side)
    let pattern = DeadlockPattern(log: log, graph: graph, cycle: cycle, members: cycle + rest)
    return [
      Finding(
        kind: isPartial ? .partialDeadlock : .deadlock, confidence: .witnessed, claim: pattern.claim,
        sides: sides, reasons: pattern.reasons, fix: pattern.fix, term: pattern.term,
        schedule: log.run.schedule, fingerprint: fingerprint(sides))
    ]
  }

  /// The actors that the lab's verdict names, by thread.
  private func verdictMembers() -> [ThreadID] {
    guard let (verdict, _) = log.verdict, verdict == .deadlock || verdict == .partialDeadlock else {
      return []
    }
    let events = log.threads[0].events.filter { $0.kind == .verdict }.dropFirst()
    return events.map(\.cause.thread).sorted()
  }

  private func side(_ thread: ThreadID) -> Side {
    let situation = graph.situations[Int(thread.rawValue)]
    let wait = situation.wait
    return Side(
      actor: thread, action: wait.map { Self.action($0) } ?? "cannot go on", object: wait?.object ?? .none,
      site: wait?.site ?? .unknown, event: wait?.event ?? situation.last, locksHeld: situation.held,
      waitsFor: graph.blockers(of: thread))
  }

  /// What a waiting actor does, in words that stand before the object's name.
  package static func action(_ wait: ThreadSituation.Wait) -> String {
    switch wait.kind {
    case .joinBegin: "joins"
    case .lockRequest: wait.isShared ? "waits to read" : "waits for"
    case .conditionWaitBegin: "waits for a signal on"
    case .semaphoreWaitBegin: wait.value == 1 ? "waits for a permit of" : "waits for \(wait.value) permits of"
    case .bufferFullWait: "waits for room in"
    case .bufferEmptyWait: "waits for an item in"
    case .barrierArrive: "waits at barrier"
    case .eventWaitBegin: "waits for event"
    case .awaitBegin: "awaits a change of"
    default: "waits for"
    }
  }

  /// The same actors' code at the same places, whatever their indices.
  private func fingerprint(_ sides: [Side]) -> UInt64 {
    let parts = sides.map { side in
      let held = side.locksHeld.map { log.shortPlace($0.site) }.joined(separator: "+")
      return "\(log.shortPlace(side.site)) holding \(held)"
    }
    return Fingerprint.of(["deadlock"] + parts.sorted())
  }
}
