import LabExploration
import LabTestSupport
import LabTrace
import XCTest

final class ReductionTests: XCTestCase {
  private enum Kind: CaseIterable {
    case full
    case fullExact
    case sleep
    case persistent
    case both
    case bothExact
  }

  /// Programs with more states are left out, to keep a debug build within seconds.
  private static let stateLimit = 1500

  func testReductionFindsTheSameInRandomPrograms() {
    let count = TestSettings.count(400, long: 2000)
    var sums = [Int](repeating: 0, count: Kind.allCases.count)
    var steps = [Int](repeating: 0, count: Kind.allCases.count)
    var compared = 0
    for number in 0..<count {
      let seed = TestSettings.seed &+ UInt64(number)
      let model = ToyProgram.random(seed: seed)
      let naive = NaiveSearch(model, watching: [0], limit: Self.stateLimit)
      guard naive.isComplete else { continue }
      compared += 1
      for (index, kind) in Kind.allCases.enumerated() {
        let (findings, report) = search(model, kind)
        sums[index] += report.states
        steps[index] += report.transitions
        var expected = naive.findings
        if kind != .full && kind != .fullExact {
          // Without a watched cell among its visible objects a reduced search may skip values.
          XCTAssertTrue(findings.valuations.isSubset(of: expected.valuations), "seed \(seed) \(kind)")
          if kind == .persistent { expected.valuations = findings.valuations }
        } else {
          XCTAssertEqual(report.states, max(naive.states, report.states > 0 ? 1 : 0), "seed \(seed) \(kind)")
          XCTAssertEqual(report.transitions, naive.transitions, "seed \(seed) \(kind)")
        }
        XCTAssertEqual(findings, expected, "seed \(seed) \(kind): \(model.code)")
        if findings != expected { return }
      }
    }
    print("\(compared) of \(count) programs, states \(sums), transitions \(steps)")
    XCTAssertGreaterThan(compared, count / 2)
    XCTAssertLessThan(sums[4], sums[0], "persistent sets leave something out")
    XCTAssertLessThan(steps[2], steps[0], "sleep sets leave something out")
  }

  /// Searches a program; in the modes `sleep`, `both` and `bothExact` the first cell is visible.
  private func search(_ model: ToyProgram, _ kind: Kind) -> (NaiveFindings, StatefulReport) {
    let box = Box()
    var interests = FindingCollector<ToyProgram>.Interests()
    interests.findsPendingRaces = true
    interests.failureKey = { NaiveSearch.key($0, $1, $2 < 0 ? 99 : $2, $0.lastLine) }
    interests.onState = { state, path in
      box.findings.valuations.insert([UInt8(model.cell(0, state))])
      return true
    }
    interests.onEnd = { state, path in
      box.findings.ends.insert([UInt8](UnsafeRawBufferPointer(start: state, count: model.stateSize)))
      return true
    }
    let collector = FindingCollector(model, interests)
    let report: StatefulReport
    let result: FindingCollector<ToyProgram>
    switch kind {
    case .full:
      var search = FullSearch(model, visitor: collector, visited: FingerprintTable.self)
      report = search.run()
      result = search.core.visitor
    case .fullExact:
      var search = FullSearch(model, visitor: collector, visited: ExactStateTable.self)
      report = search.run()
      result = search.core.visitor
    case .sleep:
      var search = ReducedSearch(
        model, visitor: collector, reducer: SleepSets(model), visited: FingerprintTable.self)
      report = search.run()
      result = search.core.visitor
    case .persistent:
      var search = ReducedSearch(
        model, visitor: collector, reducer: PersistentSets(model, usesSleepSets: false),
        visited: FingerprintTable.self)
      report = search.run()
      result = search.core.visitor
    case .both:
      var search = ReducedSearch(
        model, visitor: collector, reducer: PersistentSets(model, visible: [0]),
        visited: FingerprintTable.self)
      report = search.run()
      result = search.core.visitor
    case .bothExact:
      var search = ReducedSearch(
        model, visitor: collector, reducer: PersistentSets(model, visible: [0]), visited: ExactStateTable.self
      )
      report = search.run()
      result = search.core.visitor
    }
    XCTAssertTrue(report.isComplete)
    return (collect(box.findings, result, model), report)
  }

  /// Turns findings into what the naive search has, each checked by its schedule.
  private func collect(
    _ findings: NaiveFindings, _ result: FindingCollector<ToyProgram>, _ model: ToyProgram
  ) -> NaiveFindings {
    var findings = findings
    for failure in result.failures {
      findings.failures.insert(replay(failure.schedule, model))
    }
    for deadlock in result.deadlocks {
      findings.deadlocks.insert(deadlock.unfinished)
      XCTAssertEqual(replay(deadlock.schedule, model), 0)
    }
    for race in result.pendingRaces {
      findings.pendingRaces.insert(race.object)
      XCTAssertEqual(replay(race.schedule, model), 0)
    }
    return findings
  }

  /// The failure that a schedule leads to, 0 for none.
  private func replay(_ schedule: Schedule, _ model: ToyProgram) -> UInt64 {
    var state = [UInt8](repeating: 0, count: model.stateSize)
    return state.withUnsafeMutableBytes { bytes in
      let base = bytes.baseAddress!
      if !model.reset(base).isContinuing { return NaiveSearch.initialFailure }
      for step in schedule.steps {
        guard case .alternative(let alternative) = step.action else { return 1 }
        XCTAssertTrue(model.alternatives(of: step.actor, base).contains(alternative))
        let line = model.line(step.actor, base)
        let outcome = model.step(step.actor, alternative: alternative, base)
        if !outcome.isContinuing { return NaiveSearch.key(model, outcome, step.actor, line) }
      }
      return 0
    }
  }
}

private final class Box {
  var findings = NaiveFindings()
}
