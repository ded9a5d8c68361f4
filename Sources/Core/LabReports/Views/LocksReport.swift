import LabAnalysis
import LabTrace

/// Locks: how long they were held, which is taken under which, and which variables they guard.
package struct LocksReport {
  let log: EventLog
  let analysis: Analysis

  /// Prepares the view of a run and of what the analyses say of it.
  package init(_ log: EventLog, _ analysis: Analysis) {
    self.log = log
    self.analysis = analysis
  }

  /// The view, each line with its end.
  package func render(style: TextStyle) -> String {
    let text = ViewText(log: log, style: style)
    var lines = locks(text)
    lines += [""] + order(text)
    lines += [""] + guards(text)
    let violations = analysis.findings.filter { $0.kind == .guardViolation }
    for violation in violations {
      lines += [""] + FindingReport.lines(violation, log: log, style: style)
    }
    return style.render(lines + text.limits(analysis))
  }

  // MARK: holds

  private func locks(_ text: ViewText) -> [StyledText] {
    let rows = lockRows()
    guard !rows.isEmpty else { return text.heading("locks") + text.sentence("no lock was taken") }
    let state = StateReport.replay(log, Linearisation(log), nil)
    var table = TextTable([.left, .left, .right, .right, .right, .right, .left])
    table.add(["lock", "kind", "taken", "waited", "held in all", "longest", "at the end"].map { .faint($0) })
    for row in rows {
      let hasHold = row.longestHolder != .none
      table.add([
        text.object(row.object), .faint(log.object(row.object)?.kind.word ?? ""),
        NumberText.grouped(row.acquisitions).styled, NumberText.grouped(row.contended).styled,
        hasHold ? text.length(row.totalHold).styled : .faint("-"),
        hasHold ? text.length(row.longestHold).styled : .faint("-"), atEnd(row.object, state, text),
      ])
    }
    return text.heading("locks") + table.lines(indent: 3, style: text.style)
  }

  private func lockRows() -> [ContentionTable.Row] {
    analysis.contention.rows.filter { row in
      let kind = log.object(row.object)?.kind
      return kind == .mutex || kind == .rwlock
    }
  }

  private func atEnd(_ lock: ObjectID, _ state: LogState, _ text: ViewText) -> StyledText {
    let owners = state.actors.indices.filter { actor in
      state.actors[actor].held.contains { $0.object == lock }
    }
    guard let first = owners.first, let held = state.actors[first].held.last(where: { $0.object == lock })
    else {
      return .good("free")
    }
    let names = text.names(owners.map { ThreadID(rawValue: UInt32($0)) })
    return .bad(held.isShared ? "read by " : "held by ") + names + " since " + text.place(held.site)
  }

  // MARK: order

  /// One lock taken while another was held, at one place.
  struct Edge: Hashable {
    var held: ObjectID
    var wanted: ObjectID
    var actor: ThreadID
    var heldSite: SiteID
    var wantedSite: SiteID
    var count: Int
  }

  /// The edges in the order of their locks; equal places of different actors stay apart.
  func edges() -> [Edge] {
    var result: [Edge] = []
    for nesting in analysis.lockOrder.nestings {
      var seen: Set<ObjectID> = []
      for held in nesting.held where seen.insert(held.object).inserted && held.object != nesting.wanted {
        let known = result.firstIndex { edge in
          edge.held == held.object && edge.wanted == nesting.wanted && edge.actor == nesting.thread
            && edge.heldSite == held.site && edge.wantedSite == nesting.site
        }
        if let known {
          result[known].count += nesting.count
        } else {
          result.append(
            Edge(
              held: held.object, wanted: nesting.wanted, actor: nesting.thread, heldSite: held.site,
              wantedSite: nesting.site, count: nesting.count))
        }
      }
    }
    return result.enumerated().sorted { left, right in
      (left.element.held, left.element.wanted, left.element.actor, left.offset)
        < (right.element.held, right.element.wanted, right.element.actor, right.offset)
    }.map(\.element)
  }

  private var cycles: [Finding] { analysis.findings.filter { $0.kind == .lockCycle } }

  /// Whether the edge is a link of a cycle that was found.
  func isInCycle(_ edge: Edge) -> Bool {
    cycles.contains { cycle in
      cycle.sides.indices.contains { index in
        let before = cycle.sides[(index + cycle.sides.count - 1) % cycle.sides.count]
        return before.object == edge.held && cycle.sides[index].object == edge.wanted
      }
    }
  }

  private func order(_ text: ViewText) -> [StyledText] {
    let edges = edges()
    let title = text.heading("lock order", "what was asked for while something was held")
    guard !edges.isEmpty else { return title + text.sentence("no lock was asked for while another was held") }
    var table = TextTable([.left, .left, .left, .left])
    for edge in edges.prefix(60) {
      let arrow = " " + .faint(text.style.glyph(.line) + text.style.glyph(.arrowRight)) + " "
      let name = text.object(edge.held) + arrow + text.object(edge.wanted)
      var what = "takes " + text.object(edge.wanted) + " " + text.place(edge.wantedSite)
      what += ", has " + text.object(edge.held) + " since " + text.place(edge.heldSite)
      let count = edge.count > 1 ? "\(NumberText.grouped(edge.count))\(text.style.glyph(.times))".styled : ""
      let mark = isInCycle(edge) ? StyledText.bad("\(text.style.glyph(.failed)) cycle") : ""
      table.add([name, text.actor(edge.actor), mark, what + (count.isEmpty ? "" : "  " + count)])
    }
    return title + table.lines(indent: 3, style: text.style) + text.more(edges.count - 60, "edge")
      + cycles.flatMap { cycle in
        text.sentence(
          .bad("\(text.style.glyph(.failed)) ") + StyledText("cycle (\(cycle.confidence.rawValue)): ")
            + .strong(cycle.claim))
      }
  }

  // MARK: guards

  private func guards(_ text: ViewText) -> [StyledText] {
    let rows = analysis.guards.rows.filter { log.object($0.object)?.kind == .variable }
    let title = text.heading("guards", "which lock was held at the accesses of a variable")
    guard !rows.isEmpty else { return title + text.sentence("no variable was accessed") }
    var table = TextTable([.left, .left, .left])
    for row in rows {
      let guarding = Guarding(row, isRaced: isRaced(row.object))
      let sign =
        guarding.isGood ? StyledText.good(text.style.glyph(.passed)) : .bad(text.style.glyph(.failed))
      table.add([text.object(row.object), sign, StyledText(guarding.words(log))])
    }
    return title + table.lines(indent: 3, style: text.style)
  }

  func isRaced(_ object: ObjectID) -> Bool {
    let name = log.declarationName(object)
    return analysis.findings.contains { finding in
      finding.kind == .race && finding.sides.contains { log.declarationName($0.object) == name }
    }
  }
}
