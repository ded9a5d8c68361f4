import LabAnalysis
import LabTrace

/// One finding, as lockdep and jstack would say it: the claim, the facts of each side, the chain, the cure.
package enum FindingReport {
  /// The finding, each line with its end.
  package static func render(_ finding: Finding, log: EventLog, style: TextStyle) -> String {
    style.render(FindingView(finding: finding, log: log, style: style).lines())
  }

  /// All findings with an empty line between them.
  package static func render(_ findings: [Finding], log: EventLog, style: TextStyle) -> String {
    findings.map { render($0, log: log, style: style) }.joined(separator: "\n")
  }
}

private struct FindingView {
  let finding: Finding
  let log: EventLog
  let style: TextStyle
  private var labelWidth: Int { 12 }

  func lines() -> [StyledText] {
    var lines = claim()
    lines += sides()
    if let cycle = cycle() { lines += row("wait-for", cycle) }
    for (index, reason) in finding.reasons.enumerated() {
      lines += row(index == 0 ? "why" : "", StyledText(reason))
    }
    if !finding.fix.isEmpty { lines += row("fix", .good(finding.fix)) }
    if !finding.schedule.isEmpty { lines += row("schedule", StyledText(finding.schedule)) }
    if !finding.term.isEmpty { lines += row("see", .hint("synclab explain \(finding.term)")) }
    return lines
  }

  private func row(_ label: String, _ text: StyledText) -> [StyledText] {
    labelled(.strong(label), text, labelWidth: labelWidth, style: style)
  }

  private func claim() -> [StyledText] {
    let head = StyledText.bad(finding.kind.title) + " (\(finding.confidence.rawValue))".styled
    let seen = finding.count > 1 ? .faint("  seen \(NumberText.grouped(finding.count)) times") : StyledText()
    let text = head + "  " + .strong(finding.claim) + seen
    let wrapped = text.wrapped(to: style.width - 3)
    return wrapped.enumerated().map { StyledText.spaces($0.offset == 0 ? 1 : 3) + $0.element }
  }

  /// For each side who did what to what, where, and holding what since where.
  private func sides() -> [StyledText] {
    var table = TextTable([.left, .left, .left])
    for side in finding.sides {
      let object = side.object == .none ? StyledText() : " " + .object(log.objectName(side.object))
      table.add([.actor(log.actorName(side.actor)), StyledText(side.action) + object, source(side.site)])
      for lock in side.locksHeld {
        let words =
          StyledText(lock.isShared ? "reads under " : "holds ") + .object(log.objectName(lock.object))
        let since = source(lock.site)
        table.add(["", words, since.isEmpty ? "" : "since " + since])
      }
      if let last = log.event(side.lastSynchronisation) {
        let text = EventText(log: log, style: style).text(
          last, thread: side.lastSynchronisation.thread,
          index: log.index(of: side.lastSynchronisation) ?? 0)
        table.add(["", .faint("before that: ") + text, source(last.site)])
      }
    }
    return table.lines(indent: 3, style: style)
  }

  private func source(_ site: SiteID) -> StyledText {
    guard let known = log.site(site) else { return "" }
    return .site(log.placeText(site)) + .faint("  " + known.text)
  }

  // MARK: the cycle

  /// `left ──b──▶ right ──a──▶ left`; several chains if the members do not form one cycle.
  private func cycle() -> StyledText? {
    let kinds: [Finding.Class] = [.deadlock, .partialDeadlock, .lockCycle, .lostWakeUp]
    guard kinds.contains(finding.kind),
      finding.sides.contains(where: { $0.object != .none || !$0.waitsFor.isEmpty })
    else { return nil }
    var shown: Set<ThreadID> = []
    var chains: [StyledText] = []
    for side in finding.sides where !shown.contains(side.actor) { chains.append(chain(from: side, &shown)) }
    return chains.prefix(8).map { $0 }.joined(separator: ";  ")
  }

  private func chain(from start: Side, _ shown: inout Set<ThreadID>) -> StyledText {
    var text = StyledText.actor(log.actorName(start.actor))
    var side: Side? = start
    while let current = side {
      shown.insert(current.actor)
      text += arrow(current)
      guard let next = current.waitsFor.first else { return text + .bad("nobody") }
      text += .actor(log.actorName(next))
      if current.waitsFor.count > 1 { text += .faint(" (and \(current.waitsFor.count - 1) more)") }
      side = shown.contains(next) ? nil : finding.sides.first { $0.actor == next }
    }
    return text
  }

  private func arrow(_ side: Side) -> StyledText {
    let line = style.glyphs(.line, 2)
    let name = side.object == .none ? StyledText(style.glyph(.line)) : .object(log.objectName(side.object))
    return " " + .faint(line) + name + .faint(line + style.glyph(.arrowRight)) + " "
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
