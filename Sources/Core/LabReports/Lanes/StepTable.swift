import LabAnalysis
import LabTrace

/// The rows of the steps laid out in columns.
struct StepTable {
  let log: EventLog
  let style: TextStyle
  let order: Linearisation
  let rows: [StepRow]
  let items: [StepFolding.Item]
  let snapshots: Snapshots
  let words: EventText
  let layout: StepLayout
  private let abbreviations: [String]

  init(
    log: EventLog, order: Linearisation, style: TextStyle, rows: [StepRow], items: [StepFolding.Item],
    snapshots: Snapshots
  ) {
    self.log = log
    self.order = order
    self.style = style
    self.rows = rows
    self.items = items
    self.snapshots = snapshots
    words = EventText(log: log, style: style)
    abbreviations = [""] + ActorAbbreviations.of(log.threads.dropFirst().map(\.name))
    layout = StepLayout(log, order, style: style, rows: rows, items: items, words: words)
  }

  func lines() -> [StyledText] {
    var lines = [header()]
    for item in items {
      switch item {
      case .row(let index):
        lines.append(line(rows[index]))
        lines += failures(after: rows[index])
      case .fold(let fold): lines += foldLines(fold)
      }
    }
    return lines + layout.notes()
  }

  // MARK: one row

  private func header() -> StyledText {
    var line = StyledText("step").paddedLeft(to: layout.stepWidth) + "  "
    for column in layout.columns {
      line += StyledText(column.title, .actor).fitted(to: column.width, ascii: style.ascii) + "  "
    }
    for watch in layout.watched {
      line += StyledText(watch.title, .object).paddedLeft(to: watch.width) + "  "
    }
    if layout.waitingWidth > 0 { line += StyledText("waiting").padded(to: layout.waitingWidth) + "  " }
    if layout.siteWidth > 0 { line += .site("source") }
    return line
  }

  private func line(_ row: StepRow) -> StyledText {
    let state = snapshots.after(row)
    var line =
      StyledText(NumberText.grouped(order.step(row.position, in: log))).paddedLeft(to: layout.stepWidth)
      + "  "
    line += cells(row, state)
    for watch in layout.watched { line += value(watch.object, state).paddedLeft(to: watch.width) + "  " }
    if layout.waitingWidth > 0 {
      line += waiting(state).fitted(to: layout.waitingWidth, ascii: style.ascii) + "  "
    }
    line += source(row)
    return line
  }

  /// The cells of the actors, with an arrow from a signal to those it woke.
  private func cells(_ row: StepRow, _ state: LogState?) -> StyledText {
    guard let own = layout.column(of: row.thread) else { return "" }
    let woken = Set(row.woken.compactMap { layout.column(of: $0) }.filter { $0 != own })
    let left = woken.min().map { min($0, own) } ?? own
    let right = woken.max().map { max($0, own) } ?? own
    var line = StyledText()
    for (index, column) in layout.columns.enumerated() {
      var cell = index == own ? ownCell(row, column) : otherCell(column, state)
      let wake = StyledText(style.glyph(.idleWaiting) + " ") + .good("woken ")
      if woken.contains(index) {
        cell =
          index < own
          ? " " + wake + .hint(style.glyph(.arrowLeft))
          : .hint(style.glyph(.arrowRight)) + " " + wake
      }
      let arrowsOn = index < own ? index >= left : index < right
      // The gap behind the column belongs to the arrow, too.
      if arrowsOn, index != own || right > own {
        let isBare = !woken.contains(index) && index != own
        let text =
          isBare
          ? ""
          : (cell + (index < own || cell.width >= column.width ? "" : " ")).truncated(
            to: column.width, ascii: style.ascii)
        let gap = index + 1 == own ? 1 : 2
        line += text + .hint(style.glyphs(.line, column.width + gap - text.width))
        if gap == 1 { line += " " }
      } else {
        line += cell.fitted(to: column.width, ascii: style.ascii) + "  "
      }
    }
    return line
  }

