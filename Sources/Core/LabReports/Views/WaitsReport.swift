import LabAnalysis
import LabTrace

/// Who waited for what, how long and because of whom; what was contended; who waits for whom.
package struct WaitsReport {
  private let log: EventLog
  private let analysis: Analysis
  private let step: Int?
  private let limit: Int

  /// Prepares the view.
  /// - Parameters:
  ///   - log: The whole run.
  ///   - analysis: What the analyses say of it.
  ///   - step: The graph is that after this step; nil for the end.
  ///   - limit: At most so many waits, 0 for all.
  package init(_ log: EventLog, _ analysis: Analysis, at step: Int? = nil, limit: Int = 20) {
    self.log = log
    self.analysis = analysis
    self.step = step
    self.limit = limit
  }

  /// The view, each line with its end.
  package func render(style: TextStyle) -> String {
    let list = WaitList(log).waits
    let text = ViewText(log: log, style: style)
    var lines = waits(list, text)
    lines += [""] + contention(text)
    lines += [""] + graph(text)
    return style.render(lines + text.limits(analysis))
  }

  // MARK: waits

  private func waits(_ list: [WaitList.Wait], _ text: ViewText) -> [StyledText] {
    guard !list.isEmpty else { return text.heading("waits") + text.sentence("nobody had to wait") }
    let shown = limit == 0 ? list : Array(list.prefix(limit))
    var table = TextTable([.right, .left, .left, .left, .left])
    table.add(["length", "who", "waited for", "at", "ended by"].map { .faint($0) })
    for wait in shown {
      let words = WaitText(log: log, style: text.style).subject(wait.asState)
      let length =
        wait.end == .never ? .bad(isForEver(wait) ? "for ever" : "not over") : text.length(wait.length).styled
      table.add([length, text.actor(wait.actor), words, text.place(wait.site), ending(wait, text)])
    }
    return text.heading("waits", "the longest first") + table.lines(indent: 3, style: text.style)
      + text.more(list.count - shown.count, "wait")
  }

  /// The lab has said so.
  private func isForEver(_ wait: WaitList.Wait) -> Bool {
    log.verdicts.contains { verdict in
      (verdict.value == RunVerdict.deadlock.rawValue || verdict.value == RunVerdict.partialDeadlock.rawValue)
        && verdict.cause.thread == wait.actor && verdict.cause != .none
    }
  }

  private func ending(_ wait: WaitList.Wait, _ text: ViewText) -> StyledText {
    switch wait.end {
    case .served(let cause) where cause == .none: return .faint("nobody in particular")
    case .served(let cause): return text.actorAndEvent(cause)
    case .timedOut: return .hint("its deadline")
    case .failed: return .hint("it was closed")
    case .never: return blockers(of: wait, text)
    }
  }

  /// Who stands in the way of a wait that did not end.
  private func blockers(of wait: WaitList.Wait, _ text: ViewText) -> StyledText {
    let graph = WaitForGraph(log)
    let blockers = graph.blockers(of: wait.actor)
    guard let first = blockers.first else { return .bad("nobody") }
    if wait.kind == .joinBegin { return text.names(blockers) + .bad(" has not ended") }
    let held = graph.situations[Int(first.rawValue)].held.last { $0.object == wait.object }
    let since = held.map { " since " + text.place($0.site) } ?? StyledText()
    return .bad("held by ") + text.names(blockers) + since
  }

  // MARK: objects

  private func contention(_ text: ViewText) -> [StyledText] {
    let rows = analysis.contention.rows
    guard !rows.isEmpty else {
      return text.heading("objects") + text.sentence("nothing was acquired or waited for")
    }
    var table = TextTable([.left, .left, .right, .right, .right, .right, .left])
    table.add(["object", "kind", "got", "waited", "in all", "longest", "at once"].map { .faint($0) })
    for row in rows {
      let share = row.acquisitions > 0 && row.contended > 0
      let percent =
        share ? " (\(NumberText.percent(min(row.contended, row.acquisitions), of: row.acquisitions)))" : ""
      table.add([
        text.object(row.object), .faint(log.object(row.object)?.kind.word ?? ""),
        NumberText.grouped(row.acquisitions).styled, (NumberText.grouped(row.contended) + percent).styled,
        duration(row.totalWait, row.contended, text), duration(row.longestWait, row.contended, text),
        "\(row.mostWaiters)".styled,
      ])
    }
    var lines = text.heading("objects", "how often each was got, and how many had to wait for it")
    lines += table.lines(indent: 3, style: text.style)
    for row in rows {
      let notes = notes(row)
      if !notes.isEmpty { lines += text.sentence(text.object(row.object) + ": " + notes) }
    }
    return lines
  }

  private func duration(_ value: UInt64, _ count: Int, _ text: ViewText) -> StyledText {
    count == 0 ? .faint("-") : text.length(value).styled
  }

  private func notes(_ row: ContentionTable.Row) -> StyledText {
    var parts: [StyledText] = []
    if row.unfinished > 0 { parts.append(.bad("\(row.unfinished) still waiting")) }
    if row.timedOut > 0 { parts.append(.hint("\(row.timedOut) timed out")) }
    if row.failedTries > 0 {
      parts.append("\(NumberText.counted(row.failedTries, "try", plural: "tries")) in vain".styled)
    }
    return parts.joined(separator: ", ")
  }

  // MARK: graph

  private func graph(_ text: ViewText) -> [StyledText] {
    let title = text.heading("wait-for graph", step.map { "after step \($0)" } ?? "at the end")
    let waits = waitsForGraph()
    guard !waits.isEmpty else { return title + text.sentence("nobody waits") }
    return title
      + WaitForText(log: log, style: text.style, waits: waits).chains().flatMap { chain, isCycle in
        text.sentence(chain + (isCycle ? .bad("  \(text.style.glyph(.failed)) cycle") : ""))
      }
  }

  private func waitsForGraph() -> [WaitForText.Wait] {
    let moment = step.map { log.upTo($0, Linearisation(log)) } ?? log
    let graph = WaitForGraph(moment)
    return graph.situations.compactMap { situation in
      guard situation.thread != .lab, let wait = situation.wait, !situation.hasExited else { return nil }
      return WaitForText.Wait(
        actor: situation.thread, object: wait.object, waitsFor: graph.blockers(of: situation.thread))
    }
  }

  // MARK: JSON

  /// The same as one object.
  package var json: JSONValue {
    let list = WaitList(log).waits
    return [
      "unit": .string(log.run.mode == .controlled ? "steps" : "nanoseconds"),
      "waits": .array((limit == 0 ? list : Array(list.prefix(limit))).map(json)),
      "waitCount": .integer(list.count),
      "objects": .array(analysis.contention.rows.map(json)),
      "graph": .array(
        waitsForGraph().map { wait in
          [
            "actor": .string(log.actorName(wait.actor)),
            "object": wait.object == .none ? .null : .string(log.objectName(wait.object)),
            "waitsFor": .strings(wait.waitsFor.map { log.actorName($0) }),
          ]
        }),
    ]
  }

  private func json(_ wait: WaitList.Wait) -> JSONValue {
    let (end, cause): (String, JSONValue) =
      switch wait.end {
      case .served(let cause): ("served", FindingReport.eventJSON(cause, log))
      case .timedOut: ("timed out", .null)
      case .failed: ("failed", .null)
      case .never: ("never", .null)
      }
    return [
      "actor": .string(log.actorName(wait.actor)),
      "object": wait.object == .none ? .null : .string(log.objectName(wait.object)),
      "words": .string(WaitText(log: log, style: TextStyle(ascii: true)).sentence(wait.asState).plain),
      "site": FindingReport.siteJSON(wait.site, log),
      "length": .unsigned(wait.length),
      "end": .string(end), "cause": cause,
    ]
  }

  private func json(_ row: ContentionTable.Row) -> JSONValue {
    [
      "object": .string(log.objectName(row.object)),
      "kind": .string(log.object(row.object)?.kind.word ?? ""),
      "acquisitions": .integer(row.acquisitions), "contended": .integer(row.contended),
      "timedOut": .integer(row.timedOut), "unfinished": .integer(row.unfinished),
      "failedTries": .integer(row.failedTries), "totalWait": .unsigned(row.totalWait),
      "longestWait": .unsigned(row.longestWait), "totalHold": .unsigned(row.totalHold),
      "longestHold": .unsigned(row.longestHold), "mostWaiters": .integer(row.mostWaiters),
    ]
  }
}
