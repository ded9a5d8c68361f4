/// The command `synclab run NAME|FILE`.
enum RunCommand {
  static let spec = CommandSpec(
    name: "run",
    summary: "run a scenario for real, on threads of the operating system",
    details: [
      "Each run happens in a process of its own, which is ended when its actors are blocked for good. What "
        + "only an exploration of all interleavings can settle is printed as 'needs explore'."
    ],
    arguments: [
      .init(
        name: "NAME|FILE", count: .one, help: "name of a scenario, or a file ending in .lab", kind: .scenario)
    ],
    options: [
      OptionSpec(
        names: ["-p", "--param"], value: .assignment, placeholder: "N=V", isRepeatable: true,
        help: "set parameter N of the scenario to V"),
      OptionSpec(
        names: ["--runs"], value: .integer(1...1_000_000), placeholder: "N",
        standard: "what the scenario says, else 1", help: "run so many times"),
      OptionSpec(
        names: ["--trace"], value: .file, placeholder: "OUT",
        help: "keep the timeline of the first failing run, else of the last, in a file"),
      OptionSpec(
        names: ["--timeout"], value: .duration, placeholder: "T",
        standard: "what the scenario says, else 10s",
        help: "end a run that takes longer, such as 10s or 500ms"),
      OptionSpec(names: ["--chaos"], help: "disturb the actors with yields, sleeps and priorities"),
      OptionSpec(
        names: ["--seed"], value: .seed, placeholder: "S", standard: "a new one, which is printed",
        help: "seed of every random choice"),
      OptionSpec(
        names: ["--schedule"], value: .text, placeholder: "STR",
        help: "let the actors take their visible steps in this order, such as 'left*2 right:1'"),
      OptionSpec(
        names: ["--as"], value: .choice(["threads", "processes"]), placeholder: "WHAT",
        standard: "as the scenario declares", help: "what actors are: threads or processes"),
    ],
    examples: [
      .init(words: "run lost-update -p N=100000 --runs 20", help: "a histogram of real totals"),
      .init(words: "run abba-deadlock --chaos --runs 50 --trace t.trace", help: "keeps the first deadlock"),
    ]
  ) { (invocation, console) throws(CommandFailure) in try run(RunOptions(invocation), console) }
}
