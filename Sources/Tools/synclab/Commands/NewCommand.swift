import LabPlatform
import LabReports
import LabWorkbench

/// The command `synclab new NAME`.
enum NewCommand {
  static let spec = CommandSpec(
    name: "new",
    summary: "write a new scenario to start from",
    details: ["Writes NAME.lab into the working directory. A file that exists is never overwritten."],
    arguments: [.init(name: "NAME", count: .one, help: "letters, digits and dashes, such as lost-update")],
    examples: [.init(words: "new my-first-race", help: "writes my-first-race.lab")]
  ) { (invocation, console) throws(CommandFailure) in try run(invocation, console) }

  private static func run(_ invocation: Invocation, _ console: Console) throws(CommandFailure) -> ExitCode {
    let name = invocation.arguments[0]
    if let problem = ScenarioTemplate.problem(ofName: name) {
      throw CommandFailure(
        .usage, "'\(name)' cannot be the name of a scenario: \(problem.reason)", hint: problem.hint)
    }
    let path = "\(name).lab"
    do throws(SystemError) {
      guard try Files.create(Array(ScenarioTemplate.text(name: name).utf8), at: path) else {
        throw SystemError(call: "create", code: SystemError.exists, subject: path)
      }
    } catch {
      let hint = error.code == SystemError.exists ? "choose another name, or remove the file first" : nil
      throw CommandFailure(.inputOutput, "\(error)", hint: hint)
    }
    if console.isJSON {
      console.write(command: "new", [.init("path", .string(path))])
    } else {
      console.write([.site(path)])
      console.note(
        "try: ".asText + .strong("synclab check \(path)") + " and " + .strong("synclab run \(path)"))
    }
    return .held
  }
}
