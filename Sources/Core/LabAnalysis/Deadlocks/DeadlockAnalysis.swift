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

  /// The deadlocks at the end of the log: one for each cycle, and one for what the verdict names and no cycle has.
  ///
  /// A cycle of untimed waits is a deadlock also if the run was stopped for another reason. Without a cycle it takes
  /// the verdict: only the lab knows that nobody was left to post, signal or put. A run that completed, or that a
  /// failure or misuse ended, had no deadlock: what waits there waits for the end.
  package func findings() -> [Finding] {
    let cycles = cycles()
    var rest = verdictMembers().filter { member in !cycles.contains { $0.contains(member) } }
    if cycles.isEmpty { return rest.isEmpty ? [] : [finding(cycle: [], rest: rest)] }
    return cycles.map { cycle in
      defer { rest = [] }
      return finding(cycle: cycle, rest: rest)
    }
  }

  /// The locks of each cycle that goes through locks only, sorted.
  package func lockCycles() -> [[ObjectID]] {
    cycles().map { cycle in
      cycle.compactMap { graph.situations[Int($0.rawValue)].wait?.object }.filter { $0 != .none }.sorted()
    }
  }

  private func cycles() -> [[ThreadID]] {
    switch log.verdict?.verdict {
    case .completed, .failure, .misuse: return []
    default: break
    }
    let cycles = graph.cycles()
    // Who waits for himself and for others who wait likewise (readers that want to write) is part of theirs.
    return cycles.filter { cycle in
      cycle.count > 1
        || !cycles.contains { other in
          other != cycle && !Set(other).isDisjoint(with: graph.blockers(of: cycle[0]))
        }
    }
  }

  private func finding(cycle: [ThreadID], rest: [ThreadID]) -> Finding {
    let members = cycle + rest
    let sides = members.map(side)
    let pattern = DeadlockPattern(log: log, graph: graph, cycle: cycle, members: members)
    return Finding(
      kind: isPartial(members) ? .partialDeadlock : .deadlock, confidence: .witnessed, claim: pattern.claim,
      sides: sides, reasons: pattern.reasons, fix: pattern.fix, term: pattern.term,
      schedule: log.run.schedule,
      fingerprint: fingerprint(sides))
  }

  /// The lab says so, or somebody who is no daemon was neither finished nor waiting.
  private func isPartial(_ members: [ThreadID]) -> Bool {
    switch log.verdict?.verdict {
    case .deadlock: return false
    case .partialDeadlock: return true
    default:
      return graph.situations.contains { situation in
        let thread = log.threads[Int(situation.thread.rawValue)]
        return situation.thread != .lab && !thread.events.isEmpty && !thread.isDaemon && !situation.hasExited
          && (situation.wait == nil || situation.wait?.isTimed == true) && !members.contains(situation.thread)
      }
    }
  }

  /// The actors that the lab's verdict names, by thread; those that the log does not know are left out.
  private func verdictMembers() -> [ThreadID] {
    guard let (verdict, _) = log.verdict, verdict == .deadlock || verdict == .partialDeadlock else {
      return []
    }
    let events = log.threads[0].events.filter { $0.kind == .verdict }.dropFirst()
    return Set(events.map(\.cause.thread)).filter { log.threads.indices.contains(Int($0.rawValue)) }.sorted()
  }

  private func side(_ thread: ThreadID) -> Side {
    let situation = graph.situations[Int(thread.rawValue)]
    let wait = situation.wait
    let event = wait?.event ?? situation.last
    return Side(
      actor: thread, action: wait.map { Self.action($0) } ?? "cannot go on", object: wait?.object ?? .none,
      site: wait?.site ?? log.event(situation.last)?.site ?? .unknown, event: event,
      locksHeld: situation.held,
      waitsFor: graph.blockers(of: thread),
      lastSynchronisation: AccessContexts(log, of: [event])[event].lastSynchronisation)
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

  /// The same actors' code at the same places, whatever their indices and however many there are.
  private func fingerprint(_ sides: [Side]) -> UInt64 {
    let parts = sides.map { side in
      let held = side.locksHeld.map { log.linePlace($0.site) }.joined(separator: "+")
      return "\(log.linePlace(side.site)) holding \(held)"
    }
    return Fingerprint.of(["deadlock"] + Set(parts).sorted())
  }
}
