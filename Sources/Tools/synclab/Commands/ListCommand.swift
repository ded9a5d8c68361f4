import LabReports
import LabWorkbench

/// The command `synclab list`.
enum ListCommand {
  static let spec = CommandSpec(
    name: "list",
    summary: "show what scenarios there are",
    details: [
      "Scenarios are grouped by theme: the folder they lie in. A cross marks what has a bug to find, a tick what "
        + "mends another one. synclab explain NAME tells more."
    ],
    options: [
      OptionSpec(
        names: ["--tag"], value: .text, placeholder: "T", isRepeatable: true,
        help: "only scenarios that have this tag, or lie in the theme of this name"),
      OptionSpec(names: ["--long"], help: "also what each teaches, its tags and its twins"),
      OptionSpec(names: ["--names"], help: "only the names, one a line, for a program to read"),
      OptionSpec(names: ["--tags"], help: "only the tags and themes that there are, one a line"),
    ],
    examples: [
      .init(words: "list", help: "all of them"),
      .init(words: "list --tag deadlock --tag beginner", help: "those that have both tags"),
    ]
  ) { (invocation, console) throws(CommandFailure) in try run(invocation, console) }

  private static func run(_ invocation: Invocation, _ console: Console) throws(CommandFailure) -> ExitCode {
    let catalogue: Catalogue
    do throws(CatalogueError) {
      catalogue = try Catalogue.find(option: invocation.options.text("--scenarios"))
    } catch { throw CommandFailure(error) }
    let tags = invocation.options.texts("--tag")
    let rows = catalogue.entries.map(row).filter { row in
      tags.allSatisfy { row.tags.contains($0) || row.theme == $0 }
    }
    let report = CatalogueReport(rows: rows)
    if let words = try words(rows, invocation.options), !console.isJSON {
      console.write(words.map { $0 + "\n" }.joined())
      return rows.isEmpty ? .nothingSelected : .held
    }
    if console.isJSON {
      console.write(
        command: "list", [.init("folder", .string(catalogue.folder)), .init("scenarios", report.json)])
    } else {
      console.write(report.render(style: console.style, isLong: invocation.options.isOn("--long")))
    }
    if !rows.isEmpty, !console.isJSON, !invocation.options.isOn("--long") {
      console.note(.faint("synclab explain NAME tells what one shows; synclab run NAME runs it"))
    }
    if rows.isEmpty {
      console.note(.hint("nothing found") + " in \(catalogue.folder)".asText)
      return .nothingSelected
    }
    return .held
  }

  /// The plain words that were asked for in place of the list.
  private static func words(
    _ rows: [CatalogueReport.Row], _ options: GivenOptions
  ) throws(CommandFailure) -> [String]? {
    let asked = ["--names", "--tags", "--long"].filter { options.isOn($0) }
    if asked.count > 1 { throw CommandFailure(.usage, "\(asked[0]) and \(asked[1]) exclude each other") }
    switch asked.first {
    case "--names": return rows.map(\.name)
    case "--tags": return Set(rows.flatMap { $0.tags + [$0.theme] }).filter { !$0.isEmpty }.sorted()
    default: return nil
    }
  }

  private static func row(_ entry: Catalogue.Entry) -> CatalogueReport.Row {
    do throws(CatalogueError) {
      let source = try Catalogue.read(entry.path)
      let summary = CatalogueSummary(source)
      return CatalogueReport.Row(
        name: entry.name, theme: entry.theme, title: summary.title, teaches: summary.teaches,
        tags: summary.tags,
        fixedBy: summary.fixedBy, fixes: summary.fixes, path: entry.path, problem: summary.problem)
    } catch {
      return CatalogueReport.Row(
        name: entry.name, theme: entry.theme, path: entry.path, problem: error.message)
    }
  }
}

extension String {
  var asText: StyledText { StyledText(self) }
}
