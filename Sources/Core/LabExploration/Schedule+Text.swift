extension Schedule {
  /// Reads a schedule.
  ///
  /// - Parameters:
  ///   - text: Steps, separated by white space.
  ///   - actors: The actors' names.
  /// - Throws: The first word that is wrong.
  package init(_ text: String, actors: ActorWords) throws(ScheduleError) {
    steps = []
    for (index, word) in text.split(whereSeparator: \.isWhitespace).enumerated() {
      try append(String(word), index + 1, actors)
    }
  }

  private mutating func append(_ word: String, _ position: Int, _ actors: ActorWords) throws(ScheduleError) {
    if word.hasSuffix("!") || word.hasSuffix("~") {
      let actor = try Self.actor(String(word.dropLast()), position, actors)
      steps.append(Step(actor: actor, action: word.hasSuffix("!") ? .crash : .spuriousWake))
      return
    }
    for (separator, isCount) in [(Character("*"), true), (":", false)] {
      guard let mark = word.lastIndex(of: separator) else { continue }
      guard let number = Int(word[word.index(after: mark)...]), number >= (isCount ? 1 : 0) else {
        throw .badStep(word: word, position: position)
      }
      let actor = try Self.actor(String(word[..<mark]), position, actors)
      guard !isCount || number <= Schedule.maximumSteps - steps.count else {
        throw .tooLong(limit: Schedule.maximumSteps)
      }
      let step = Step(actor: actor, action: .alternative(isCount ? 0 : number))
      steps += Array(repeating: step, count: isCount ? number : 1)
      return
    }
    steps.append(Step(actor: try Self.actor(word, position, actors)))
  }

  private static func actor(_ word: String, _ position: Int, _ actors: ActorWords) throws(ScheduleError)
    -> Int
  {
    guard !word.isEmpty else { throw .badStep(word: word, position: position) }
    let candidates = actors.actors(for: word)
    if candidates.count == 1 { return candidates[0] }
    if candidates.isEmpty { throw .unknownActor(word: word, position: position, known: actors.names) }
    throw .ambiguousActor(word: word, position: position, candidates: candidates.map { actors.names[$0] })
  }

  /// The schedule as text: runs of plain steps are counted.
  package func text(actors: ActorWords) -> String {
    var words: [String] = []
    var index = 0
    while index < steps.count {
      let step = steps[index]
      let name = actors.words[step.actor]
      var end = index + 1
      switch step.action {
      case .alternative(0):
        while end < steps.count, steps[end] == step { end += 1 }
        words.append(end - index == 1 ? name : "\(name)*\(end - index)")
      case .alternative(let number): words.append("\(name):\(number)")
      case .crash: words.append("\(name)!")
      case .spuriousWake: words.append("\(name)~")
      }
      index = end
    }
    return words.joined(separator: " ")
  }
}
