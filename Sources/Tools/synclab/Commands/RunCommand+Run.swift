import LabJudgement
import LabLanguage
import LabNative
import LabPlatform
import LabReports
import LabTrace
import LabWorkbench

extension RunCommand {
  /// Runs the scenario and reports.
  static func run(_ options: RunOptions, _ console: Console) throws(CommandFailure) -> ExitCode {
    let program = try ScenarioLoading.program(options, console)
    if options.actors == .processes {
      throw CommandFailure(.usage, "actors cannot be run as processes yet", hint: "leave --as away")
    }
    if options.isChaotic, !options.schedule.isEmpty {
      throw CommandFailure(.usage, "--chaos and --schedule contradict each other", hint: "leave one away")
    }
    let request = request(program, options, console)
    let result: SessionResult
    do throws(NativeError) {
      try? InterruptFlag.install()
      result = try NativeSession(request).perform { made in progress(made, of: request.runs, console) }
    } catch {
      throw failure(error, program)
    }
    clearProgress(request.runs, console)
    let report = RunReport(result, seed: request.seed)
    if console.isJSON {
      console.write(command: "run", report.json)
    } else {
      console.write(report.render(style: console.style))
    }
    if let path = options.trace { try write(result, path, console) }
    return exitCode(result)
  }

  private static func request(
    _ program: Program, _ options: RunOptions, _ console: Console
  ) -> NativeSession.Request {
    let runs = options.runs ?? program.native.runs.map { Int(clamping: $0) } ?? 1
    let timeout = options.timeoutNanoseconds ?? program.native.timeoutNanoseconds ?? 10_000_000_000
    return NativeSession.Request(
      program: program, runs: max(1, runs), seed: options.seed ?? newSeed(), isChaotic: options.isChaotic,
      timeoutNanoseconds: timeout, printsLines: runs == 1 && !console.isJSON,
      keepsTraces: options.trace != nil, schedule: options.schedule)
  }

  /// A seed that is new each time, and short enough to be typed again.
  private static func newSeed() -> UInt64 {
    let now = UInt64(bitPattern: MonotonicClock.nanoseconds()) ^ UInt64(ProcessTable.currentProcess) << 40
    return SplitMix64(seed: now).split(1).state % 1_000_000_000
  }

  private static func failure(_ error: NativeError, _ program: Program) -> CommandFailure {
    switch error {
    case .unsupported(let reasons):
      let places = reasons.map { reason in
        let site = program.sites[Int(reason.site.rawValue)]
        return "\(site.file):\(site.line):\(site.column): \(reason.message)"
      }
      return CommandFailure(.badData, places.joined(separator: "\n"))
    case .schedule(let error):
      return CommandFailure(.usage, "--schedule: \(error.message)")
    case .childNotFound, .childBroken:
      return CommandFailure(.internalError, error.description)
    case .system, .recorder:
      return CommandFailure(.inputOutput, error.description)
    }
  }

  // MARK: timelines

  /// Writes the first failing timeline, and the last beside it; without a failing one only the last.
  private static func write(_ result: SessionResult, _ path: String, _ console: Console)
    throws(CommandFailure)
  {
    guard let first = result.firstFailing ?? result.last else {
      console.note(.hint("no timeline was kept: no run was made"))
      return
    }
    try write(first.log, path)
    let kind = result.firstFailing == nil ? "the last" : "the first that stands out"
    console.note(StyledText("timeline of run \(first.run) (\(kind)): ") + .strong(path))
    guard let last = result.last, last.run != first.run else { return }
    let other = beside(path)
    try write(last.log, other)
    console.note(StyledText("timeline of run \(last.run) (the last): ") + .strong(other))
  }

  private static func write(_ log: EventLog, _ path: String) throws(CommandFailure) {
    do throws(SystemError) {
      try Files.write(TraceCodec.encode(log), to: path)
    } catch { throw CommandFailure(error) }
  }

  /// The file beside another: `t.last.trace` for `t.trace`.
  private static func beside(_ path: String) -> String {
    let suffix = ".trace"
    return path.hasSuffix(suffix) ? "\(path.dropLast(suffix.count)).last\(suffix)" : "\(path).last"
  }

  // MARK: progress and end

  private static func progress(_ made: Int, of runs: Int, _ console: Console) {
    guard runs > 1, !console.isQuiet, Terminal.isTerminal(.errors) else { return }
    try? Terminal.write("\r run \(made) of \(runs)", to: .errors)
  }

  private static func clearProgress(_ runs: Int, _ console: Console) {
    guard runs > 1, !console.isQuiet, Terminal.isTerminal(.errors) else { return }
    try? Terminal.write("\r\u{1B}[K", to: .errors)
  }

  private static func exitCode(_ result: SessionResult) -> ExitCode {
    if result.isInterrupted { return .interrupted }
    if result.divergence != nil { return .diverged }
    switch result.judgement.outcome {
    case .passed: return .held
    case .failed: return .failed
    case .inconclusive: return .inconclusive
    }
  }
}
