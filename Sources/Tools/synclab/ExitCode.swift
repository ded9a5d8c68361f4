/// What the exit code of `synclab` says.
enum ExitCode: Int32, CaseIterable, Sendable {
  /// All expectations held; for `run`: nothing contradicted.
  case held = 0
  /// An expectation failed.
  case failed = 1
  /// A limit was reached, or an expected finding did not show.
  case inconclusive = 2
  /// A replay took another way.
  case diverged = 3
  /// Nothing was selected.
  case nothingSelected = 4
  /// The command line is wrong.
  case usage = 64
  /// A scenario or a trace is wrong.
  case badData = 65
  /// The lab is wrong.
  case internalError = 70
  /// A file could not be read or written.
  case inputOutput = 74
  /// The user stopped it.
  case interrupted = 130

  /// One line for the help.
  var meaning: String {
    switch self {
    case .held: "all expectations held (run: nothing was contradicted)"
    case .failed: "an expectation failed"
    case .inconclusive: "a limit was reached, or an expected finding did not show"
    case .diverged: "a replay took another way"
    case .nothingSelected: "nothing was selected"
    case .usage: "the command line is wrong"
    case .badData: "a scenario or a trace is wrong"
    case .internalError: "an error of the lab itself"
    case .inputOutput: "a file could not be read or written"
    case .interrupted: "interrupted"
    }
  }
}
