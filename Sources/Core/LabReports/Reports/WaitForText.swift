import LabAnalysis
import LabTrace

/// The wait-for graph drawn as text: `left ──b──▶ right ──a──▶ left`.
struct WaitForText {
  /// An actor that waits, for what, and who alone could let it go on; nobody where anyone could.
  struct Wait: Hashable {
    var actor: ThreadID
    var object: ObjectID
    var waitsFor: [ThreadID]
  }

  let log: EventLog
  let style: TextStyle
  let waits: [Wait]

  /// One chain after the other until every waiting actor has been named; a chain that comes back to a member of
  /// its own ends there.
  func chains() -> [(text: StyledText, isCycle: Bool)] {
    var shown: Set<ThreadID> = []
    var chains: [(text: StyledText, isCycle: Bool)] = []
    for wait in ordered() where !shown.contains(wait.actor) { chains.append(chain(from: wait, &shown)) }
    return chains
  }

  /// Those for whom nobody waits come last but those in cycles first, so that chains are as long as can be.
  private func ordered() -> [Wait] {
    let targets = Set(waits.flatMap(\.waitsFor))
    return waits.filter { !targets.contains($0.actor) } + waits.filter { targets.contains($0.actor) }
  }

  private func chain(from start: Wait, _ shown: inout Set<ThreadID>) -> (text: StyledText, isCycle: Bool) {
    var text = StyledText.actor(log.actorName(start.actor))
    var members: Set<ThreadID> = []
    var wait: Wait? = start
    while let current = wait {
      shown.insert(current.actor)
      members.insert(current.actor)
      text += arrow(current)
      guard let next = current.waitsFor.first else { return (text + .bad("nobody"), false) }
      text += .actor(log.actorName(next))
      if current.waitsFor.count > 1 { text += .faint(" (and \(current.waitsFor.count - 1) more)") }
      if members.contains(next) { return (text, true) }
      wait = shown.contains(next) ? nil : waits.first { $0.actor == next }
    }
    return (text, false)
  }

  private func arrow(_ wait: Wait) -> StyledText {
    let line = style.glyphs(.line, 2)
    // Only joins wait for somebody without an object in between.
    let join = wait.waitsFor.isEmpty ? StyledText(style.glyph(.line)) : "join"
    let name = wait.object == .none ? join : .object(log.objectName(wait.object))
    return " " + .faint(line) + name + .faint(line + style.glyph(.arrowRight)) + " "
  }
}
