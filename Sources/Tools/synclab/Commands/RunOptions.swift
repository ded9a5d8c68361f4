/// What `synclab run` was asked for.
struct RunOptions: Hashable, Sendable {
  enum Actors: String, Sendable, CaseIterable {
    /// As the scenario declares them.
    case declared
    case threads
    case processes
  }

  struct Parameter: Hashable, Sendable {
    var name: String
    var value: Int64
  }

  /// Name or file of the scenario.
  var target: String
  /// Folder given by `--scenarios`.
  var scenarios: String?
  var parameters: [Parameter] = []
  /// Nil for what the scenario asks for, else 1.
  var runs: Int?
  /// Nil for what the scenario asks for, else ten seconds.
  var timeoutNanoseconds: Int64?
  /// File for the timeline of the first failing run, else of the last.
  var trace: String?
  var isChaotic = false
  /// Nil for a new one.
  var seed: UInt64?
  var actors = Actors.declared
  /// The order of the visible steps; empty to let the system choose.
  var schedule = ""
}

extension RunOptions {
  init(_ invocation: Invocation) {
    let options = invocation.options
    self.init(
      target: invocation.arguments[0], scenarios: options.text("--scenarios"),
      parameters: options.assignments("-p").map { Parameter(name: $0.name, value: $0.value) },
      runs: options.integer("--runs").map { Int($0) }, timeoutNanoseconds: options.nanoseconds("--timeout"),
      trace: options.text("--trace"), isChaotic: options.isOn("--chaos"), seed: options.seed("--seed"),
      actors: options.text("--as").flatMap(Actors.init(rawValue:)) ?? .declared,
      schedule: options.text("--schedule") ?? "")
  }
}
