import LabAnalysis
import LabTrace

extension StepTable {
  /// What a fold hides: the pattern, how often, which steps, and what they did to variables.
  func foldLines(_ fold: StepFolding.Fold) -> [StyledText] {
    let first = order.step(rows[fold.rows.lowerBound].position, in: log)
    let last = order.step(rows[fold.rows.upperBound - 1].position, in: log)
    let steps = "steps \(NumberText.grouped(first)) to \(NumberText.grouped(last))"
    let ellipsis = StyledText(style.glyph(.ellipsis) + " ", .hint)
    var text: StyledText
    switch fold.kind {
    case .rounds(let count, let period):
      let pattern = Array(fold.rows.prefix(period))
      text =
        .strong(NumberText.counted(count, "more round")) + " of: " + patternText(pattern, withActors: true)
    case .alike(let count, let period):
      let actors = NumberText.counted(Set(fold.rows.map { rows[$0].thread }).count, "actor")
      text = .strong(NumberText.counted(count, "more round")) + " by \(actors) of: ".styled
      text += patternText(Array(fold.rows.prefix(period)), withActors: false)
    case .interleaved(let actors):
      text = .strong(NumberText.counted(fold.rows.count, "more event")) + " in turns: "
      text += actors.map { actor in
        .actor(log.threads[actor.thread].name)
          + " \(NumberText.grouped(actor.rounds)) \(style.glyph(.times)) ".styled
          + "(" + patternText(actor.pattern, withActors: false) + ")"
      }.joined(separator: ", ")
      text += ", " + NumberText.counted(switches(fold.rows), "switch", plural: "switches").styled
    case .elided:
      text =
        .strong(NumberText.counted(fold.rows.count, "more event")) + " (--limit, --from and --to show them)"
    }
    let changes = valueChanges(fold.rows)
    text += .faint("  [\(steps)\(changes.isEmpty ? "" : "; " + changes)]")
    return labelled(ellipsis, text, labelWidth: ellipsis.width, indent: layout.stepWidth + 2, style: style)
  }

  private func patternText(_ pattern: [Int], withActors: Bool) -> StyledText {
    var parts: [StyledText] = []
    var previous = -1
    for index in pattern.prefix(8) {
      let row = rows[index]
      let text = words.action(order.event(row.position, in: log))
      let actor =
        withActors && row.thread != previous ? .actor(log.threads[row.thread].name) + " " : StyledText()
      parts.append(actor + text)
      previous = row.thread
    }
    if pattern.count > 8 { parts.append("and \(pattern.count - 8) more".styled) }
    return parts.joined(separator: ", ")
  }

  private func switches(_ range: Range<Int>) -> Int {
    range.dropFirst().count { rows[$0].thread != rows[$0 - 1].thread }
  }

  /// `counter 2 to 9,999`: what the hidden rows did to variables, for at most three of them.
  private func valueChanges(_ range: Range<Int>) -> String {
    var objects: [ObjectID] = []
    var first: [ObjectID: Int64] = [:]
    var last: [ObjectID: Int64] = [:]
    for index in range {
      let event = order.event(rows[index].position, in: log)
      guard event.kind == .write || event.kind == .readModifyWrite else { continue }
      if first[event.object] == nil {
        first[event.object] = event.value
        objects.append(event.object)
      }
      last[event.object] = event.value
    }
    let texts = objects.prefix(3).map { object in
      let from = NumberText.grouped(first[object] ?? 0)
      let to = NumberText.grouped(last[object] ?? 0)
      return "\(log.objectName(object)) \(from) to \(to)"
    }
    return texts.joined(separator: ", ")
  }
}
