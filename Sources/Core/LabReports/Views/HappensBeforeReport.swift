import LabAnalysis
import LabTrace

/// Happens-before: who handed over to whom; what comes before and after a step; why two steps are ordered.
package struct HappensBeforeReport {
  /// What is asked.
  package enum Question: Hashable, Sendable {
    /// All hand-overs between actors.
    case handOvers
    /// What comes before and after an event.
    case event(EventReference)
    /// Whether and why the first comes before the second.
    case pair(EventReference, EventReference)
  }

  let log: EventLog
  let analysis: Analysis
  let graph: HappensBeforeGraph
  let steps: StepNumbers
  let question: Question
  private let limit: Int

  /// Prepares the view.
  /// - Parameters:
  ///   - log: The whole run.
  ///   - analysis: What the analyses say of it.
  ///   - steps: The numbers of its events.
  ///   - question: What is asked.
  ///   - limit: At most so many hand-overs, 0 for all.
  package init(
    _ log: EventLog, _ analysis: Analysis, steps: StepNumbers, _ question: Question, limit: Int = 100
  ) {
    self.log = log
    self.analysis = analysis
    graph = HappensBeforeGraph(log)
    self.steps = steps
    self.question = question
    self.limit = limit
  }

  /// The view, each line with its end.
  package func render(style: TextStyle) -> String {
    let text = ViewText(log: log, style: style)
    let lines =
      switch question {
      case .handOvers: handOvers(text)
      case .event(let event): cones(event, text)
      case .pair(let first, let second): order(first, second, text)
      }
    return style.render(lines + text.limits(analysis))
  }

  // MARK: words

  /// An event with its step, such as `step 12  left unlock a 17:9`, and its actor.
  func named(_ event: EventReference, _ text: ViewText) -> StyledText {
    .strong(stepText(event)) + "  " + text.actorAndEvent(event)
  }

  func stepText(_ event: EventReference) -> String {
    steps.step(of: event).map { "step \(NumberText.grouped($0))" } ?? "no step"
  }

  /// Both ends, such as `left unlock a 17:9 ─▶ right lock a 29:13`, in order.
  func handOver(_ edge: HappensBeforeGraph.Edge, _ text: ViewText) -> StyledText {
    text.actorAndEvent(edge.from) + arrow(text) + text.actorAndEvent(edge.to)
  }

  private func arrow(_ text: ViewText) -> StyledText {
    " " + .faint(text.style.glyph(.line) + text.style.glyph(.arrowRight)) + " "
  }

  // MARK: all hand-overs

  private func handOvers(_ text: ViewText) -> [StyledText] {
    let edges = graph.handOvers()
    let title = text.heading(
      "hand-overs between actors", "each orders all before it with all after it")
    guard !edges.isEmpty else { return title + text.sentence("there are none: nothing orders the actors") }
    let groups = grouped(edges)
    // Long runs say the same thing over and over.
    if groups.count < edges.count, limit > 0, edges.count > limit {
      return title + summary(groups, text)
        + text.sentence(
          .faint("\(NumberText.counted(edges.count, "hand-over")) in all (--limit 0 lists each)"))
    }
    var table = TextTable([.right, .left, .left, .right, .left])
    table.add(["step", "from", "", "step", "to"].map { .faint($0) })
    for edge in limit == 0 ? edges : Array(edges.prefix(limit)) {
      table.add([
        number(edge.from), text.actorAndEvent(edge.from), arrow(text).trimmed, number(edge.to),
        text.actorAndEvent(edge.to),
      ])
    }
    let hidden = limit == 0 ? 0 : edges.count - min(limit, edges.count)
    return title + table.lines(indent: 1, style: text.style) + text.more(hidden, "hand-over")
  }

  private func number(_ event: EventReference) -> StyledText {
    StyledText(steps.step(of: event).map { NumberText.grouped($0) } ?? "?")
  }

  /// Hand-overs of the same kind between the same places of the same actors.
  struct Group: Hashable {
    var edge: HappensBeforeGraph.Edge
    var count: Int
  }

  private struct Key: Hashable {
    var actors: [ThreadID]
    var sites: [SiteID]
    var object: ObjectID
    var reason: HappensBeforeGraph.Reason
  }

  /// The most frequent first, then as they came.
  func grouped(_ edges: [HappensBeforeGraph.Edge]) -> [Group] {
    var positions: [Key: Int] = [:]
    var groups: [Group] = []
    for edge in edges {
      let sites = [edge.from, edge.to].map { log.event($0)?.site ?? .unknown }
      let key = Key(
        actors: [edge.from.thread, edge.to.thread], sites: sites, object: edge.object, reason: edge.reason)
      if let position = positions[key] {
        groups[position].count += 1
      } else {
        positions[key] = groups.count
        groups.append(Group(edge: edge, count: 1))
      }
    }
    return groups.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map(
      \.element)
  }

  private func summary(_ groups: [Group], _ text: ViewText) -> [StyledText] {
    var table = TextTable([.right, .left, .left, .left])
    table.add(["times", "from", "", "to"].map { .faint($0) })
    for group in groups.prefix(max(1, limit)) {
      table.add([
        NumberText.grouped(group.count).styled, text.actorAndEvent(group.edge.from), arrow(text).trimmed,
        text.actorAndEvent(group.edge.to),
      ])
    }
    return table.lines(indent: 1, style: text.style) + text.more(groups.count - max(1, limit), "kind")
  }
}

extension StyledText {
  /// Without the space at its beginning and its end.
  fileprivate var trimmed: StyledText {
    var result = StyledText()
    for run in trimmedRight().runs where !(result.isEmpty && run.text == " ") {
      result += StyledText(run.text, run.role)
    }
    return result
  }
}
