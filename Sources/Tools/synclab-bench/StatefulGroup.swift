internal import LabExploration
internal import LabPlatform

/// How fast the stateful search goes through all states, against SPIN where that is installed.
let statefulGroup = BenchmarkGroup(name: "stateful", summary: "exhaustive search of dining philosophers") {
  scale in
  let count = scale == .quick ? 4 : 10
  return [
    Benchmark(
      name: "philosophers-\(count)", unit: "million states a second, no reduction", lessIsBetter: false,
      contenders: [
        Contender(name: "fingerprints") { search(count, FingerprintTable.self) },
        Contender(name: "whole states") { search(count, ExactStateTable.self) },
      ])
  ]
}

/// Searches all states once.
private func search<Table: VisitedStates & ~Copyable>(_ count: Int, _ table: Table.Type) -> Sample {
  let start = MonotonicClock.nanoseconds()
  var search = FullSearch(
    PhilosophersModel(count), visitor: NoVisitor<PhilosophersModel>(), visited: table)
  let report = search.run()
  let elapsed = MonotonicClock.nanoseconds() - start
  if count == 10 {
    guard report.states == 1_860_497 else { fatalError("\(report.states) states") }
  }
  return Sample(value: Double(report.states) * 1000 / Double(elapsed), checksum: UInt64(report.states))
}

/// Wants to know nothing.
private struct NoVisitor<Subject: Model>: StatefulVisitor {}
