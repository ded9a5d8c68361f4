extension RecursiveDescent {
  mutating func expectation() throws(SyntaxFailure) -> ExpectItem {
    let property = try property()
    let condition = take(.when) ? try expression() : nil
    return ExpectItem(property: property, condition: condition)
  }

  private static let propertyWords =
    ["always", "finally", "possible", "eventually", "outcomes", "race", "no"]
    + FindingWord.allCases.map(\.rawValue)

  private mutating func property() throws(SyntaxFailure) -> ExpectItem.Property {
    let isExpected = !take(.no)
    guard at(.identifier) else { throw expected("what to expect", hint: "such as: expect no deadlock") }
    let word = text(token)
    if take(.race) { return .race(expected: isExpected, on: take(.on) ? try names() : []) }
    if let finding = FindingWord(rawValue: word) {
      take()
      var actors: [Place] = []
      if take(.of) {
        repeat { actors.append(try place("the name of an actor")) } while take(.comma)
      }
      return .finding(finding, expected: isExpected, of: actors)
    }
    guard isExpected else {
      let findings = ["race"] + FindingWord.allCases.map(\.rawValue)
      throw failure(
        "'no' cannot be followed by '\(word)'",
        hint: Suggestion.hint(for: word, among: findings) ?? "only by \(findings.joined(separator: ", "))")
    }
    return try conditionOrOutcomes()
  }

  private mutating func conditionOrOutcomes() throws(SyntaxFailure) -> ExpectItem.Property {
    switch token.word {
    case .always:
      take()
      return .always(try expression())
    case .finally:
      take()
      return .finally(try expression())
    case .eventually:
      take()
      return .eventually(try expression())
    case .possible:
      take()
      // 'finally' may be a variable: it is the word only where a value follows.
      if at(.finally), startsValue(nextToken) {
        take()
        return .possibleFinally(try expression())
      }
      return .possible(try expression())
    case .outcomes:
      take()
      return try outcomes()
    default:
      let word = text(token)
      let hint =
        Suggestion.hint(for: word, among: Self.propertyWords)
        ?? "one of \(Self.propertyWords.joined(separator: ", "))"
      throw failure("unknown expectation '\(word)'", hint: hint)
    }
  }

  private func startsValue(_ token: Token) -> Bool {
    switch token.kind {
    case .identifier: token.word != .when
    case .number, .leftParenthesis, .not, .complement, .binary(.subtract): true
    default: false
    }
  }

  // MARK: Outcomes

  private mutating func outcomes() throws(SyntaxFailure) -> ExpectItem.Property {
    guard at(.leftParenthesis) else {
      throw expected("'('", hint: "expect outcomes (a, b) { 1, 2: reachable }")
    }
    let opening = take()
    var expressions = [try expression()]
    while take(.comma) { expressions.append(try expression()) }
    try close(opening, orComma: true)
    let rows = try table { (parser) throws(SyntaxFailure) in try parser.outcomeRow() }
    return .outcomes(expressions, rows: rows)
  }

  /// `{`, rows on lines of their own, `}`.
  private mutating func table<Row>(
    _ row: (inout RecursiveDescent) throws(SyntaxFailure) -> Row
  ) throws(SyntaxFailure) -> [Row] {
    let opening = try openingBrace()
    var rows: [Row] = []
    while true {
      skipSeparators()
      if take(.rightBrace) { return rows }
      if at(.endOfFile) {
        _ = failure("'{' is never closed", at: opening.range)
        isUnwinding = true
        return rows
      }
      do throws(SyntaxFailure) {
        rows.append(try row(&self))
        try endOfStatement()
      } catch {
        synchronize()
      }
    }
  }

  private mutating func outcomeRow() throws(SyntaxFailure) -> OutcomeRow {
    let start = token.start
    var values = [try expression()]
    while take(.comma) { values.append(try expression()) }
    guard take(.colon) else { throw expected("',' or ':'", hint: "such as: 1, 2: reachable \"why\"") }
    let grades = OutcomeGrade.allCases.map(\.rawValue)
    guard at(.identifier) else {
      throw expected("how to judge it", hint: "one of \(grades.joined(separator: ", "))")
    }
    let word = text(token)
    guard let grade = OutcomeGrade(rawValue: word) else {
      throw failure(
        "unknown judgement '\(word)'",
        hint: Suggestion.hint(for: word, among: grades) ?? "one of \(grades.joined(separator: ", "))")
    }
    take()
    let note = at(.string) ? try string() : nil
    return OutcomeRow(values: values, grade: grade, note: note, range: range(from: start))
  }

  // MARK: Native settings

  mutating func nativeSettings() throws(SyntaxFailure) -> [NativeSetting] {
    try table { (parser) throws(SyntaxFailure) in try parser.nativeSetting() }
  }

  private mutating func nativeSetting() throws(SyntaxFailure) -> NativeSetting {
    let start = token.start
    switch token.word {
    case .runs:
      take()
      return .runs(try expression())
    case .timeout:
      take()
      let (duration, _) = try time()
      return .timeout(duration, range(from: start))
    case .param:
      take()
      let name = try name("the parameter's name")
      try require(.assign)
      return .parameter(name, try expression())
    default:
      guard at(.identifier) else { throw expected("a setting", hint: "one of runs, timeout, param") }
      throw failure(
        "unknown setting '\(text(token))'",
        hint: Suggestion.hint(for: text(token), among: ["runs", "timeout", "param"])
          ?? "one of runs, timeout, param")
    }
  }
}
