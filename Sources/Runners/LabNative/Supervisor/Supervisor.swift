import LabLanguage
import LabPlatform
import LabRecorder
import LabTrace

/// Watches one child until it ends, or ends it: by a deadlock, the time-out, or the user.
struct Supervisor {
  private let program: Program
  private let folder: TraceFolder
  private let view: ArenaView
  private let process: ChildProcess
  private let readers: [ThreadStatusReader]

  /// A partial deadlock is told only when the others have not stopped by then: it may become a total one,
  /// which says more.
  private static let grace: Int64 = 100_000_000

  init(program: Program, folder: TraceFolder, view: ArenaView, process: ChildProcess) throws {
    self.program = program
    self.folder = folder
    self.view = view
    self.process = process
    readers = try program.actors.indices.map { try folder.openStatus(ThreadID(rawValue: UInt32($0 + 1))) }
  }

  /// How the watching ended.
  private enum End {
    case exited(ExitStatus)
    case deadlock(DeadlockDetector.Verdict)
    case timedOut
    case interrupted
  }

  /// Watches to the end, writes the lab's verdict into the trace, and reads what is left.
  func watch(_ options: NativeOptions) throws -> NativeRun {
    let start = MonotonicClock.nanoseconds()
    let end = try waitForEnd(Deadline.after(nanoseconds: options.timeoutNanoseconds))
    process.kill()
    _ = try process.wait()
    if case .exited(.exited) = end, view.control.outcome == nil, !view.control.isGateOpen {
      throw NativeError.childBroken(lastWords(end))
    }
    var run = describe(end, options)
    run.nanoseconds = MonotonicClock.nanoseconds() - start
    try VerdictWriter(program: program, folder: folder, readers: readers).write(run, cause: failureCause)
    run.eventCount = readers.reduce(0) { $0 + $1.recorded }
    run.lostCount = readers.reduce(0) { $0 + $1.lost }
    let isWorthKeeping =
      options.keepsLog == .always || options.keepsLog == .unlessCompleted && run.verdict != .completed
    if isWorthKeeping { run.log = try TraceFolderReader.read(folder) }
    return run
  }

  private func waitForEnd(_ deadline: Deadline) throws -> End {
    let detector = DeadlockDetector(
      program: program, view: view, readers: readers, process: process.id)
    var partial: (verdict: DeadlockDetector.Verdict, since: Int64)?
    var pause: Int64 = 500_000
    while true {
      if let status = try process.wait(deadline: .after(nanoseconds: pause)) { return .exited(status) }
      if InterruptFlag.isRaised { return .interrupted }
      if deadline.hasPassed { return .timedOut }
      pause = min(pause + pause / 8, 10_000_000)
      guard let verdict = detector.look() else {
        partial = nil
        continue
      }
      if verdict.isTotal { return .deadlock(verdict) }
      let now = MonotonicClock.nanoseconds()
      if partial?.verdict != verdict { partial = (verdict, now) }
      if let partial, now - partial.since > Self.grace { return .deadlock(verdict) }
    }
  }

  // MARK: the result

  private func describe(_ end: End, _ options: NativeOptions) -> NativeRun {
    var run = NativeRun(
      verdict: .completed, message: "", site: .unknown, actor: nil, members: [], state: view.state(),
      seed: options.seed, nanoseconds: 0, eventCount: 0, lostCount: 0, log: nil)
    switch end {
    case .exited(let status): describe(status, &run)
    case .deadlock(let verdict):
      run.verdict = verdict.isTotal ? .deadlock : .partialDeadlock
      run.members = verdict.members
    case .timedOut:
      run.verdict = .timedOut
      run.message = "no end after \(options.timeoutNanoseconds / 1_000_000) ms"
    case .interrupted: run.verdict = .interrupted
    }
    return run
  }

  private func describe(_ status: ExitStatus, _ run: inout NativeRun) {
    if let outcome = view.control.outcome {
      run.verdict = outcome.verdict
      run.message = outcome.message
      run.site = outcome.site
      if outcome.verdict != .completed { run.actor = outcome.actor }
      return
    }
    run.verdict = .died
    run.message = lastWords(.exited(status))
  }

  /// How the process ended, and what it said on its standard error.
  private func lastWords(_ end: End) -> String {
    guard case .exited(let status) = end else { return "" }
    let said = String(decoding: process.errors, as: UTF8.self)
    var words = said.isEmpty ? "the process \(status)" : "the process \(status): \(said)"
    while words.last?.isWhitespace == true { words.removeLast() }
    return words
  }

  private var failureCause: EventReference { view.control.outcome?.cause ?? .none }
}
