import LabAnalysis
import LabTrace

/// One finding, as lockdep and jstack would say it: the claim, who did what in columns, the chain, the cure.
package enum FindingReport {
  /// The finding, each line with its end.
  package static func render(_ finding: Finding, log: EventLog, style: TextStyle) -> String {
    style.render(lines(finding, log: log, style: style))
  }

  /// All findings with an empty line between them.
  ///
  /// A lock-order cycle that has become a deadlock of the same list is told in one line.
  package static func render(_ findings: [Finding], log: EventLog, style: TextStyle) -> String {
    findings.map { style.render(lines($0, log: log, style: style, among: findings)) }.joined(separator: "\n")
  }

  /// The lines of a finding, the short form if another one of the list says the same.
  package static func lines(
    _ finding: Finding, log: EventLog, style: TextStyle, among others: [Finding] = []
  ) -> [StyledText] {
    let view = FindingView(finding: finding, log: log, style: style)
    return isTold(finding, by: others) ? view.reference(to: "it is the deadlock above") : view.lines()
  }

  /// Whether a deadlock in the list goes round the same locks.
  static func isTold(_ finding: Finding, by others: [Finding]) -> Bool {
    guard finding.kind == .lockCycle, finding.confidence == .witnessed else { return false }
    let locks = Set(finding.sides.map(\.object))
    return others.contains { other in
      (other.kind == .deadlock || other.kind == .partialDeadlock)
        && locks.isSubset(of: Set(other.sides.map(\.object)))
    }
  }
}

struct FindingView {
  let finding: Finding
  let log: EventLog
  let style: TextStyle
  private var labelWidth: Int { 12 }

  func lines() -> [StyledText] {
    var lines = claim()
    if let file = log.onlyFile, finding.sides.contains(where: { log.site($0.site) != nil }) {
      lines += row("in", .site(file))
    }
    lines += FindingSides(finding: finding, log: log, style: style, labelWidth: labelWidth).lines()
    if let cycle = cycle() { lines += row(finding.kind == .lockCycle ? "cycle" : "wait-for", cycle) }
    for (index, reason) in finding.reasons.enumerated() {
      lines += row(index == 0 ? "why" : "", StyledText(reason))
    }
    if !finding.fix.isEmpty { lines += row("fix", .good(finding.fix)) }
    if !finding.schedule.isEmpty { lines += row("schedule", StyledText(finding.schedule)) }
    return lines + see()
  }

  /// The claim alone, and where the rest can be read.
  func reference(to place: String) -> [StyledText] { claim(after: ": \(place)") + see() }

  private func see() -> [StyledText] {
    finding.term.isEmpty ? [] : row("see", .hint("synclab explain \(finding.term)"))
  }

  private func row(_ label: String, _ text: StyledText) -> [StyledText] {
    labelled(.strong(label), text, labelWidth: labelWidth, style: style)
  }

  private func claim(after: String = "") -> [StyledText] {
    let head = StyledText.bad(finding.kind.title) + " (\(finding.confidence.rawValue))".styled
    let seen = finding.count > 1 ? .faint("  seen \(NumberText.grouped(finding.count)) times") : StyledText()
    let text = head + "  " + .strong(finding.claim) + StyledText(after) + seen
    let wrapped = text.signs(ascii: style.ascii).wrapped(to: style.width - 3)
    return wrapped.enumerated().map { StyledText.spaces($0.offset == 0 ? 1 : 3) + $0.element }
  }

  /// Who waits for whom; several chains if the members do not form one cycle.
  private func cycle() -> StyledText? {
    let kinds: [Finding.Class] = [.deadlock, .partialDeadlock, .lockCycle, .lostWakeUp]
    guard kinds.contains(finding.kind),
      finding.sides.contains(where: { $0.object != .none || !$0.waitsFor.isEmpty })
    else { return nil }
    let waits = finding.sides.map {
      WaitForText.Wait(actor: $0.actor, object: $0.object, waitsFor: $0.waitsFor)
    }
    let chains = WaitForText(log: log, style: style, waits: waits).chains().map(\.text)
    let more = chains.count > 8 ? ";  and \(chains.count - 8) more".styled : StyledText()
    return chains.prefix(8).map { $0 }.joined(separator: ";  ") + more
  }
}

extension Finding.Class {
  /// The class as the first word of a claim.
  package var title: String {
    switch self {
    case .race: "RACE"
    case .deadlock: "DEADLOCK"
    case .partialDeadlock: "PARTIAL DEADLOCK"
    case .lockCycle: "LOCK ORDER CYCLE"
    case .lostWakeUp: "LOST WAKE-UP"
    case .livelock: "LIVELOCK"
    case .leak: "LEAK"
    case .failure: "FAILURE"
    case .misuse: "MISUSE"
    case .guardViolation: "GUARD VIOLATION"
    }
  }
}
