import LabAnalysis
import LabLanguage

extension Judge {
  /// What was found and no line speaks of: each fails the file, but for time-outs, which settle nothing.
  ///
  /// A line that says there is none has failed by itself already.
  func undeclared() -> [LineVerdict] {
    var lines: [LineVerdict] = []
    if !speaks(of: .failure) { lines += failed(facts.failures, "undeclared failure") }
    if !speaks(of: .misuse) { lines += failed(facts.misuses, "undeclared misuse") }
    lines += undeclaredDeadlocks() + undeclaredRaces()
    for (kind, word) in [(Finding.Class.leak, FindingWord.leak), (.livelock, .livelock)]
    where !speaks(of: word) {
      lines += failed(facts.others[kind] ?? Facts.Tally(), "undeclared \(word.rawValue)")
    }
    lines += failed(facts.died, "the run died")
    if facts.timedOut > 0 {
      lines.append(LineVerdict(word: .inconclusive, text: "time-out", detail: counted(facts.timedOut)))
    }
    return lines
  }

  private func undeclaredDeadlocks() -> [LineVerdict] {
    let declared = program.expectations.filter(\.isApplicable).compactMap { expectation -> [Int]? in
      guard case .finding(.deadlock, _, let actors) = expectation.property else { return nil }
      return actors.sorted()
    }
    if declared.contains([]) { return [] }
    return facts.deadlocks.entries.filter { !declared.contains($0.key) }.map { set, count in
      let names = set.map { program.actors[$0].name }.joined(separator: ", ")
      return LineVerdict(word: .failed, text: "undeclared deadlock of \(names)", detail: counted(count))
    }
  }

  private func undeclaredRaces() -> [LineVerdict] {
    let declared = program.expectations.filter(\.isApplicable).compactMap { expectation -> [Int]? in
      guard case .race(_, let objects) = expectation.property else { return nil }
      return objects
    }
    if declared.contains([]) { return [] }
    let names = Set(declared.joined())
    return facts.races.entries.filter { !names.contains($0.key) }.map { object, count in
      LineVerdict(
        word: .failed, text: "undeclared race on \(program.objects[object].name)", detail: counted(count))
    }
  }

  private func failed(_ tally: Facts.Tally<String>, _ what: String) -> [LineVerdict] {
    tally.entries.map { LineVerdict(word: .failed, text: "\(what): \($0.key)", detail: counted($0.count)) }
  }

  private func speaks(of word: FindingWord) -> Bool {
    program.expectations.contains { expectation in
      guard expectation.isApplicable, case .finding(word, _, _) = expectation.property else {
        return false
      }
      return true
    }
  }
}
