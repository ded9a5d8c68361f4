import LabTrace

/// Writes event logs as the recorder does: versions, causes and orders come out of the operations.
///
/// It does what it is told: whether an operation could happen at that moment is the caller's business.
struct Trace {
  private(set) var log: EventLog
  private var clock: UInt64 = 0
  private var sites: [UInt32: SiteID] = [:]
  private var versions: [ObjectID: UInt32] = [:]
  private var lastRelease: [ObjectID: EventReference] = [:]
  private var exits: [ThreadID: EventReference] = [:]
  private var spawns: [ThreadID: EventReference] = [:]
  private var items: [ObjectID: [EventReference]] = [:]
  private var gets: [ObjectID: [EventReference]] = [:]
  private var puts: [ObjectID: Int] = [:]
  private var waiting: [ObjectID: [ThreadID]] = [:]
  private var wakeUps: [ThreadID: EventReference] = [:]
  private var arrivals: [ObjectID: [ThreadID]] = [:]
  private var completed: [ThreadID: EventReference] = [:]
  private var regions: UInt32 = 0

  init(_ name: String = "trace") {
    log = EventLog(
      run: RunInfo(name: name), threads: [ThreadLog(name: "lab", isDaemon: true)],
      sites: [Site(file: "", line: 0, column: 0, text: "")])
  }

  // MARK: who and what

  mutating func actor(_ name: String, isDaemon: Bool = false, isSpawned: Bool = false) -> ThreadID {
    log.threads.append(ThreadLog(name: name, isDaemon: isDaemon))
    let thread = ThreadID(rawValue: UInt32(log.threads.count - 1))
    if !isSpawned { add(thread, .threadStart) }
    return thread
  }

  mutating func object(
    _ name: String, _ kind: ObjectKind, capacity: Int64 = 0, initial: Int64 = 0,
    of companion: ObjectID = .none
  ) -> ObjectID {
    log.objects.append(
      ObjectInfo(name: name, kind: kind, capacity: capacity, initial: initial, companion: companion))
    return ObjectID(rawValue: UInt32(log.objects.count))
  }

  mutating func site(_ line: UInt32) -> SiteID {
    if line == 0 { return .unknown }
    if let known = sites[line] { return known }
    log.sites.append(Site(file: "\(log.run.name).lab", line: line, column: 5, text: "line \(line)"))
    sites[line] = SiteID(rawValue: UInt16(log.sites.count - 1))
    return SiteID(rawValue: UInt16(log.sites.count - 1))
  }

  // MARK: events

  func next(_ thread: ThreadID) -> EventReference {
    EventReference(
      thread: thread, sequence: UInt32(log.threads[Int(thread.rawValue)].events.count + 1))
  }

  mutating func version(_ object: ObjectID) -> UInt32 {
    versions[object, default: 0] += 1
    return versions[object, default: 0]
  }

  func currentVersion(_ object: ObjectID) -> UInt32 { versions[object] ?? 0 }

  @discardableResult
  mutating func add(
    _ thread: ThreadID, _ kind: EventKind, _ object: ObjectID = .none, _ value: Int64 = 0, line: UInt32 = 0,
    flags: EventFlags = [], version: UInt32 = 0, cause: EventReference = .none
  ) -> EventReference {
    clock += 10
    let reference = next(thread)
    let site = site(line)
    log.threads[Int(thread.rawValue)].events.append(
      Event(
        time: clock, sequence: reference.sequence, kind: kind, flags: flags, site: site, object: object,
        version: version, value: value, cause: cause))
    return reference
  }

  mutating func spawn(_ thread: ThreadID, _ other: ThreadID, line: UInt32 = 0) {
    let event = add(thread, .threadSpawn, .none, Int64(other.rawValue), line: line)
    add(other, .threadStart, cause: event)
  }

  mutating func exit(_ threads: ThreadID...) {
    for thread in threads { exits[thread] = add(thread, .threadExit) }
  }

  mutating func join(_ thread: ThreadID, _ other: ThreadID, line: UInt32 = 0) {
    add(thread, .joinEnd, .none, Int64(other.rawValue), line: line, cause: exits[other] ?? .none)
  }

