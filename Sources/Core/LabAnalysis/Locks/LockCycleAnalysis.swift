import LabTrace

/// Lock-order cycles: deadlocks that wait for their schedule.
struct LockCycleAnalysis {
  private let log: EventLog
  private let search: LockCycleSearch
  /// Sets of locks that a witnessed deadlock went round.
  private let deadlocked: Set<[ObjectID]>

  init(_ log: EventLog, _ survey: LockSurvey, _ forkJoin: ForkJoinOrder, deadlocked: [[ObjectID]]) {
    self.log = log
    var limits: [ObjectID: Int64] = [:]
    for (index, object) in log.objects.enumerated() where object.kind == .semaphore {
      let id = ObjectID(rawValue: UInt32(index + 1))
      if !survey.passedOn.contains(id) { limits[id] = object.initial }
    }
    search = LockCycleSearch(survey, limits: limits, forkJoin)
    self.deadlocked = Set(deadlocked)
  }

  /// The search had to stop before it had seen all cycles.
  var isStopped: Bool { search.isStopped }

  func findings() -> [Finding] {
    search.cycles.map { cycle in
      let locks = cycle.map { $0.nesting.held[$0.held].object }
      let names = locks.map { log.objectName($0) }
      let isWitnessed = deadlocked.contains(locks.sorted())
      return Finding(
        kind: .lockCycle, confidence: isWitnessed ? .witnessed : .pattern,
        claim: "\((names + names.prefix(1)).joined(separator: " before ")), each by another actor",
        sides: sides(cycle), reasons: reasons(cycle, isWitnessed: isWitnessed),
        fix:
          "take the locks in one order everywhere (\(oneOrder(locks))), or trylock and back off (risk: livelock)",
        term: "lock-order", schedule: isWitnessed ? log.run.schedule : "",
        fingerprint: fingerprint(cycle), count: 1)
    }
  }

  private func sides(_ cycle: [LockCycleSearch.Link]) -> [Side] {
    cycle.indices.map { position in
      let nesting = cycle[position].nesting
      let next = cycle[(position + 1) % cycle.count].nesting.thread
      return Side(
        actor: nesting.thread, action: nesting.isShared ? "takes to read" : "takes", object: nesting.wanted,
        site: nesting.site, event: nesting.event, locksHeld: nesting.held, waitsFor: [next])
    }
  }

  private func reasons(_ cycle: [LockCycleSearch.Link], isWitnessed: Bool) -> [String] {
    var sentences = cycle.map { link in
      let held = link.nesting.held[link.held]
      let wanted = log.objectName(link.nesting.wanted)
      return "\(log.actorName(link.nesting.thread)) takes \(wanted) at \(log.shortPlace(link.nesting.site)) "
        + "while it holds \(log.objectName(held.object)), taken at \(log.shortPlace(held.site))"
    }
    sentences.append("no lock is held around all of them, and no spawn or join keeps these apart")
    if !isWitnessed {
      sentences.append("this run did not deadlock; exploration tells whether a schedule can")
    }
    return sentences
  }

  private func oneOrder(_ locks: [ObjectID]) -> String {
    locks.sorted().map { log.objectName($0) }.joined(separator: " before ")
  }

  /// The same code, whichever elements of arrays it met.
  private func fingerprint(_ cycle: [LockCycleSearch.Link]) -> UInt64 {
    let parts = cycle.map { link in
      let held = link.nesting.held[link.held]
      return "\(log.declarationName(held.object)) at \(log.linePlace(held.site)), then "
        + "\(log.declarationName(link.nesting.wanted)) at \(log.linePlace(link.nesting.site))"
    }
    return Fingerprint.of(["lockcycle"] + Set(parts).sorted())
  }
}
