internal import LabPlatform
internal import LabRecorder
internal import LabTrace

/// What recording costs: an event with its clock read, beside the clock alone; recording switched off.
let tracerGroup = BenchmarkGroup(name: "tracer", summary: "events recorded, on and off; status published") {
  scale in
  let count = scale == .quick ? 2_000 : 1_000_000
  return [
    Benchmark(
      name: "event", unit: "ns per event", lessIsBetter: true,
      contenders: [
        recording("growing file, room is ready", .init(initial: 64 << 20), count) { recorder, step in
          recorder.record(.write, object: ObjectID(rawValue: 1), version: UInt32(step), value: Int64(step))
        },
        recording("growing file, while it grows", .init(), count) { recorder, step in
          recorder.record(.write, object: ObjectID(rawValue: 1), version: UInt32(step), value: Int64(step))
        },
        recording("ring of 1 MiB", .init(mode: .ring, limit: 1 << 20), count) { recorder, step in
          recorder.record(.write, object: ObjectID(rawValue: 1), version: UInt32(step), value: Int64(step))
        },
        recording("ring, time given", .init(mode: .ring, limit: 1 << 20), count) { recorder, step in
          recorder.record(
            .write, object: ObjectID(rawValue: 1), version: UInt32(step), value: Int64(step),
            time: UInt64(step))
        },
        clockAlone(count), switchedOff(count), emptyLoop(count),
      ]),
    Benchmark(
      name: "status", unit: "ns per operation", lessIsBetter: true,
      contenders: [publishing(count), snapshots(count)]),
  ]
}

private func nanoseconds(_ count: Int, _ body: () -> Void) -> Double {
  let start = MonotonicClock.nanoseconds()
  body()
  return Double(MonotonicClock.nanoseconds() - start) / Double(count)
}

/// A fresh trace file in memory, gone afterwards.
private func withTrace<Value>(_ options: ThreadTrace.Options, _ body: (ThreadTrace) throws -> Value) -> Value
{
  do {
    let folder = try RunFolder()
    let trace = try ThreadTrace.create(
      at: "\(folder.path)/thread", thread: ThreadID(rawValue: 1), name: "bench", options: options)
    trace.attach()
    let value = try body(trace)
    withExtendedLifetime(trace) {}
    try folder.close()
    return value
  } catch {
    fatalError("\(error)")
  }
}

/// The growth of the file is part of the time; its making is not.
private func recording(
  _ name: String, _ options: ThreadTrace.Options, _ count: Int,
  _ record: @escaping @Sendable (EventRecorder, Int) -> EventReference
) -> Contender {
  Contender(name: name) {
    withTrace(options) { trace in
      let recorder = trace.recorder
      var sum: UInt64 = 0
      let time = nanoseconds(count) {
        for step in 0..<count { sum &+= record(recorder, step).rawValue & 0xFFFF }
      }
      guard recorder.lastSequence == UInt32(count) else { fatalError("\(name): events are missing") }
      return Sample(value: time, checksum: sum)
    }
  }
}

private func clockAlone(_ count: Int) -> Contender {
  Contender(name: "the clock alone") {
    var sum: Int64 = 0
    let time = nanoseconds(count) {
      for _ in 0..<count { sum = max(sum, MonotonicClock.nanoseconds()) }
    }
    return Sample(value: time, checksum: sum > 0 ? 1 : 0)
  }
}

/// Recorders that are off, but nobody told the compiler.
private func switchedOff(_ count: Int) -> Contender {
  Contender(name: "switched off") {
    withUnsafeTemporaryAllocation(of: EventRecorder.self, capacity: 64) { recorders in
      recorders.initialize(repeating: .off)
      var sum: UInt64 = 0
      let time = nanoseconds(count) {
        for step in 0..<count {
          sum &+= recorders[step & 63].record(.write, version: UInt32(step), value: Int64(step)).rawValue
        }
      }
      return Sample(value: time, checksum: sum)
    }
  }
}

private func emptyLoop(_ count: Int) -> Contender {
  Contender(name: "the empty loop") {
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 64) { words in
      words.initialize(repeating: 0)
      var sum: UInt64 = 0
      let time = nanoseconds(count) { for step in 0..<count { sum &+= words[step & 63] } }
      return Sample(value: time, checksum: sum)
    }
  }
}

private func publishing(_ count: Int) -> Contender {
  Contender(name: "publish") {
    withTrace(.init()) { trace in
      let status = trace.status
      let time = nanoseconds(count) {
        for step in 0..<count {
          status.publish(.blocked, counter: UInt32(step), cell: UInt32(step), amount: 1)
        }
      }
      return Sample(value: time, checksum: UInt64(try ThreadStatusReader(trace.path).snapshot().epoch))
    }
  }
}

private func snapshots(_ count: Int) -> Contender {
  Contender(name: "snapshot") {
    withTrace(.init()) { trace in
      trace.status.publish(.blocked, cell: 1)
      let reader = try ThreadStatusReader(trace.path)
      var sum: UInt64 = 0
      let time = nanoseconds(count) { for _ in 0..<count { sum &+= UInt64(reader.snapshot().cell) } }
      return Sample(value: time, checksum: sum)
    }
  }
}
