extension EventLog {
  /// The event of this name; nil if it was lost or there is none.
  ///
  /// Constant time where no events are missing, else logarithmic.
  public func event(_ reference: EventReference) -> Event? {
    guard let place = index(of: reference) else { return nil }
    return threads[Int(reference.thread.rawValue)].events[place]
  }

  /// Where the event of this name is in the events of its thread; nil if it was lost or there is none.
  public func index(of reference: EventReference) -> Int? {
    guard reference != .none, Int(reference.thread.rawValue) < threads.count else { return nil }
    return threads[Int(reference.thread.rawValue)].index(ofSequence: reference.sequence)
  }

  /// What is known of a thread; nil for an id that is not in the log.
  public func thread(_ id: ThreadID) -> ThreadLog? {
    Int(id.rawValue) < threads.count ? threads[Int(id.rawValue)] : nil
  }

  /// What is known of an object; nil for `.none` and for an id that is not in the log.
  public func object(_ id: ObjectID) -> ObjectInfo? {
    id != .none && Int(id.rawValue) <= objects.count ? objects[Int(id.rawValue) - 1] : nil
  }

  /// The place of this id; nil for the unknown place.
  public func site(_ id: SiteID) -> Site? {
    id != .unknown && Int(id.rawValue) < sites.count ? sites[Int(id.rawValue)] : nil
  }

  /// The text that an event's `object` names where its kind says so (`EventKind.namesText`).
  public func text(_ id: ObjectID) -> String? {
    id != .none && Int(id.rawValue) <= strings.count ? strings[Int(id.rawValue) - 1] : nil
  }

  /// The name of a thread, or a stand-in for one that is not in the log.
  public func name(_ id: ThreadID) -> String { thread(id)?.name ?? "thread \(id.rawValue)" }

  /// The name of an object, empty for none, or a stand-in for one that is not in the log.
  public func name(_ id: ObjectID) -> String {
    id == .none ? "" : object(id)?.name ?? "object \(id.rawValue)"
  }

  /// How many events there are.
  public var eventCount: Int { threads.reduce(0) { $0 + $1.events.count } }
}

extension ThreadLog {
  /// Where the event with a sequence number is in `events`; nil if it was lost or there is none.
  public func index(ofSequence sequence: UInt32) -> Int? {
    guard let first = events.first, sequence >= first.sequence else { return nil }
    // Without losses in between, this is where it must be.
    let guess = Int(sequence - first.sequence)
    if guess < events.count, events[guess].sequence == sequence { return guess }
    var (low, high) = (0, events.count)
    while low < high {
      let middle = low + (high - low) / 2
      if events[middle].sequence < sequence { low = middle + 1 } else { high = middle }
    }
    return low < events.count && events[low].sequence == sequence ? low : nil
  }
}

extension EventKind {
  /// Whether `object` of such an event is the id of a text (its index in `EventLog.strings` plus one).
  @inlinable
  public var namesText: Bool {
    switch self {
    case .mark, .spanBegin, .spanEnd, .counter, .print: true
    default: false
    }
  }
}
