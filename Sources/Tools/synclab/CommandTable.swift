/// All commands, in the order of the help.
enum CommandTable {
  static let commands: [CommandSpec] = [
    ListCommand.spec, NewCommand.spec, CheckCommand.spec, FormatCommand.spec, RunCommand.spec,
    InspectCommand.spec,
    ExplainCommand.spec, CompletionsCommand.spec,
  ]
}
