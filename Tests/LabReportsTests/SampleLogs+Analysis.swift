import LabTrace

/// Logs for the views: locks in two orders, guarded and unguarded variables, deadlines, chains of hand-overs.
extension SampleLogs {
  /// Both orders of two locks, one after the other: a pattern, and no deadlock.
  static func ordersThatDidNotMeet() -> EventLog {
    var log = LogBuilder("abba-late")
    let left = log.actor("left")
    let right = log.actor("right")
    let a = log.object("a", .mutex)
    let b = log.object("b", .mutex)
    let x = log.object("x", .variable, companion: a)
    let y = log.object("y", .variable)
    let z = log.object("z", .variable)
    func at(_ line: UInt32, _ text: String) -> SiteID { log.site(line, 5, text) }
    log.start(left, right)
    var freed: [ObjectID: EventReference] = [:]
    func pass(_ thread: ThreadID, _ first: ObjectID, _ second: ObjectID, _ line: UInt32) {
      let places = [at(line, "with \(line)"), at(line + 1, "with inner \(line)")]
      log.add(thread, .lockAcquire, first, at: places[0], cause: freed[first] ?? .none, hasVersion: true)
      log.add(thread, .lockAcquire, second, at: places[1], cause: freed[second] ?? .none, hasVersion: true)
      log.add(thread, .read, x, 1, at: at(line + 2, "x += 1"), flags: .plain)
      log.add(thread, .write, x, 2, at: at(line + 2, "x += 1"), flags: .plain)
      log.add(thread, .write, y, Int64(line), at: at(line + 3, "y = \(line)"), flags: .plain)
      freed[second] = log.add(thread, .lockRelease, second, at: places[1], hasVersion: true)
      if line > 10 { log.add(thread, .read, x, 2, at: at(line + 4, "local seen = x"), flags: .plain) }
      freed[first] = log.add(thread, .lockRelease, first, at: places[0], hasVersion: true)
    }
    pass(left, a, b, 5)
    pass(right, b, a, 15)
    log.add(right, .write, z, 7, at: at(30, "z = 7"), flags: .plain)
    log.exit(left, right)
    log.verdict(.completed)
    return log.log
  }

  /// A hand-over through a third actor, and a write that nothing orders.
  static func relay() -> EventLog {
    var log = LogBuilder("relay")
    let first = log.actor("first")
    let second = log.actor("second")
    let third = log.actor("third")
    let m = log.object("m", .mutex)
    let ready = log.object("ready", .semaphore)
    let data = log.object("data", .variable)
    func at(_ line: UInt32, _ text: String) -> SiteID { log.site(line, 5, text) }
    log.start(first, second, third)
    log.add(first, .write, data, 1, at: at(4, "data = 1"), flags: .plain)
    log.add(first, .lockAcquire, m, at: at(5, "with m"), hasVersion: true)
    let freed = log.add(first, .lockRelease, m, at: at(5, "with m"), hasVersion: true)
    log.add(first, .write, data, 2, at: at(6, "data = 2"), flags: .plain)
    log.add(second, .lockAcquire, m, at: at(12, "with m"), cause: freed, hasVersion: true)
    log.add(second, .lockRelease, m, at: at(12, "with m"), hasVersion: true)
    let post = log.add(second, .semaphorePost, ready, 1, at: at(13, "ready.release()"), hasVersion: true)
    log.add(third, .semaphoreWaitBegin, ready, 1, at: at(20, "ready.acquire()"))
    log.add(third, .semaphoreWaitEnd, ready, 1, at: at(20, "ready.acquire()"), cause: post, hasVersion: true)
    log.add(third, .read, data, 1, at: at(21, "local got = data"), flags: .plain)
    log.exit(first, second, third)
    log.verdict(.completed)
    return log.log
  }

  /// Waits that end by a deadline, a close or a neighbour; one that never ends.
  static func deadlines() -> EventLog {
    var log = LogBuilder("deadlines")
    let patient = log.actor("patient")
    let hasty = log.actor("hasty")
    let m = log.object("m", .mutex)
    let queue = log.object("queue", .buffer, capacity: 1)
    func at(_ line: UInt32, _ text: String) -> SiteID { log.site(line, 5, text) }
    log.start(patient, hasty)
    log.add(patient, .lockAcquire, m, at: at(3, "m.lock()"), hasVersion: true)
    log.add(hasty, .lockTryFail, m, at: at(10, "m.trylock()"))
    log.add(hasty, .lockRequest, m, at: at(11, "m.lock(timeout: 5ms)"), flags: .timedOut)
    log.add(
      hasty, .lockTimeout, m, at: at(11, "m.lock(timeout: 5ms)"), flags: .timedOut, after: 5_000_000)
    log.add(hasty, .bufferEmptyWait, queue, at: at(12, "queue.get()"))
    log.add(patient, .bufferClose, queue, at: at(4, "queue.close()"), after: 250_000)
    log.add(hasty, .bufferTryFail, queue, -2, at: at(12, "queue.get()"))
    log.add(hasty, .lockRequest, m, at: at(13, "m.lock()"))
    log.add(patient, .joinBegin, .none, 2, at: at(5, "join hasty"))
    log.stop(patient, hasty)
    log.verdict(.timedOut)
    return log.log
  }
}
