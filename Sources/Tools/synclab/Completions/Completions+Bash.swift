extension Completions {
  /// For bash 3.2 and later, without the package bash-completion.
  func bash() -> String {
    var lines = [
      "# Completions of synclab for bash, made by: synclab completions bash",
      "_synclab() {",
      "  local cur prev command word i",
      "  cur=\"${COMP_WORDS[COMP_CWORD]}\"",
      "  prev=\"${COMP_WORDS[COMP_CWORD-1]}\"",
      "  # The shell splits --option=value at the sign.",
      "  if [[ $prev == '=' ]]; then prev=\"${COMP_WORDS[COMP_CWORD-2]}\"; fi",
      "  if [[ $cur == '=' ]]; then cur=''; fi",
      "  COMPREPLY=()",
      "  command=''",
      "  for ((i = 1; i < COMP_CWORD; i++)); do",
      "    word=\"${COMP_WORDS[i]}\"",
      "    case \"$word\" in",
      "      \(valuedOptions.joined(separator: "|"))) ((i++)) ;;",
      "      -*) ;;",
      "      *) command=\"$word\"; break ;;",
      "    esac",
      "  done",
    ]
    lines += bashValues()
    lines += bashOptions()
    lines += bashArguments()
    lines += [
      "}",
      "complete -o filenames -F _synclab synclab",
      "",
    ]
    return lines.joined(separator: "\n")
  }

  /// Every option that takes a value, in all spellings.
  private var valuedOptions: [String] {
    var names: [String] = []
    for option in globals + commands.flatMap(\.options) where option.value != nil {
      for name in option.names where !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// What stands behind an option: by command, since the same option may mean something else elsewhere.
  private func bashValues() -> [String] {
    var lines = ["  case \"$command:$prev\" in"]
    for command in commands {
      for option in command.options where option.value != nil {
        let pattern = option.names.map { "\(command.name):\($0)" }.joined(separator: "|")
        lines.append("    \(pattern)) \(bash(source(of: option))); return ;;")
      }
    }
    for option in globals where option.value != nil {
      let pattern = option.names.map { "*:\($0)" }.joined(separator: "|")
      lines.append("    \(pattern)) \(bash(source(of: option))); return ;;")
    }
    return lines + ["  esac"]
  }

  private func bashOptions() -> [String] {
    var lines = ["  if [[ $cur == -* ]]; then", "    case \"$command\" in"]
    let common = globals.flatMap(\.names)
    for command in commands {
      let names = (command.options.flatMap(\.names) + common).joined(separator: " ")
      lines.append("      \(command.name)) COMPREPLY=($(compgen -W '\(names)' -- \"$cur\")) ;;")
    }
    lines.append("      *) COMPREPLY=($(compgen -W '\(common.joined(separator: " "))' -- \"$cur\")) ;;")
    return lines + ["    esac", "    return", "  fi"]
  }

  private func bashArguments() -> [String] {
    var lines = ["  case \"$command\" in"]
    lines.append("    '') \(bash(.words(commandNames))) ;;")
    for command in commands {
      lines.append("    \(command.name)) \(bash(source(of: command.arguments.first))) ;;")
    }
    lines.append("    help) \(bash(.words(commands.map(\.name)))) ;;")
    return lines + ["  esac"]
  }

  private func bash(_ source: Source) -> String {
    let rest = "-- \"$cur\""
    let names = "$(synclab list --names 2>/dev/null)"
    switch source {
    case .nothing: return ":"
    case .words(let words): return "COMPREPLY=($(compgen -W '\(words.joined(separator: " "))' \(rest)))"
    case .files(ending: ""): return "COMPREPLY=($(compgen -f \(rest)))"
    case .files(let ending): return "COMPREPLY=($(compgen -f -X '!*\(ending)' \(rest)) $(compgen -d \(rest)))"
    case .folders: return "COMPREPLY=($(compgen -d \(rest)))"
    case .scenarios:
      return
        "COMPREPLY=($(compgen -W \"\(names)\" \(rest)) $(compgen -f -X '!*.lab' \(rest)) $(compgen -d \(rest)))"
    case .subjects:
      let terms = "$(synclab explain --names 2>/dev/null)"
      return "COMPREPLY=($(compgen -W \"\(terms) \(names)\" \(rest)) $(compgen -f -X '!*.trace' \(rest)))"
    case .tags: return "COMPREPLY=($(compgen -W \"$(synclab list --tags 2>/dev/null)\" \(rest)))"
    }
  }
}
