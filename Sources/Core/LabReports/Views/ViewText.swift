import LabAnalysis
import LabTrace

/// What the views of a trace have in common: events, places, lengths and steps in words.
struct ViewText {
  let log: EventLog
  let style: TextStyle

  /// A heading, and what it says of itself.
  func heading(_ title: String, _ note: String = "") -> [StyledText] {
    let text = StyledText.strong(title) + (note.isEmpty ? "" : .faint("  \(note)"))
    return labelled("", text, labelWidth: 0, style: style)
  }

  /// One line under a heading.
  func sentence(_ text: StyledText) -> [StyledText] {
    labelled("", text, labelWidth: 0, indent: 3, style: style)
  }

  /// An event with its place, such as `unlock m 17:9`, without its actor.
  func event(_ reference: EventReference) -> StyledText {
    guard let event = log.event(reference) else { return .faint("an event that was lost") }
    let words = EventText(log: log, style: style)
    let text = words.text(event, thread: reference.thread, index: log.index(of: reference) ?? 0)
    let place = log.nearPlaceText(event.site)
    return place.isEmpty ? text : text + " " + .site(place)
  }

  /// An event with its actor, such as `left unlock m 17:9`, in front.
  func actorAndEvent(_ reference: EventReference) -> StyledText {
    actor(reference.thread) + " " + event(reference)
  }

  func actor(_ thread: ThreadID) -> StyledText { .actor(log.actorName(thread)) }

  func object(_ object: ObjectID) -> StyledText { .object(log.objectName(object)) }

  /// Place and source text.
  func source(_ id: SiteID) -> StyledText {
    guard let site = log.site(id) else { return "" }
    return .site(log.nearPlaceText(id)) + .faint("  " + site.text)
  }

  func place(_ id: SiteID) -> StyledText { .site(log.nearPlaceText(id)) }

  /// A length in the unit of the log.
  func length(_ value: UInt64) -> String {
    log.run.mode == .controlled
      ? NumberText.counted(Int(clamping: value), "step")
      : NumberText.duration(nanoseconds: value, ascii: style.ascii)
  }

  func names(_ threads: [ThreadID]) -> StyledText {
    let shown = threads.prefix(4).map(actor).joined(separator: ", ")
    return threads.count > 4 ? shown + " and \(threads.count - 4) more".styled : shown
  }

  /// What the analyses could not look at.
  func limits(_ analysis: Analysis) -> [StyledText] {
    analysis.limits.flatMap { labelled(.hint("note"), StyledText($0), labelWidth: 6, style: style) }
  }

  /// That a list goes on.
  func more(_ count: Int, _ noun: String) -> [StyledText] {
    guard count > 0 else { return [] }
    return sentence(
      .faint("\(style.glyph(.ellipsis)) \(NumberText.counted(count, "more \(noun)")) (--limit 0 shows all)"))
  }
}

extension EventLog {
  /// The log as it was after a step: what came later is left out, the lab's verdict with it.
  func upTo(_ step: Int, _ order: Linearisation) -> EventLog {
    var result = self
    var counts = Array(repeating: 0, count: threads.count)
    let last = order.position(ofStep: step, in: self) ?? -1
    for position in 0..<(last + 1) { counts[Int(order.entries[position].thread)] += 1 }
    for thread in threads.indices {
      result.threads[thread].events = Array(threads[thread].events.prefix(counts[thread]))
    }
    return result
  }
}
