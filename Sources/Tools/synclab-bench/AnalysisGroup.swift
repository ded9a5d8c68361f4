internal import LabAnalysis
internal import LabPlatform
internal import LabTrace

/// What it costs to look at a trace: linear in its length, whatever it contains.
let analysisGroup = BenchmarkGroup(
  name: "analysis", summary: "race detection and all findings of long traces"
) {
  scale in
  let base = scale == .quick ? 5_000 : 1_000_000
  let lengths = [1, 2, 4].map { SyntheticTrace.make(.mixture, threads: 8, events: $0 * base) }
  let threads = [2, 8, 64].map { SyntheticTrace.make(.mixture, threads: $0, events: base) }
  let mixes = SyntheticTrace.Mix.allCases.map { SyntheticTrace.make($0, threads: 8, events: base) }
  let unit = "million events a second"
  return [
    Benchmark(
      name: "races-by-length", unit: unit, lessIsBetter: false,
      contenders: lengths.map { log in raceDetection("\(log.eventCount) events", log) }),
    Benchmark(
      name: "races-by-threads", unit: unit, lessIsBetter: false,
      contenders: zip([2, 8, 64], threads).map { raceDetection("\($0) threads", $1) }),
    Benchmark(
      name: "races-by-content", unit: unit, lessIsBetter: false,
      contenders: zip(SyntheticTrace.Mix.allCases, mixes).map { raceDetection($0.rawValue, $1) }),
    Benchmark(
      name: "all-findings", unit: unit, lessIsBetter: false,
      contenders: zip(SyntheticTrace.Mix.allCases, mixes).map { mix, log in
        Contender(name: mix.rawValue) { measure(log) { UInt64(Analyzer.findings(log).count) } }
      }),
  ]
}

private func raceDetection(_ name: String, _ log: EventLog) -> Contender {
  Contender(name: name) {
    measure(log) {
      let detector = RaceDetector(log)
      return UInt64(detector.eventCount) << 8 | UInt64(detector.raceCount)
    }
  }
}

private func measure(_ log: EventLog, _ body: () -> UInt64) -> Sample {
  let start = MonotonicClock.nanoseconds()
  let checksum = body()
  let elapsed = MonotonicClock.nanoseconds() - start
  return Sample(value: Double(log.eventCount) * 1000 / Double(max(1, elapsed)), checksum: checksum)
}

/// A trace as the recorder writes it, of a program that is made up while it goes.
private struct SyntheticTrace {
  enum Mix: String, CaseIterable {
    case mixture
    case locks
    case atomics
    case buffers
    /// Plain updates without any lock.
    case racing
  }

  private var log: EventLog
  private var random = SplitMix64(seed: 41)
  private var versions: [UInt32]
  private var lastWrite: [EventReference]
  private var items: [[EventReference]]
  private var freed: [[EventReference]]
  private var time: UInt64 = 0

  private static let cells = 64
  private static let kinds: [ObjectKind] = [.variable, .mutex, .atomic, .semaphore, .buffer]

  static func make(_ mix: Mix, threads: Int, events: Int) -> EventLog {
    var trace = SyntheticTrace(threads)
    while trace.time < UInt64(events) { trace.step(mix) }
    return trace.log
  }

  private init(_ threads: Int) {
    log = EventLog(run: RunInfo(name: "synthetic"), threads: [ThreadLog(name: "lab")])
    log.sites = (0..<100).map { Site(file: "synthetic.lab", line: UInt32($0), column: 1, text: "") }
    for kind in Self.kinds {
      for cell in 0..<Self.cells {
        log.objects.append(ObjectInfo(name: "\(kind)[\(cell)]", kind: kind, capacity: 4))
      }
    }
    versions = Array(repeating: 0, count: log.objects.count)
    lastWrite = Array(repeating: .none, count: log.objects.count)
    items = Array(repeating: [], count: log.objects.count)
    freed = items
    for thread in 1...threads {
      log.threads.append(ThreadLog(name: "worker[\(thread - 1)]"))
      add(thread, .threadStart)
    }
  }

  private mutating func step(_ mix: Mix) {
    let thread = 1 + Int(random.below(UInt64(log.threads.count - 1)))
    let cell = Int(random.below(UInt64(Self.cells)))
    switch mix {
    case .locks: section(thread, cell)
    case .atomics: atomic(thread, cell)
    case .buffers: transfer(thread, cell)
    case .racing: update(thread, cell)
    case .mixture:
      switch random.below(8) {
      case 0...3: section(thread, cell)
      case 4: permit(thread, cell)
      case 5: atomic(thread, cell)
      case 6: transfer(thread, cell)
      default: update(thread, thread % Self.cells)
      }
    }
  }

  /// Takes a lock, updates what it guards three times, gives it back.
  private mutating func section(_ thread: Int, _ cell: Int) {
    let mutex = Self.cells + cell
    add(thread, .lockAcquire, mutex, cause: lastWrite[mutex], isVersioned: true)
    for _ in 0..<3 { update(thread, cell) }
    lastWrite[mutex] = add(thread, .lockRelease, mutex, isVersioned: true)
  }

  private mutating func update(_ thread: Int, _ cell: Int) {
    add(thread, .read, cell, flags: .plain)
    add(thread, .write, cell, flags: .plain)
  }

  private mutating func permit(_ thread: Int, _ cell: Int) {
    let semaphore = 3 * Self.cells + cell
    lastWrite[semaphore] = add(thread, .semaphorePost, semaphore, isVersioned: true)
    let other = 1 + Int(random.below(UInt64(log.threads.count - 1)))
    add(other, .semaphoreWaitEnd, semaphore, cause: lastWrite[semaphore], isVersioned: true)
  }

  private mutating func atomic(_ thread: Int, _ cell: Int) {
    let atomic = 2 * Self.cells + cell
    if random.below(2) == 0 {
      lastWrite[atomic] = add(
        thread, .readModifyWrite, atomic, flags: EventFlags(order: .acquiringAndReleasing),
        cause: lastWrite[atomic], isVersioned: true)
    } else {
      add(thread, .read, atomic, flags: EventFlags(order: .acquiring), cause: lastWrite[atomic])
    }
  }

  private mutating func transfer(_ thread: Int, _ cell: Int) {
    let buffer = 4 * Self.cells + cell
    if items[buffer].count < 4 {
      let cause = freed[buffer].popLast() ?? .none
      items[buffer].append(add(thread, .bufferPut, buffer, cause: cause, isVersioned: true))
    } else {
      while !items[buffer].isEmpty {
        freed[buffer].append(
          add(thread, .bufferGet, buffer, cause: items[buffer].removeFirst(), isVersioned: true))
      }
    }
  }

  @discardableResult
  private mutating func add(
    _ thread: Int, _ kind: EventKind, _ object: Int = -1, flags: EventFlags = [],
    cause: EventReference = .none,
    isVersioned: Bool = false
  ) -> EventReference {
    time += 1
    if isVersioned { versions[object] += 1 }
    let sequence = UInt32(log.threads[thread].events.count + 1)
    log.threads[thread].events.append(
      Event(
        time: time, sequence: sequence, kind: kind, flags: flags, site: SiteID(rawValue: UInt16(time % 100)),
        object: ObjectID(rawValue: UInt32(object + 1)),
        version: object < 0 || flags.contains(.plain) ? 0 : versions[object],
        cause: cause))
    return EventReference(thread: ThreadID(rawValue: UInt32(thread)), sequence: sequence)
  }
}
