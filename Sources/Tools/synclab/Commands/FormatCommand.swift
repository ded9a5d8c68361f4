import LabLanguage
import LabPlatform
import LabReports
import LabWorkbench

/// The command `synclab fmt FILE…`.
enum FormatCommand {
  static let spec = CommandSpec(
    name: "fmt",
    summary: "write scenarios in their canonical form",
    details: [
      "A file is replaced as a whole or not at all. Files with errors of syntax are left alone, with exit code 65."
    ],
    arguments: [
      .init(name: "FILE", count: .oneOrMore, help: "scenario files", kind: .file(ending: ".lab"))
    ],
    options: [
      OptionSpec(names: ["--check"], help: "write nothing; exit code 1 if a file is not in canonical form"),
      OptionSpec(names: ["--stdout"], help: "write the canonical text to standard output, not to the file"),
    ],
    examples: [
      .init(words: "fmt lost-update.lab", help: "formats a file in place"),
      .init(words: "fmt --check Scenarios/*/*.lab", help: "for a gate"),
    ]
  ) { (invocation, console) throws(CommandFailure) in try run(invocation, console) }

  private enum Mode {
    case write
    case check
    case print
  }

  private enum Outcome: String {
    case unchanged
    case formatted
    case differs
    case failed
  }

  private static func run(_ invocation: Invocation, _ console: Console) throws(CommandFailure) -> ExitCode {
    let options = invocation.options
    if options.isOn("--check"), options.isOn("--stdout") {
      throw CommandFailure(.usage, "--check and --stdout exclude each other")
    }
    if options.isOn("--stdout"), console.isJSON {
      throw CommandFailure(.usage, "--stdout and --json exclude each other")
    }
    let mode: Mode = options.isOn("--check") ? .check : options.isOn("--stdout") ? .print : .write
    var failure: ExitCode?
    var hasDifference = false
    var files: [JSONValue] = []
    for path in invocation.arguments {
      let outcome: Outcome
      do throws(CommandFailure) {
        outcome = try format(path, mode, console)
      } catch {
        if !error.message.isEmpty { console.complain(error) }
        failure = failure ?? error.exitCode
        outcome = .failed
      }
      if outcome == .differs { hasDifference = true }
      files.append(["file": .string(path), "outcome": .string(outcome.rawValue)])
      if !console.isJSON { tell(path, outcome, console) }
    }
    if console.isJSON { console.write(command: "fmt", [.init("files", .array(files))]) }
    return failure ?? (hasDifference ? .failed : .held)
  }

  private static func tell(_ path: String, _ outcome: Outcome, _ console: Console) {
    switch outcome {
    case .formatted: console.note("formatted ".asText + .site(path))
    case .differs: console.write([.site(path) + ": not in canonical form"])
    case .unchanged, .failed: break
    }
  }

  private static func format(_ path: String, _ mode: Mode, _ console: Console) throws(CommandFailure)
    -> Outcome
  {
    let source: SourceText
    do throws(CatalogueError) { source = try Catalogue.read(path) } catch { throw CommandFailure(error) }
    let text: String
    switch Formatter.format(source) {
    case .success(let formatted): text = formatted
    case .failure(let error):
      console.complain(DiagnosticText.lines(error.diagnostics, source))
      throw CommandFailure(.badData, "\(path) is left as it is", hint: "mend the errors first")
    }
    try verify(text, against: source)
    let isSame = Array(text.utf8) == source.bytes
    switch mode {
    case .print:
      console.write(text)
      return .unchanged
    case .check: return isSame ? .unchanged : .differs
    case .write where isSame: return .unchanged
    case .write:
      do throws(SystemError) {
        // Through links: the file they lead to is replaced, not the link.
        let target = try Files.canonicalPath(path)
        try Files.write(Array(text.utf8), to: target, mode: try Files.permissions(target))
      } catch { throw CommandFailure(error) }
    }
    return .formatted
  }

  /// What is written must mean what was read, or nothing is written.
  private static func verify(_ text: String, against source: SourceText) throws(CommandFailure) {
    let before = Parser.parse(source)
    let after = Parser.parse(SourceText(text, file: source.file))
    guard let old = before.file, let new = after.file, after.diagnostics.isEmpty,
      Outline.text(of: old) == Outline.text(of: new)
    else {
      throw CommandFailure(
        .internalError, "the formatter would change what \(source.file) means: the file is left as it is",
        hint: "please report this with the file")
    }
  }
}
