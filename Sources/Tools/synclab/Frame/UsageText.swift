import LabReports

/// A usage error in words.
enum UsageText {
  static func lines(_ error: UsageError) -> [StyledText] {
    var lines = [StyledText.strong("synclab: ") + .bad("error: ") + StyledText(error.message)]
    if let hint = error.hint { lines.append(.hint("  hint: ") + StyledText(hint)) }
    switch error {
    case .noCommand, .unknownCommand:
      let names = CommandTable.commands.map(\.name).joined(separator: ", ")
      lines.append(StyledText("  commands: \(names)"))
      lines.append("  synclab --help explains them")
    case .missingArgument(_, let command), .extraArgument(_, let command, _):
      if let spec = CommandTable.commands.first(where: { $0.name == command }) {
        lines.append(StyledText("  usage: synclab \(spec.usage)"))
      }
      lines.append(StyledText("  synclab \(command) --help explains it"))
    case .unknownOption(_, let command?, _), .missingValue(_, _, let command?):
      lines.append(StyledText("  synclab \(command) --help explains its options"))
    default: break
    }
    return lines
  }
}
