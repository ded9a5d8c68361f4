import LabAnalysis
import LabTrace

/// What everybody does and holds, and what state every object is in, at one moment of a run.
package enum StateReport {
  /// The state after a step, or at the end of the run; each line with its end.
  package static func render(_ log: EventLog, at step: Int? = nil, style: TextStyle) -> String {
    let order = Linearisation(log)
    let state = replay(log, order, step)
    let view = StateView(log: log, style: style, state: state, isEnd: step == nil)
    var lines = [title(log, order, step)]
    lines += view.actors()
    lines += view.objects()
    return style.render(lines + LanesReport.notes(log, order, style))
  }

  /// The state after a step, or at the end.
  static func replay(_ log: EventLog, _ order: Linearisation, _ step: Int?) -> LogState {
    var state = LogState(log)
    let last = step.map { order.position(ofStep: $0, in: log) ?? -1 } ?? order.entries.count - 1
    for position in 0..<(last + 1) {
      let thread = ThreadID(rawValue: order.entries[position].thread)
      state.apply(order.event(position, in: log), by: thread, in: log)
    }
    return state
  }

  private static func title(_ log: EventLog, _ order: Linearisation, _ step: Int?) -> StyledText {
    let total = order.entries.indices.last.map { order.step($0, in: log) } ?? 0
    guard let step else {
      return " state at the end".asStrong + "  (after \(NumberText.counted(total, "step")))".styled
    }
    let shown = min(max(step, 0), total)
    return " state after step \(NumberText.grouped(shown))".asStrong
      + "  of \(NumberText.grouped(total))".styled
  }
}

extension String {
  var asStrong: StyledText { .strong(self) }
}

private struct StateView {
  let log: EventLog
  let style: TextStyle
  let state: LogState
  let isEnd: Bool

  func actors() -> [StyledText] {
    var table = TextTable([.left, .left, .left])
    for thread in log.threads.indices.dropFirst() {
      let actor = state.actors[thread]
      let (doing, site) = activity(thread, actor)
      table.add([.actor(log.threads[thread].name), doing, source(site)])
      for lock in actor.held {
        let mode = lock.isShared ? "reads under " : "holds "
        table.add(["", StyledText(mode) + .object(log.objectName(lock.object)), "since " + source(lock.site)])
      }
      for section in actor.sections {
        table.add([
          "", "is inside " + .object(log.objectName(section.object)), "since " + source(section.site),
        ])
      }
    }
    return [.strong(" actors")] + table.lines(indent: 3, style: style)
  }

  private func activity(_ thread: Int, _ actor: LogState.ActorState) -> (StyledText, SiteID) {
    switch actor.activity {
    case .notStarted: return (.faint("has not started"), .unknown)
    case .exited(let code):
      return (code == 0 ? .faint("has finished") : .bad("ended with code \(code)"), .unknown)
    case .sleeping: return (stopped(thread) + "sleeps", actor.lastSite)
    case .running:
      let isStopped = isEnd && log.threads[thread].end == .stopped
      return (isStopped ? .bad("was stopped while it ran") : .good("runs"), actor.lastSite)
    case .waiting(let wait):
      let owners = owners(of: wait)
      let held = owners.isEmpty ? "" : ", held by " + owners
      return (WaitText(log: log, style: style).sentence(wait) + held, wait.site)
    }
  }

  private func stopped(_ thread: Int) -> StyledText {
    isEnd && log.threads[thread].end == .stopped ? .bad("was stopped while it ") : ""
  }

  private func owners(of wait: LogState.Wait) -> StyledText {
    let index = Int(wait.object.rawValue) - 1
    guard wait.kind == .lockRequest, state.objects.indices.contains(index) else { return "" }
    return names(state.objects[index].owners)
  }

  private func names(_ threads: [ThreadID]) -> StyledText {
    var shown = threads.prefix(6).map { StyledText.actor(log.actorName($0)) }.joined(separator: ", ")
    if threads.count > 6 { shown += " and \(threads.count - 6) more".styled }
    return shown
  }

  private func source(_ site: SiteID) -> StyledText {
    guard let known = log.site(site) else { return "" }
    return .site(log.placeText(site)) + .faint("  " + known.text)
  }

  // MARK: objects

  func objects() -> [StyledText] {
    guard !log.objects.isEmpty else { return [] }
    var table = TextTable([.left, .left, .left])
    for (index, info) in log.objects.enumerated() {
      let object = state.objects[index]
      var text = value(info, object)
      if !object.waiters.isEmpty { text += .bad("; waiting: ") + names(object.waiters) }
      if let change = lastChange(object) { text += "; " + change }
      table.add([.object(info.name), .faint(info.kind.word), text])
    }
    return [.strong(" objects")] + table.lines(indent: 3, style: style)
  }

  private func value(_ info: ObjectInfo, _ object: LogState.ObjectState) -> StyledText {
    let owners = names(object.owners)
    switch info.kind {
    case .mutex: return owners.isEmpty ? .good("free") : "held by " + owners
    case .rwlock:
      return owners.isEmpty
        ? .good("free") : StyledText(object.isShared ? "read by " : "written by ") + owners
    case .section: return owners.isEmpty ? .good("empty") : "inside: " + owners
    case .semaphore: return "\(NumberText.counted(Int(clamping: object.value), "permit"))".styled
    case .condition:
      return info.companion == .none ? "" : "of mutex " + .object(log.objectName(info.companion))
    case .barrier: return "\(object.value) of \(info.capacity) arrived".styled
    case .event: return object.value == 0 ? "not set" : "set (unless a wait consumed it)"
    case .variable, .atomic: return StyledText("\(object.value)", .strong)
    case .pool: return ""
    case .buffer, .ring:
      let size = info.capacity > 0 ? "\(object.value) of \(info.capacity)" : "\(object.value)"
      let items = object.items.prefix(8).map { String($0) }.joined(separator: ", ")
      let more = object.items.count > 8 ? ", " + style.glyph(.ellipsis) : ""
      let closed = object.isClosed ? StyledText.bad(", closed") : ""
      return (object.items.isEmpty ? size : "\(size): \(items)\(more)").styled + closed
    }
  }

  private func lastChange(_ object: LogState.ObjectState) -> StyledText? {
    guard let event = log.event(object.lastChange) else { return nil }
    let verb: String
    switch object.lastChangeKind {
    case .write, .readModifyWrite: verb = "written by "
    case .semaphorePost: verb = "last released by "
    case .semaphoreWaitEnd: verb = "last acquired by "
    case .bufferPut: verb = "last put by "
    case .bufferGet: verb = "last got by "
    case .bufferClose: verb = "closed by "
    case .conditionSignal: verb = "last signalled by "
    case .conditionBroadcast: verb = "last broadcast by "
    case .eventSet: verb = "last set by "
    case .eventReset: verb = "last reset by "
    case .eventWaitEnd: verb = "last seen by "
    case .lockRelease: verb = "last released by "
    case .lockAcquire: verb = "taken at "
    default: return nil
    }
    let place = log.placeText(event.site)
    if object.lastChangeKind == .lockAcquire { return place.isEmpty ? nil : StyledText(verb) + .site(place) }
    let actor = StyledText(verb) + .actor(log.actorName(object.lastChange.thread))
    return place.isEmpty ? actor : actor + " at " + .site(place)
  }
}
