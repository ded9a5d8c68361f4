import LabReports

/// The command `synclab completions SHELL`.
enum CompletionsCommand {
  static let spec = CommandSpec(
    name: "completions",
    summary: "write what a shell needs to complete synclab's words",
    details: [
      "bash: source <(synclab completions bash). zsh: synclab completions zsh > a folder of fpath/_synclab. "
        + "fish: synclab completions fish > ~/.config/fish/completions/synclab.fish. Names of scenarios and terms "
        + "are asked for when they are needed, so they are never out of date."
    ],
    arguments: [
      .init(
        name: "SHELL", count: .one, help: "bash, zsh or fish",
        kind: .choice(Completions.Shell.allCases.map(\.rawValue)))
    ],
    examples: [.init(words: "completions bash", help: "to be sourced in ~/.bashrc")]
  ) { (invocation, console) throws(CommandFailure) in try run(invocation, console) }

  private static func run(_ invocation: Invocation, _ console: Console) throws(CommandFailure) -> ExitCode {
    let word = invocation.arguments[0]
    guard let shell = Completions.Shell(rawValue: word) else {
      let known = Completions.Shell.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandFailure(.usage, "there are no completions for '\(word)'", hint: "one of \(known)")
    }
    let script = Completions(commands: CommandTable.commands, globals: GlobalOptions.all).script(for: shell)
    if console.isJSON {
      console.write(
        command: "completions", [.init("shell", .string(word)), .init("script", .string(script))])
    } else {
      console.write(script)
    }
    return .held
  }
}
