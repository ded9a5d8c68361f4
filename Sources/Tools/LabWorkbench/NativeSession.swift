import LabAnalysis
import LabJudgement
import LabLanguage
import LabNative
import LabPlatform
import LabTrace

/// `synclab run`: one or many native runs of a program, judged together.
package struct NativeSession {
  /// What to run, how often, and how.
  package struct Request: Sendable {
    package var program: Program
    package var runs: Int
    package var seed: UInt64
    package var isChaotic: Bool
    package var timeoutNanoseconds: Int64
    package var printsLines: Bool
    /// Whether the first failing and the last timeline are kept.
    package var keepsTraces: Bool
    /// Path of `synclab-child`; nil to look for it.
    package var child: String?
    /// The order of the visible steps, as text; empty to let the system choose.
    package var schedule: String

    package init(
      program: Program, runs: Int = 1, seed: UInt64 = 0, isChaotic: Bool = false,
      timeoutNanoseconds: Int64 = 10_000_000_000, printsLines: Bool = false, keepsTraces: Bool = false,
      child: String? = nil, schedule: String = ""
    ) {
      self.program = program
      self.runs = runs
      self.seed = seed
      self.isChaotic = isChaotic
      self.timeoutNanoseconds = timeoutNanoseconds
      self.printsLines = printsLines
      self.keepsTraces = keepsTraces
      self.child = child
      self.schedule = schedule
    }
  }

  private let request: Request
  private let runner: NativeRunner

  /// Prepares the runs.
  /// - Throws: `unsupported`, `childNotFound`.
  package init(_ request: Request) throws(NativeError) {
    self.request = request
    runner = try NativeRunner(request.program, child: request.child)
  }

  /// The seed of one of the runs: the first has the seed that was asked for, so that any run can be repeated
  /// alone with the seed that its report names.
  package static func seed(_ seed: UInt64, run index: Int) -> UInt64 {
    index == 0 ? seed : SplitMix64(seed: seed).split(UInt64(index)).state
  }

  /// Makes the runs, one after the other, until all are made or the user interrupts.
  /// - Parameter progress: Called after each run with the number of runs made.
  /// - Returns: What was seen.
  /// - Throws: What kept a run from being made at all.
  package func perform(progress: (Int) -> Void = { _ in }) throws(NativeError) -> SessionResult {
    RunFolder.removeStale()
    var result = SessionResult(program: request.program)
    for index in 0..<request.runs {
      let run = try runner.run(options(index))
      if run.verdict == .interrupted {
        result.interrupt(run)
        break
      }
      result.add(run, isLast: index == request.runs - 1)
      progress(index + 1)
    }
    result.judge()
    return result
  }

  private func options(_ index: Int) -> NativeOptions {
    NativeOptions(
      seed: Self.seed(request.seed, run: index), isChaotic: request.isChaotic,
      timeoutNanoseconds: request.timeoutNanoseconds, printsLines: request.printsLines,
      keepsLog: .always, schedule: request.schedule)
  }
}
