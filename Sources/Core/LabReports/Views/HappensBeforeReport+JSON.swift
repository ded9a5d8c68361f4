import LabAnalysis
import LabTrace

extension HappensBeforeReport {
  /// The answer as one object; its members depend on the question.
  package var json: JSONValue {
    switch question {
    case .handOvers: return ["handOvers": .array(graph.handOvers().map(json))]
    case .event(let event): return cones(event)
    case .pair(let first, let second): return order(first, second)
    }
  }

  private func json(_ edge: HappensBeforeGraph.Edge) -> JSONValue {
    [
      "from": json(edge.from), "to": json(edge.to), "reason": .string(edge.reason.rawValue),
      "object": edge.object == .none ? .null : .string(log.objectName(edge.object)),
    ]
  }

  private func json(_ reference: EventReference) -> JSONValue {
    [
      "step": steps.step(of: reference).map { .integer($0) } ?? .null,
      "actor": .string(log.actorName(reference.thread)),
      "words": .string(ViewText(log: log, style: TextStyle(ascii: true)).event(reference).plain),
      "site": FindingReport.siteJSON(log.event(reference)?.site ?? .unknown, log),
    ]
  }

  private func cones(_ event: EventReference) -> JSONValue {
    guard let past = graph.past(of: event), let future = graph.future(of: event) else { return .null }
    return [
      "event": json(event), "past": json(past), "future": json(future),
      "concurrent": .array(
        concurrent(event, past, future).map { stretch in
          [
            "actor": .string(log.actorName(stretch.thread)), "events": .integer(stretch.count),
            "first": json(stretch.first), "last": json(stretch.last),
            "race": stretch.race == .none ? .null : json(stretch.race),
          ]
        }),
    ]
  }

  private func json(_ cone: HappensBeforeGraph.Cone) -> JSONValue {
    [
      "events": .integer(cone.count), "own": .integer(cone.ownCount),
      "actors": .array(
        cone.borders.map { border in
          [
            "actor": .string(log.actorName(border.thread)), "events": .integer(border.count),
            "border": json(border.event), "through": json(border.link),
          ]
        }),
    ]
  }

  private func order(_ first: EventReference, _ second: EventReference) -> JSONValue {
    let (word, chain): (String, [HappensBeforeGraph.Edge]) =
      switch verdict(first, second) {
      case .same: ("same", [])
      case .ordered(let chain, isReversed: false): ("before", chain)
      case .ordered(let chain, isReversed: true): ("after", chain)
      case .unordered: ("unordered", [])
      }
    let events = [first, second].compactMap { log.event($0) }
    let isRace = word == "unordered" && events.count == 2 && conflict(events[0], events[1])
    return [
      "first": json(first), "second": json(second), "order": .string(word), "chain": .array(chain.map(json)),
      "race": .bool(isRace),
    ]
  }
}
