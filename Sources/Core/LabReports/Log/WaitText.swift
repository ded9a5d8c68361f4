import LabAnalysis
import LabTrace

/// Waits and held locks in words, for the bars, the states and the findings.
struct WaitText {
  let log: EventLog
  let style: TextStyle

  /// `waits for lock b`, `waits in condition notEmpty`, `waits for worker[1] to end`.
  func sentence(_ wait: LogState.Wait) -> StyledText {
    let object = StyledText.object(log.objectName(wait.object))
    let base: StyledText =
      switch wait.kind {
      case .lockRequest where wait.isWoken: "woken, needs lock " + object
      case .lockRequest where isReadWrite(wait):
        StyledText(wait.isShared ? "waits to read " : "waits to write ") + object
      case .lockRequest: "waits for lock " + object
      case .conditionWaitBegin: "waits in condition " + object
      case .semaphoreWaitBegin where wait.value > 1: "waits for \(wait.value) permits of ".styled + object
      case .semaphoreWaitBegin: "waits for a permit of " + object
      case .bufferFullWait: "waits to put into full " + object
      case .bufferEmptyWait: "waits to get from empty " + object
      case .barrierArrive: "waits at barrier " + object
      case .eventWaitBegin: "waits for event " + object
      case .joinBegin: "waits for " + joined(wait) + " to end"
      case .awaitBegin: "awaits " + StyledText(log.site(wait.site)?.text ?? "a condition")
      default: "is parked"
      }
    return wait.hasDeadline ? base + .faint(" (with a deadline)") : base
  }

  /// What is waited for: `lock b`, `condition notEmpty`, `a permit of slots`.
  func subject(_ wait: LogState.Wait) -> StyledText {
    let object = StyledText.object(log.objectName(wait.object))
    let base: StyledText =
      switch wait.kind {
      case .lockRequest where wait.isWoken: "relock " + object
      case .lockRequest where isReadWrite(wait):
        StyledText(wait.isShared ? "read lock " : "write lock ") + object
      case .lockRequest: "lock " + object
      case .conditionWaitBegin: "condition " + object
      case .semaphoreWaitBegin where wait.value > 1: "\(wait.value) permits of ".styled + object
      case .semaphoreWaitBegin: "a permit of " + object
      case .bufferFullWait: "room in " + object
      case .bufferEmptyWait: "an item in " + object
      case .barrierArrive: "barrier " + object
      case .eventWaitBegin: "event " + object
      case .joinBegin: "end of " + joined(wait)
      case .awaitBegin: StyledText(log.site(wait.site)?.text ?? "await")
      default: "unpark"
      }
    return wait.hasDeadline ? base + .faint(" (deadline)") : base
  }

  /// For a bar: `waits b`.
  func label(_ wait: LogState.Wait) -> String {
    switch wait.kind {
    case .joinBegin: "joins " + joined(wait).plain
    case .awaitBegin: "awaits"
    case .park: "parked"
    case .lockRequest where wait.isWoken: "needs " + log.objectName(wait.object)
    default: "waits " + log.objectName(wait.object)
    }
  }

  /// Where that does not fit: `b`.
  func shortLabel(_ wait: LogState.Wait) -> String {
    switch wait.kind {
    case .joinBegin: joined(wait).plain
    case .awaitBegin, .park: ""
    default: log.objectName(wait.object)
    }
  }

  private func joined(_ wait: LogState.Wait) -> StyledText {
    .actor(log.actorName(ThreadID(rawValue: UInt32(clamping: wait.value))))
  }

  private func isReadWrite(_ wait: LogState.Wait) -> Bool { log.object(wait.object)?.kind == .rwlock }
}

extension ObjectKind {
  /// The word of the language.
  var word: String {
    switch self {
    case .variable: "var"
    case .atomic: "atomic"
    case .mutex: "mutex"
    case .rwlock: "rwlock"
    case .semaphore: "semaphore"
    case .condition: "condition"
    case .barrier: "barrier"
    case .event: "event"
    case .buffer: "buffer"
    case .ring: "ring"
    case .pool: "pool"
    case .section: "section"
    }
  }
}

extension RunVerdict {
  /// The verdict in words.
  package var sentence: String {
    switch self {
    case .completed: "completed"
    case .failure: "failure"
    case .misuse: "misuse"
    case .deadlock: "deadlock"
    case .partialDeadlock: "partial deadlock"
    case .timedOut: "time-out"
    case .died: "the process died"
    case .interrupted: "interrupted"
    case .diverged: "left its schedule"
    }
  }
}
