/// How large a run is.
enum Scale: Sendable {
  /// For numbers to believe.
  case full
  /// A few milliseconds in all: shows that everything still runs.
  case quick
}

/// What one run of one contender gave.
struct Sample: Sendable {
  /// In the unit of the benchmark.
  var value: Double
  /// A number that depends on all the work, so that none of it can be optimised away or go wrong unseen.
  var checksum: UInt64
  /// Share of the slowest thread in that of the fastest, 0...1, where threads compete.
  var fairness: Double?
}

/// One of those who do the same work.
struct Contender: Sendable {
  let name: String
  let run: @Sendable () -> Sample
}

/// Some contenders at the same work: the first is ours, the others are what a user would pick instead.
struct Benchmark: Sendable {
  let name: String
  let unit: String
  let lessIsBetter: Bool
  let contenders: [Contender]
}

/// Benchmarks of one theme, chosen together on the command line.
struct BenchmarkGroup: Sendable {
  let name: String
  let summary: String
  let benchmarks: @Sendable (Scale) -> [Benchmark]
}

/// What all runs of one contender gave.
struct Measurement: Sendable {
  let contender: String
  let samples: [Sample]

  var median: Double { sorted[sorted.count / 2] }
  var least: Double { sorted[0] }
  var most: Double { sorted[sorted.count - 1] }
  var checksum: UInt64 { samples.reduce(0) { $0 &+ $1.checksum } }

  /// Median, nil where no threads compete.
  var fairness: Double? {
    let values = samples.compactMap(\.fairness).sorted()
    return values.isEmpty ? nil : values[values.count / 2]
  }

  private var sorted: [Double] { samples.map(\.value).sorted() }
}

extension Benchmark {
  /// Runs all contenders in turn, again and again, so that what disturbs the machine disturbs all alike.
  func measure(runs: Int) -> [Measurement] {
    for contender in contenders { _ = contender.run() }
    var samples = [[Sample]](repeating: [], count: contenders.count)
    for _ in 0..<runs {
      for (index, contender) in contenders.enumerated() { samples[index].append(contender.run()) }
    }
    return zip(contenders, samples).map { Measurement(contender: $0.name, samples: $1) }
  }
}
