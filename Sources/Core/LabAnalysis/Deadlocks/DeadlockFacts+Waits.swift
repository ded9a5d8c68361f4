import LabTrace

/// Deadlocks over things that have no owner: anyone might have ended the wait, and nobody is left to.
extension DeadlockFacts {
  /// The shape of waits without a cycle.
  func waitShape() -> DeadlockPattern.Shape {
    for member in members {
      guard let wait = wait(member), wait.kind == .conditionWaitBegin else { continue }
      if let cause = LostWakeUp(log, member, wait)?.shape() { return cause }
    }
    if let shape = holdAndWaitShape() { return shape }
    for member in members {
      guard let wait = wait(member) else { continue }
      switch wait.kind {
      case .barrierArrive: return barrierShape(wait)
      case .semaphoreWaitBegin: return semaphoreShape(wait)
      case .bufferEmptyWait, .bufferFullWait: return bufferShape(wait)
      case .eventWaitBegin: return eventShape(wait)
      case .conditionWaitBegin: return conditionShape(member, wait)
      case .awaitBegin: return awaitShape(member, wait)
      default: continue
      }
    }
    return .init(
      fix: "make sure that whoever waits is let go by someone who still runs: look at the order of the waits",
      term: "deadlock")
  }

  /// One waits for something while it holds a lock that the others need: whoever would help cannot come near.
  private func holdAndWaitShape() -> DeadlockPattern.Shape? {
    for member in members {
      guard let wait = wait(member), wait.kind != .lockRequest, wait.kind != .joinBegin else { continue }
      let blocked = members.filter { graph.blockers(of: $0).contains(member) }
      guard let lock = blocked.first.flatMap({ self.wait($0) })?.object, let held = held(member, lock) else {
        continue
      }
      let (object, name, lockName) = (log.objectName(wait.object), name(member), log.objectName(lock))
      let isNested = wait.kind == .conditionWaitBegin
      return .init(
        claim: "\(name) \(DeadlockAnalysis.action(wait)) \(object) while it holds \(lockName), "
          + "which \(count(blocked.count, "other")) need\(blocked.count == 1 ? "s" : "")",
        reasons: [
          "\(name) took \(lockName) at \(log.shortPlace(held.site)) and keeps it while it waits at "
            + log.shortPlace(wait.site)
        ] + helperReasons(wait),
        fix: isNested
          ? "do not wait on \(object) with \(lockName) held: a wait gives back only the condition's own mutex"
          : "wait for \(object) before taking \(lockName), not inside it: whoever is to help needs \(lockName)",
        term: isNested ? "nested-monitor" : "hold-and-wait")
    }
    return nil
  }

  private func helperReasons(_ wait: ThreadSituation.Wait) -> [String] {
    let object = log.objectName(wait.object)
    switch wait.kind {
    case .semaphoreWaitBegin: return helperSentences(of: wait.object, [.semaphorePost], "releases \(object)")
    case .bufferEmptyWait: return helperSentences(of: wait.object, [.bufferPut], "puts into \(object)")
    case .bufferFullWait: return helperSentences(of: wait.object, [.bufferGet], "gets from \(object)")
    case .eventWaitBegin: return helperSentences(of: wait.object, [.eventSet], "sets \(object)")
    case .conditionWaitBegin:
      return helperSentences(of: wait.object, [.conditionSignal, .conditionBroadcast], "signals \(object)")
    default: return []
    }
  }

  private func barrierShape(_ wait: ThreadSituation.Wait) -> DeadlockPattern.Shape {
    let object = log.objectName(wait.object)
    let arrived = members.filter { member in
      self.wait(member).map { $0.kind == .barrierArrive && $0.object == wait.object } ?? false
    }
    let parties = log.object(wait.object)?.capacity ?? 0
    let missing = parties &- Int64(arrived.count)
    let absent = helpers(of: wait.object, [.barrierArrive]).filter { !arrived.contains($0.thread) }
    var reasons = ["\(object) lets nobody pass before \(parties) have arrived: \(arrived.count) have"]
    reasons += absent.map { "\(name($0.thread)), who came before, \(standing($0.thread))" }
    return .init(
      claim: "\(count(arrived.count, "actor")) wait\(arrived.count == 1 ? "s" : "") at \(object), "
        + "and \(missing) of \(parties) will not come",
      reasons: reasons,
      fix: "let as many actors pass \(object) as it has parties, each the same number of times",
      term: "barrier")
  }

