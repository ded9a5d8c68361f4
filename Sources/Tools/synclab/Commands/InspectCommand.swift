import LabAnalysis
import LabReports
import LabTrace

/// The command `synclab inspect TRACE`.
enum InspectCommand {
  static let spec = CommandSpec(
    name: "inspect",
    summary: "show what a run left: findings, timeline, waits, locks, order, states",
    topics: .init(title: "views", rows: InspectView.allCases.map { ($0.rawValue, $0.help) }),
    arguments: [
      .init(
        name: "TRACE", count: .one, help: "a file that run --trace wrote, or the folder of a run",
        kind: .file(ending: ".trace"))
    ],
    options: [
      OptionSpec(
        names: ["--view"], value: .choice(InspectView.allCases.map(\.rawValue)), placeholder: "VIEW",
        standard: "lanes", help: "which one, see above"),
      OptionSpec(
        names: ["--at"], value: .integer(0...Int64(Int32.max)), placeholder: "STEP", standard: "the end",
        help: "for state and waits: after which step; for hb: which step"),
      OptionSpec(
        names: ["--and"], value: .integer(0...Int64(Int32.max)), placeholder: "STEP",
        help: "for hb with --at: another step, to ask which comes first and why"),
      OptionSpec(
        names: ["--from"], value: .integer(0...Int64(Int32.max)), placeholder: "STEP", standard: "the first",
        help: "first step to show"),
      OptionSpec(
        names: ["--to"], value: .integer(0...Int64(Int32.max)), placeholder: "STEP", standard: "the last",
        help: "last step to show"),
      OptionSpec(
        names: ["--limit"], value: .integer(0...1_000_000), placeholder: "N", standard: "what fits the view",
        help: "about so many rows, 0 for all"),
    ],
    examples: [
      .init(words: "inspect t.trace", help: "what happened"),
      .init(words: "inspect t.trace --view state --at 12", help: "who held what after step 12"),
      .init(
        words: "inspect t.trace --view hb --at 5 --and 9", help: "whether step 5 comes before step 9, and why"
      ),
    ]
  ) { (invocation, console) throws(CommandFailure) in try run(invocation, console) }

  private static func run(_ invocation: Invocation, _ console: Console) throws(CommandFailure) -> ExitCode {
    let request = try InspectRequest(invocation.options)
    let path = invocation.arguments[0]
    let log = try TraceLoading.read(path)
    try request.check(against: log)
    let analysis = Analyzer.analyze(log)
    if console.isJSON {
      let members =
        [.init("trace", .string(path)), .init("view", .string(request.view.rawValue))]
        + TraceJSON.members(log, analysis, at: request.view == .hb ? nil : request.step)
        + request.members(log, analysis)
      console.write(command: "inspect", members)
    } else {
      console.write(TraceHeader.lines(log, style: console.style))
      console.write("\n" + request.text(log, analysis, console.style))
    }
    return .held
  }
}
