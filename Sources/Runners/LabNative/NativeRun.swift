import LabTrace

/// What became of one native run.
package struct NativeRun: Sendable {
  package var verdict: RunVerdict
  /// Message of a failure or misuse, or why the process died.
  package var message: String
  /// Where, for a failure or misuse.
  package var site: SiteID
  /// Who failed.
  package var actor: Int?
  /// The deadlocked actors, by index.
  package var members: [Int]
  package var state: FinalState
  package var seed: UInt64
  package var nanoseconds: Int64
  /// Events recorded, and lost because a file was full.
  package var eventCount: UInt64
  package var lostCount: UInt64
  /// The timeline, if it was asked for.
  package var log: EventLog?
}

/// How to make a native run.
package struct NativeOptions: Hashable, Sendable {
  package var seed: UInt64
  package var isChaotic: Bool
  /// The last resort against a run that neither ends nor deadlocks.
  package var timeoutNanoseconds: Int64
  /// Whether `print` goes to the standard output.
  package var printsLines: Bool
  /// Which runs are worth their timeline.
  package var keepsLog: KeepLog
  /// The order of the visible steps, as text; empty to let the system choose.
  package var schedule: String

  package enum KeepLog: Hashable, Sendable {
    case never
    /// Only if the run did not simply complete.
    case unlessCompleted
    case always
  }

  package init(
    seed: UInt64 = 0, isChaotic: Bool = false, timeoutNanoseconds: Int64 = 10_000_000_000,
    printsLines: Bool = false, keepsLog: KeepLog = .never, schedule: String = ""
  ) {
    self.seed = seed
    self.isChaotic = isChaotic
    self.timeoutNanoseconds = timeoutNanoseconds
    self.printsLines = printsLines
    self.keepsLog = keepsLog
    self.schedule = schedule
  }
}
