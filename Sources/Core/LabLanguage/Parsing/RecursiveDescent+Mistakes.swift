/// Mistakes that are worth a better answer than "expected this, found that".
extension RecursiveDescent {
  static let continuationHint = "an expression over several lines stands in parentheses"

  /// A statement that is only a value.
  mutating func dropped(_ target: Expression) -> SyntaxFailure {
    if token.kind.binaryOperator != nil {
      do throws(SyntaxFailure) { try refuseForeignOperator() } catch { return error }
      let isComparison = at(.binary(.equal))
      return failure(
        "this statement computes a value and drops it", at: target.range,
        hint: isComparison ? "'=' assigns, '==' compares" : "assign it, or leave it out")
    }
    guard token.endsStatement || at(.rightBrace) else {
      return expected("'=', '+=', '-=', '.' or '('")
    }
    let text = Formatter.text(of: target)
    let isMember = if case .member = target.kind { true } else { false }
    let hint =
      Suggestion.hint(for: text, among: ["break", "continue", "crash", "fence", "return", "yield"])
      ?? (isMember
        ? "to call it, write '\(text)()'" : "assign to it, or call an operation of it: '\(text).…()'")
    return failure("'\(text)' alone does nothing", at: target.range, hint: hint)
  }

  /// Two words where no statement has two: a misspelled keyword, or a declaration where none can be.
  mutating func refuseMisplacedWords() throws(SyntaxFailure) {
    let first = token
    let second = nextToken
    let isPair: Bool =
      switch second.kind {
      case .identifier, .leftBrace, .string, .number, .time: true
      default: false
      }
    guard isPair, !first.isReported else { return }
    if let word = first.word, startsItem(word, second) {
      if isUnwindingPoint(word) {
        isUnwinding = true
        throw failure(
          "expected '}' before '\(word.rawValue)'",
          hint: openBlocks.last.map { "the '{' in line \(source.lineNumber(of: $0)) is not closed" })
      }
      throw failure(
        "'\(word.rawValue)' cannot be declared here",
        hint: word == .var
          ? "write 'local \(text(second)) = …', or declare it outside of actors and routines"
          : "declare it outside of actors and routines")
    }
    if let meant = Self.foreignWords[text(first)] {
      throw failure("unknown statement '\(text(first))'", hint: meant)
    }
    throw failure(
      "unknown statement '\(text(first))'",
      hint: Suggestion.hint(for: text(first), among: Word.statementStarts))
  }

  private static let foreignWords = [
    "let": "write 'local'", "int": "write 'local'", "long": "write 'local'", "auto": "write 'local'",
    "forever": "write 'loop'", "until": "write 'while !(…)'", "switch": "write 'if … else if …'",
    "lock": "write 'with m { … }' or 'm.lock()'", "goto": "write a loop", "elif": "write 'else if'",
    "start": "write 'spawn'", "wait": "write 'await e', or 'c.wait()' for a condition",
  ]

  func startsItem(_ word: Word, _ second: Token) -> Bool {
    if KindWord(rawValue: word.rawValue) != nil { return second.kind == .identifier }
    switch word {
    case .shm, .forked, .param, .const, .func, .task, .daemon, .thread, .process, .expect:
      return second.kind == .identifier
    case .main, .native: return second.kind == .leftBrace
    case .scenario, .title, .teaches, .story, .hint, .source, .fixes: return second.kind == .string
    default: return false
    }
  }

  /// An actor, routine or expectation at the start of a line: surely the block before it was to end.
  func isUnwindingPoint(_ word: Word) -> Bool {
    guard index > 0, tokens[index - 1].kind == .newline else { return false }
    switch word {
    case .thread, .process, .daemon, .main, .func, .task, .expect, .native: return true
    default: return false
    }
  }

  /// `and`, `or`, `not` as in other languages.
  func wordOperatorHint() -> String? {
    switch text(token) {
    case "and": "write '&&'"
    case "or": "write '||'"
    case "not": "write '!'"
    default: nil
    }
  }

  mutating func refuseWordOperator() throws(SyntaxFailure) {
    guard at(.identifier), let hint = wordOperatorHint() else { return }
    throw failure("there is no operator '\(text(token))'", hint: hint)
  }

  /// Whether the lines from here on are surely a block whose `{` was forgotten.
  ///
  /// They are if the next `}` that closes something stands first on a line, indented like the current one.
  func endsLikeABlock() -> Bool {
    var depth = 0
    for at in index..<tokens.count {
      switch tokens[at].kind {
      case .leftBrace: depth += 1
      case .rightBrace where depth > 0: depth -= 1
      case .rightBrace:
        return tokens[at - 1].kind == .newline
          && source.indentation(of: tokens[at].start) == source.indentation(of: lastEnd)
      default: break
      }
    }
    return false
  }

  /// All open blocks end with the file; it is said once, for the innermost.
  mutating func reportUnclosed(_ opening: Token) {
    isUnwinding = true
    _ = failure("'{' is never closed", at: opening.range)
  }
}
