import LabTrace

/// Writes event logs by hand, one event a line, in the order in which they happened.
struct LogBuilder {
  private(set) var log: EventLog
  private var clock: UInt64 = 0
  private var siteIDs: [Site: SiteID] = [:]
  private var versions: [ObjectID: UInt32] = [:]
  /// The last release, post, signal, put or exit of an object: what the next wait-end is caused by.
  private let file: String

  init(_ name: String, mode: RunInfo.Mode = .native) {
    file = "\(name).lab"
    let unknown = Site(file: "", line: 0, column: 0, text: "")
    log = EventLog(
      run: RunInfo(name: name, mode: mode), threads: [ThreadLog(name: "lab")], sites: [unknown])
  }

  mutating func actor(_ name: String, isDaemon: Bool = false) -> ThreadID {
    log.threads.append(ThreadLog(name: name, isDaemon: isDaemon))
    return ThreadID(rawValue: UInt32(log.threads.count - 1))
  }

  mutating func object(
    _ name: String, _ kind: ObjectKind, capacity: Int64 = 0, initial: Int64 = 0, companion: ObjectID = .none
  ) -> ObjectID {
    log.objects.append(
      ObjectInfo(name: name, kind: kind, capacity: capacity, initial: initial, companion: companion))
    return ObjectID(rawValue: UInt32(log.objects.count))
  }

  mutating func string(_ text: String) -> ObjectID {
    log.strings.append(text)
    return ObjectID(rawValue: UInt32(log.strings.count))
  }

  mutating func site(_ line: UInt32, _ column: UInt32, _ text: String) -> SiteID {
    let site = Site(file: file, line: line, column: column, text: text)
    if let known = siteIDs[site] { return known }
    log.sites.append(site)
    let id = SiteID(rawValue: UInt16(log.sites.count - 1))
    siteIDs[site] = id
    return id
  }

  /// Adds an event a thousand nanoseconds after the last one.
  @discardableResult
  mutating func add(
    _ thread: ThreadID, _ kind: EventKind, _ object: ObjectID = .none, _ value: Int64 = 0,
    at site: SiteID = .unknown, flags: EventFlags = [], cause: EventReference = .none,
    hasVersion: Bool = false,
    after nanoseconds: UInt64 = 1000
  ) -> EventReference {
    clock += log.run.mode == .controlled ? 1 : nanoseconds
    let sequence = UInt32(log.threads[Int(thread.rawValue)].events.count + 1)
    var version: UInt32 = 0
    if hasVersion {
      version = versions[object, default: 0] + 1
      versions[object] = version
    }
    log.threads[Int(thread.rawValue)].events.append(
      Event(
        time: clock, sequence: sequence, kind: kind, flags: flags, site: site, object: object,
        version: version,
        value: value, cause: cause))
    return EventReference(thread: thread, sequence: sequence)
  }

  mutating func start(_ threads: ThreadID...) { for thread in threads { add(thread, .threadStart) } }
  mutating func exit(_ threads: ThreadID...) { for thread in threads { add(thread, .threadExit) } }

  mutating func stop(_ threads: ThreadID...) {
    for thread in threads { log.threads[Int(thread.rawValue)].end = .stopped }
  }

  mutating func verdict(
    _ verdict: RunVerdict, message: ObjectID = .none, at site: SiteID = .unknown,
    cause: EventReference = .none
  ) {
    add(.lab, .verdict, message, verdict.rawValue, at: site, cause: cause)
  }

  mutating func note(_ text: String) { log.notes.append(text) }
  mutating func lose(_ count: UInt64, of thread: ThreadID) { log.threads[Int(thread.rawValue)].lost = count }
}
