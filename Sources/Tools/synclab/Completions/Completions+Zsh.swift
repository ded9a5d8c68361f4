extension Completions {
  /// For zsh, to be autoloaded as `_synclab`.
  func zsh() -> String {
    var lines = [
      "#compdef synclab",
      "# Completions of synclab for zsh, made by: synclab completions zsh",
      "_synclab_scenarios() { local -a names; names=(${(f)\"$(synclab list --names 2>/dev/null)\"}); "
        + "compadd -a names; _files -g '*.lab' }",
      "_synclab_subjects() { local -a names; names=(${(f)\"$(synclab explain --names 2>/dev/null)\"} "
        + "${(f)\"$(synclab list --names 2>/dev/null)\"}); compadd -a names; _files -g '*.trace' }",
      "_synclab_tags() { local -a names; names=(${(f)\"$(synclab list --tags 2>/dev/null)\"}); compadd -a names }",
      "_synclab() {",
      "  local state line",
      "  local -a commands common",
      "  commands=(",
    ]
    lines += commands.map { "    \(Completions.quoted("\($0.name):\(Completions.plain($0.summary))"))" }
    lines += ["    'help:explain a command'", "  )", "  common=("]
    lines += globals.flatMap(zsh).map { "    \($0)" }
    lines += [
      "  )",
      "  _arguments -C $common '1:command:->command' '*::argument:->argument'",
      "  case $state in",
      "    command) _describe command commands ;;",
      "    argument)",
      "      case $words[1] in",
    ]
    for command in commands {
      let options = command.options.flatMap(zsh).joined(separator: " ")
      lines.append("        \(command.name)) _arguments $common \(options)\(zshArgument(command)) ;;")
    }
    lines += [
      "        help) _describe command commands ;;",
      "      esac ;;",
      "  esac",
      "}",
      "if [ \"$funcstack[1]\" = _synclab ]; then _synclab \"$@\"; else compdef _synclab synclab; fi",
      "",
    ]
    return lines.joined(separator: "\n")
  }

  /// Without what has a meaning inside a specification of zsh.
  static func plain(_ text: String) -> String {
    text.filter { !"[]:\\".contains($0) }
  }

  /// One specification for each spelling.
  private func zsh(_ option: OptionSpec) -> [String] {
    option.names.map { name in
      let once = option.isRepeatable ? "*" : ""
      let assignment = option.value != nil && name.hasPrefix("--") ? "=" : ""
      let value =
        option.value == nil ? "" : ":\(Completions.plain(option.placeholder)):\(zsh(source(of: option)))"
      return Completions.quoted("\(once)\(name)\(assignment)[\(Completions.plain(option.help))]\(value)")
    }
  }

  private func zshArgument(_ command: CommandSpec) -> String {
    guard let argument = command.arguments.first else { return "" }
    let isMany = argument.count == .any || argument.count == .oneOrMore
    let name = Completions.plain(argument.name)
    return " " + Completions.quoted("\(isMany ? "*" : "1"):\(name):\(zsh(source(of: argument)))")
  }

  private func zsh(_ source: Source) -> String {
    switch source {
    case .nothing: " "
    case .words(let words): "(\(words.joined(separator: " ")))"
    case .files(ending: ""): "_files"
    case .files(let ending): "_files -g \"*\(ending)\""
    case .folders: "_files -/"
    case .scenarios: "_synclab_scenarios"
    case .subjects: "_synclab_subjects"
    case .tags: "_synclab_tags"
    }
  }
}
