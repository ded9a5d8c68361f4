import LabReports
import LabWorkbench

/// The command `synclab list`.
enum ListCommand {
  static let spec = CommandSpec(
    name: "list",
    summary: "show what scenarios there are",
    details: ["Scenarios are grouped by theme: the folder they lie in."],
    options: [
      OptionSpec(
        names: ["--tag"], value: .text, placeholder: "T", isRepeatable: true,
        help: "only scenarios that have this tag, or lie in the theme of this name")
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
    if console.isJSON {
      console.write(
        command: "list", [.init("folder", .string(catalogue.folder)), .init("scenarios", report.json)])
    } else {
      console.write(report.render(style: console.style))
    }
    if rows.isEmpty {
      console.note(.hint("nothing found") + " in \(catalogue.folder)".asText)
      return .nothingSelected
    }
    return .held
  }

  private static func row(_ entry: Catalogue.Entry) -> CatalogueReport.Row {
    do throws(CatalogueError) {
      let source = try Catalogue.read(entry.path)
      let summary = CatalogueSummary(source)
      return CatalogueReport.Row(
        name: entry.name, theme: entry.theme, title: summary.title, tags: summary.tags,
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
