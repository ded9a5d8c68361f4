import LabTrace

extension LogState {
  mutating func applyToObject(
    _ event: Event, by thread: ThreadID, _ reference: EventReference, in log: EventLog
  ) {
    let index = Int(event.object.rawValue) - 1
    guard objects.indices.contains(index), event.kind.namesObject else { return }
    switch event.kind {
    case .lockAcquire, .sectionEnter:
      objects[index].owners.append(thread)
      objects[index].isShared = event.flags.contains(.shared)
    case .lockRelease, .sectionLeave:
      if let owner = objects[index].owners.lastIndex(of: thread) { objects[index].owners.remove(at: owner) }
    case .read:
      objects[index].value = event.value
      return
    default: objects[index].applyValue(event, capacity: log.objects[index].capacity)
    }
    guard event.kind.changesObject else { return }
    objects[index].lastChange = reference
    objects[index].lastChangeKind = event.kind
  }
}

extension LogState.ObjectState {
  fileprivate mutating func applyValue(_ event: Event, capacity: Int64) {
    switch event.kind {
    case .semaphoreWaitEnd: value &-= event.value
    case .semaphorePost: value &+= event.value
    case .bufferPut:
      items.append(event.value)
      value = Int64(items.count)
    case .bufferGet:
      // The item that came out, if we know of it: events may be missing.
      if let item = items.firstIndex(of: event.value) { items.remove(at: item) }
      value = Int64(items.count)
    case .bufferClose: isClosed = true
    case .write, .readModifyWrite: value = event.value
    case .barrierArrive: value = capacity > 0 ? (value + 1) % capacity : value + 1
    case .eventSet: value = 1
    case .eventReset: value = 0
    default: break
    }
  }
}

extension EventKind {
  /// Whether `object` is a shared object: for marks and verdicts it may be the id of a string.
  var namesObject: Bool {
    switch self {
    case .mark, .spanBegin, .spanEnd, .counter, .argument, .print, .objectNamed, .lost, .verdict: false
    default: true
    }
  }

  /// Whether the event gives its object a new state.
  var changesObject: Bool {
    switch self {
    case .lockAcquire, .lockRelease, .conditionSignal, .conditionBroadcast, .semaphoreWaitEnd, .semaphorePost,
      .bufferPut, .bufferGet, .bufferClose, .write, .readModifyWrite, .barrierArrive, .barrierPass, .eventSet,
      .eventReset, .eventWaitEnd, .sectionEnter, .sectionLeave:
      true
    default: false
    }
  }
}
