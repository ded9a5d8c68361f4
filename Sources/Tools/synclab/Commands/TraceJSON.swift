import LabAnalysis
import LabReports
import LabTrace

/// A trace in one JSON object: what every view says of it.
enum TraceJSON {
  static func members(_ log: EventLog, _ analysis: Analysis, at step: Int?) -> [JSONValue.Member] {
    [
      .init("run", run(log.run)),
      .init("verdict", log.verdict.map { .string($0.verdict.sentence) } ?? .null),
      .init("events", .integer(log.eventCount)),
      .init("findings", .array(analysis.findings.map { FindingReport.json($0, log: log) })),
      .init("state", StateReport.json(log, at: step)),
      .init("notes", .strings(log.notes)),
      .init("limits", .strings(analysis.limits)),
    ]
  }

  private static func run(_ run: RunInfo) -> JSONValue {
    let mode =
      switch run.mode {
      case .native: "native"
      case .controlled: "controlled"
      case .recorded: "recorded"
      }
    return [
      "name": .string(run.name),
      "mode": .string(mode),
      "parameters": .object(run.parameters.map { .init($0.name, .integer($0.value)) }),
      "flags": .strings(run.flags),
      "seed": .string(String(run.seed)),
      "schedule": .string(run.schedule),
    ]
  }
}