  mutating func lock(_ thread: ThreadID, _ lock: ObjectID, line: UInt32 = 0, flags: EventFlags = []) {
    let version = version(lock)
    add(
      thread, .lockAcquire, lock, line: line, flags: flags, version: version,
      cause: lastRelease[lock] ?? .none)
  }

  mutating func request(_ thread: ThreadID, _ lock: ObjectID, line: UInt32 = 0, flags: EventFlags = []) {
    add(thread, .lockRequest, lock, line: line, flags: flags)
  }

  mutating func unlock(_ thread: ThreadID, _ lock: ObjectID, line: UInt32 = 0, flags: EventFlags = []) {
    let version = version(lock)
    let event = add(thread, .lockRelease, lock, line: line, flags: flags, version: version)
    if !flags.contains(.shared) { lastRelease[lock] = event }
  }

  mutating func read(
    _ thread: ThreadID, _ variable: ObjectID, _ value: Int64 = 0, line: UInt32 = 0, region: UInt32? = nil
  ) {
    add(
      thread, .read, variable, value, line: line,
      flags: region == nil ? .plain : [.plain, .insideAtomicBlock],
      version: region ?? 0)
  }

  mutating func write(
    _ thread: ThreadID, _ variable: ObjectID, _ value: Int64 = 0, line: UInt32 = 0, region: UInt32? = nil
  ) {
    add(
      thread, .write, variable, value, line: line,
      flags: region == nil ? .plain : [.plain, .insideAtomicBlock],
      version: region ?? 0)
  }

  mutating func region() -> UInt32 {
    regions += 1
    return regions
  }

  mutating func post(_ thread: ThreadID, _ semaphore: ObjectID, line: UInt32 = 0) {
    let version = version(semaphore)
    lastRelease[semaphore] = add(thread, .semaphorePost, semaphore, 1, line: line, version: version)
  }

  mutating func acquire(_ thread: ThreadID, _ semaphore: ObjectID, line: UInt32 = 0) {
    let version = version(semaphore)
    add(
      thread, .semaphoreWaitEnd, semaphore, 1, line: line, version: version,
      cause: lastRelease[semaphore] ?? .none)
  }

  mutating func set(_ thread: ThreadID, _ event: ObjectID, line: UInt32 = 0) {
    let version = version(event)
    lastRelease[event] = add(thread, .eventSet, event, line: line, version: version)
  }

  mutating func wait(_ thread: ThreadID, event: ObjectID, line: UInt32 = 0) {
    let version = version(event)
    add(thread, .eventWaitEnd, event, line: line, version: version, cause: lastRelease[event] ?? .none)
  }

  mutating func arrive(_ thread: ThreadID, _ barrier: ObjectID, line: UInt32 = 0) {
    let version = version(barrier)
    let event = add(thread, .barrierArrive, barrier, line: line, version: version)
    arrivals[barrier, default: []].append(thread)
    let parties = Int(log.object(barrier)?.capacity ?? 1)
    if arrivals[barrier, default: []].count == parties {
      for arrived in arrivals[barrier] ?? [] { completed[arrived] = event }
      arrivals[barrier] = []
    }
  }

  mutating func pass(_ thread: ThreadID, _ barrier: ObjectID, line: UInt32 = 0) {
    let version = version(barrier)
    add(thread, .barrierPass, barrier, line: line, version: version, cause: completed[thread] ?? .none)
  }

  mutating func put(_ thread: ThreadID, _ buffer: ObjectID, _ value: Int64 = 0, line: UInt32 = 0) {
    let version = version(buffer)
    // Slots are used in turn: the get that emptied this one came a round earlier.
    let round = puts[buffer, default: 0] - Int(log.object(buffer)?.capacity ?? 1)
    puts[buffer, default: 0] += 1
    let cause = round >= 0 ? gets[buffer, default: []][round] : .none
    let event = add(thread, .bufferPut, buffer, value, line: line, version: version, cause: cause)
    items[buffer, default: []].append(event)
  }

