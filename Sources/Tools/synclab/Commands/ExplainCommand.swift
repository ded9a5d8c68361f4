import LabAnalysis
import LabLanguage
import LabPlatform
import LabReports
import LabTrace
import LabWorkbench

/// The command `synclab explain TERM|TRACE|NAME`.
enum ExplainCommand {
  static let spec = CommandSpec(
    name: "explain",
    summary: "explain a word of the field, a trace, or a scenario",
    details: [
      "A word: what it means, how to recognise it, what to do, and a scenario that shows it. A trace: its findings "
        + "as a story. A scenario: what it shows and how to run it. Nothing: the list of the words."
    ],
    arguments: [
      .init(
        name: "TERM|TRACE|NAME", count: .any, help: "such as lost wake-up, t.trace or bounded-buffer-if",
        kind: .subject)
    ],
    options: [OptionSpec(names: ["--names"], help: "only the words, one a line, for a program to read")],
    examples: [
      .init(words: "explain lost-wakeup", help: "a word, however it is spelled"),
      .init(words: "explain t.trace", help: "what happened in a run, and why"),
      .init(words: "explain bounded-buffer-if", help: "what a scenario shows"),
    ]
  ) { (invocation, console) throws(CommandFailure) in try run(invocation, console) }

  private static func run(_ invocation: Invocation, _ console: Console) throws(CommandFailure) -> ExitCode {
    let words = invocation.arguments
    guard !words.isEmpty else {
      list(isPlain: invocation.options.isOn("--names"), console)
      return .held
    }
    if invocation.options.isOn("--names") {
      throw CommandFailure(.usage, "--names and '\(words[0])' exclude each other")
    }
    let subject = words.joined(separator: " ")
    if words.count == 1, isTrace(subject) { return try explainTrace(subject, console) }
    let scenario = words.count == 1 ? try story(subject, invocation.options.text("--scenarios")) : nil
    let term = isPath(subject) ? nil : Glossary.term(subject)
    guard term != nil || scenario != nil else {
      throw unknown(subject, invocation.options.text("--scenarios"))
    }
    if console.isJSON {
      console.write(
        command: "explain",
        [
          .init("term", term.map(TermReport.json) ?? .null), .init("scenario", scenario?.json ?? .null),
        ])
    } else {
      let parts = [
        term.map { TermReport.render($0, style: console.style) }, scenario?.render(style: console.style),
      ]
      console.write(parts.compactMap { $0 }.joined(separator: "\n"))
    }
    return .held
  }

  private static func list(isPlain: Bool, _ console: Console) {
    if console.isJSON {
      console.write(command: "explain", [.init("terms", .array(Glossary.terms.map(TermReport.json)))])
    } else if isPlain {
      console.write(Glossary.terms.map { $0.slug + "\n" }.joined())
    } else {
      console.write(TermReport.index(style: console.style))
    }
  }

  // MARK: traces

  private static func isPath(_ word: String) -> Bool { word.contains("/") && Glossary.term(word) == nil }

  /// A trace is a file or a folder that is there, or is called like one.
  private static func isTrace(_ word: String) -> Bool {
    if word.hasSuffix(".lab") { return false }
    if word.hasSuffix(".trace") { return true }
    return Glossary.term(word) == nil && (Files.isFile(word) || Files.isFolder(word))
  }

  private static func explainTrace(_ path: String, _ console: Console) throws(CommandFailure) -> ExitCode {
    let log = try TraceLoading.read(path)
    let narrative = Narrative(log, Analyzer.analyze(log), path: path)
    if console.isJSON {
      console.write(command: "explain", narrative.json)
    } else {
      console.write(narrative.render(style: console.style))
    }
    return .held
  }

  // MARK: scenarios

  /// The scenario of this name or file; nil if there is none of this name.
  private static func story(_ word: String, _ folder: String?) throws(CommandFailure) -> ScenarioStory? {
    let source: SourceText
    do throws(CatalogueError) {
      source = try Catalogue.source(word, option: folder)
    } catch {
      // Only a name may be meant for something else, and only a term needs no scenarios.
      switch error {
      case .unknownName: return nil
      case .noCatalogue where folder == nil: return nil
      default:
        if Glossary.term(word) != nil, folder == nil { return nil }
        throw CommandFailure(error)
      }
    }
    let result = Compiler.compile(source)
    guard let program = result.program else {
      let errors = result.diagnostics.count { $0.severity == .error }
      throw CommandFailure(
        .badData, "\(source.file) has \(NumberText.counted(errors, "error"))",
        hint: "synclab check \(word) shows them")
    }
    return ScenarioStory(program, path: source.file)
  }

  private static func unknown(_ subject: String, _ folder: String?) -> CommandFailure {
    let names = (try? Catalogue.find(option: folder))?.entries.map(\.name) ?? []
    let suggestion =
      Suggestion.hint(for: subject.lowercased(), among: Glossary.slugs + names)
      ?? Suggestion.hint(
        for: Glossary.terms.isEmpty ? subject : dashed(subject), among: Glossary.slugs + names)
    return CommandFailure(
      .usage, "there is no term, scenario or trace '\(subject)'",
      hint: suggestion ?? "synclab explain lists the terms, synclab list the scenarios")
  }

  private static func dashed(_ subject: String) -> String {
    String(subject.lowercased().map { $0 == " " || $0 == "_" ? "-" : $0 })
  }
}
