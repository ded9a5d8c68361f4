internal import Glibc

/// The command line of `synclab-bench`.
struct BenchCommand {
  static let usage = """
    usage: synclab-bench [GROUP…] [--json] [--runs N] [--quick]

      GROUP     groups to run; all of them if none is named
      --json    one JSON object instead of tables
      --runs N  runs of every contender, in turn with the others (15)
      --quick   tiny sizes: does everything still run?

    groups:
    """

  var groups: [BenchmarkGroup] = []
  var isJSON = false
  var runs = 15
  var scale = Scale.full

  /// Runs the command.
  ///
  /// - Returns: The exit code: 0, or 64 for a command line that makes no sense.
  static func run(_ arguments: [String]) -> Int32 {
    // Test support, not for users: misuses a primitive, which must end the process with a sentence.
    if arguments.first == "trap" { return runTrapCase(arguments.dropFirst().first) }
    // Test support as well: what the tests need another process for.
    if arguments.first == "support" { return SupportCommands.run(Array(arguments.dropFirst())) }
    if arguments.contains("--help") || arguments.contains("-h") {
      print(helpText)
      return 0
    }
    switch parse(arguments) {
    case .success(let command):
      command.report()
      return 0
    case .failure(let error):
      writeError("synclab-bench: \(error.message)\n\(helpText)")
      return 64
    }
  }

  struct UsageError: Error {
    let message: String
  }

  static var helpText: String {
    benchmarkGroups.reduce(usage) { $0 + "\n  " + padded($1.name, 10) + $1.summary }
  }

  static func parse(_ arguments: [String]) -> Result<BenchCommand, UsageError> {
    var command = BenchCommand()
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--json": command.isJSON = true
      case "--quick":
        command.scale = .quick
        command.runs = min(command.runs, 3)
      case "--runs":
        guard let text = rest.popFirst(), let runs = Int(text), (1...10_000).contains(runs) else {
          return .failure(UsageError(message: "--runs wants a number from 1 to 10000"))
        }
        command.runs = runs
      case _ where argument.hasPrefix("-"):
        return .failure(UsageError(message: "unknown option '\(argument)'"))
      default:
        guard let group = benchmarkGroups.first(where: { $0.name == argument }) else {
          return .failure(UsageError(message: "no group is named '\(argument)'"))
        }
        command.groups.append(group)
      }
    }
    if command.groups.isEmpty { command.groups = benchmarkGroups }
    return .success(command)
  }

  /// Measures, and prints each benchmark when it is done.
  func report() {
    // glibc takes short cuts in a process that never had a second thread, which no user of locks lives in.
    runThreads(1) { _ in }
    var objects: [String] = []
    for group in groups {
      for benchmark in group.benchmarks(scale) {
        let results = benchmark.measure(runs: runs)
        if isJSON {
          objects.append(jsonText(group.name, benchmark, results))
        } else {
          print(table(group.name, benchmark, results, runs: runs))
          fflush(nil)
        }
      }
    }
    if isJSON { print("{\"version\":1,\"runs\":\(runs),\"benchmarks\":[\(objects.joined(separator: ","))]}") }
  }
}

/// Writes a line to standard error.
func writeError(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
}
