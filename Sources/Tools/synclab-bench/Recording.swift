internal import LabPlatform
internal import LabRecorder
internal import LabTrace

/// Records events in a trace folder until it is killed: `support record FOLDER EVENTS`.
///
/// Every event can be checked: its value is its sequence number, its time is twice that, and all else follows
/// from it. EVENTS 0 means for ever.
enum Recording {
  static func run(_ arguments: [String]) throws {
    guard arguments.count == 2, let count = UInt32(arguments[1]) else {
      throw SystemError(call: "support record", code: 22, subject: "FOLDER EVENTS")
    }
    let folder = TraceFolder(arguments[0])
    let names = try Files.list(folder.path).filter { $0.hasPrefix("thread-") }
    let strings = try folder.openStrings(firstID: 1)
    var threads: [NativeThread] = []
    for number in 1..<max(1, UInt32(names.count)) {
      let trace = try folder.openThread(ThreadID(rawValue: number))
      threads.append(
        try NativeThread.start(name: trace.name) { record(trace, strings, count == 0 ? .max : count) })
    }
    try SupportCommands.say("recording")
    for thread in threads { thread.join() }
  }

  private static func record(_ trace: ThreadTrace, _ strings: StringTableFile, _ count: UInt32) {
    trace.attach()
    let recorder = trace.recorder
    while recorder.lastSequence < count {
      let sequence = recorder.lastSequence + 1
      if sequence % 1024 == 0 { _ = try? strings.add("text \(sequence)") }
      trace.status.publish(.blocked, counter: sequence, cell: sequence, amount: ~sequence)
      trace.status.countCheck()
      trace.status.setRegister(0, Int64(sequence))
      recorder.record(
        .write, flags: .plain, object: ObjectID(rawValue: 1 + sequence % 2), version: sequence,
        value: Int64(sequence), time: 2 * UInt64(sequence))
    }
    trace.status.publish(.finished)
    withExtendedLifetime(trace) {}
  }
}
