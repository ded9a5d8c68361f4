import LabAnalysis
import LabTrace

/// The timeline of a run on a terminal, a lane for each actor.
package enum LanesReport {
  /// Which timeline.
  package enum Form: Hashable, Sendable {
    /// Bars and steps of a native run, steps of a controlled one.
    case automatic
    /// Time to the right, a row for each actor.
    case bars
    /// A row for each event, a column for each actor.
    case steps
  }

  package struct Options: Hashable, Sendable {
    package var form: Form
    /// First and last step to show.
    package var from: Int?
    package var to: Int?
    /// At most so many rows of steps, 0 for all: the middle is left out, never the ends or what is important.
    package var limit: Int
    /// Actors to show; empty for all.
    package var actors: [ThreadID]
    /// Events that findings speak of: they and their neighbours are never folded.
    package var important: [EventReference]
    /// At most so many rows of bars.
    package var maximumActors: Int
    /// Whether bars are drawn to scale; nil for what reads better.
    var scale: BarTimeline.Scale?

    package init(
      form: Form = .automatic, from: Int? = nil, to: Int? = nil, limit: Int = 100, actors: [ThreadID] = [],
      important: [EventReference] = [], maximumActors: Int = 48
    ) {
      self.form = form
      self.from = from
      self.to = to
      self.limit = limit
      self.actors = actors
      self.important = important
      self.maximumActors = maximumActors
    }
  }

  /// The timeline, each line with its end.
  package static func render(log: EventLog, style: TextStyle, options: Options = Options()) -> String {
    let order = Linearisation(log)
    guard !order.entries.isEmpty else {
      return style.render([" no events" as StyledText] + notes(log, order, style))
    }
    var lines: [StyledText] = []
    if options.form == .bars || (options.form == .automatic && log.run.mode != .controlled) {
      lines += BarView(log: log, order: order, style: style, options: options).lines()
    }
    if options.form != .bars {
      if !lines.isEmpty { lines.append("") }
      lines += StepView(log: log, order: order, style: style, options: options).lines()
    }
    return style.render(lines + ending(log, style) + notes(log, order, style))
  }

  /// How the run ended, in the lab's words.
  private static func ending(_ log: EventLog, _ style: TextStyle) -> [StyledText] {
    guard let first = log.verdicts.first, let verdict = RunVerdict(rawValue: first.value) else { return [] }
    if verdict == .completed { return [" ended  " + .good(verdict.sentence)] }
    var line = StyledText.bad(verdict.sentence)
    if let message = log.string(first.object), verdict != .deadlock, verdict != .partialDeadlock {
      line += "  " + .strong(message)
    }
    let actors = log.verdicts.filter { $0.cause != .none }.map(\.cause.thread)
    var seen: [ThreadID] = []
    for actor in actors where !seen.contains(actor) { seen.append(actor) }
    if !seen.isEmpty {
      let names = seen.prefix(8).map { StyledText.actor(log.actorName($0)) }
      line += "  " + names.joined(separator: ", ")
      if seen.count > 8 { line += " and \(seen.count - 8) more".styled }
    }
    let place = log.placeText(first.site)
    if !place.isEmpty { line += "  " + .site(place) }
    return labelled("ended", line, labelWidth: 7, style: style)
  }

  /// What is missing from the log.
  static func notes(_ log: EventLog, _ order: Linearisation, _ style: TextStyle) -> [StyledText] {
    var notes = log.notes
    for thread in log.threads where thread.lost > 0 {
      notes.append("\(thread.name): \(NumberText.counted(Int(clamping: thread.lost), "event")) lost")
    }
    if order.brokenConstraints > 0 {
      let count = NumberText.counted(order.brokenConstraints, "place")
      notes.append("the events contradict each other in \(count): their order there is by time stamp")
    }
    return notes.flatMap {
      labelled(.hint("note"), StyledText($0), labelWidth: 6, style: style)
    }
  }
}
