import LabAnalysis
import LabTrace

/// One actor's lane: segments scaled to columns, with labels where they fit.
struct BarLane {
  let log: EventLog
  let style: TextStyle
  let columns: Int

  /// The lane; `died` says that the actor was killed while it ran, `failed` that its last event was a failure.
  func text(
    _ segments: [BarSegment], marks: [UInt64], length: UInt64, exited: Bool, died: Bool, failed: Bool
  ) -> StyledText {
    let owner = owners(segments, length: length)
    var cells = owner.map { cell($0.map { segments[$0] }) }
    for mark in marks {
      let column = min(columns - 1, Int(Double(mark) / Double(length) * Double(columns)))
      cells[column] = Cell(text: style.glyph(.mark), role: .hint)
    }
    label(&cells, owner, segments)
    if let last = owner.lastIndex(where: { $0 != nil }) {
      if exited {
        cells[min(last + 1, columns - 1)] = Cell(text: style.glyph(.exited), role: .faint)
      }
      if died || failed {
        cells[exited ? last : min(last, columns - 1)] = Cell(text: style.glyph(.died), role: .bad)
      }
    }
    return cells.reduce(into: StyledText()) { $0 += StyledText($1.text, $1.role) }
  }

  private struct Cell {
    var text: String
    var role: TextRole
  }

  /// For each column, the segment that fills most of it.
  private func owners(_ segments: [BarSegment], length: UInt64) -> [Int?] {
    var owner: [Int?] = Array(repeating: nil, count: columns)
    var share: [Double] = Array(repeating: 0, count: columns)
    let scale = Double(columns) / Double(length)
    for (index, segment) in segments.enumerated() {
      let start = Double(segment.start) * scale
      let end = Double(segment.end) * scale
      var column = min(columns - 1, Int(start))
      while column < columns, Double(column) < end || column == Int(start) {
        let part = min(end, Double(column + 1)) - max(start, Double(column))
        if part > share[column] || owner[column] == nil {
          share[column] = part
          owner[column] = index
        }
        column += 1
      }
    }
    return owner
  }

  private func cell(_ segment: BarSegment?) -> Cell {
    guard let segment else { return Cell(text: " ", role: .plain) }
    switch segment.phase {
    case .absent: return Cell(text: " ", role: .plain)
    case .waiting: return Cell(text: style.glyph(.waiting), role: .bad)
    case .sleeping: return Cell(text: style.glyph(.asleep), role: .faint)
    case .running where segment.held.isEmpty: return Cell(text: style.glyph(.line), role: .faint)
    case .running:
      return Cell(text: style.glyph(segment.held.count > 1 ? .heldSeveral : .held), role: .object)
    }
  }

  /// Writes the names of what is held or waited for into every stretch that has room for them.
  private func label(_ cells: inout [Cell], _ owner: [Int?], _ segments: [BarSegment]) {
    var start = 0
    while start < columns {
      var end = start + 1
      while end < columns, owner[end] == owner[start] { end += 1 }
      if let index = owner[start] { write(segments[index], from: start, to: end, &cells) }
      start = end
    }
  }

  private func write(_ segment: BarSegment, from start: Int, to end: Int, _ cells: inout [Cell]) {
    let room = end - start
    var label: String
    var role = TextRole.object
    var lead = 1
    if case .waiting(let wait) = segment.phase {
      label = " \(WaitText(log: log, style: style).label(wait)) "
      if label.count + 1 > room { label = WaitText(log: log, style: style).shortLabel(wait) }
      role = .bad
      lead = room >= label.count + 3 ? 2 : 1
    } else if !segment.held.isEmpty, segment.phase == .running {
      label = segment.held.map { log.objectName($0) }.joined(separator: "+")
      lead = room >= label.count + 3 ? 2 : 1
    } else {
      return
    }
    let clean = StyledText.sanitised(label)
    guard clean.count + lead <= room, VisibleWidth.of(clean) == clean.count else { return }
    // A mark says more than a name.
    guard !cells[(start + lead)..<(start + lead + clean.count)].contains(where: { $0.role == .hint }) else {
      return
    }
    for (offset, character) in clean.enumerated() {
      cells[start + lead + offset] = Cell(text: String(character), role: role)
    }
  }
}
