import LabAnalysis
import LabTrace

/// Whether one step comes before another, and by which chain.
extension HappensBeforeReport {
  enum Verdict: Hashable {
    case same
    /// The first before the second, or the other way round.
    case ordered([HappensBeforeGraph.Edge], isReversed: Bool)
    case unordered
  }

  func verdict(_ first: EventReference, _ second: EventReference) -> Verdict {
    if first == second { return .same }
    if let chain = graph.chain(from: first, to: second) { return .ordered(chain, isReversed: false) }
    if let chain = graph.chain(from: second, to: first) { return .ordered(chain, isReversed: true) }
    return .unordered
  }

  func order(_ first: EventReference, _ second: EventReference, _ text: ViewText) -> [StyledText] {
    var lines = labelled("", named(first, text), labelWidth: 0, style: text.style)
    lines += labelled("", named(second, text), labelWidth: 0, style: text.style) + [""]
    switch verdict(first, second) {
    case .same: return lines + text.sentence("one and the same step")
    case .ordered(let chain, let isReversed):
      let steps = isReversed ? [second, first] : [first, second]
      return lines + ordered(chain, steps[0], steps[1], text)
    case .unordered: return lines + unordered(first, second, text)
    }
  }

  private func ordered(
    _ chain: [HappensBeforeGraph.Edge], _ first: EventReference, _ second: EventReference, _ text: ViewText
  ) -> [StyledText] {
    let claim =
      StyledText.good("ordered") + ": \(stepText(first)) happens before \(stepText(second))".styled
      + (chain.isEmpty ? ", in the same actor" : " because")
    var lines = labelled("", claim, labelWidth: 0, style: text.style)
    for (index, edge) in chain.enumerated() {
      lines += labelled(
        "\(index + 1)".styled, handOver(edge, text), labelWidth: 3, indent: 3, style: text.style)
      lines += labelled("", .faint(reason(edge)), labelWidth: 3, indent: 3, style: text.style)
    }
    return lines
  }

  private func reason(_ edge: HappensBeforeGraph.Edge) -> String {
    switch edge.reason {
    case .spawn: "a spawn comes before the first step of the new actor"
    case .join: "an actor's end comes before the end of a join"
    case .lock: "a release comes before the next acquire of \(log.objectName(edge.object))"
    case .wakeUp: "a signal comes before the wake-up it causes"
    case .semaphore: "a release comes before the acquire that takes its permit"
    case .event: "a set comes before the waits that see it"
    case .barrier: "every arrival comes before every pass of the same round"
    case .buffer: "a put comes before its get, a get before the put into its slot"
    case .atomic: "a releasing store comes before the acquiring load that reads it"
    case .region: "an atomic region comes before the next one on the same cell"
    }
  }

  private func unordered(_ first: EventReference, _ second: EventReference, _ text: ViewText) -> [StyledText]
  {
    var lines = labelled(
      "", .bad("unordered") + ": neither happens before the other", labelWidth: 0, style: text.style)
    for (one, other) in [(first, second), (second, first)] {
      lines += text.sentence(knowledge(one, other, text))
    }
    if let left = log.event(first), let right = log.event(second) {
      let sign = StyledText.bad(text.style.glyph(.failed) + " ")
      lines += text.sentence(
        conflict(left, right)
          ? sign + "a race: both access " + text.object(left.object) + " plainly, one of them writes"
          : "concurrent, but no race: they are not two plain accesses to one variable, one of them a write")
    }
    return lines
  }

  /// What the last is that one side had heard of the other's actor.
  private func knowledge(_ one: EventReference, _ other: EventReference, _ text: ViewText) -> StyledText {
    let knows = graph.past(of: one)?.borders.first { $0.thread == other.thread }
    guard let knows else {
      return text.actor(one.thread) + " had heard nothing of ".styled + text.actor(other.thread) + " by then"
    }
    return text.actor(one.thread) + " had last heard of ".styled + text.actor(other.thread)
      + " at \(stepText(knows.event)), ".styled + text.event(knows.event)
  }
}
