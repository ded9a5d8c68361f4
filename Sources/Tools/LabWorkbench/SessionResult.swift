import LabAnalysis
import LabJudgement
import LabLanguage
import LabNative
import LabTrace

/// What a session of native runs showed.
package struct SessionResult: Sendable {
  /// A timeline worth keeping, and which run it is of.
  package struct KeptLog: Sendable {
    package var run: Int
    package var log: EventLog
  }

  package let program: Program
  package private(set) var facts: Facts
  package private(set) var judgement = Judgement(lines: [])
  /// How many runs ended in which way, in the order of `RunVerdict`.
  package private(set) var verdicts: [(verdict: RunVerdict, count: Int)] = RunVerdict.allCases.map { ($0, 0) }
  /// One of each kind, with its count and the log that it was found in.
  package private(set) var findings: [(finding: Finding, log: EventLog)] = []
  package private(set) var firstFailing: KeptLog?
  package private(set) var last: KeptLog?
  /// Seed of the first run that did not simply complete.
  package private(set) var failingSeed: UInt64?
  package private(set) var runCount = 0
  package private(set) var eventCount: UInt64 = 0
  package private(set) var lostCount: UInt64 = 0
  package private(set) var nanoseconds: Int64 = 0
  package private(set) var isInterrupted = false
  /// Why a steered run could not follow its schedule.
  package private(set) var divergence: String?

  /// Classes of findings that a native run can show.
  static let visible: Set<Finding.Class> = [
    .deadlock, .partialDeadlock, .failure, .misuse, .race, .leak, .lockCycle,
  ]

  package init(program: Program) {
    self.program = program
    facts = Facts(coverage: .runs(0), visible: Self.visible)
  }

  /// Takes one more run into account.
  package mutating func add(_ run: NativeRun, isLast: Bool) {
    runCount += 1
    eventCount += run.eventCount
    lostCount += run.lostCount
    nanoseconds += run.nanoseconds
    if let index = verdicts.firstIndex(where: { $0.verdict == run.verdict }) { verdicts[index].count += 1 }
    let before = facts
    addFacts(run)
    let isFailing = run.verdict != .completed || isContradicted(since: before)
    if isFailing, failingSeed == nil { failingSeed = run.seed }
    guard let log = run.log else { return }
    for finding in Analyzer.findings(log) { add(finding, log) }
    if isFailing, firstFailing == nil { firstFailing = KeptLog(run: runCount, log: log) }
    if isLast { last = KeptLog(run: runCount, log: log) }
  }

  /// The user stopped the session in the middle of a run: that run proves nothing, but shows how far it came.
  mutating func interrupt(_ run: NativeRun) {
    isInterrupted = true
    if let log = run.log { last = KeptLog(run: runCount + 1, log: log) }
  }

  private mutating func addFacts(_ run: NativeRun) {
    facts.coverage = .runs(runCount)
    facts.addEnd(run.state, of: program, isCompleted: run.verdict == .completed)
    switch run.verdict {
    case .completed, .interrupted: break
    case .failure: facts.failures.add(run.message)
    case .misuse: facts.misuses.add(run.message)
    case .deadlock, .partialDeadlock: facts.deadlocks.add(run.members.sorted())
    case .timedOut: facts.timedOut += 1
    case .diverged: divergence = divergence ?? run.message
    case .died: facts.died.add(run.message)
    }
  }

  /// Whether the run was the first to contradict one of the file's lines.
  private func isContradicted(since before: Facts) -> Bool {
    func failures(_ facts: Facts) -> Int { Judge.judge(program, facts).lines.count { $0.word == .failed } }
    return failures(facts) > failures(before)
  }

  private mutating func add(_ finding: Finding, _ log: EventLog) {
    let index = findings.firstIndex {
      $0.finding.fingerprint == finding.fingerprint && $0.finding.kind == finding.kind
    }
    if let index {
      let count = findings[index].finding.count + finding.count
      // What has been seen to happen says more than what may.
      if findings[index].finding.confidence == .pattern, finding.confidence == .witnessed {
        findings[index] = (finding, log)
      }
      findings[index].finding.count = count
    } else {
      findings.append((finding, log))
    }
    addFact(finding)
  }

  /// What the end of a run does not tell: only the timeline shows it.
  private mutating func addFact(_ finding: Finding) {
    switch finding.kind {
    case .race:
      if let object = finding.sides.first.flatMap({ declaration(of: $0.object) }) { facts.races.add(object) }
    case .leak, .lockCycle:
      facts.others[finding.kind, default: Facts.Tally()].add(finding.claim)
    default: break
    }
  }

  /// The declaration that a cell belongs to.
  private func declaration(of object: ObjectID) -> Int? {
    let cell = Int(object.rawValue) - 1
    return program.objects.lastIndex { $0.firstCell <= cell && cell < $0.firstCell + $0.count }
  }

  /// Judges what was seen.
  ///
  /// Called once, after the last run.
  mutating func judge() { judgement = Judge.judge(program, facts) }

  /// The outcome table whose tuples make the histogram, if the file has one.
  package var histogram: (expectation: Int, tuples: Facts.Tally<[Int64]>)? {
    facts.outcomes.keys.min().map { ($0, facts.outcomes[$0] ?? Facts.Tally()) }
  }
}
