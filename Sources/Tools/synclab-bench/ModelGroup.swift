internal import LabControlled
internal import LabExploration
internal import LabLanguage
internal import LabPlatform
internal import LabTrace

/// What a step of a program costs, when a scheduler draws actors at random and does nothing else.
let modelGroup = BenchmarkGroup(name: "model", summary: "steps of a program under a random scheduler") {
  scale in
  modelPrograms.map { name, text in
    Benchmark(
      name: name, unit: "ns per step", lessIsBetter: true,
      contenders: [
        walker("random walk", text, scale, asksAccesses: false),
        walker("random walk with accesses and effects", text, scale, asksAccesses: true),
      ])
  }
}

private let modelPrograms = [
  ("lost-update", "var counter = 0\nthread worker[2] { counter = counter + 1 }"),
  (
    "philosophers-10",
    """
    mutex fork[10]
    thread p[10] { yield; loop { fork[self].lock(); fork[(self + 1) % 10].lock()
      fork[self].unlock(); fork[(self + 1) % 10].unlock() } }
    """
  ),
  (
    "bounded-buffer",
    """
    mutex m; condition notFull on m; condition notEmpty on m; var count = 0
    thread producer[2] { repeat 2 { with m {
        while count == 1 { notFull.wait() }
        count += 1; assert count <= 1
        notEmpty.broadcast() } } }
    thread consumer[2] { repeat 2 { with m {
        while count == 0 { notEmpty.wait() }
        count -= 1; assert count >= 0
        notFull.broadcast() } } }
    """
  ),
  (
    "semaphore-buffer",
    """
    semaphore slots = 2; semaphore items = 0; mutex m
    var buf[2] = 0; var head = 0; var tail = 0; var sum = 0
    thread producer[2] { for i in 1 ..< 3 {
        slots.acquire(); with m { buf[tail % 2] = i; tail += 1 }; items.release() } }
    thread consumer[2] { repeat 2 {
        items.acquire(); with m { sum += buf[head % 2]; head += 1 }; slots.release() } }
    """
  ),
]

private func walker(_ name: String, _ text: String, _ scale: Scale, asksAccesses: Bool) -> Contender {
  let steps = scale == .quick ? 5_000 : 5_000_000
  return Contender(name: name) {
    let source = SourceText("scenario \"bench\"\n" + text, file: "bench.lab")
    guard let program = Compiler.compile(source).program, let model = try? ControlledProgram(program) else {
      return Sample(value: 0, checksum: 0)
    }
    let state = UnsafeMutableRawPointer.allocate(byteCount: model.stateSize, alignment: 16)
    let accesses = UnsafeMutablePointer<Access>.allocate(capacity: model.maximumAccesses)
    let effects = UnsafeMutablePointer<SynchronisationEffect>.allocate(capacity: model.maximumAccesses)
    defer {
      state.deallocate()
      accesses.deallocate()
      effects.deallocate()
    }
    var generator = SplitMix64(seed: 1)
    var checksum: UInt64 = 0
    let start = MonotonicClock.nanoseconds()
    _ = model.reset(state)
    for _ in 0..<steps {
      let enabled = model.enabled(state)
      let count = enabled.count
      if count == 0 {
        _ = model.reset(state)
        continue
      }
      // The drawn actor: so many lower ones are passed over.
      var rest = enabled.low
      for _ in 0..<Int(generator.below(UInt64(count))) { rest &= rest &- 1 }
      let actor = rest.trailingZeroBitCount
      let alternatives = model.alternatives(of: actor, state)
      let alternative =
        alternatives.count == 1
        ? alternatives.lowerBound
        : alternatives.lowerBound + Int(generator.below(UInt64(alternatives.count)))
      if asksAccesses {
        checksum &+= UInt64(model.accesses(of: actor, alternative: alternative, state, into: accesses))
        checksum &+= UInt64(model.effects(of: actor, alternative: alternative, state, into: effects))
      }
      let outcome = model.step(actor, alternative: alternative, state)
      checksum &+= UInt64(actor)
      if !outcome.isContinuing { _ = model.reset(state) }
    }
    let elapsed = MonotonicClock.nanoseconds() - start
    return Sample(value: Double(elapsed) / Double(steps), checksum: checksum)
  }
}
