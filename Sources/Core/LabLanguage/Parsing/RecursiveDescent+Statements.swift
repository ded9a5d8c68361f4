extension RecursiveDescent {
  // MARK: Blocks

  mutating func block(hint: String? = nil) throws(SyntaxFailure) -> Block {
    let opening = try openingBrace(hint: hint)
    openBlocks.append(opening.start)
    defer { openBlocks.removeLast() }
    var statements: [Statement] = []
    while true {
      skipSeparators()
      if isUnwinding { break }
      if take(.rightBrace) { break }
      if at(.endOfFile) {
        reportUnclosed(opening)
        break
      }
      do throws(SyntaxFailure) {
        statements.append(try statement())
        try endOfStatement()
      } catch {
        synchronize()
      }
    }
    return Block(statements, range(from: opening.start))
  }

  /// Takes `{`; one on the next line is reported and taken all the same.
  mutating func openingBrace(hint: String? = nil) throws(SyntaxFailure) -> Token {
    if at(.newline), tokenPastLineEnds.kind == .leftBrace {
      let brace = tokenPastLineEnds
      report("'{' belongs at the end of the line before", at: brace.range)
      skipLineEnds()
    }
    guard at(.leftBrace) else {
      if at(.newline), endsLikeABlock() {
        _ = expected("'{'", hint: hint)
        return tokens[lastTaken]
      }
      if at(.newline), tokenPastLineEnds.kind.binaryOperator != nil {
        throw expected("'{'", hint: Self.continuationHint)
      }
      throw expected("'{'", hint: at(.assign) ? "'==' compares, '=' assigns" : hint)
    }
    return take()
  }

  mutating func endOfStatement() throws(SyntaxFailure) {
    guard !token.endsStatement, !at(.rightBrace), !isUnwinding else { return }
    try refuseWordOperator()
    throw expected(
      "the end of the statement",
      hint: at(.rightParenthesis) || at(.rightBracket) ? nil : "a new line or ';' separates statements")
  }

  // MARK: Statements

  mutating func statement() throws(SyntaxFailure) -> Statement {
    try enter()
    defer { leave() }
    let start = token.start
    let kind = try statementKind()
    return Statement(kind, range(from: start))
  }

  private mutating func statementKind() throws(SyntaxFailure) -> Statement.Kind {
    guard let word = token.word, word.isReserved, !(word == .choose && nextToken.kind == .leftParenthesis)
    else {
      return try placeStatement()
    }
    switch word {
    case .local, .assert, .fail, .print, .mark, .return, .exit, .await:
      return try valueStatement(word)
    case .if, .while, .loop, .repeat, .for, .choose:
      return try controlStatement(word)
    case .with, .section, .atomic:
      return try scopeStatement(word)
    case .spawn, .join, .sleep, .work, .may, .break, .continue, .yield, .fence, .crash:
      return try actorStatement(word)
    case .else:
      throw failure("'else' without an 'if' before it")
    case .or:
      throw failure("'or' without a 'choose' before it")
    default:
      throw failure("a statement cannot start with '\(word.rawValue)'")
    }
  }

  private mutating func valueStatement(_ word: Word) throws(SyntaxFailure) -> Statement.Kind {
    take()
    switch word {
    case .local:
      let name = try name()
      try require(.assign, hint: "a local starts with a value: 'local \(name.text) = 0'")
      return .local(name, try expression())
    case .await:
      return .await(try expression())
    case .assert:
      let condition = try condition()
      return .assert(condition, take(.comma) ? try string() : nil)
    case .fail:
      return .fail(try string("a string that says what failed"))
    case .exit:
      return .exit(try expression())
    case .return:
      return .return(token.endsStatement || at(.rightBrace) ? nil : try expression())
    default:
      let text = try string()
      var values: [Expression] = []
      while take(.comma) { values.append(try expression()) }
      return word == .print ? .print(text, values) : .mark(text, values)
    }
  }

  /// An expression after which a lone `=` is likely a mistyped `==`.
  private mutating func condition() throws(SyntaxFailure) -> Expression {
    let condition = try expression()
    if at(.assign) { throw expected("the end of the statement", hint: "'==' compares, '=' assigns") }
    return condition
  }

  private mutating func controlStatement(_ word: Word) throws(SyntaxFailure) -> Statement.Kind {
    take()
    switch word {
    case .if:
      let condition = try expression()
      let body = try blockAfterCondition()
      return .if(condition, body, else: try elsePart())
    case .while:
      let condition = try expression()
      return .while(condition, try blockAfterCondition())
    case .loop:
      return .loop(try block(hint: "'loop' runs for ever; 'repeat n' and 'while e' end"))
    case .repeat:
      let count = try expression()
      return .repeat(count, try block())
    case .for:
      let name = try name("the name of the loop's counter")
      guard take(.in) else { throw expected("'in'", hint: "for \(name.text) in 0 ..< n { … }") }
      let low = try expression()
      guard take(.halfOpenRange) else {
        throw expected(
          "'..<'",
          hint: at(.closedRange) ? "the end of a loop is not part of it: 'a ..< b + 1'" : nil)
      }
      let high = try expression()
      return .for(name, low, high, try block())
    default:
      var blocks = [try block()]
      while !isUnwinding, takePastLineEnds(.or) { blocks.append(try block()) }
      return .choose(blocks)
    }
  }

  private mutating func blockAfterCondition() throws(SyntaxFailure) -> Block {
    if at(.identifier), let hint = wordOperatorHint() {
      throw failure("there is no operator '\(text(token))'", hint: hint)
    }
    if text(token) == "then" || text(token) == "do" {
      throw expected("'{'", hint: "no word stands between the condition and '{'")
    }
    return try block()
  }

  private mutating func elsePart() throws(SyntaxFailure) -> Statement.Else? {
    guard !isUnwinding, takePastLineEnds(.else) else { return nil }
    if at(.leftBrace) || at(.newline) { return .block(try block()) }
    // The grammar allows any statement; it reads best for 'else if'.
    return .statement(try statement())
  }

  private mutating func scopeStatement(_ word: Word) throws(SyntaxFailure) -> Statement.Kind {
    take()
    switch word {
    case .with:
      var mode = WithMode.plain
      if at(.read) || at(.write), nextToken.kind == .identifier {
        mode = at(.read) ? .read : .write
        take()
      }
      let place = try place("the name of a lock")
      return .with(mode, place, try block())
    case .section:
      let name = try name("the name of the section")
      let limit = take(.limit) ? try expression() : nil
      return .section(name, limit: limit, try block())
    default:
      if at(.identifier) {
        throw expected("'{'", hint: "objects are declared outside of actors and routines")
      }
      return .atomic(try block())
    }
  }

  private mutating func actorStatement(_ word: Word) throws(SyntaxFailure) -> Statement.Kind {
    take()
    switch word {
    case .spawn: return .spawn(try place("the name of an actor"))
    case .join: return .join(try place("the name of an actor"))
    case .sleep: return .sleep(try time().0)
    case .work:
      if at(.time) { return .workTime(try time().0) }
      guard at(.identifier) else { throw expected("a time or a call") }
      let call = try named()
      guard call.isCall else {
        throw failure(
          "'work' takes a time or a call", at: call.range, hint: "such as 'work 5ms' or 'work f()'")
      }
      return .workCall(call)
    case .may:
      guard take(.crash) else { throw expected("'crash'") }
      return .mayCrash
    case .break: return .break
    case .continue: return .continue
    case .yield: return .yield
    case .fence: return .fence
    default: return .crash
    }
  }

  // MARK: Statements that start with a name

  private mutating func placeStatement() throws(SyntaxFailure) -> Statement.Kind {
    guard at(.identifier) else {
      let hint: String? =
        switch token.kind {
        case .leftBrace: "a block needs a word before it: 'atomic', 'loop', 'with m' …"
        case .binary: Self.continuationHint
        default: nil
        }
      throw expected("a statement", hint: hint)
    }
    try refuseMisplacedWords()
    let target = try named()
    let assignment: AssignmentOperator? =
      switch token.kind {
      case .assign: .set
      case .addAssign: .add
      case .subtractAssign: .subtract
      default: nil
      }
    if let assignment {
      guard case .place(let place) = target.kind else {
        throw failure("only variables and locals can be assigned to", at: target.range)
      }
      take()
      return .assign(place, assignment, try expression())
    }
    if target.isCall {
      if token.kind.binaryOperator != nil { throw dropped(target) }
      return .call(target)
    }
    throw dropped(target)
  }
}

extension Expression {
  /// A call or an operation.
  var isCall: Bool {
    switch kind {
    case .call, .operation: true
    default: false
    }
  }
}
