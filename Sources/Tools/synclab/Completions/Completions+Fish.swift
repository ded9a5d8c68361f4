extension Completions {
  /// For fish 3 and later.
  func fish() -> String {
    var lines = [
      "# Completions of synclab for fish, made by: synclab completions fish",
      "complete -c synclab -f",
    ]
    for command in commands {
      lines.append(
        "complete -c synclab -n __fish_use_subcommand -a \(command.name) -d \(quoted(command.summary))")
    }
    lines.append("complete -c synclab -n __fish_use_subcommand -a help -d 'explain a command'")
    for option in globals { lines.append(fish(option, condition: nil)) }
    for command in commands {
      let condition = "'__fish_seen_subcommand_from \(command.name)'"
      for option in command.options { lines.append(fish(option, condition: condition)) }
      lines += fish(source(of: command.arguments.first), condition)
    }
    let names = commands.map(\.name).joined(separator: " ")
    lines.append("complete -c synclab -n '__fish_seen_subcommand_from help' -a '\(names)'")
    return lines.joined(separator: "\n") + "\n"
  }

  private func quoted(_ text: String) -> String { Completions.quoted(text, for: .fish) }

  private func fish(_ option: OptionSpec, condition: String?) -> String {
    var words = ["complete -c synclab"]
    if let condition { words.append("-n \(condition)") }
    for name in option.names {
      words.append(name.hasPrefix("--") ? "-l \(name.dropFirst(2))" : "-s \(name.dropFirst())")
    }
    words.append("-d \(quoted(option.help))")
    guard option.value != nil else { return words.joined(separator: " ") }
    words.append("-r")
    switch source(of: option) {
    case .words(let choices): words.append("-a '\(choices.joined(separator: " "))'")
    case .files: words.append("-F")
    case .folders: words.append("-a '(__fish_complete_directories)'")
    case .tags: words.append("-a '(synclab list --tags 2>/dev/null)'")
    case .nothing, .scenarios, .subjects: break
    }
    return words.joined(separator: " ")
  }

  private func fish(_ source: Source, _ condition: String) -> [String] {
    let head = "complete -c synclab -n \(condition)"
    switch source {
    case .nothing, .folders, .tags: return []
    case .words(let words): return ["\(head) -a '\(words.joined(separator: " "))'"]
    case .files(let ending): return ["\(head) -a '(__fish_complete_suffix \(ending))'"]
    case .scenarios:
      return [
        "\(head) -a '(synclab list --names 2>/dev/null)'", "\(head) -a '(__fish_complete_suffix .lab)'",
      ]
    case .subjects:
      return [
        "\(head) -a '(synclab explain --names 2>/dev/null)'",
        "\(head) -a '(synclab list --names 2>/dev/null)'",
        "\(head) -a '(__fish_complete_suffix .trace)'",
      ]
    }
  }
}
