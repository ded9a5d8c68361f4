/// The judgement of a file: its lines, and what follows from them.
package struct Judgement: Hashable, Sendable {
  package enum Outcome: String, Sendable {
    case passed
    case failed
    case inconclusive
  }

  package var lines: [LineVerdict]

  package init(lines: [LineVerdict]) { self.lines = lines }

  /// Failed if a line failed, else inconclusive if one could not be settled by what was asked for.
  package var outcome: Outcome {
    if lines.contains(where: { $0.word == .failed }) { return .failed }
    let isOpen = lines.contains { $0.word == .notSeen || $0.word == .inconclusive }
    return isOpen ? .inconclusive : .passed
  }
}
