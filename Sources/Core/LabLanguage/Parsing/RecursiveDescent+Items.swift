extension RecursiveDescent {
  mutating func parseFile() -> ScenarioFile? {
    skipSeparators()
    let header = self.header()
    var items: [Item] = []
    var isInNonsense = false
    while true {
      skipSeparators()
      if at(.endOfFile) { break }
      isUnwinding = false
      if at(.rightBrace) {
        if !isInNonsense { _ = failure("'}' without a '{' before it") }
        isInNonsense = true
        take()
        continue
      }
      do throws(SyntaxFailure) {
        if itemWord(token) == nil, !correctItemWord() {
          // Several lines that start like no item are most likely one mistake, such as a '}' too many.
          let isFirst = !isInNonsense
          isInNonsense = true
          throw isFirst ? unknownItem() : SyntaxFailure()
        }
        isInNonsense = false
        let item = try item()
        items.append(item)
        if !isUnwinding { try endOfItem() }
      } catch {
        synchronize()
      }
    }
    guard header != nil || !items.isEmpty else { return nil }
    return ScenarioFile(name: header ?? StringLiteral("", SourceRange(0, 0)), items: items)
  }

  private mutating func header() -> StringLiteral? {
    do throws(SyntaxFailure) {
      guard at(.scenario) else {
        if at(.endOfFile) { throw failure("the file is empty", hint: Self.headerHint) }
        guard Suggestion.closest(to: text(token), among: ["scenario"]) != nil, nextToken.kind == .string
        else {
          report("a scenario file starts with its name", at: token.range, hint: Self.headerHint)
          return nil
        }
        correct(to: .scenario, "unknown word '\(text(token))'")
        return try scenarioName()
      }
      return try scenarioName()
    } catch {
      synchronize()
      return nil
    }
  }

  private mutating func scenarioName() throws(SyntaxFailure) -> StringLiteral {
    take()
    let name = try string("the scenario's name in quotes")
    if !token.endsStatement {
      _ = expected("the end of the line")
      synchronize()
    }
    return name
  }

  private static let headerHint = "the first line is: scenario \"name\""

  private mutating func endOfItem() throws(SyntaxFailure) {
    guard !token.endsStatement else { return }
    throw expected(
      "the end of the declaration",
      hint: at(.identifier) ? "a new line or ';' separates declarations" : nil)
  }

  // MARK: Words that start no item

  /// The word an item starts with, or was surely meant to.
  private func itemWord(_ token: Token) -> Word? {
    guard let word = token.word else { return nil }
    if KindWord(rawValue: word.rawValue) != nil { return word }
    switch word {
    case .title, .teaches, .story, .hint, .source, .fixes, .fixed, .tags, .param, .const, .shm, .forked,
      .func,
      .task, .daemon, .thread, .process, .main, .expect, .native:
      return word
    default: return nil
    }
  }

  /// Reads a misspelled word as the one that was meant, if what follows fits.
  private mutating func correctItemWord() -> Bool {
    let isFollowed =
      switch nextToken.kind {
      case .identifier, .string, .leftBrace: true
      default: false
      }
    guard at(.identifier), isFollowed, token.word?.isReserved != true,
      let text = Suggestion.closest(to: text(token), among: Word.itemStarts), let word = Word.named(text)
    else { return false }
    correct(to: word, "unknown declaration '\(self.text(token))'")
    return true
  }

  private mutating func unknownItem() -> SyntaxFailure {
    if at(.scenario) {
      return failure("a file holds one scenario", hint: "put the other one into a file of its own")
    }
    guard at(.identifier) else { return expected("a declaration") }
    let word = text(token)
    if token.word?.isReserved == true || [.leftBracket, .dot, .assign, .addAssign].contains(nextToken.kind) {
      return failure(
        "statements stand inside of actors and routines",
        hint: "such as: main { … } or thread name { … }; or is there a '}' too many above?")
    }
    return failure(
      "unknown declaration '\(word)'",
      hint: Suggestion.hint(for: word, among: Word.itemStarts)
        ?? "such as var, mutex, thread, process or expect")
  }

  // MARK: Items

  private mutating func item() throws(SyntaxFailure) -> Item {
    let start = token.start
    guard let word = token.word else { throw unknownItem() }
    let kind: Item.Kind
    switch word {
    case .title, .teaches, .story, .hint, .source, .fixes, .fixed:
      kind = try metadata(word)
    case .tags:
      take()
      kind = .tags(try tags())
    case .param:
      kind = try parameter()
    case .const:
      kind = try constants()
    case .func, .task:
      kind = .routine(try routine())
    case .daemon, .thread, .process, .main:
      kind = .actor(try actor())
    case .expect:
      take()
      kind = .expect(try expectation())
    case .native:
      take()
      kind = .native(try nativeSettings())
    default:
      kind = .objects(try objects())
    }
    return Item(kind, range(from: start))
  }

  private mutating func metadata(_ word: Word) throws(SyntaxFailure) -> Item.Kind {
    take()
    let key: MetadataKey
    if word == .fixed {
      guard take(.by) else { throw expected("'by'", hint: "fixed by \"name of the scenario that works\"") }
      key = .fixedBy
    } else {
      key = MetadataKey(rawValue: word.rawValue) ?? .title
    }
    return .metadata(key, try string())
  }

  private mutating func tags() throws(SyntaxFailure) -> [Name] {
    var tags: [Name] = []
    repeat {
      // Keywords are good tags.
      guard at(.identifier) else { throw expected("a tag", hint: "such as: tags beginner, race-condition") }
      let start = token.start
      var tag = text(take())
      while take(.binary(.subtract)) {
        guard at(.identifier) else { throw expected("the rest of the tag") }
        tag += "-" + text(take())
      }
      tags.append(Name(tag, range(from: start)))
    } while take(.comma)
    return tags
  }

  private mutating func parameter() throws(SyntaxFailure) -> Item.Kind {
    take()
    let name = try name("the parameter's name")
    try require(.assign, hint: "a parameter has a default: 'param \(name.text) = 2'")
    let value = try expression()
    guard take(.in) else { return .parameter(name, value: value, bounds: nil) }
    let low = try expression()
    guard take(.closedRange) else {
      throw expected(
        "'...'",
        hint: at(.halfOpenRange) ? "both ends of a parameter's range belong to it: '1...8'" : nil)
    }
    return .parameter(name, value: value, bounds: Item.Bounds(low: low, high: try expression()))
  }

  private mutating func constants() throws(SyntaxFailure) -> Item.Kind {
    take()
    var constants: [(name: Name, value: Expression)] = []
    repeat {
      let name = try name("the constant's name")
      try require(.assign)
      constants.append((name, try expression()))
    } while take(.comma)
    return .constants(constants)
  }

  private mutating func routine() throws(SyntaxFailure) -> RoutineItem {
    let isTask = take().word == .task
    let name = try name(isTask ? "the task's name" : "the function's name")
    guard at(.leftParenthesis) else {
      throw expected("'('", hint: "parameters stand in parentheses, even if there are none: '\(name.text)()'")
    }
    let opening = take()
    var parameters: [Name] = []
    if !at(.rightParenthesis) { parameters = try names() }
    try close(opening, orComma: !parameters.isEmpty)
    return RoutineItem(isTask: isTask, name: name, parameters: parameters, body: try block())
  }

  private mutating func actor() throws(SyntaxFailure) -> ActorItem {
    let isDaemon = take(.daemon)
    let word = token
    let kind: ActorItem.Kind
    switch word.word {
    case .thread: kind = .thread
    case .process: kind = .process
    case .main where !isDaemon: kind = .main
    default:
      throw expected(
        "'thread' or 'process'",
        hint: at(.main)
          ? "main cannot be a daemon" : Suggestion.hint(for: text(word), among: ["thread", "process"]))
    }
    take()
    if kind == .main {
      return ActorItem(
        isDaemon: false, kind: .main, name: Name("main", word.range), count: nil, body: try block())
    }
    let name = try name("the \(kind.rawValue)'s name")
    let count = at(.leftBracket) ? try bracketed() : nil
    return ActorItem(isDaemon: isDaemon, kind: kind, name: name, count: count, body: try block())
  }
}
