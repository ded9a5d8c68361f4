import LabAnalysis
import LabJudgement
import LabLanguage
import LabReports
import LabTrace

/// What `synclab run` says about a session of native runs.
package struct RunReport {
  private let result: SessionResult
  private let seed: UInt64

  /// Prepares the report.
  package init(_ result: SessionResult, seed: UInt64) {
    self.result = result
    self.seed = seed
  }

  /// The whole report, each line with its end.
  package func render(style: TextStyle) -> String {
    var parts = [style.render(header)]
    if let histogram { parts.append(histogram.render(style: style)) }
    for (finding, log) in findings {
      let lines = FindingReport.lines(finding, log: log, style: style, among: findings.map(\.finding))
      parts.append(style.render(lines))
    }
    parts.append(verdict.render(style: style))
    return parts.joined(separator: "\n")
  }

  // MARK: parts

  /// The gravest first, else as they were found.
  private var findings: [(finding: Finding, log: EventLog)] {
    result.findings.enumerated().sorted { left, right in
      (left.element.finding.gravity, left.offset) < (right.element.finding.gravity, right.offset)
    }.map(\.element)
  }

  private var header: [StyledText] {
    let time = NumberText.duration(nanoseconds: UInt64(max(0, result.nanoseconds)))
    var line: StyledText = .strong(result.program.name)
    line += StyledText("  \(NumberText.counted(result.runCount, "run"))")
    line += .faint("  \(NumberText.grouped(result.eventCount)) events  \(time)  seed \(seed)")
    var lines = [line]
    let ends = result.verdicts.filter { $0.count > 0 }
    if result.runCount > 1 || ends.first?.verdict != .completed {
      let words = ends.map { "\(NumberText.grouped($0.count)) \(Self.word($0.verdict))" }
      lines.append(StyledText("  " + words.joined(separator: ", ")))
    }
    if result.isInterrupted { lines.append(.hint("  interrupted; only the runs made so far are judged")) }
    if result.lostCount > 0 {
      lines.append(.hint("  \(NumberText.grouped(result.lostCount)) events did not fit into the timeline"))
    }
    if let divergence = result.divergence { lines.append(.bad("  diverged at \(divergence)")) }
    if let failing = result.failingSeed, result.runCount > 1 {
      lines.append(.faint("  the first run that stands out had seed \(failing)"))
    }
    return lines
  }

  private static func word(_ verdict: RunVerdict) -> String {
    switch verdict {
    case .completed: "completed"
    case .failure: "failed"
    case .misuse: "ended by a misuse"
    case .deadlock: "deadlocked"
    case .partialDeadlock: "deadlocked in part"
    case .timedOut: "timed out"
    case .died: "died"
    case .interrupted: "interrupted"
    case .diverged: "left the schedule"
    }
  }

  /// The outcomes of the file's table, or of its variables where it has none.
  private var histogram: HistogramReport? {
    guard let (expectation, tuples) = result.histogram,
      case .outcomes(let expressions, let rows) = result.program.expectations[expectation].property
    else { return nil }
    let isJudged = result.program.expectations[expectation].isApplicable
    var shown = tuples.entries.map { entry in row(entry.key, entry.count, isJudged ? rows : nil) }
    if isJudged {
      shown += rows.filter { tuples.count($0.values) == 0 }.map { row($0.values, 0, rows) }
    }
    shown.sort { $0.values.lexicographicallyPrecedes($1.values) }
    let title = expressions.map(\.text).joined(separator: ", ")
    return HistogramReport(title: title, rows: shown.map(\.row))
  }

  private func row(
    _ values: [Int64], _ count: Int, _ rows: [Expectation.Row]?
  ) -> (values: [Int64], row: HistogramReport.Row) {
    let declared = rows?.first { $0.values == values }
    let grade = declared?.grade.rawValue ?? (rows == nil ? "" : "not listed")
    let isBad = count > 0 && rows != nil && (declared == nil || declared?.grade == .forbidden)
    let row = HistogramReport.Row(
      label: values.map(String.init).joined(separator: ", "), count: count,
      number: values.count == 1 ? values[0] : nil, grade: grade, role: isBad ? .bad : .plain,
      note: declared?.note ?? "")
    return (values, row)
  }

  private var verdict: VerdictReport {
    let (headline, role, summary): (String, TextRole, String) =
      switch result.judgement.outcome {
      case .passed where result.isInterrupted:
        ("INTERRUPTED", .hint, "what was seen until then contradicts nothing")
      case .failed: ("FAILED", .bad, "the runs contradict the file")
      case .inconclusive: ("INCONCLUSIVE", .hint, "nothing contradicts the file, but not all of it was seen")
      case .passed where hasOpenLines:
        ("NOT CONTRADICTED", .good, "some lines only an exploration can settle")
      case .passed: ("HELD", .good, "")
      }
    return VerdictReport(
      headline: headline, headlineRole: role, summary: summary,
      rows: result.judgement.lines.filter { $0.word != .unseen }.map {
        VerdictReport.Row($0, sites: result.program.sites)
      })
  }

  private var hasOpenLines: Bool { result.judgement.lines.contains { $0.word == .needsExplore } }

  // MARK: JSON

  /// The members of the `--json` object.
  package var json: [JSONValue.Member] {
    [
      .init("scenario", .string(result.program.name)),
      .init("parameters", .object(result.program.parameters.map { .init($0.name, .integer($0.value)) })),
      .init("seed", .string(String(seed))),
      .init("runs", .integer(result.runCount)),
      .init("interrupted", .bool(result.isInterrupted)),
      .init("events", .integer(Int64(clamping: result.eventCount))),
      .init("lost", .integer(Int64(clamping: result.lostCount))),
      .init("ends", .object(result.verdicts.map { .init("\($0.verdict)", .integer($0.count)) })),
      .init("firstFailingSeed", result.failingSeed.map { .string(String($0)) } ?? .null),
      .init("outcomes", histogram.map(Self.json) ?? .null),
      .init("findings", .array(findings.map { FindingReport.json($0.finding, log: $0.log) })),
      .init("judgement", .string(result.judgement.outcome.rawValue)),
      .init("verdict", verdict.json),
    ]
  }

  private static func json(_ histogram: HistogramReport) -> JSONValue {
    [
      "of": .string(histogram.title),
      "rows": .array(
        histogram.rows.map { row in
          [
            "values": .string(row.label), "count": .integer(row.count), "grade": .string(row.grade),
            "note": .string(row.note),
          ]
        }),
    ]
  }
}
