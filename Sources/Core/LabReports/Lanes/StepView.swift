import LabTrace

/// The timeline as a table: a row for each event, a column for each actor, time downwards.
struct StepView {
  let log: EventLog
  let order: Linearisation
  let style: TextStyle
  let options: LanesReport.Options

  func lines() -> [StyledText] {
    let positions = positionsToShow()
    let rows = StepRows(
      log, order, positions: positions, actors: options.actors, important: options.important
    ).rows
    guard !rows.isEmpty else { return [" no events in these steps"] }
    let items = StepFolding.fold(rows, limit: options.limit)
    let snapshots = Snapshots(
      log, order, rows: items.compactMap { if case .row(let row) = $0 { rows[row] } else { nil } })
    let table = StepTable(
      log: log, order: order, style: style, rows: rows, items: items, snapshots: snapshots)
    return table.lines()
  }

  private func positionsToShow() -> Range<Int> {
    let count = order.entries.count
    var start = 0
    if let from = options.from {
      start = order.entries.indices.first { order.step($0, in: log) >= from } ?? count
    }
    var end = count
    if let to = options.to { end = (order.position(ofStep: to, in: log) ?? -1) + 1 }
    return start..<max(start, end)
  }
}

/// The states after the rows that are shown.
struct Snapshots {
  /// By row, in the order in which they were asked for.
  private(set) var states: [Int: LogState] = [:]

  init(_ log: EventLog, _ order: Linearisation, rows: [StepRow]) {
    var state = LogState(log)
    var position = 0
    for row in rows {
      while position <= row.position {
        let thread = ThreadID(rawValue: order.entries[position].thread)
        state.apply(order.event(position, in: log), by: thread, in: log)
        position += 1
      }
      states[row.position] = state
    }
  }

  func after(_ row: StepRow) -> LogState? { states[row.position] }
}
