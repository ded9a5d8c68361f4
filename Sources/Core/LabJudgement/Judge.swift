import LabAnalysis
import LabLanguage
import LabTrace

/// Expectations and facts give verdicts.
///
/// What is not declared fails the file.
package struct Judge {
  let program: Program
  let facts: Facts

  /// Judges every line of a program, and what no line declares.
  package static func judge(_ program: Program, _ facts: Facts) -> Judgement {
    let judge = Judge(program: program, facts: facts)
    let declared = program.expectations.indices.flatMap(judge.lines)
    return Judgement(lines: declared + judge.undeclared())
  }

  private func lines(_ index: Int) -> [LineVerdict] {
    let expectation = program.expectations[index]
    guard expectation.isApplicable else { return [line(index, .notApplicable)] }
    switch expectation.property {
    case .always, .finally: return [universal(index)]
    case .possible, .possibleFinally: return [existential(index)]
    case .eventually: return [eventuality(index)]
    case .race(let isExpected, let objects): return [race(index, isExpected, objects)]
    case .finding(let word, let isExpected, let actors): return [finding(index, word, isExpected, actors)]
    case .outcomes(_, let rows): return outcomes(index, rows)
    }
  }

  // MARK: claims about states

  private func universal(_ index: Int) -> LineVerdict {
    let bad = facts.violated[index] ?? 0
    let good = facts.held[index] ?? 0
    if bad > 0 { return line(index, .failed, "violated in \(bad) of \(counted(bad + good))") }
    if facts.coverage == .complete { return line(index, .held) }
    return line(index, unsettled, good > 0 ? "held in \(counted(good))" : "no run came that far")
  }

  /// Whether something comes in the end is a property of endless executions: only a search that has looked for
  /// fair cycles can say so, and says it in `held` and `violated`.
  private func eventuality(_ index: Int) -> LineVerdict {
    let bad = facts.violated[index] ?? 0
    let good = facts.held[index] ?? 0
    if bad > 0 { return line(index, .failed, "never in \(bad) of \(counted(bad + good))") }
    if facts.coverage == .complete, good > 0 { return line(index, .held) }
    if case .runs = facts.coverage { return line(index, .needsExplore, "no run can show it") }
    return line(index, .inconclusive, "no search for it was made")
  }

  private func existential(_ index: Int) -> LineVerdict {
    let good = facts.held[index] ?? 0
    return good > 0 ? line(index, .held, "in \(counted(good))") : line(index, absentState)
  }

  private func outcomes(_ index: Int, _ rows: [Expectation.Row]) -> [LineVerdict] {
    let seen = facts.outcomes[index] ?? Facts.Tally()
    var verdicts = rows.map { row in
      let count = seen.count(row.values)
      let word: LineVerdict.Word =
        switch (row.grade, count > 0) {
        case (.forbidden, true): .failed
        case (.forbidden, false): facts.coverage == .complete ? .held : unsettled
        case (_, true): .held
        case (.reachable, false): absentState
        case (_, false): .unseen
        }
      let text = "outcome \(Self.tuple(row.values)): \(row.grade.rawValue)"
      let detail = [count > 0 ? counted(count) : "", row.note].filter { !$0.isEmpty }.joined(separator: ", ")
      return LineVerdict(word: word, text: text, detail: detail, site: row.site, expectation: index)
    }
    let listed = Set(rows.map(\.values))
    for (values, count) in seen.entries where !listed.contains(values) {
      verdicts.append(
        LineVerdict(
          word: .failed, text: "outcome \(Self.tuple(values)) is not listed", detail: counted(count),
          site: program.expectations[index].site, expectation: index))
    }
    return verdicts
  }

  // MARK: claims about findings

  private func race(_ index: Int, _ isExpected: Bool, _ objects: [Int]) -> LineVerdict {
    let relevant = facts.races.entries.filter { objects.isEmpty || objects.contains($0.key) }
    let count = relevant.reduce(0) { $0 + $1.count }
    guard isExpected else { return absence(index, .race, count) }
    let missing = objects.filter { facts.races.count($0) == 0 }
    if !missing.isEmpty, count > 0 {
      let names = missing.map { program.objects[$0].name }.joined(separator: ", ")
      return line(index, absentFinding(.race), "none on \(names)")
    }
    return presence(index, .race, count)
  }

  private func finding(_ index: Int, _ word: FindingWord, _ isExpected: Bool, _ actors: [Int]) -> LineVerdict
  {
    let kind = Self.kind(of: word)
    if word == .deadlock, !actors.isEmpty {
      let count = facts.deadlocks.count(actors.sorted())
      return isExpected ? presence(index, kind, count) : absence(index, kind, count)
    }
    var verdict = isExpected ? presence(index, kind, sightings(kind)) : absence(index, kind, sightings(kind))
    // The other classes are counted, not who was in them.
    if !actors.isEmpty, sightings(kind) > 0 { verdict.detail += "; by whom is not judged" }
    return verdict
  }

  private func presence(_ index: Int, _ kind: Finding.Class?, _ count: Int) -> LineVerdict {
    count > 0 ? line(index, .held, "in \(counted(count))") : line(index, absentFinding(kind), unseen(kind))
  }

  private func absence(_ index: Int, _ kind: Finding.Class?, _ count: Int) -> LineVerdict {
    if count > 0 { return line(index, .failed, "found in \(counted(count))") }
    return line(index, facts.coverage == .complete && isVisible(kind) ? .held : unsettled, unseen(kind))
  }

  /// That nobody has looked for such findings.
  private func unseen(_ kind: Finding.Class?) -> String {
    if case .runs = facts.coverage { return "" }
    return isVisible(kind) ? "" : "nothing looks for it yet"
  }

  private func sightings(_ kind: Finding.Class?) -> Int {
    switch kind {
    case .deadlock: facts.deadlocks.total
    case .failure: facts.failures.total
    case .misuse: facts.misuses.total
    case .race: facts.races.total
    case let other?: facts.others[other]?.total ?? 0
    case nil: 0
    }
  }

  // MARK: words

  /// The word for a claim that nothing contradicts and that was not settled.
  private var unsettled: LineVerdict.Word {
    switch facts.coverage {
    case .runs: .needsExplore
    case .complete, .stopped: .inconclusive
    }
  }

  /// The word for a state that should be reachable and was not reached.
  private var absentState: LineVerdict.Word {
    facts.coverage == .complete ? .failed : unsettled
  }

  /// The word for a finding that should be there and was not found.
  private func absentFinding(_ kind: Finding.Class?) -> LineVerdict.Word {
    switch facts.coverage {
    case .runs: isVisible(kind) ? .notSeen : .needsExplore
    case .complete: isVisible(kind) ? .failed : .inconclusive
    case .stopped: .inconclusive
    }
  }

  private func isVisible(_ kind: Finding.Class?) -> Bool { kind.map { facts.visible.contains($0) } ?? false }

  func line(_ index: Int, _ word: LineVerdict.Word, _ detail: String = "") -> LineVerdict {
    let expectation = program.expectations[index]
    return LineVerdict(
      word: word, text: expectation.text, detail: detail, site: expectation.site, expectation: index)
  }

  func counted(_ count: Int) -> String {
    if case .runs = facts.coverage { return count == 1 ? "1 run" : "\(count) runs" }
    return count == 1 ? "1 execution" : "\(count) executions"
  }

  static func tuple(_ values: [Int64]) -> String { values.map(String.init).joined(separator: ", ") }

  /// The class of findings that an expectation word speaks of; nil for starvation, which is no finding yet.
  static func kind(of word: FindingWord) -> Finding.Class? {
    switch word {
    case .deadlock: .deadlock
    case .failure: .failure
    case .misuse: .misuse
    case .livelock: .livelock
    case .lockcycle: .lockCycle
    case .leak: .leak
    case .starvation: nil
    }
  }
}
