/// A construct could not be parsed, and the reader has been told.
///
/// Whoever catches it resynchronises.
struct SyntaxFailure: Error {}

/// The parser's hands: where it is in the tokens, what it has reported, how it finds back after an error.
struct RecursiveDescent {
  let source: SourceText
  private(set) var tokens: [Token]
  private(set) var diagnostics: [Diagnostic] = []
  /// The token to be looked at next.
  private(set) var index = 0
  /// The token taken last, or -1.
  private(set) var lastTaken = -1
  /// Open parentheses and brackets, inside which line ends mean nothing.
  private var openParentheses = 0
  /// Constructs around the current one.
  private var nesting = 0
  /// Where the blocks around the current statement start, the innermost last.
  var openBlocks: [Int] = []
  /// Height of the expression parsed last.
  var height = 0
  /// A `}` is missing, found by what follows: all open blocks end here.
  var isUnwinding = false
  /// Where the last error was reported: nothing more is said about the same token.
  private var lastErrorIndex = -1

  init(_ source: SourceText, _ tokens: [Token]) {
    self.source = source
    self.tokens = tokens
  }

  // MARK: Looking and taking

  var token: Token { tokens[index] }

  /// The token after the current one, on the same line unless inside parentheses.
  var nextToken: Token { tokenAhead(1) }

  func tokenAhead(_ distance: Int) -> Token {
    var at = index
    for _ in 0..<distance {
      at = min(at + 1, tokens.count - 1)
      while openParentheses > 0, tokens[at].kind == .newline { at += 1 }
    }
    return tokens[at]
  }

  /// The first token that is no line end, from the current one on.
  var tokenPastLineEnds: Token {
    var at = index
    while tokens[at].kind == .newline { at += 1 }
    return tokens[at]
  }

  func text(_ token: Token) -> String { source.text(of: token.range) }

  func at(_ kind: TokenKind) -> Bool { token.kind == kind }

  func at(_ word: Word) -> Bool { token.word == word }

  /// End of the token taken last.
  var lastEnd: Int { lastTaken >= 0 ? tokens[lastTaken].end : 0 }

  /// From a start to the end of the token taken last.
  func range(from start: Int) -> SourceRange { SourceRange(start, max(start, lastEnd)) }

  @discardableResult mutating func take() -> Token {
    let taken = token
    guard taken.kind != .endOfFile else { return taken }
    lastTaken = index
    switch taken.kind {
    case .leftParenthesis, .leftBracket: openParentheses += 1
    case .rightParenthesis, .rightBracket: openParentheses = max(0, openParentheses - 1)
    default: break
    }
    index += 1
    while openParentheses > 0, tokens[index].kind == .newline { index += 1 }
    return taken
  }

  mutating func take(_ kind: TokenKind) -> Bool {
    guard at(kind) else { return false }
    take()
    return true
  }

  mutating func take(_ word: Word) -> Bool {
    guard at(word) else { return false }
    take()
    return true
  }

  /// Takes `else` or `or`, which may start the next line.
  mutating func takePastLineEnds(_ word: Word) -> Bool {
    guard tokenPastLineEnds.word == word else { return false }
    skipLineEnds()
    take()
    return true
  }

  mutating func skipLineEnds() {
    while token.kind == .newline { index += 1 }
  }

  mutating func skipSeparators() {
    while token.kind == .newline || token.kind == .semicolon { index += 1 }
  }

  // MARK: Errors

  /// Reports an error that parsing goes on after.
  mutating func report(_ message: String, at range: SourceRange, label: String? = nil, hint: String? = nil) {
    guard diagnostics.count <= Parser.errorLimit else { return }
    diagnostics.append(Diagnostic(.error, message, at: range, label: label, hint: hint))
    guard diagnostics.count > Parser.errorLimit else { return }
    index = tokens.count - 1
    openParentheses = 0
    isUnwinding = true
  }

  /// Reports the current token, unless something was said about it, and gives the failure to throw.
  mutating func failure(_ message: String, hint: String? = nil) -> SyntaxFailure {
    failure(message, at: placeOfCurrent, hint: hint)
  }

  mutating func failure(_ message: String, at range: SourceRange, label: String? = nil, hint: String? = nil)
    -> SyntaxFailure
  {
    if !token.isReported, lastErrorIndex != index || index == 0 && diagnostics.isEmpty {
      lastErrorIndex = index
      report(message, at: range, label: label, hint: hint)
    }
    return SyntaxFailure()
  }

  /// Reports a misspelled keyword and reads on as if it were right.
  mutating func correct(to word: Word, _ message: String) {
    _ = failure(message, hint: "did you mean '\(word.rawValue)'?")
    tokens[index].word = word
  }

