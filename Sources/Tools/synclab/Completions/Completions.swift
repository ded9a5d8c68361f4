/// Scripts that complete synclab's words, made from the table of commands.
struct Completions {
  enum Shell: String, CaseIterable, Sendable {
    case bash
    case zsh
    case fish
  }

  let commands: [CommandSpec]
  let globals: [OptionSpec]

  func script(for shell: Shell) -> String {
    switch shell {
    case .bash: bash()
    case .zsh: zsh()
    case .fish: fish()
    }
  }

  /// What may stand somewhere, in the words of no shell in particular.
  enum Source: Hashable {
    case nothing
    case words([String])
    case files(ending: String)
    case folders
    /// Names of scenarios, and their files.
    case scenarios
    /// Terms, names of scenarios, traces.
    case subjects
    case tags
  }

  /// All commands, and what is not in the table.
  var commandNames: [String] { commands.map(\.name) + ["help"] }

  func source(of argument: CommandSpec.Argument?) -> Source {
    switch argument?.kind {
    case nil, .text: .nothing
    case .file(let ending): .files(ending: ending)
    case .scenario: .scenarios
    case .subject: .subjects
    case .choice(let words): .words(words)
    }
  }

  func source(of option: OptionSpec) -> Source {
    switch option.value {
    case .choice(let words): .words(words)
    case .file: .files(ending: "")
    case .folder: .folders
    case .text where option.name == "--tag": .tags
    default: .nothing
    }
  }

  /// A text between single quotes, for all three shells.
  static func quoted(_ text: String, for shell: Shell = .bash) -> String {
    // Fish knows an escaped quote inside quotes, the others do not.
    let escaped = text.map { character -> String in
      switch (character, shell) {
      case ("'", .fish): "\\'"
      case ("\\", .fish): "\\\\"
      case ("'", _): "'\\''"
      default: String(character)
      }
    }
    return "'\(escaped.joined())'"
  }
}
