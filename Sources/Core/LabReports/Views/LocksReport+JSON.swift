import LabAnalysis
import LabTrace

extension LocksReport {
  /// The same as one object.
  package var json: JSONValue {
    let state = StateReport.replay(log, Linearisation(log), nil)
    let locks = analysis.contention.rows.filter { row in
      let kind = log.object(row.object)?.kind
      return kind == .mutex || kind == .rwlock
    }
    return [
      "unit": .string(log.run.mode == .controlled ? "steps" : "nanoseconds"),
      "locks": .array(locks.map { json($0, state) }),
      "order": .array(edges().map(json)),
      "cycles": .array(
        analysis.findings.filter { $0.kind == .lockCycle }.map { FindingReport.json($0, log: log) }),
      "guards": .array(
        analysis.guards.rows.filter { log.object($0.object)?.kind == .variable }.map { row in
          Guarding(row, isRaced: isRaced(row.object)).json(log)
        }),
      "violations": .array(
        analysis.findings.filter { $0.kind == .guardViolation }.map { FindingReport.json($0, log: log) }),
    ]
  }

  private func json(_ row: ContentionTable.Row, _ state: LogState) -> JSONValue {
    let owners = state.actors.indices.filter { actor in
      state.actors[actor].held.contains { $0.object == row.object }
    }
    return [
      "lock": .string(log.objectName(row.object)),
      "kind": .string(log.object(row.object)?.kind.word ?? ""),
      "acquisitions": .integer(row.acquisitions), "contended": .integer(row.contended),
      "totalHold": .unsigned(row.totalHold), "longestHold": .unsigned(row.longestHold),
      "totalWait": .unsigned(row.totalWait), "longestWait": .unsigned(row.longestWait),
      "heldBy": .strings(owners.map { log.actorName(ThreadID(rawValue: UInt32($0))) }),
    ]
  }

  private func json(_ edge: Edge) -> JSONValue {
    [
      "held": .string(log.objectName(edge.held)), "wanted": .string(log.objectName(edge.wanted)),
      "actor": .string(log.actorName(edge.actor)), "heldSite": FindingReport.siteJSON(edge.heldSite, log),
      "wantedSite": FindingReport.siteJSON(edge.wantedSite, log), "count": .integer(edge.count),
      "cycle": .bool(isInCycle(edge)),
    ]
  }
}

extension Guarding {
  func json(_ log: EventLog) -> JSONValue {
    [
      "variable": .string(log.objectName(row.object)),
      "guarding": .string(kind.rawValue),
      "lock": lock == .none ? .null : .string(log.objectName(lock)),
      "declared": .bool(row.declared != .none),
      "reads": .integer(row.reads), "writes": .integer(row.writes), "shared": .integer(row.shared),
      "unlocked": .integer(row.unlocked), "raced": .bool(isRaced), "words": .string(words(log)),
    ]
  }
}