  private func semaphoreShape(_ wait: ThreadSituation.Wait) -> DeadlockPattern.Shape {
    let object = log.objectName(wait.object)
    var reasons = permitsOut(of: wait.object).map { holder in
      "\(name(holder.thread)) took \(count(Int(clamping: holder.permits), "permit")) of \(object) at "
        + "\(log.shortPlace(holder.site)) and has not given \(holder.permits == 1 ? "it" : "them") back: "
        + "it \(standing(holder.thread))"
    }
    reasons += helperSentences(of: wait.object, [.semaphorePost], "releases \(object)")
    if helpers(of: wait.object, [.semaphorePost]).isEmpty {
      reasons.append("nobody has released \(object) so far")
    }
    // Each waits for what another would give next.
    let others = members.compactMap { self.wait($0) }.filter { $0.kind == .semaphoreWaitBegin }
    let isMutual = Set(others.map(\.object)).count > 1
    return .init(
      reasons: reasons,
      fix: isMutual
        ? "release before you wait: each of them waits for what another would release next"
        : "release \(object) as often as it is acquired, on every path", term: "semaphore")
  }

  private func bufferShape(_ wait: ThreadSituation.Wait) -> DeadlockPattern.Shape {
    let object = log.objectName(wait.object)
    let isEmpty = wait.kind == .bufferEmptyWait
    let verb = isEmpty ? "puts into \(object)" : "gets from \(object)"
    var reasons = helperSentences(of: wait.object, [isEmpty ? .bufferPut : .bufferGet], verb)
    if reasons.isEmpty { reasons = ["nobody \(verb) so far"] }
    return .init(
      reasons: reasons,
      fix: isEmpty
        ? "put as many items as are got, or close \(object) when the last one is in"
        : "get as many items as are put, or make \(object) larger", term: "bounded-buffer")
  }

  private func eventShape(_ wait: ThreadSituation.Wait) -> DeadlockPattern.Shape {
    let object = log.objectName(wait.object)
    var reasons = helperSentences(of: wait.object, [.eventSet], "sets \(object)")
    let isConsumed = log.threads.contains { thread in
      thread.events.contains { $0.kind == .eventWaitEnd && $0.object == wait.object }
    }
    if reasons.isEmpty { reasons = ["nobody has set \(object)"] }
    if isConsumed { reasons.append("somebody else's wait may have used up the set: it lets one waiter go") }
    return .init(
      reasons: reasons,
      fix: isConsumed
        ? "declare \(object) `: manual`, or set it once for each waiter" : "set \(object) on every path",
      term: "event")
  }

  /// Nothing was signalled that the waiter could have missed.
  private func conditionShape(_ member: ThreadID, _ wait: ThreadSituation.Wait) -> DeadlockPattern.Shape {
    let object = log.objectName(wait.object)
    let reasons = helperSentences(
      of: wait.object, [.conditionSignal, .conditionBroadcast], "signals \(object)")
    return .init(
      reasons: reasons.isEmpty ? ["nobody has signalled \(object)"] : reasons,
      fix: "signal \(object) after every change that \(name(member)) may wait for, and before finishing",
      term: "condition")
  }

  private func awaitShape(_ member: ThreadID, _ wait: ThreadSituation.Wait) -> DeadlockPattern.Shape {
    let object = log.objectName(wait.object)
    let reasons = helperSentences(of: wait.object, [.write, .readModifyWrite], "changes \(object)")
    return .init(
      reasons: reasons,
      fix: "make sure that somebody who still runs makes the condition of \(name(member)) true",
      term: "deadlock")
  }

  // MARK: who could have helped

  struct Helper {
    var thread: ThreadID
    /// Where it last did what would help.
    var site: SiteID
  }

  /// Who has done something of these kinds to an object, in the order of the threads.
  func helpers(of object: ObjectID, _ kinds: [EventKind]) -> [Helper] {
    log.threads.enumerated().compactMap { index, thread in
      guard let last = thread.events.last(where: { $0.object == object && kinds.contains($0.kind) }) else {
        return nil
      }
      return Helper(thread: ThreadID(rawValue: UInt32(index)), site: last.site)
    }
  }

  private func helperSentences(of object: ObjectID, _ kinds: [EventKind], _ verb: String) -> [String] {
    helpers(of: object, kinds).map { helper in
      "\(name(helper.thread)), who \(verb) at \(log.shortPlace(helper.site)), \(standing(helper.thread))"
    }
  }

  private struct PermitHolder {
    var thread: ThreadID
    var permits: Int64
    var site: SiteID
  }

  /// Who has taken more permits than given.
  ///
  /// Says nothing of semaphores that one side takes and the other gives.
  private func permitsOut(of object: ObjectID) -> [PermitHolder] {
    var holders: [PermitHolder] = []
    var givers = 0
    for (index, thread) in log.threads.enumerated() {
      var (taken, given): (Int64, Int64) = (0, 0)
      var site = SiteID.unknown
      for event in thread.events where event.object == object {
        if event.kind == .semaphorePost { given &+= event.value }
        if event.kind == .semaphoreWaitEnd {
          taken &+= event.value
          site = event.site
        }
      }
      if given > taken { givers += 1 }
      if taken > given {
        holders.append(
          PermitHolder(thread: ThreadID(rawValue: UInt32(index)), permits: taken &- given, site: site))
      }
    }
    return givers == 0 ? holders : []
  }
}