  private func ownCell(_ row: StepRow, _ column: StepLayout.Column) -> StyledText {
    let entry = order.entries[row.position]
    let thread = ThreadID(rawValue: entry.thread)
    let event = order.event(row.position, in: log)
    var text = words.text(event, thread: thread, index: Int(entry.index))
    if let name = enabler(event, of: thread) { text += .hint(" \(style.glyph(.from)) ") + .actor(name) }
    return column.isShared ? .actor(abbreviations[row.thread]) + ": " + text : text
  }

  /// Who ended the wait that this event is the end of.
  private func enabler(_ event: Event, of thread: ThreadID) -> String? {
    guard event.cause != .none, event.cause.thread != thread, event.cause.thread != .lab else { return nil }
    guard event.sequence > 1,
      let index = log.index(of: EventReference(thread: thread, sequence: event.sequence - 1))
    else { return nil }
    let before = log.threads[Int(thread.rawValue)].events[index].kind
    switch event.kind {
    case .lockAcquire where before == .lockRequest, .semaphoreWaitEnd where before == .semaphoreWaitBegin,
      .bufferPut where before == .bufferFullWait, .bufferGet where before == .bufferEmptyWait,
      .eventWaitEnd where before == .eventWaitBegin, .barrierPass,
      .awaitEnd where before == .awaitBegin:
      let actor = Int(event.cause.thread.rawValue)
      return abbreviations.indices.contains(actor) ? abbreviations[actor] : nil
    default: return nil
    }
  }

  private func otherCell(_ column: StepLayout.Column, _ state: LogState?) -> StyledText {
    guard !column.isShared, let actor = state?.actors[column.threads[0]] else { return "" }
    switch actor.activity {
    case .notStarted, .exited: return ""
    case .running, .sleeping: return .faint(style.glyph(.idle))
    case .waiting(let wait) where wait.isWoken:
      return " " + StyledText(style.glyph(.idleWaiting)) + .faint(" needs ")
        + .object(log.objectName(wait.object))
    case .waiting: return " " + StyledText(style.glyph(.idleWaiting))
    }
  }

  private func value(_ object: ObjectID, _ state: LogState?) -> StyledText {
    guard let value = state?.objects[Int(object.rawValue) - 1].value else { return "" }
    return StyledText("\(value)")
  }

  private func waiting(_ state: LogState?) -> StyledText {
    guard let state else { return "" }
    let waiting = state.actors.indices.filter { state.actors[$0].wait != nil }
    return .actor(waiting.map { abbreviations[$0] }.joined(separator: " "))
  }

  private func source(_ row: StepRow) -> StyledText {
    let event = order.event(row.position, in: log)
    guard layout.siteWidth > 0, let site = log.site(event.site) else { return "" }
    let place = StyledText.site(log.hasOneFile ? log.shortPlaceText(event.site) : log.placeText(event.site))
    guard layout.siteWidth > layout.placeWidth else { return place }
    let text = place.padded(to: layout.placeWidth) + .faint("  " + site.text)
    return text.truncated(to: layout.siteWidth, ascii: style.ascii)
  }

  /// What the lab says of the last event of a failing actor.
  private func failures(after row: StepRow) -> [StyledText] {
    let reference = order.reference(row.position, in: log)
    return log.verdicts.filter { $0.cause == reference }.flatMap { verdict -> [StyledText] in
      guard let kind = RunVerdict(rawValue: verdict.value), kind == .failure || kind == .misuse else {
        return []
      }
      let message = log.string(verdict.object) ?? kind.sentence
      var text = StyledText.actor(log.threads[row.thread].name) + ": " + .bad(message)
      let place = log.placeText(verdict.site)
      if !place.isEmpty { text += "  " + .site(place) }
      let sign = StyledText.bad(style.glyph(.failed))
      return labelled(sign, text, labelWidth: 2, indent: layout.stepWidth + 2, style: style)
    }
  }
}
