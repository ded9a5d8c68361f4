import LabAnalysis
import LabReports
import LabTrace

/// Which view of a trace is asked for, and of which part.
struct InspectRequest {
  let view: InspectView
  let step: Int?
  let other: Int?
  let from: Int?
  let to: Int?
  let limit: Int?

  init(_ options: GivenOptions) throws(CommandFailure) {
    view = options.text("--view").flatMap(InspectView.init(rawValue:)) ?? .lanes
    step = options.integer("--at").map { Int($0) }
    other = options.integer("--and").map { Int($0) }
    from = options.integer("--from").map { Int($0) }
    to = options.integer("--to").map { Int($0) }
    limit = options.integer("--limit").map { Int($0) }
    for option in ["--at", "--and", "--from", "--to", "--limit"]
    where options.isOn(option) && !view.options.contains(option) {
      let views = InspectView.allCases.filter { $0.options.contains(option) }.map(\.rawValue)
      throw CommandFailure(
        .usage, "\(option) means nothing for --view \(view.rawValue)",
        hint: "it belongs to --view \(views.joined(separator: ", --view "))")
    }
    if other != nil, step == nil {
      throw CommandFailure(.usage, "--and needs --at", hint: "write --at \(other ?? 1) --and STEP")
    }
    if let from, let to, from > to {
      throw CommandFailure(.usage, "--from \(from) comes after --to \(to)")
    }
  }

  /// A step that the run does not have is a mistake, not the end of the run.
  func check(against log: EventLog) throws(CommandFailure) {
    let numbers = StepNumbers(log)
    for (option, value) in [("--at", step), ("--and", other), ("--from", from)] {
      guard let value else { continue }
      // Before the first step there is a state, but no event.
      let least = view == .hb ? 1 : 0
      guard (least...max(least, numbers.last)).contains(value), numbers.last > 0 || value == 0 else {
        let steps = NumberText.counted(numbers.last, "step")
        throw CommandFailure(
          .usage, "\(option) \(value): the run has \(steps)", hint: "--view steps numbers them")
      }
      if view == .hb, numbers.event(ofStep: value) == nil {
        throw CommandFailure(
          .usage, "\(option) \(value): there is no such step", hint: "--view steps numbers them")
      }
    }
  }

  private func lanes(_ analysis: Analysis) -> LanesReport.Options {
    LanesReport.Options(
      form: view == .steps ? .steps : .automatic, from: from, to: to, limit: limit ?? 100,
      important: analysis.findings.flatMap { $0.sides.map(\.event) })
  }

  private func happensBefore(_ log: EventLog, _ analysis: Analysis) -> HappensBeforeReport {
    let numbers = StepNumbers(log)
    var question = HappensBeforeReport.Question.handOvers
    if let event = step.flatMap({ numbers.event(ofStep: $0) }) {
      question = .event(event)
      if let second = other.flatMap({ numbers.event(ofStep: $0) }) { question = .pair(event, second) }
    }
    return HappensBeforeReport(log, analysis, steps: numbers, question, limit: limit ?? 100)
  }

  private func waits(_ log: EventLog, _ analysis: Analysis) -> WaitsReport {
    WaitsReport(log, analysis, at: step, limit: limit ?? 20)
  }

  // MARK: answers

  func text(_ log: EventLog, _ analysis: Analysis, _ style: TextStyle) -> String {
    switch view {
    case .lanes:
      let reports = FindingReport.render(analysis.findings, log: log, style: style)
      let timeline = LanesReport.render(log: log, style: style, options: lanes(analysis))
      return reports.isEmpty ? timeline : reports + "\n" + timeline
    case .steps: return LanesReport.render(log: log, style: style, options: lanes(analysis))
    case .waits: return waits(log, analysis).render(style: style)
    case .locks: return LocksReport(log, analysis).render(style: style)
    case .races: return RacesReport(log, analysis).render(style: style)
    case .hb: return happensBefore(log, analysis).render(style: style)
    case .state: return StateReport.render(log, at: step, style: style)
    case .findings:
      let reports = FindingReport.render(analysis.findings, log: log, style: style)
      return reports.isEmpty ? " no findings\n" : reports
    }
  }

  /// What the view adds to what every view says.
  func members(_ log: EventLog, _ analysis: Analysis) -> [JSONValue.Member] {
    switch view {
    case .lanes, .state, .findings: []
    case .steps:
      [
        .init(
          "steps",
          LanesReport.json(log: log, options: LanesReport.Options(from: from, to: to, limit: limit ?? 0)))
      ]
    case .waits: [.init("waits", waits(log, analysis).json)]
    case .locks: [.init("locks", LocksReport(log, analysis).json)]
    case .races: [.init("races", RacesReport(log, analysis).json)]
    case .hb: [.init("hb", happensBefore(log, analysis).json)]
    }
  }
}
