import LabAnalysis
import LabTrace

/// What comes before an event, what after, and what neither.
extension HappensBeforeReport {
  /// A stretch of another actor's events that nothing orders with the event in question.
  struct Concurrent: Hashable {
    var thread: ThreadID
    var first: EventReference
    var last: EventReference
    var count: Int
    /// A plain access of the stretch that conflicts with the event, if it is one itself.
    var race: EventReference
  }

  func concurrent(
    _ event: EventReference, _ past: HappensBeforeGraph.Cone, _ future: HappensBeforeGraph.Cone
  ) -> [Concurrent] {
    log.threads.indices.dropFirst().compactMap { index -> Concurrent? in
      let thread = ThreadID(rawValue: UInt32(index))
      guard thread != event.thread else { return nil }
      let events = log.threads[index].events
      let before = past.borders.first { $0.thread == thread }?.count ?? 0
      let after = future.borders.first { $0.thread == thread }?.count ?? 0
      guard before < events.count - after else { return nil }
      let stretch = events[before..<events.count - after]
      guard let first = stretch.first, let last = stretch.last else { return nil }
      func named(_ event: Event) -> EventReference {
        EventReference(thread: thread, sequence: event.sequence)
      }
      let race = log.event(event).flatMap { own in stretch.first { conflict($0, own) } }
      return Concurrent(
        thread: thread, first: named(first), last: named(last), count: stretch.count,
        race: race.map(named) ?? .none)
    }
  }

  /// Two plain accesses to one variable, one of them a write; atomic regions keep each other out.
  func conflict(_ left: Event, _ right: Event) -> Bool {
    let accesses = [left, right]
    return left.object == right.object && left.object != .none
      && accesses.allSatisfy { ($0.kind == .read || $0.kind == .write) && $0.flags.contains(.plain) }
      && accesses.contains { $0.kind == .write }
      && !accesses.allSatisfy { $0.flags.contains(.insideAtomicBlock) }
  }

  func cones(_ event: EventReference, _ text: ViewText) -> [StyledText] {
    guard let past = graph.past(of: event), let future = graph.future(of: event) else {
      return text.sentence("this step is not in the trace")
    }
    var lines = labelled("", named(event, text), labelWidth: 0, style: text.style)
    lines += [""] + side(past, text, title: "before it", isPast: true)
    lines += [""] + side(future, text, title: "after it", isPast: false)
    return lines + [""] + neither(concurrent(event, past, future), text)
  }

  private func side(
    _ cone: HappensBeforeGraph.Cone, _ text: ViewText, title: String, isPast: Bool
  ) -> [StyledText] {
    let own =
      "\(NumberText.counted(cone.count, "event")), \(NumberText.grouped(cone.ownCount)) of its own actor"
    var lines = text.heading(title, own)
    guard !cone.borders.isEmpty else {
      return lines
        + text.sentence(isPast ? "nothing of other actors is known to it" : "no other actor knows of it")
    }
    var table = TextTable([.left, .left, .left])
    for border in cone.borders {
      let count = NumberText.counted(border.count, "event")
      let reach = (isPast ? "up to " : "from ") + stepText(border.event)
      table.add([text.actor(border.thread), "\(count), \(reach)".styled, handOver(border.link, text)])
    }
    lines += table.lines(indent: 3, style: text.style)
    return lines
  }

  private func neither(_ stretches: [Concurrent], _ text: ViewText) -> [StyledText] {
    let count = stretches.reduce(0) { $0 + $1.count }
    var lines = text.heading("neither", "\(NumberText.counted(count, "event")) may come before or after it")
    guard !stretches.isEmpty else { return lines + text.sentence("everything else is ordered with it") }
    var table = TextTable([.left, .left, .left])
    for stretch in stretches {
      let ends = [stretch.first, stretch.last].map {
        steps.step(of: $0).map { NumberText.grouped($0) } ?? "?"
      }
      let range = stretch.count == 1 ? "step \(ends[0])" : "steps \(ends[0]) to \(ends[1])"
      let race =
        stretch.race == .none
        ? StyledText()
        : .bad("\(text.style.glyph(.failed)) race with \(stepText(stretch.race)) ") + text.event(stretch.race)
      table.add([
        text.actor(stretch.thread), "\(NumberText.counted(stretch.count, "event")), \(range)".styled, race,
      ])
    }
    lines += table.lines(indent: 3, style: text.style)
    return lines
  }
}
