import LabAnalysis
import LabTrace

extension LanesReport {
  /// The events of the chosen steps, one object each; a limit of 0 means all.
  package static func json(log: EventLog, options: Options) -> JSONValue {
    let order = Linearisation(log)
    let words = EventText(log: log, style: TextStyle(ascii: true))
    var steps: [JSONValue] = []
    for (position, entry) in order.entries.enumerated() {
      let step = order.step(position, in: log)
      if let from = options.from, step < from { continue }
      if let to = options.to, step > to { continue }
      if options.limit > 0, steps.count >= options.limit { break }
      let thread = ThreadID(rawValue: entry.thread)
      let event = order.event(position, in: log)
      steps.append([
        "step": .integer(step), "actor": .string(log.actorName(thread)), "kind": .string("\(event.kind)"),
        "words": .string(words.text(event, thread: thread, index: Int(entry.index)).plain),
        "object": event.object == .none || !event.kind.namesObject
          ? .null : .string(log.objectName(event.object)),
        "value": .integer(event.value), "time": .unsigned(event.time),
        "site": FindingReport.siteJSON(event.site, log),
        "cause": FindingReport.eventJSON(event.cause, log),
      ])
    }
    return .array(steps)
  }
}
