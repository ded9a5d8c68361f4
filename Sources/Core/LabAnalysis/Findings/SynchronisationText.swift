import LabTrace

/// A synchronising event in a few words, with its place.
enum SynchronisationText {
  static func text(_ event: Event, _ log: EventLog) -> String {
    let place = event.site == .unknown ? "" : " at \(log.shortPlace(event.site))"
    return action(event, log) + place
  }

  private static func action(_ event: Event, _ log: EventLog) -> String {
    let object = log.objectName(event.object)
    let other = log.actorName(ThreadID(rawValue: UInt32(clamping: event.value)))
    switch event.kind {
    case .threadStart, .processStart: return "its start"
    case .threadExit, .processExit: return "its end"
    case .threadSpawn, .processSpawn: return "spawn of \(other)"
    case .joinEnd, .processWaitEnd: return "join of \(other)"
    case .lockAcquire: return event.flags.contains(.shared) ? "read lock of \(object)" : "lock of \(object)"
    case .lockRelease: return "unlock of \(object)"
    case .conditionWaitEnd: return "wake-up from \(object)"
    case .conditionSignal: return "signal of \(object)"
    case .conditionBroadcast: return "broadcast of \(object)"
    case .semaphoreWaitEnd: return "acquire of \(object)"
    case .semaphorePost: return "release of \(object)"
    case .bufferPut: return "put into \(object)"
    case .bufferGet: return "get from \(object)"
    case .barrierArrive: return "arrival at \(object)"
    case .barrierPass: return "pass of \(object)"
    case .eventSet: return "set of \(object)"
    case .eventWaitEnd: return "wait for \(object)"
    case .read: return "load of \(object)"
    case .write: return "store to \(object)"
    case .readModifyWrite: return "update of \(object)"
    default: return "\(event.kind)"
    }
  }
}