  mutating func get(_ thread: ThreadID, _ buffer: ObjectID, _ value: Int64 = 0, line: UInt32 = 0) {
    let version = version(buffer)
    let cause = items[buffer]?.removeFirst() ?? .none
    gets[buffer, default: []].append(
      add(thread, .bufferGet, buffer, value, line: line, version: version, cause: cause))
  }

  /// Queues up and gives the mutex back.
  mutating func wait(_ thread: ThreadID, _ condition: ObjectID, line: UInt32 = 0) {
    let version = version(condition)
    add(thread, .conditionWaitBegin, condition, line: line, version: version)
    waiting[condition, default: []].append(thread)
    unlock(thread, log.objects[Int(condition.rawValue) - 1].companion, line: line, flags: .byWait)
  }

  /// Was woken, and takes the mutex again.
  mutating func wake(_ thread: ThreadID, _ condition: ObjectID, line: UInt32 = 0) {
    let version = version(condition)
    add(
      thread, .conditionWaitEnd, condition, line: line, version: version, cause: wakeUps[thread] ?? .none)
    lock(thread, log.objects[Int(condition.rawValue) - 1].companion, line: line, flags: .byWait)
  }

  mutating func signal(_ thread: ThreadID, _ condition: ObjectID, line: UInt32 = 0) {
    let woken = waiting[condition]?.first
    if let woken {
      waiting[condition]?.removeFirst()
      wakeUps[woken] = next(thread)
    }
    let version = version(condition)
    add(thread, .conditionSignal, condition, woken == nil ? 0 : 1, line: line, version: version)
  }

  mutating func broadcast(_ thread: ThreadID, _ condition: ObjectID, line: UInt32 = 0) {
    let woken = waiting[condition] ?? []
    waiting[condition] = []
    for waiter in woken { wakeUps[waiter] = next(thread) }
    let version = version(condition)
    add(thread, .conditionBroadcast, condition, Int64(woken.count), line: line, version: version)
  }

  mutating func load(
    _ thread: ThreadID, _ atomic: ObjectID, _ value: Int64 = 0,
    _ order: MemoryOrder = .sequentiallyConsistent,
    line: UInt32 = 0
  ) {
    add(
      thread, .read, atomic, value, line: line, flags: EventFlags(order: order),
      version: versions[atomic] ?? 0, cause: lastRelease[atomic] ?? .none)
  }

  mutating func store(
    _ thread: ThreadID, _ atomic: ObjectID, _ value: Int64 = 0,
    _ order: MemoryOrder = .sequentiallyConsistent,
    line: UInt32 = 0
  ) { change(thread, .write, atomic, value, order, line) }

  mutating func update(
    _ thread: ThreadID, _ atomic: ObjectID, _ value: Int64 = 0,
    _ order: MemoryOrder = .sequentiallyConsistent,
    line: UInt32 = 0
  ) { change(thread, .readModifyWrite, atomic, value, order, line) }

  private mutating func change(
    _ thread: ThreadID, _ kind: EventKind, _ atomic: ObjectID, _ value: Int64, _ order: MemoryOrder,
    _ line: UInt32
  ) {
    let version = version(atomic)
    lastRelease[atomic] = add(
      thread, kind, atomic, value, line: line, flags: EventFlags(order: order), version: version,
      cause: lastRelease[atomic] ?? .none)
  }

  // MARK: ends

  mutating func verdict(_ verdict: RunVerdict, members: [ThreadID] = []) {
    add(.lab, .verdict, .none, verdict.rawValue)
    for member in members {
      let last = EventReference(
        thread: member, sequence: UInt32(log.threads[Int(member.rawValue)].events.count))
      add(.lab, .verdict, .none, verdict.rawValue, cause: last)
    }
  }

  mutating func verdict(_ verdict: RunVerdict, _ message: String, of thread: ThreadID, line: UInt32) {
    log.strings.append(message)
    let last = EventReference(
      thread: thread, sequence: UInt32(log.threads[Int(thread.rawValue)].events.count))
    add(
      .lab, .verdict, ObjectID(rawValue: UInt32(log.strings.count)), verdict.rawValue, line: line, cause: last
    )
  }
}
