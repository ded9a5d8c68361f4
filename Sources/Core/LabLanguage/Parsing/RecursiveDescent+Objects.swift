extension RecursiveDescent {
  mutating func objects() throws(SyntaxFailure) -> ObjectItem {
    let sharing: Sharing = take(.shm) ? .shm : take(.forked) ? .forked : .local
    let kind = try objectKind()
    var declarators = [try declarator()]
    while take(.comma) { declarators.append(try declarator()) }
    return ObjectItem(sharing: sharing, kind: kind, declarators: declarators)
  }

  private mutating func objectKind() throws(SyntaxFailure) -> KindWord {
    guard at(.identifier) else {
      throw expected("the kind of an object", hint: "such as var, mutex or semaphore")
    }
    if let word = token.word, let kind = KindWord(rawValue: word.rawValue) {
      take()
      return kind
    }
    let candidates = KindWord.allCases.map(\.rawValue)
    let message = "unknown kind of object '\(text(token))'"
    guard let meant = Suggestion.closest(to: text(token), among: candidates),
      let kind = KindWord(rawValue: meant)
    else {
      throw failure(message, hint: "the kinds are \(candidates.joined(separator: ", "))")
    }
    _ = failure(message, hint: "did you mean '\(meant)'?")
    take()
    return kind
  }

  private mutating func declarator() throws(SyntaxFailure) -> ObjectItem.Declarator {
    let name = try name("the object's name")
    var result = ObjectItem.Declarator(name: name, range: name.range)
    if at(.leftBracket) { result.count = try bracketed() }
    if at(.leftParenthesis) {
      let opening = take()
      result.capacity = try expression()
      try close(opening)
    }
    if take(.assign) { result.initial = try initial() }
    if take(.colon) { result.attributes = try attributes() }
    if take(.on) { result.on = try self.name("the name of a mutex") }
    if take(.guarded) {
      guard take(.by) else { throw expected("'by'") }
      result.guardedBy = try self.name("the name of a lock")
    }
    result.range = range(from: name.range.start)
    return result
  }

  private mutating func initial() throws(SyntaxFailure) -> ObjectItem.Declarator.Initial {
    let start = token.start
    if at(.leftBracket) {
      try enter()
      defer { leave() }
      let opening = take()
      var values = [try expression()]
      while take(.comma) { values.append(try expression()) }
      try close(opening, orComma: true)
      return .list(values, range(from: start))
    }
    if at(.threads) || at(.processes), nextToken.kind == .leftParenthesis {
      let isThreads = take().word == .threads
      let opening = take()
      let count = try expression()
      try close(opening)
      return isThreads ? .threads(count, range(from: start)) : .processes(count, range(from: start))
    }
    return .value(try expression())
  }

  private static let attributeWords = ["recursive", "errorcheck", "robust", "fair", "manual"]

  private mutating func attributes() throws(SyntaxFailure) -> [Name] {
    var attributes: [Name] = []
    var isEmpty = true
    while at(.identifier), isEmpty || !at(.on) && !at(.guarded) {
      let word = text(token)
      guard Self.attributeWords.contains(word) else {
        let hint =
          Suggestion.hint(for: word, among: Self.attributeWords)
          ?? "the attributes are \(Self.attributeWords.joined(separator: ", "))"
        _ = failure("unknown attribute '\(word)'", hint: hint)
        take()
        isEmpty = false
        continue
      }
      attributes.append(Name(word, take().range))
      isEmpty = false
    }
    guard !isEmpty else { throw expected("an attribute") }
    return attributes
  }
}
