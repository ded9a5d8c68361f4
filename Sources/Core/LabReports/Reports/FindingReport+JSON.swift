import LabAnalysis
import LabTrace

extension FindingReport {
  /// The finding with all names and places spelled out.
  package static func json(_ finding: Finding, log: EventLog) -> JSONValue {
    [
      "class": .string(finding.kind.rawValue),
      "confidence": .string(finding.confidence.rawValue),
      "claim": .string(finding.claim),
      "sides": .array(finding.sides.map { json($0, log) }),
      "reasons": .strings(finding.reasons),
      "fix": .string(finding.fix),
      "term": .string(finding.term),
      "schedule": .string(finding.schedule),
      // As text: JSON readers that use floating point would round it.
      "fingerprint": .string(String(finding.fingerprint, radix: 16)),
      "count": .integer(finding.count),
    ]
  }

  private static func json(_ side: Side, _ log: EventLog) -> JSONValue {
    [
      "actor": .string(log.actorName(side.actor)),
      "action": .string(side.action),
      "object": side.object == .none ? .null : .string(log.objectName(side.object)),
      "site": siteJSON(side.site, log),
      "event": eventJSON(side.event, log),
      "locksHeld": .array(
        side.locksHeld.map { lock in
          [
            "object": .string(log.objectName(lock.object)),
            "site": siteJSON(lock.site, log),
            "shared": .bool(lock.isShared),
          ]
        }),
      "waitsFor": .strings(side.waitsFor.map { log.actorName($0) }),
      "lastSynchronisation": eventJSON(side.lastSynchronisation, log),
    ]
  }

  static func siteJSON(_ id: SiteID, _ log: EventLog) -> JSONValue {
    guard let site = log.site(id) else { return .null }
    return [
      "file": .string(site.file), "line": .integer(Int64(site.line)), "column": .integer(Int64(site.column)),
      "text": .string(site.text),
    ]
  }

  static func eventJSON(_ reference: EventReference, _ log: EventLog) -> JSONValue {
    guard reference != .none else { return .null }
    return [
      "thread": .string(log.actorName(reference.thread)), "sequence": .integer(Int64(reference.sequence)),
    ]
  }
}
