import LabLanguage
import LabReports
import LabWorkbench

/// The command `synclab check FILE…`.
enum CheckCommand {
  static let spec = CommandSpec(
    name: "check",
    summary: "look for errors in scenarios without running them",
    details: ["Errors give exit code 65; warnings alone do not."],
    arguments: [
      .init(
        name: "FILE", count: .oneOrMore, help: "scenario files, or names as for run", kind: .scenario)
    ],
    examples: [
      .init(words: "check lost-update.lab", help: "one file"),
      .init(words: "check --json Scenarios/race/*.lab", help: "many, for a program to read"),
    ]
  ) { (invocation, console) throws(CommandFailure) in try run(invocation, console) }

  private static func run(_ invocation: Invocation, _ console: Console) throws(CommandFailure) -> ExitCode {
    var failure: ExitCode?
    var errors = 0
    var warnings = 0
    var files: [JSONValue] = []
    for argument in invocation.arguments {
      let source: SourceText
      do throws(CatalogueError) {
        source = try Catalogue.source(argument, option: invocation.options.text("--scenarios"))
      } catch {
        // The other files are still worth a look.
        let one = CommandFailure(error)
        console.complain(one)
        failure = failure ?? one.exitCode
        files.append(["file": .string(argument), "problem": .string(error.message), "diagnostics": []])
        continue
      }
      let diagnostics = Compiler.compile(source).diagnostics + ScenarioName.diagnostics(source)
      errors += diagnostics.count { $0.severity == .error }
      warnings += diagnostics.count { $0.severity == .warning }
      files.append(DiagnosticText.json(diagnostics, source))
      if !console.isJSON { console.write(DiagnosticText.lines(diagnostics, source)) }
    }
    let summary = counts(invocation.arguments.count, errors, warnings)
    if console.isJSON {
      console.write(
        command: "check",
        [
          .init("errors", .integer(errors)), .init("warnings", .integer(warnings)),
          .init("files", .array(files)),
        ])
    } else {
      console.note((errors > 0 || failure != nil ? StyledText.bad(summary) : .good(summary)))
    }
    return errors > 0 ? .badData : failure ?? .held
  }

  private static func counts(_ files: Int, _ errors: Int, _ warnings: Int) -> String {
    let parts = [(files, "file"), (errors, "error"), (warnings, "warning")]
    return parts.map { NumberText.counted($0.0, $0.1) }.joined(separator: ", ")
  }
}

/// The name of a scenario is the stem of its file: that is how it is found.
enum ScenarioName {
  static func diagnostics(_ source: SourceText) -> [Diagnostic] {
    guard let name = Parser.parse(source).file?.name else { return [] }
    let file = source.file.split(separator: "/").last.map { String($0) } ?? ""
    guard file.hasSuffix(".lab") else { return [] }
    let stem = String(file.dropLast(4))
    guard stem != name.text else { return [] }
    return [
      Diagnostic(
        .error, "the file '\(file)' holds a scenario of another name", at: name.range,
        hint: "call the scenario \"\(stem)\", or the file '\(name.text).lab'")
    ]
  }
}
