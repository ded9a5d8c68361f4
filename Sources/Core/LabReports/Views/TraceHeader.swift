import LabAnalysis
import LabTrace

/// What was run, how, and how it ended: the first lines of everything that is said about a trace.
package enum TraceHeader {
  /// One or two lines.
  package static func lines(_ log: EventLog, style: TextStyle) -> [StyledText] {
    let run = log.run
    var text = StyledText.strong(run.name.isEmpty ? "a program" : run.name)
    text += StyledText("  \(mode(log)) run")
    if let verdict = log.verdict?.verdict {
      text += ", " + (verdict == .completed ? .good(verdict.sentence) : .bad(verdict.sentence))
    }
    var details = [NumberText.counted(log.eventCount, "event")]
    details += run.parameters.map { "\($0.name) = \($0.value)" }
    if run.mode == .native { details.append("seed \(run.seed)") }
    details += run.flags
    text += .faint("  " + details.joined(separator: "  "))
    return labelled("", text, labelWidth: 0, style: style)
  }

  static func mode(_ log: EventLog) -> String {
    switch log.run.mode {
    case .native: "native"
    case .controlled: "controlled"
    case .recorded: "recorded"
    }
  }
}
