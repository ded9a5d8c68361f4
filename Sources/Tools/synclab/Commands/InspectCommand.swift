import LabAnalysis
import LabReports
import LabTrace

/// The command `synclab inspect TRACE`.
enum InspectCommand {
  static let spec = CommandSpec(
    name: "inspect",
    summary: "show what a run left: findings, timeline, states",
    details: [
      "lanes: findings, bars to scale and steps. steps: a row for each event, with long repetitions folded. "
        + "state: who does, holds and waits for what. findings: only these."
    ],
    arguments: [
      .init(name: "TRACE", count: .one, help: "a file that run --trace wrote, or the folder of a run")
    ],
    options: [
      OptionSpec(
        names: ["--view"], value: .choice(["lanes", "steps", "state", "findings"]), placeholder: "VIEW",
        standard: "lanes", help: "lanes, steps, state or findings"),
      OptionSpec(
        names: ["--at"], value: .integer(0...Int64(Int32.max)), placeholder: "STEP", standard: "the end",
        help: "for state: after which step"),
      OptionSpec(
        names: ["--from"], value: .integer(0...Int64(Int32.max)), placeholder: "STEP", standard: "the first",
        help: "first step to show"),
      OptionSpec(
        names: ["--to"], value: .integer(0...Int64(Int32.max)), placeholder: "STEP", standard: "the last",
        help: "last step to show"),
      OptionSpec(
        names: ["--limit"], value: .integer(0...1_000_000), placeholder: "N", standard: "100",
        help: "about so many rows of steps, 0 for all"),
    ],
    examples: [
      .init(words: "inspect t.trace", help: "what happened"),
      .init(words: "inspect t.trace --view state --at 12", help: "who held what after step 12"),
    ]
  ) { (invocation, console) throws(CommandFailure) in try run(invocation, console) }

  private static func run(_ invocation: Invocation, _ console: Console) throws(CommandFailure) -> ExitCode {
    let options = invocation.options
    let view = options.text("--view") ?? "lanes"
    try refuseUnusedOptions(options, view)
    let path = invocation.arguments[0]
    let log = try TraceLoading.read(path)
    let findings = Analyzer.findings(log)
    let step = options.integer("--at").map { Int($0) }
    if console.isJSON {
      console.write(
        command: "inspect", [.init("trace", .string(path))] + TraceJSON.members(log, findings, at: step))
      return .held
    }
    let reports = FindingReport.render(findings, log: log, style: console.style)
    switch view {
    case "state": console.write(StateReport.render(log, at: step, style: console.style))
    case "findings": console.write(reports.isEmpty ? " no findings\n" : reports)
    default:
      if !reports.isEmpty { console.write(reports + "\n") }
      let lanes = LanesReport.Options(
        form: view == "steps" ? .steps : .automatic, from: options.integer("--from").map { Int($0) },
        to: options.integer("--to").map { Int($0) }, limit: options.integer("--limit").map { Int($0) } ?? 100,
        important: findings.flatMap { $0.sides.map(\.event) })
      console.write(LanesReport.render(log: log, style: console.style, options: lanes))
    }
    return .held
  }

  private static func refuseUnusedOptions(_ options: GivenOptions, _ view: String) throws(CommandFailure) {
    if options.isOn("--at"), view != "state" {
      throw CommandFailure(
        .usage, "--at needs --view state", hint: "--from and --to choose steps of the other views")
    }
    for option in ["--from", "--to", "--limit"]
    where options.isOn(option) && view != "lanes" && view != "steps" {
      throw CommandFailure(.usage, "\(option) means nothing for --view \(view)")
    }
    if let from = options.integer("--from"), let to = options.integer("--to"), from > to {
      throw CommandFailure(.usage, "--from \(from) comes after --to \(to)")
    }
  }
}
