import LabReports

/// The help, from the table of commands.
enum HelpText {
  /// The help of the whole program.
  static func lines(_ style: TextStyle) -> [StyledText] {
    var lines: [StyledText] = [
      .strong("SyncLab") + ", a laboratory for synchronization", "",
      .strong("usage") + "  synclab COMMAND [arguments] [options]", "",
      .strong("commands"),
    ]
    lines += rows(CommandTable.commands.map { ($0.name, $0.summary) }, style)
    lines += ["", .strong("options of every command")]
    lines += rows(GlobalOptions.all.map(row), style)
    lines += ["", .strong("exit codes")]
    lines += rows(ExitCode.allCases.map { ("\($0.rawValue)", $0.meaning) }, style)
    return lines + ["", "synclab COMMAND --help explains a command."]
  }

  /// The help of a command.
  static func lines(_ command: CommandSpec, _ style: TextStyle) -> [StyledText] {
    let title = StyledText.strong("synclab \(command.name)") + StyledText(": \(command.summary)")
    var lines = title.wrapped(to: style.width) + [""]
    lines += labelled(
      .strong("usage"), StyledText("synclab \(plain(command.usage, style))"), labelWidth: 7, indent: 0,
      style: style)
    for paragraph in command.details {
      lines.append("")
      lines += StyledText(paragraph).wrapped(to: style.width)
    }
    if let topics = command.topics {
      lines += ["", .strong(topics.title)] + rows(topics.rows.map { ($0.word, $0.help) }, style)
    }
    if !command.arguments.isEmpty {
      lines += ["", .strong("arguments")] + rows(command.arguments.map { ($0.name, $0.help) }, style)
    }
    if !command.options.isEmpty {
      lines += ["", .strong("options")] + rows(command.options.map(row), style)
    }
    lines += ["", .strong("options of every command")] + rows(GlobalOptions.all.map(row), style)
    if !command.examples.isEmpty {
      lines += ["", .strong("examples")]
      lines += rows(command.examples.map { ("synclab \($0.words)", $0.help) }, style)
    }
    return lines
  }

  private static func row(_ option: OptionSpec) -> (String, String) {
    var name = option.names.sorted { $0.count < $1.count }.joined(separator: ", ")
    if option.value != nil { name += " \(option.placeholder)" }
    var help = option.help
    if option.isRepeatable { help += "; may be given several times" }
    if !option.standard.isEmpty { help += " (without it: \(option.standard))" }
    return (name, help)
  }

  private static func rows(_ rows: [(String, String)], _ style: TextStyle) -> [StyledText] {
    let widest = rows.map { $0.0.count }.max() ?? 0
    let width = min(widest, max(12, style.width * 2 / 5))
    return rows.flatMap { name, help -> [StyledText] in
      let label = StyledText(name, .actor)
      if name.count > width {
        return ["  " + label] + labelled("", StyledText(help), labelWidth: width + 2, indent: 2, style: style)
      }
      return labelled(label, StyledText(help), labelWidth: width + 2, indent: 2, style: style)
    }
  }

  private static func plain(_ text: String, _ style: TextStyle) -> String {
    style.ascii ? text.map { $0 == "…" ? "..." : String($0) }.joined() : text
  }
}
