import LabAnalysis
import LabTrace

/// A trace told as a story: what happened, who did it, why it could, what to change, and the words for it.
package struct Narrative {
  private let log: EventLog
  private let analysis: Analysis
  private let path: String
  /// Without those that another one tells already.
  private let findings: [Finding]

  /// Prepares the story of the trace in a file.
  package init(_ log: EventLog, _ analysis: Analysis, path: String) {
    self.log = log
    self.analysis = analysis
    self.path = path
    findings = analysis.findings.filter { !FindingReport.isTold($0, by: analysis.findings) }
  }

  /// The story, each line with its end.
  package func render(style: TextStyle) -> String {
    let text = ViewText(log: log, style: style)
    var lines =
      TraceHeader.lines(log, style: style) + labelled("", beginning(text), labelWidth: 0, style: style)
    for (index, finding) in findings.enumerated() {
      lines += [""] + chapter(index + 1, finding, text)
    }
    lines += [""] + words(style) + closer(style)
    return style.render(lines + text.limits(analysis))
  }

  // MARK: beginning

  private func beginning(_ text: ViewText) -> StyledText {
    let actors = log.threads.indices.dropFirst().map { ThreadID(rawValue: UInt32($0)) }
    let names = text.names(actors)
    let file = log.onlyFile.map { ", of " + .site($0) } ?? StyledText()
    var result = "\(NumberText.counted(actors.count, "actor")): ".styled + names + file + ". "
    switch findings.count {
    case 0:
      result += .good("Nothing was found.")
      result += " A run shows one interleaving of many: another may still go wrong."
    case 1: result += "One thing is worth telling."
    case let count: result += "\(count) things are worth telling, the gravest first.".styled
    }
    return result
  }

  // MARK: findings

  private func chapter(_ number: Int, _ finding: Finding, _ text: ViewText) -> [StyledText] {
    let title = StyledText.strong("\(number)  ") + .bad(finding.kind.title) + ": " + .strong(finding.claim)
    var lines = labelled("", title, labelWidth: 0, style: text.style)
    lines += paragraph("what happened", happening(finding, text), text)
    lines += paragraph("why", finding.reasons.map { sentence($0.styled) }, text)
    if !finding.fix.isEmpty {
      lines += paragraph("what to change", [sentence(.good(finding.fix))], text)
    }
    return lines
  }

  private func paragraph(_ label: String, _ sentences: [StyledText], _ text: ViewText) -> [StyledText] {
    guard !sentences.isEmpty else { return [] }
    return labelled("", .faint(label), labelWidth: 0, indent: 3, style: text.style)
      + sentences.flatMap { labelled("", $0, labelWidth: 0, indent: 5, style: text.style) }
  }

  private func happening(_ finding: Finding, _ text: ViewText) -> [StyledText] {
    var sentences = finding.sides.map { side(finding, $0, text) }
    switch finding.confidence {
    case .witnessed:
      let count = finding.count > 1 ? ", \(NumberText.grouped(finding.count)) times" : ""
      sentences.append("This happened in this run\(count).".styled)
    case .confirmed: sentences.append("It follows from this run, and a replay has shown it.")
    case .pattern:
      sentences.append("It did not happen in this run: the pattern is there, and some schedule may do it.")
    }
    return sentences
  }

  private func side(_ finding: Finding, _ side: Side, _ text: ViewText) -> StyledText {
    var result = text.actor(side.actor)
    let held = side.locksHeld.filter { $0.event != side.event || $0.event == .none }
    for (index, lock) in held.enumerated() {
      result += StyledText(index == 0 ? " took " : ", then ") + text.object(lock.object)
      result += StyledText(lock.isShared ? " to read" : "")
      let place = text.place(lock.site)
      if !place.isEmpty { result += " at " + place }
    }
    if !held.isEmpty { result += StyledText(held.count == 1 ? " and, holding it," : " and, holding them,") }
    result += StyledText(" \(side.action)") + (finding.names(side) ? " " + text.object(side.object) : "")
    if let site = log.site(side.site) {
      result += " at " + text.place(side.site) + .faint(site.text.isEmpty ? "" : "  \(site.text)")
    }
    return result
  }

  private func sentence(_ text: StyledText) -> StyledText {
    guard let first = text.runs.first?.text.first, let role = text.runs.first?.role else { return text }
    // A name of an actor or a variable stays as it is.
    let word = String(text.plain.prefix { $0 != " " })
    let isName = log.threads.contains { $0.name == word } || log.objects.contains { $0.name == word }
    let capital = isName ? String(first) : String(first).uppercased()
    let rest = StyledText(String(text.plain.dropFirst()), role)
    let end = text.plain.last.map { ".!?".contains($0) } == true ? "" : "."
    return StyledText(capital, role) + rest + StyledText(end, role)
  }

  // MARK: end

  private func words(_ style: TextStyle) -> [StyledText] {
    var terms: [Term] = []
    for term in analysis.findings.compactMap({ Glossary.term($0.term) }) where !terms.contains(term) {
      terms.append(term)
    }
    guard !terms.isEmpty else { return [] }
    var lines: [StyledText] = [" the words".asStrong]
    for term in terms {
      let first = term.meaning.split(separator: ".").first.map { "\($0)." } ?? term.meaning
      lines += labelled(
        .hint(term.name), TermReport.text(first), labelWidth: max(12, term.name.count + 2), indent: 3,
        style: style)
    }
    return lines
      + labelled(
        "", .faint("synclab explain WORD says more"), labelWidth: 0, indent: 3, style: style) + [""]
  }

  private func closer(_ style: TextStyle) -> [StyledText] {
    let kinds = Set(analysis.findings.map(\.kind))
    var views: [String] = []
    if !kinds.isDisjoint(with: [.deadlock, .partialDeadlock, .lostWakeUp]) { views.append("waits") }
    if !kinds.isDisjoint(with: [.lockCycle, .guardViolation, .leak]) { views.append("locks") }
    if kinds.contains(.race) { views += ["races", "hb"] }
    views.append("steps")
    return views.enumerated().flatMap { index, view in
      labelled(
        .strong(index == 0 ? "look closer" : ""), .hint("synclab inspect \(path) --view \(view)"),
        labelWidth: 12,
        style: style)
    }
  }

  // MARK: JSON

  /// The findings and the terms that belong to them.
  package var json: [JSONValue.Member] {
    [
      .init("trace", .string(path)),
      .init("scenario", .string(log.run.name)),
      .init("findings", .array(analysis.findings.map { FindingReport.json($0, log: log) })),
      .init("terms", .strings(analysis.findings.compactMap { Glossary.term($0.term)?.slug })),
      .init("limits", .strings(analysis.limits)),
    ]
  }
}