  /// What to underline for the current token: a line end is shown right behind what it follows.
  var placeOfCurrent: SourceRange {
    let isFarther = openParentheses > 0 && lastTaken >= 0 && tokens[lastTaken + 1].kind == .newline
    guard token.endsStatement || isFarther else { return token.range }
    return token.kind == .semicolon ? token.range : SourceRange(lastEnd, lastEnd)
  }

  mutating func expected(_ what: String, hint: String? = nil) -> SyntaxFailure {
    failure("expected \(what), found \(describeCurrent())", hint: hint)
  }

  func describeCurrent() -> String {
    let isFarther = openParentheses > 0 && lastTaken >= 0 && tokens[lastTaken + 1].kind == .newline
    if isFarther { return TokenKind.newline.spelling }
    return describe(token)
  }

  func describe(_ token: Token) -> String {
    switch token.kind {
    case .identifier, .number, .time: "'\(text(token))'"
    default: token.kind.spelling
    }
  }

  mutating func require(_ kind: TokenKind, hint: String? = nil) throws(SyntaxFailure) {
    guard take(kind) else { throw expected(kind.spelling, hint: hint) }
  }

  /// Takes the closing partner of a parenthesis or bracket.
  mutating func close(_ opening: Token, orComma: Bool = false) throws(SyntaxFailure) {
    let kind: TokenKind = opening.kind == .leftParenthesis ? .rightParenthesis : .rightBracket
    if take(kind) { return }
    let line = source.position(of: opening.start).line
    let isFarther = describeCurrent() == TokenKind.newline.spelling || token.endsStatement
    throw expected(
      orComma ? "',' or \(kind.spelling)" : kind.spelling,
      hint: isFarther ? "\(opening.kind.spelling) in line \(line) is not closed" : nil)
  }

  /// Runs the parsing of a nested construct unless that would be too deep.
  mutating func enter() throws(SyntaxFailure) {
    nesting += 1
    guard nesting > Parser.nestingLimit else { return }
    defer { nesting -= 1 }
    throw failure(
      "nested too deeply", at: token.range, hint: "at most \(Parser.nestingLimit) levels are possible")
  }

  mutating func leave() { nesting -= 1 }

  // MARK: Finding back

  /// Goes to the end of the statement or item: the next separator, or the `}` of the block around it.
  ///
  /// Blocks on the way are jumped over, and an `else` or `or` that belongs to them.
  mutating func synchronize() {
    // Line ends skipped inside of parentheses count again.
    if openParentheses > 0 { index = min(index, lastTaken + 1) }
    openParentheses = 0
    var depth = 0
    while true {
      switch token.kind {
      case .endOfFile:
        return
      case .leftBrace:
        depth += 1
      case .rightBrace:
        if depth == 0 { return }
        depth -= 1
      case .newline, .semicolon:
        if depth == 0, !continuesLineBefore(tokenPastLineEnds) { return }
      default: break
      }
      lastTaken = index
      index += 1
    }
  }

  private func continuesLineBefore(_ token: Token) -> Bool {
    token.word == .else || token.word == .or || token.kind.binaryOperator != nil
  }

  // MARK: Names and strings

  /// A name that is being used, or declared.
  mutating func name(_ what: String = "a name") throws(SyntaxFailure) -> Name {
    guard at(.identifier) else { throw expected(what) }
    let token = take()
    let name = Name(text(token), token.range)
    if token.word?.isReserved == true {
      lastErrorIndex = index
      report("'\(name.text)' is a keyword and cannot be a name", at: token.range)
    }
    return name
  }

  mutating func names() throws(SyntaxFailure) -> [Name] {
    var names = [try name()]
    while take(.comma) { names.append(try name()) }
    return names
  }

  mutating func string(_ what: String = "a string") throws(SyntaxFailure) -> StringLiteral {
    guard at(.string) else { throw expected(what, hint: "strings stand in double quotes") }
    let token = take()
    let content = SourceRange(token.start + 1, max(token.start + 1, token.end - 1))
    return StringLiteral(source.text(of: content), token.range)
  }

  mutating func time() throws(SyntaxFailure) -> (Duration, SourceRange) {
    guard at(.time) else {
      let isNumber = at(.number)
      throw expected(
        "a time",
        hint: isNumber
          ? "write the unit: \(text(token))us, ms or s" : "such as 5ms; the units are us, ms and s")
    }
    let token = take()
    let digits = source.bytes[token.start..<token.end].prefix { Lexer.isDigit($0) }
    let unit = Duration.Unit(rawValue: source.text(of: SourceRange(token.start + digits.count, token.end)))
    let count = Int64(String(decoding: digits, as: UTF8.self))
    if count == nil { reportTooLarge(token.range) }
    return (Duration(count: count ?? 0, unit: unit ?? .seconds), token.range)
  }

  mutating func reportTooLarge(_ range: SourceRange) {
    report("the number does not fit 64 bits", at: range, hint: "the largest number is \(Int64.max)")
  }
}
