import LabTrace

extension EventKind {
  /// Whether `cause` of such an event is a happens-before edge of its own, beside any order of the object.
  var hasCausalEdge: Bool {
    switch self {
    case .threadStart, .processStart, .joinEnd, .processWaitEnd, .conditionWaitEnd, .bufferGet, .bufferPut:
      true
    default: false
    }
  }

  /// Whether such an event may order what follows it in its thread after something in another thread.
  var mayAcquire: Bool {
    switch self {
    case .lockAcquire, .semaphoreWaitEnd, .barrierPass, .eventWaitEnd, .read, .readModifyWrite: true
    default: hasCausalEdge
    }
  }

  /// Whether such an event may order what came before it in its thread before something in another thread.
  var mayRelease: Bool {
    switch self {
    case .lockRelease, .semaphorePost, .barrierArrive, .eventSet, .write, .readModifyWrite, .threadSpawn,
      .processSpawn, .conditionSignal, .conditionBroadcast, .bufferPut:
      true
    default: false
    }
  }
}

extension Event {
  /// An access to plain data, which may race.
  var isPlainAccess: Bool { (kind == .read || kind == .write) && flags.contains(.plain) }

  /// Whether an event orders its thread with others, one way or the other.
  var isSynchronisation: Bool {
    switch kind {
    case .threadSpawn, .threadStart, .threadExit, .joinEnd, .processSpawn, .processStart, .processExit,
      .processWaitEnd, .lockAcquire, .lockRelease, .conditionWaitEnd, .conditionSignal, .conditionBroadcast,
      .semaphoreWaitEnd, .semaphorePost, .bufferPut, .bufferGet, .barrierArrive, .barrierPass, .eventSet,
      .eventWaitEnd:
      true
    case .read: flags.isDisjoint(with: .plain) && version > 0 && flags.order.acquires
    case .write: flags.isDisjoint(with: .plain) && flags.order.releases
    case .readModifyWrite: flags.order != .relaxed
    default: false
    }
  }
}

extension MemoryOrder {
  /// Whether a load with this order synchronises with the store it reads from.
  var acquires: Bool { self != .relaxed && self != .releasing }
  /// Whether a store with this order publishes what came before it.
  var releases: Bool { self != .relaxed && self != .acquiring }
}
