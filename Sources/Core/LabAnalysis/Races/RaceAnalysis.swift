import LabTrace

/// Races as findings.
package struct RaceAnalysis {
  /// What could not be judged, in sentences; empty for a whole log.
  package let limits: [String]
  private let log: EventLog
  private let races: [RaceTable.Race]
  private let guards: GuardTable

  /// Looks for races in a whole log.
  package init(_ log: EventLog, guards: GuardTable) {
    self.log = log
    self.guards = guards
    let detector = RaceDetector(log)
    races = detector.table.races
    limits = Self.limits(detector)
  }

  private static func limits(_ detector: RaceDetector) -> [String] {
    if detector.isRefused {
      return ["races were not looked for: more than \(HappensBefore.mostThreads) threads"]
    }
    var sentences: [String] = []
    if detector.contradictions > 0 {
      sentences.append(
        "the trace contradicts itself; races after the first contradiction were not looked for")
    }
    if !detector.losses.isComplete {
      sentences.append(
        "\(detector.losses.lostCount) events were lost; \(detector.unjudged) accesses that they may have ordered "
          + "were not looked at for races")
    } else if detector.unjudged > 0, detector.contradictions == 0 {
      sentences.append(
        "the process was killed in the middle of an operation; \(detector.unjudged) accesses that it may have ordered "
          + "were not looked at for races")
    }
    return sentences
  }

  /// One finding for each pair of source lines and declaration.
  package func findings() -> [Finding] {
    let contexts = AccessContexts(log, of: races.flatMap { [$0.first, $0.second] })
    return races.compactMap { race in
      guard let first = RaceSide(log, race.first, contexts), let second = RaceSide(log, race.second, contexts)
      else { return nil }
      return finding(race, [first, second].sorted { $0.reference.rawValue < $1.reference.rawValue })
    }
  }

  private func finding(_ race: RaceTable.Race, _ sides: [RaceSide]) -> Finding {
    let row = guards.row(of: race.object)
    let pattern = RacePattern(log, race.object, sides[0], sides[1], row)
    let name = log.objectName(race.object)
    return Finding(
      kind: .race, confidence: .witnessed,
      claim: "\(words(sides[0], name)), \(words(sides[1], "it")), and nothing orders the two",
      sides: sides.map(\.side), reasons: reasons(sides, row) + pattern.reasons + limits, fix: pattern.fix,
      term: pattern.term, schedule: log.run.schedule, fingerprint: fingerprint(race, sides), count: race.count
    )
  }

  private func words(_ side: RaceSide, _ name: String) -> String {
    "\(log.actorName(side.reference.thread)) \(side.side.action) \(name)"
  }

  /// The same declaration and the same lines, whichever element and whichever actors of the array.
  private func fingerprint(_ race: RaceTable.Race, _ sides: [RaceSide]) -> UInt64 {
    Fingerprint.of(
      ["race", log.declarationName(race.object)] + sides.map { log.linePlace($0.event.site) }.sorted())
  }

  // MARK: why

  private func reasons(_ sides: [RaceSide], _ row: GuardTable.Row?) -> [String] {
    var sentences = [lockSentence(sides)]
    sentences += sides.map(synchronisationSentence)
    if let row, row.declared != .none {
      sentences.append("\(log.objectName(row.object)) is declared guarded by \(log.objectName(row.declared))")
    } else if let row, let usual = row.usual {
      sentences.append(
        "\(log.objectName(usual.lock)) is held at \(usual.accesses) of \(row.shared) accesses to "
          + log.objectName(row.object))
    }
    return sentences
  }

  private func lockSentence(_ sides: [RaceSide]) -> String {
    let holds = sides.map { side in
      let names = side.side.locksHeld.map { log.objectName($0.object) + ($0.isShared ? " as a reader" : "") }
      let what = names.isEmpty ? "nothing" : names.joined(separator: ", ")
      return "\(log.actorName(side.reference.thread)) holds \(what)"
    }
    if sides.allSatisfy({ $0.side.locksHeld.isEmpty }) { return "no common lock: neither holds any" }
    let common = sides[0].side.locksHeld.contains { left in
      sides[1].side.locksHeld.contains { $0.object == left.object }
    }
    return (common ? "no lock that keeps them apart: " : "no common lock: ") + holds.joined(separator: ", ")
  }

  /// What could have ordered this side's access with the other's: what came last before it, what first after it.
  private func synchronisationSentence(_ side: RaceSide) -> String {
    let actor = log.actorName(side.reference.thread)
    let before = log.event(side.side.lastSynchronisation).flatMap { event in
      event.kind == .threadStart || event.kind == .processStart ? nil : event
    }
    var sentence =
      before.map { "\(actor) synchronised last before it by \(SynchronisationText.text($0, log))" }
      ?? "\(actor) had not synchronised since its start"
    if let after = log.event(side.nextSynchronisation) {
      let text = SynchronisationText.text(after, log)
      sentence += before == nil ? ", and next after it by \(text)" : " and next after it by \(text)"
    }
    return sentence
  }
}
