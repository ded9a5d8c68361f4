import LabAnalysis
import LabTrace

/// Races in two columns, and in one line each what keeps the other variables safe.
package struct RacesReport {
  private let log: EventLog
  private let analysis: Analysis

  /// Prepares the view of a run and of what the analyses say of it.
  package init(_ log: EventLog, _ analysis: Analysis) {
    self.log = log
    self.analysis = analysis
  }

  private var races: [Finding] { analysis.findings.filter { $0.kind == .race } }

  /// The view, each line with its end.
  package func render(style: TextStyle) -> String {
    let text = ViewText(log: log, style: style)
    var lines: [StyledText] = []
    for race in races { lines += FindingReport.lines(race, log: log, style: style) + [""] }
    if races.isEmpty {
      let isSure = analysis.limits.isEmpty
      lines += labelled(
        isSure ? .good(style.glyph(.passed)) : .hint("?"),
        isSure
          ? "no race in this run: happens-before orders all conflicting accesses"
          : "no race was found as far as this trace can be judged", labelWidth: 2, style: style)
      lines += labelled(
        "", .faint("another interleaving may still race: a run shows one of them"), labelWidth: 2,
        style: style)
      lines.append("")
    }
    return style.render(lines + variables(text) + text.limits(analysis))
  }

  private var guardings: [Guarding] {
    let locks = LocksReport(log, analysis)
    return analysis.guards.rows.filter { log.object($0.object)?.kind == .variable }.map {
      Guarding($0, isRaced: locks.isRaced($0.object))
    }
  }

  private func variables(_ text: ViewText) -> [StyledText] {
    let safe = guardings.filter { !$0.isRaced }
    let title = text.heading("other variables")
    let atomics = analysis.guards.rows.filter { log.object($0.object)?.kind == .atomic }
    guard !safe.isEmpty || !atomics.isEmpty else { return title + text.sentence("there are none") }
    var table = TextTable([.left, .left, .left])
    for guarding in safe {
      let sign =
        guarding.isGood ? StyledText.good(text.style.glyph(.passed)) : .hint(text.style.glyph(.failed))
      table.add([text.object(guarding.row.object), sign, StyledText(guarding.words(log))])
    }
    for row in atomics {
      let count = NumberText.counted(row.reads + row.writes, "operation")
      table.add([
        text.object(row.object), .good(text.style.glyph(.passed)),
        StyledText("atomic: its \(count) never race"),
      ])
    }
    return title + table.lines(indent: 3, style: text.style)
  }

  /// The same as one object.
  package var json: JSONValue {
    [
      "races": .array(races.map { FindingReport.json($0, log: log) }),
      "variables": .array(guardings.map { $0.json(log) }),
    ]
  }
}
