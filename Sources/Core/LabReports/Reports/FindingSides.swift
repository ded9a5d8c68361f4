import LabAnalysis
import LabTrace

/// Who did what: a column for each side where there is room for it, else a block of rows for each.
struct FindingSides {
  let finding: Finding
  let log: EventLog
  let style: TextStyle
  let labelWidth: Int

  /// A narrower column would break every line.
  private static let narrowest = 26
  private static let gap = 3

  func lines() -> [StyledText] {
    guard !finding.sides.isEmpty else { return [] }
    let count = finding.sides.count
    let room = style.width - 1 - labelWidth - Self.gap * (count - 1)
    let width = room / count
    return width >= Self.narrowest ? columns(width: min(width, 60)) : blocks()
  }

  // MARK: facts

  /// One thing that a side did or had: in words, where, and the source there.
  private struct Fact {
    var words: StyledText
    var site: SiteID
    var since = false
  }

  /// What it held, oldest first, without what the action itself is about.
  private func held(_ side: Side) -> [Fact] {
    side.locksHeld.filter { $0.event != side.event || $0.event == .none }.map { lock in
      let mode = lock.isShared ? " as a reader" : ""
      return Fact(
        words: .object(log.objectName(lock.object)) + StyledText(mode), site: lock.site, since: true)
    }
  }

  private func synchronisation(_ side: Side) -> Fact? {
    guard finding.kind == .race || finding.kind == .guardViolation else { return nil }
    guard let event = log.event(side.lastSynchronisation) else {
      return Fact(words: .faint("none"), site: .unknown)
    }
    let index = log.index(of: side.lastSynchronisation) ?? 0
    let words = EventText(log: log, style: style)
    return Fact(
      words: words.text(event, thread: side.lastSynchronisation.thread, index: index), site: event.site)
  }

  private func action(_ side: Side) -> Fact {
    let object = finding.names(side) ? " " + .object(log.objectName(side.object)) : StyledText()
    return Fact(words: StyledText(side.action) + object, site: side.site)
  }

  // MARK: columns

  private func columns(width: Int) -> [StyledText] {
    var lines = row("", finding.sides.map { [.actor(log.actorName($0.actor))] }, width: width)
    let holds = finding.sides.map {
      cell(held($0), width: width, none: $0.locksHeld.isEmpty ? "nothing" : "")
    }
    if holds.contains(where: { $0 != [""] }) { lines += row("holds", holds, width: width) }
    let synchronisations = finding.sides.map { side in synchronisation(side).map { [$0] } ?? [] }
    if synchronisations.contains(where: { !$0.isEmpty }) {
      lines += row("last sync", synchronisations.map { cell($0, width: width, none: "") }, width: width)
    }
    return lines + row("then", finding.sides.map { cell([action($0)], width: width, none: "") }, width: width)
  }

  private func cell(_ facts: [Fact], width: Int, none: String) -> [StyledText] {
    if facts.isEmpty { return [.faint(none)] }
    return facts.flatMap { fact -> [StyledText] in
      let place = log.nearPlaceText(fact.site)
      let at = place.isEmpty ? StyledText() : (fact.since ? "  since " : "  ") + .site(place)
      var lines = (fact.words + at).wrapped(to: width)
      let source = log.site(fact.site)?.text ?? ""
      if !source.isEmpty {
        lines.append(StyledText("  ") + StyledText.faint(source).truncated(to: width - 2, ascii: style.ascii))
      }
      return lines
    }
  }

  /// Cells side by side, as high as the highest.
  private func row(_ label: String, _ cells: [[StyledText]], width: Int) -> [StyledText] {
    let height = cells.map(\.count).max() ?? 0
    return (0..<height).map { line in
      var text = StyledText.spaces(1) + .strong(line == 0 ? label : "").padded(to: labelWidth)
      for (index, cell) in cells.enumerated() {
        let piece = line < cell.count ? cell[line] : ""
        text += index == cells.count - 1 ? piece : piece.padded(to: width + Self.gap)
      }
      return text
    }
  }

  // MARK: blocks

  private func blocks() -> [StyledText] {
    var table = TextTable([.left, .left, .left])
    for side in finding.sides {
      var name = StyledText.actor(log.actorName(side.actor))
      for lock in held(side) {
        table.add([name, "holds " + lock.words, "since " + place(lock.site)])
        name = ""
      }
      if let last = synchronisation(side) {
        table.add([name, .faint("last sync ") + last.words, place(last.site)])
        name = ""
      }
      let action = action(side)
      table.add([name, action.words, place(action.site)])
    }
    return table.lines(indent: 3, style: style)
  }

  private func place(_ id: SiteID) -> StyledText {
    guard let site = log.site(id) else { return "" }
    return .site(log.nearPlaceText(id)) + .faint("  " + site.text)
  }
}

extension Finding {
  /// Whether the object of a side belongs to its action: what fails is the check that the source shows, not the
  /// object that was touched last.
  func names(_ side: Side) -> Bool { side.object != .none && kind != .failure && kind != .misuse }
}
