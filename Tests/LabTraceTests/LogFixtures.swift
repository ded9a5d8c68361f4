import LabTrace

/// Logs for tests, pseudo-random but sound.
enum LogFixtures {
  static func event(
    _ sequence: UInt32, _ kind: EventKind = .write, time: UInt64 = 0, object: UInt32 = 0, version: UInt32 = 0,
    value: Int64 = 0, cause: EventReference = .none
  ) -> Event {
    Event(
      time: time, sequence: sequence, kind: kind, object: ObjectID(rawValue: object), version: version,
      value: value, cause: cause)
  }

  static func reference(_ thread: Int, _ sequence: Int) -> EventReference {
    EventReference(thread: ThreadID(rawValue: UInt32(thread)), sequence: UInt32(sequence))
  }

  /// A run that could have been: events happen one after the other, each takes the next version of its
  /// object, causes are earlier events.
  ///
  /// The time stamps are off by up to `jitter`.
  static func random(seed: UInt64, threads: Int = 4, events: Int = 200, jitter: UInt64 = 50) -> EventLog {
    var random = SplitMix64(seed: seed)
    let objectCount = 5
    var log = EventLog(
      run: RunInfo(
        name: "random", scenario: "scenario \"r\"\n", parameters: [.init(name: "N", value: -3)],
        flags: ["--chaos"], seed: seed, mode: .recorded, schedule: "a*3 b"))
    log.objects = (0..<objectCount).map { index in
      ObjectInfo(
        name: "object[\(index)]", kind: ObjectKind.allCases[index], capacity: Int64(index), initial: -1,
        companion: ObjectID(rawValue: UInt32(index)))
    }
    log.sites = (0..<7).map { Site(file: "a.lab", line: $0, column: $0 * 2, text: "x = \($0) → ü") }
    log.strings = ["", "text", "ünï → 🧵"]
    log.notes = ["a note"]
    log.threads = (0..<threads).map { number in
      ThreadLog(
        name: "thread[\(number)]", processID: 5, threadID: Int32(number), isDaemon: number % 2 == 1,
        end: .stopped)
    }
    var versions = [UInt32](repeating: 0, count: objectCount + 1)
    for step in 0..<events where threads > 0 {
      let thread = Int(random.below(UInt64(threads)))
      let object = Int(random.below(UInt64(objectCount + 1)))
      versions[object] += 1
      let other = Int(random.below(UInt64(threads)))
      let past = log.threads[other].events.count
      let cause =
        past > 0 && random.below(3) == 0
        ? reference(other, 1 + Int(random.below(UInt64(past)))) : EventReference.none
      log.threads[thread].events.append(
        Event(
          time: 1000 + UInt64(step) * 10 + random.below(jitter + 1),
          sequence: UInt32(log.threads[thread].events.count + 1), kind: .readModifyWrite,
          flags: EventFlags(order: .acquiring), site: SiteID(rawValue: UInt16(random.below(7))),
          object: ObjectID(rawValue: UInt32(object)), version: object == 0 ? 0 : versions[object],
          value: Int64(bitPattern: random.next()), cause: cause))
    }
    return log
  }
}
