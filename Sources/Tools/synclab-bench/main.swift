internal import LabPlatform

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.first == "support" {
  let code = try SupportCommands.run(Array(arguments.dropFirst()))
  if code == nil { try Terminal.write("no such support command\n", to: .errors) }
  Environment.exit(code ?? 64)
}
Environment.exit(BenchCommand.run(arguments))
