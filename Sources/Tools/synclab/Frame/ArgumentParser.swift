import LabLanguage

/// Takes a command line apart, after the table of commands.
///
/// Options may stand anywhere, before the command and behind its arguments; `--name=value` and `--name value`
/// mean the same, `-pN=V` and `-p N=V`, too; everything behind `--` is an argument.
struct ArgumentParser {
  let commands: [CommandSpec]
  let globals: [OptionSpec]

  enum Request: Sendable {
    case help(CommandSpec?)
    case version
    case run(Invocation)
  }

  /// What the words ask for.
  func parse(_ words: [String]) throws(UsageError) -> Request {
    let isAsked = words.prefix { $0 != "--" }
    let position = commandPosition(words)
    if isAsked.contains("--help") || isAsked.contains("-h") {
      return .help(try position.map { (index) throws(UsageError) in try helpTopic(words, index) } ?? nil)
    }
    if isAsked.contains("--version") { return .version }
    guard let position else {
      // A wrong option is more likely the mistake than the missing command.
      if let option = words.first { throw unknownOption(option, in: nil) ?? .noCommand }
      throw .noCommand
    }
    if words[position] == "help" {
      let topic = words.indices.first { $0 > position && !words[$0].hasPrefix("-") }
      return .help(try topic.map { (index) throws(UsageError) in try self.command(named: words[index]) })
    }
    let command = try self.command(named: words[position])
    var rest = words
    rest.remove(at: position)
    return .run(try invocation(of: command, rest))
  }

  /// The options of every command that can be read, whatever is wrong with the rest: how to write help and errors.
  func settings(_ words: [String]) -> GivenOptions {
    var given = GivenOptions()
    for (index, word) in words.enumerated() where word.hasPrefix("-") {
      if word == "--" { break }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let option = globals.first(where: { $0.names.contains(String(parts[0])) }) else { continue }
      let text = parts.count > 1 ? String(parts[1]) : index + 1 < words.count ? words[index + 1] : ""
      if let value = try? option.parse(text), !given.isOn(option.name) { given.add(value, for: option) }
    }
    return given
  }

  private func helpTopic(_ words: [String], _ position: Int) throws(UsageError) -> CommandSpec? {
    if words[position] == "help" { return nil }
    return try command(named: words[position])
  }

  private func command(named name: String) throws(UsageError) -> CommandSpec {
    if let command = commands.first(where: { $0.name == name }) { return command }
    throw .unknownCommand(name, hint: Suggestion.hint(for: name, among: commands.map(\.name) + ["help"]))
  }

  /// Where the command stands: the first word that is neither an option nor the value of one.
  private func commandPosition(_ words: [String]) -> Int? {
    let all = globals + commands.flatMap(\.options)
    var index = 0
    while index < words.count {
      let word = words[index]
      if word == "--" { return nil }
      guard word.hasPrefix("-"), word != "-" else { return index }
      let takesNext = all.contains { $0.value != nil && $0.names.contains(word) }
      index += takesNext ? 2 : 1
    }
    return nil
  }

  private func unknownOption(_ word: String, in command: CommandSpec?) -> UsageError? {
    let name = String(word.prefix { $0 != "=" })
    let options = globals + (command?.options ?? [])
    guard name.hasPrefix("-"), !options.contains(where: { $0.names.contains(name) }) else { return nil }
    let elsewhere = commands.first { other in other.options.contains { $0.names.contains(name) } }
    let hint =
      Suggestion.hint(for: name, among: options.flatMap(\.names))
      ?? elsewhere.map { "it belongs to 'synclab \($0.name)'" }
    return .unknownOption(name, command: command?.name, hint: hint)
  }

  // MARK: arguments and options of a command

  private func invocation(of command: CommandSpec, _ words: [String]) throws(UsageError) -> Invocation {
    var arguments: [String] = []
    var options = GivenOptions()
    var index = 0
    while index < words.count {
      let word = words[index]
      index += 1
      if word == "--" {
        arguments += words[index...]
        break
      }
      guard word.hasPrefix("-"), word != "-" else {
        arguments.append(word)
        continue
      }
      let (option, attached) = try self.option(word, of: command)
      var value = OptionValue.on
      if option.value != nil {
        if let attached {
          value = try option.parse(attached)
        } else {
          guard index < words.count, !words[index].hasPrefix("--") else {
            throw .missingValue(option: option.name, placeholder: option.placeholder, command: command.name)
          }
          value = try option.parse(words[index])
          index += 1
        }
      } else if attached != nil {
        throw .unwantedValue(option: option.name)
      }
      if options.isOn(option.name), !option.isRepeatable { throw .givenTwice(option: option.name) }
      options.add(value, for: option)
    }
    try check(arguments, of: command)
    return Invocation(command: command, arguments: arguments, options: options)
  }

  /// The option a word names, and the value attached to it.
  private func option(
    _ word: String, of command: CommandSpec
  ) throws(UsageError) -> (OptionSpec, attached: String?) {
    let options = command.options + globals
    if let exact = options.first(where: { $0.names.contains(word) }) { return (exact, nil) }
    if word.hasPrefix("--") {
      if let equals = word.firstIndex(of: "="),
        let option = options.first(where: { $0.names.contains(String(word[..<equals])) })
      {
        return (option, String(word[word.index(after: equals)...]))
      }
    } else if let short = options.first(where: {
      $0.value != nil && $0.names.contains(String(word.prefix(2)))
    }) {
      let value = word.dropFirst(2)
      return (short, String(value.first == "=" ? value.dropFirst() : value))
    }
    throw unknownOption(word, in: command) ?? .unknownOption(word, command: command.name, hint: nil)
  }

  private func check(_ arguments: [String], of command: CommandSpec) throws(UsageError) {
    var most = 0
    for (index, argument) in command.arguments.enumerated() {
      if argument.count == .one || argument.count == .oneOrMore, arguments.count <= index {
        throw .missingArgument(argument.name, command: command.name)
      }
      most = argument.count == .oneOrMore || argument.count == .any ? Int.max : most + 1
    }
    guard arguments.count > most else { return }
    let extra = arguments[most]
    let isAssignment = extra.contains("=") && command.options.contains { $0.names.contains("-p") }
    throw .extraArgument(
      extra, command: command.name, hint: isAssignment ? "write -p \(extra) to set a parameter" : nil)
  }
}
