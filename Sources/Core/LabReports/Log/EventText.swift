import LabAnalysis
import LabTrace

/// Events in words: `lock m`, `read count -> 0`, `wait notEmpty ⏸`.
struct EventText {
  let log: EventLog
  let style: TextStyle

  /// What happened, with its value; `index` is the event's in its thread's log.
  func text(_ event: Event, thread: ThreadID, index: Int) -> StyledText {
    switch event.kind {
    case .read: access(event, atomic: "load", plain: "read") + " -> \(event.value)".styled
    case .write: access(event, atomic: "store", plain: "write") + " = \(event.value)".styled
    case .readModifyWrite: access(event, atomic: "update", plain: "update") + " = \(event.value)".styled
    case .mark, .print, .spanBegin, .spanEnd, .counter: message(event, thread: thread, index: index)
    case .bufferPut: StyledText("put ") + object(event) + " \(event.value)".styled
    case .bufferGet: StyledText("get ") + object(event) + " -> \(event.value)".styled
    case .threadExit where event.value != 0, .processExit where event.value != 0:
      .bad("exit \(event.value)")
    case .decision: StyledText("choose \(event.value)")
    case .lost: .bad("\(NumberText.counted(Int(clamping: event.value), "event")) lost")
    default: action(event)
    }
  }

  /// What kind of thing happened, without values: for the patterns of folded rounds.
  func action(_ event: Event) -> StyledText {
    if let lock = lockText(event) { return lock }
    if let wait = waitText(event) { return wait }
    switch event.kind {
    case .threadSpawn, .processSpawn: return "spawn " + other(event)
    case .threadStart, .processStart: return "start"
    case .threadExit, .processExit: return "exit"
    case .joinEnd, .processWaitEnd: return "joined " + other(event)
    case .conditionSignal: return "signal " + object(event)
    case .conditionBroadcast: return "broadcast " + object(event)
    case .semaphorePost: return "release " + object(event) + permits(event)
    case .bufferPut: return "put " + object(event)
    case .bufferGet: return "get " + object(event)
    case .bufferClose: return "close " + object(event)
    case .read: return access(event, atomic: "load", plain: "read")
    case .write: return access(event, atomic: "store", plain: "write")
    case .readModifyWrite: return access(event, atomic: "update", plain: "update")
    case .fence: return "fence"
    case .barrierPass: return "pass " + object(event)
    case .eventSet: return "set " + object(event)
    case .eventReset: return "reset " + object(event)
    case .unpark: return "unpark"
    case .yield: return "yield"
    case .sleep: return "sleep"
    case .decision: return "choose"
    case .sharedCreate: return "create " + object(event)
    case .sharedAttach: return "attach " + object(event)
    case .sharedDetach: return "detach " + object(event)
    case .sharedUnlink: return "unlink " + object(event)
    case .sectionEnter: return "enter " + object(event)
    case .sectionLeave: return "leave " + object(event)
    default: return StyledText(text(event))
    }
  }

  private func lockText(_ event: Event) -> StyledText? {
    let isShared = event.flags.contains(.shared)
    let isReadWrite = log.object(event.object)?.kind == .rwlock
    let mode = isReadWrite ? (isShared ? "read-" : "write-") : ""
    let lock = StyledText(mode + "lock ")
    switch event.kind {
    case .lockRequest: return lock + object(event) + pause
    case .lockAcquire:
      let again = event.flags.contains(.byWait) ? StyledText("re") : ""
      return again + lock + object(event) + (event.value == 1 ? .bad(" owner died") : "")
    case .lockRelease: return "unlock " + object(event)
    case .lockTryFail: return StyledText("\(mode)trylock ") + object(event) + failed("busy")
    case .lockTimeout: return lock + object(event) + failed("timed out")
    default: return nil
    }
  }

  private func waitText(_ event: Event) -> StyledText? {
    let timedOut = event.flags.contains(.timedOut)
    switch event.kind {
    case .joinBegin: return "join " + other(event) + pause
    case .conditionWaitBegin: return "wait " + object(event) + pause
    case .conditionWaitEnd:
      return timedOut ? "wait " + object(event) + failed("timed out") : StyledText("woken")
    case .semaphoreWaitBegin: return "acquire " + object(event) + permits(event) + pause
    case .semaphoreWaitEnd: return "acquire " + object(event) + permits(event)
    case .semaphoreTryFail: return "tryAcquire " + object(event) + failed("none free")
    case .semaphoreTimeout: return "acquire " + object(event) + failed("timed out")
    case .bufferFullWait: return "put " + object(event) + " full" + pause
    case .bufferEmptyWait: return "get " + object(event) + " empty" + pause
    case .bufferTryFail:
      let reason = event.value == 0 ? "would block" : event.value == -1 ? "timed out" : "closed"
      return "use " + object(event) + failed(reason)
    case .barrierArrive: return "arrive " + object(event) + pause
    case .eventWaitBegin: return "wait " + object(event) + pause
    case .eventWaitEnd: return "saw " + object(event)
    case .eventTimeout: return "wait " + object(event) + failed("timed out")
    case .park: return "park" + pause
    case .awaitBegin: return "await" + condition(event) + pause
    case .awaitEnd: return "passed await" + condition(event)
    default: return nil
    }
  }

  private var pause: StyledText { StyledText(" " + style.glyph(.pause), .hint) }

  private func failed(_ reason: String) -> StyledText { .bad(" \(style.glyph(.failed)) \(reason)") }

  func object(_ event: Event) -> StyledText { .object(log.objectName(event.object)) }

  private func other(_ event: Event) -> StyledText {
    .actor(log.actorName(ThreadID(rawValue: UInt32(clamping: event.value))))
  }

  private func permits(_ event: Event) -> StyledText {
    event.value == 1 ? "" : "(\(event.value))".styled
  }

  private func access(_ event: Event, atomic: String, plain: String) -> StyledText {
    let isPlain = event.flags.contains(.plain)
    let order: String =
      switch event.flags.order {
      case _ where isPlain, .sequentiallyConsistent: ""
      case .relaxed: " relaxed"
      case .acquiring: " acquire"
      case .releasing: " release"
      case .acquiringAndReleasing: " acqrel"
      }
    return StyledText((isPlain ? plain : atomic) + " ") + object(event) + .faint(order)
  }

  /// The source of an `await`, which stands for all objects it reads.
  private func condition(_ event: Event) -> StyledText {
    guard let text = log.site(event.site)?.text, !text.isEmpty else { return "" }
    return StyledText(" " + (text.hasPrefix("await ") ? String(text.dropFirst(6)) : text))
  }

  private func text(_ event: Event) -> String { log.string(event.object) ?? "\(event.kind)" }

  private func message(_ event: Event, thread: ThreadID, index: Int) -> StyledText {
    let words = StyledText(text(event), .strong)
    var numbers = ""
    let events = log.threads[Int(thread.rawValue)].events
    var next = index + 1
    while next < events.count, events[next].kind == .argument {
      numbers += " \(events[next].value)"
      next += 1
    }
    if event.value != 0 || !numbers.isEmpty || event.kind == .counter {
      numbers = " \(event.value)" + numbers
    }
    switch event.kind {
    case .mark: return .hint(style.glyph(.mark) + " ") + words + numbers.styled
    case .print: return "print " + words + numbers.styled
    case .spanBegin: return "begin " + words + numbers.styled
    case .spanEnd: return "end " + words + numbers.styled
    default: return words + " =" + numbers.styled
    }
  }
}

extension String {
  var styled: StyledText { StyledText(self) }
}
