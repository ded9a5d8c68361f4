import LabAnalysis
import LabTrace

/// The timeline with a bar for each actor: time to the right, locks held as thick bars, waits dotted.
struct BarView {
  let log: EventLog
  let order: Linearisation
  let style: TextStyle
  let options: LanesReport.Options

  func lines() -> [StyledText] {
    let shown = actorsToShow()
    let nameWidth = min(20, max(4, shown.map { VisibleWidth.of(name($0)) }.max() ?? 4))
    let room = style.width - nameWidth - 4
    let end = StateReport.replay(log, order, nil)
    let tails = shown.map { tail($0, end.actors[$0]) }
    let widestTail = tails.map { $0?.width ?? 0 }.max() ?? 0
    // Beside the bars, if these keep a good part of the line.
    let isBeside = widestTail > 0 && room - widestTail - 2 >= max(40, room / 2)
    let columns = max(10, isBeside ? room - widestTail - 2 : room)
    let timeline = BarTimeline(log, order: order, columns: columns, scale: options.scale)
    var lines = [ruler(timeline, indent: nameWidth + 3, columns: columns)]
    var below: [StyledText] = []
    for (thread, tail) in zip(shown, tails) {
      let state = end.actors[thread]
      let lane = BarLane(log: log, style: style, columns: columns).text(
        timeline.segments[thread], marks: timeline.marks[thread], length: timeline.length,
        exited: isExited(state), died: isDead(thread, state), failed: hasFailed(thread))
      var line = " " + StyledText.actor(name(thread)).fitted(to: nameWidth, ascii: style.ascii) + "  " + lane
      if let tail, isBeside {
        line = line.padded(to: nameWidth + 3 + columns + 2) + tail
      } else if let tail {
        below += labelled(.actor(name(thread)), tail, labelWidth: nameWidth + 2, style: style)
      }
      lines.append(line)
    }
    lines += below
    lines += hiddenNote(shown)
    lines += labelled("", legend(timeline, shown), labelWidth: 0, style: style)
    return lines
  }

  private func name(_ thread: Int) -> String { log.actorName(ThreadID(rawValue: UInt32(thread))) }

  private func isExited(_ state: LogState.ActorState) -> Bool {
    if case .exited = state.activity { true } else { false }
  }

  private func isDead(_ thread: Int, _ state: LogState.ActorState) -> Bool {
    guard log.threads[thread].end == .stopped, state.activity == .running else { return false }
    return log.verdicts.contains { $0.value == RunVerdict.died.rawValue }
  }

  private func hasFailed(_ thread: Int) -> Bool {
    log.verdicts.contains {
      ($0.value == RunVerdict.failure.rawValue || $0.value == RunVerdict.misuse.rawValue)
        && $0.cause.thread.rawValue == UInt32(thread) && $0.cause != .none
    }
  }

  /// All, or those that did not finish and then those that did most, if there are too many.
  private func actorsToShow() -> [Int] {
    let all =
      options.actors.isEmpty
      ? Array(log.threads.indices.dropFirst()) : options.actors.map { Int($0.rawValue) }
    let known = all.filter { $0 > 0 && $0 < log.threads.count }
    guard known.count > options.maximumActors else { return known }
    let ranked = known.sorted { left, right in
      let leftRank = (log.threads[left].end == .stopped ? 0 : 1, -log.threads[left].events.count, left)
      let rightRank = (log.threads[right].end == .stopped ? 0 : 1, -log.threads[right].events.count, right)
      return leftRank < rightRank
    }
    return ranked.prefix(options.maximumActors).sorted()
  }

  private func hiddenNote(_ shown: [Int]) -> [StyledText] {
    let hidden = log.threads.indices.dropFirst().filter { !shown.contains($0) }
    guard let first = hidden.first, let last = hidden.last else { return [] }
    let text = "\(style.glyph(.ellipsis)) \(NumberText.counted(hidden.count, "more actor")) not shown: "
    let names =
      hidden.count <= 3 ? hidden.map(name).joined(separator: ", ") : "\(name(first)) to \(name(last))"
    return labelled("", .faint(text) + .actor(names), labelWidth: 0, style: style)
  }

  private func ruler(_ timeline: BarTimeline, indent: Int, columns: Int) -> StyledText {
    let events = NumberText.counted(order.entries.count, "event")
    let duration = NumberText.duration(nanoseconds: timeline.duration, ascii: style.ascii)
    let arrow = " \(style.glyph(.line))\(style.glyph(.arrowRight))"
    let text =
      switch timeline.scale {
      case .time: "time 0 to \(duration), \(events)"
      case .order where log.run.mode == .controlled: "\(events) in order"
      case .order: "\(events) in order (not to scale, \(duration) in all)"
      }
    return (StyledText.spaces(indent) + .faint(text + arrow)).truncated(to: style.width, ascii: style.ascii)
  }

  /// Why an actor stands where it stands, if it did not finish.
  private func tail(_ thread: Int, _ state: LogState.ActorState) -> StyledText? {
    guard log.threads[thread].end == .stopped else { return nil }
    var parts: [StyledText] = []
    if let wait = state.wait {
      parts.append(WaitText(log: log, style: style).sentence(wait))
      let place = log.placeText(wait.site)
      if !place.isEmpty { parts.append(.site(place)) }
    } else if isDead(thread, state) {
      parts.append(.bad("killed while running"))
      parts.append(.site(log.placeText(state.lastSite)))
    }
    for lock in state.held {
      let place = log.hasOneFile ? log.shortPlaceText(lock.site) : log.placeText(lock.site)
      let since = place.isEmpty ? StyledText("") : " (" + .site(place) + ")"
      parts.append("holds " + .object(log.objectName(lock.object)) + since)
    }
    return parts.isEmpty ? nil : parts.filter { !$0.isEmpty }.joined(separator: "  ")
  }

  /// Explains the signs that occur.
  private func legend(_ timeline: BarTimeline, _ shown: [Int]) -> StyledText {
    let segments = shown.flatMap { timeline.segments[$0] }
    var parts: [String] = []
    func add(_ glyph: Glyph, _ words: String, _ isUsed: Bool) {
      if isUsed { parts.append("\(style.glyphs(glyph, 2)) \(words)") }
    }
    let running = segments.filter { $0.phase == .running }
    add(.line, "runs", running.contains { $0.held.isEmpty })
    add(.held, "holds a lock", running.contains { $0.held.count == 1 })
    add(.heldSeveral, "holds several", running.contains { $0.held.count > 1 })
    add(
      .waiting, "waits",
      segments.contains { if case .waiting = $0.phase { true } else { false } })
    add(.asleep, "sleeps", segments.contains { $0.phase == .sleeping })
    if shown.contains(where: { !timeline.marks[$0].isEmpty }) { parts.append("\(style.glyph(.mark)) mark") }
    return .faint(parts.joined(separator: "   "))
  }
}
