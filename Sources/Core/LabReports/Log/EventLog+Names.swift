import LabTrace

/// Looking things up in a log that may be damaged: nothing here traps on a wrong number.
extension EventLog {
  func actorName(_ thread: ThreadID) -> String {
    if thread == .lab { return "the lab" }
    let index = Int(thread.rawValue)
    guard index < threads.count else { return "thread \(thread.rawValue)" }
    return threads[index].name.isEmpty ? "thread \(thread.rawValue)" : threads[index].name
  }

  func objectInfo(_ object: ObjectID) -> ObjectInfo? {
    let index = Int(object.rawValue) - 1
    return objects.indices.contains(index) ? objects[index] : nil
  }

  func objectName(_ object: ObjectID) -> String {
    if let info = objectInfo(object), !info.name.isEmpty { return info.name }
    return object == .none ? "?" : "object \(object.rawValue)"
  }

  /// The text a mark, print or failure names.
  func string(_ id: ObjectID) -> String? {
    let index = Int(id.rawValue) - 1
    return strings.indices.contains(index) ? strings[index] : nil
  }

  /// The place, nil if it is not known.
  func site(_ id: SiteID) -> Site? {
    let index = Int(id.rawValue)
    return index > 0 && index < sites.count ? sites[index] : nil
  }

  /// `file:line:column`, empty if the place is not known.
  func place(_ id: SiteID) -> String {
    site(id).map { "\($0.file):\($0.line):\($0.column)" } ?? ""
  }

  /// `line:column`, empty if the place is not known.
  func shortPlace(_ id: SiteID) -> String { site(id).map { "\($0.line):\($0.column)" } ?? "" }

  /// Where the event lies in its thread's log, nil if it was lost or never was.
  func index(of reference: EventReference) -> Int? {
    let thread = Int(reference.thread.rawValue)
    guard reference != .none, thread < threads.count else { return nil }
    let events = threads[thread].events
    // Without losses, event n is at n - 1.
    let guess = Int(reference.sequence) - 1
    if guess >= 0, guess < events.count, events[guess].sequence == reference.sequence { return guess }
    var low = 0
    var high = events.count
    while low < high {
      let middle = (low + high) / 2
      if events[middle].sequence < reference.sequence { low = middle + 1 } else { high = middle }
    }
    return low < events.count && events[low].sequence == reference.sequence ? low : nil
  }

  func event(_ reference: EventReference) -> Event? {
    index(of: reference).map { threads[Int(reference.thread.rawValue)].events[$0] }
  }

  /// The lab's verdicts, in order.
  var verdicts: [Event] { threads.first?.events.filter { $0.kind == .verdict } ?? [] }

  /// Whether all known places are in one file, so that `line:column` says everything.
  var hasOneFile: Bool {
    let files = sites.dropFirst().map(\.file)
    return files.allSatisfy { $0 == files.first }
  }
}
