internal import LabPlatform
internal import Synchronization

/// What a lock costs alone, and what it gives many.
let locksGroup = BenchmarkGroup(name: "locks", summary: "mutexes, uncontended and contended") { scale in
  var benchmarks = [
    Benchmark(
      name: "uncontended", unit: "ns per lock and unlock", lessIsBetter: true,
      contenders: [
        alone(LabCounter.self, scale), alone(PthreadCounter.self, scale), alone(StandardCounter.self, scale),
        alone(SemaphoreCounter.self, scale), alone(LabFairCounter.self, scale),
      ])
  ]
  for threads in [2, 8] {
    benchmarks.append(
      Benchmark(
        name: "contended-\(threads)", unit: "million sections a second, \(threads) threads",
        lessIsBetter: false,
        contenders: [
          together(LabCounter.self, threads, scale), together(PthreadCounter.self, threads, scale),
          together(StandardCounter.self, threads, scale), together(SemaphoreCounter.self, threads, scale),
          together(LabFairCounter.self, threads, scale),
        ]))
  }
  return benchmarks
}

/// One thread locks and unlocks.
private func alone<Counter: LockedCounter>(_ type: Counter.Type, _ scale: Scale) -> Contender {
  let sections = scale == .quick ? 2_000 : 2_000_000
  return Contender(name: Counter.name) {
    let counter = Counter()
    let start = MonotonicClock.nanoseconds()
    for _ in 0..<sections { counter.increment() }
    let elapsed = MonotonicClock.nanoseconds() - start
    return Sample(value: Double(elapsed) / Double(sections), checksum: UInt64(counter.count))
  }
}

/// Many threads lock and unlock as fast as they can for a while.
private func together<Counter: LockedCounter>(
  _ type: Counter.Type, _ threads: Int, _ scale: Scale
) -> Contender {
  Contender(name: Counter.name) {
    let counter = Counter()
    let race = Race(threads: threads)
    runThreads(threads) { index in
      race.awaitStart()
      var sections = 0
      // At least one: on a busy machine a thread may come when the race is over.
      repeat {
        counter.increment()
        sections &+= 1
      } while race.isOn
      race.sections[index].store(sections, ordering: .relaxed)
    } meanwhile: {
      race.run(milliseconds: scale == .quick ? 2 : 100)
    }
    let shares = race.sections.indices.map { race.sections[$0].load(ordering: .relaxed) }
    let total = shares.reduce(0, +)
    // A lock that loses a section is no contender.
    guard total == counter.count else {
      fatalError("\(Counter.name): \(total) sections, count \(counter.count)")
    }
    return Sample(
      value: Double(total) * 1000 / Double(race.elapsed), checksum: UInt64(total),
      fairness: Double(shares.min() ?? 0) / Double(max(1, shares.max() ?? 1)))
  }
}

/// A start and an end for threads, with the work of each in between.
private final class Race: @unchecked Sendable {
  // @unchecked: `sections` is made before the threads start; `elapsed` is of the thread that runs the race.
  let sections: UnsafeMutableBufferPointer<Atomic<Int>>
  private(set) var elapsed: Int64 = 0
  /// 0 before, 1 on, 2 over.
  private let phase = Atomic(0)

  init(threads: Int) {
    sections = .allocate(capacity: threads)
    for index in 0..<threads { sections.initializeElement(at: index, to: Atomic(0)) }
  }

  deinit { sections.deallocate() }

  var isOn: Bool { phase.load(ordering: .relaxed) == 1 }

  func awaitStart() {
    while phase.load(ordering: .acquiring) == 0 { pause(milliseconds: 0) }
  }

  func run(milliseconds: Int) {
    let start = MonotonicClock.nanoseconds()
    phase.store(1, ordering: .releasing)
    pause(milliseconds: milliseconds)
    phase.store(2, ordering: .releasing)
    elapsed = MonotonicClock.nanoseconds() - start
  }
}
