import LabTrace

/// Traces made by hand, for commands that read one.
enum SampleTraces {
  /// Two actors, each waiting for the lock of the other.
  static func deadlock() -> EventLog {
    let a = ObjectID(rawValue: 1)
    let b = ObjectID(rawValue: 2)
    func events(_ first: ObjectID, _ second: ObjectID, _ site: UInt16) -> [Event] {
      [
        Event(time: 10, sequence: 1, kind: .threadStart),
        Event(
          time: 20, sequence: 2, kind: .lockAcquire, site: SiteID(rawValue: site), object: first, version: 1),
        Event(time: 30, sequence: 3, kind: .lockRequest, site: SiteID(rawValue: site + 1), object: second),
      ]
    }
    func member(_ thread: UInt32, _ object: ObjectID, _ sequence: UInt32) -> Event {
      Event(
        time: 40, sequence: sequence, kind: .verdict, object: object, value: RunVerdict.deadlock.rawValue,
        cause: EventReference(thread: ThreadID(rawValue: thread), sequence: 3))
    }
    let places = [(0, 0), (8, 15), (8, 25), (10, 15), (10, 25)] as [(UInt32, UInt32)]
    return EventLog(
      run: RunInfo(name: "abba"),
      threads: [
        ThreadLog(
          name: "lab",
          events: [
            Event(time: 40, sequence: 1, kind: .verdict, value: RunVerdict.deadlock.rawValue),
            member(1, b, 2),
            member(2, a, 3),
          ]),
        ThreadLog(name: "left", end: .stopped, events: events(a, b, 1)),
        ThreadLog(name: "right", end: .stopped, events: events(b, a, 3)),
      ],
      objects: [ObjectInfo(name: "a", kind: .mutex), ObjectInfo(name: "b", kind: .mutex)],
      sites: places.map { Site(file: "abba.lab", line: $0.0, column: $0.1, text: "with lock") })
  }
}
