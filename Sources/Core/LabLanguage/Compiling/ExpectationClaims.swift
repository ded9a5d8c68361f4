/// What the expectations of a file say of races and findings, to see whether two contradict each other.
struct ExpectationClaims {
  private struct Claim {
    var word: String
    var expected: Bool
    var items: [Int]
    var range: SourceRange
  }

  private var claims: [Claim] = []

  mutating func add(_ property: Expectation.Property, at range: SourceRange, sink: DiagnosticSink) {
    let claim: Claim
    switch property {
    case .race(let expected, let objects):
      claim = Claim(word: "race", expected: expected, items: objects, range: range)
    case .finding(let word, let expected, let actors):
      claim = Claim(word: word.rawValue, expected: expected, items: actors, range: range)
    default: return
    }
    if let other = claims.first(where: { contradict($0, claim) }) {
      sink.error(
        "this contradicts line \(sink.line(of: other.range))", at: range,
        label:
          "\(claim.expected ? "expected" : "excluded") here, \(other.expected ? "expected" : "excluded") there"
      )
    }
    claims.append(claim)
  }

  private func contradict(_ first: Claim, _ second: Claim) -> Bool {
    guard first.word == second.word, first.expected != second.expected else { return false }
    let denied = first.expected ? second : first
    let expected = first.expected ? first : second
    if denied.items.isEmpty { return true }
    // A race on either variable is a race on one of them; a deadlock is of exactly one set of actors.
    return denied.word == "race"
      ? expected.items.contains { denied.items.contains($0) } : expected.items == denied.items
  }
}
