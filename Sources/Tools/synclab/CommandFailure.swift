import LabPlatform
import LabWorkbench

/// Why a command could not do what it was asked for.
struct CommandFailure: Error, Hashable {
  var exitCode: ExitCode
  /// One sentence without a full stop, starting in lower case.
  var message: String
  /// What to do, nil if there is nothing to say.
  var hint: String?

  init(_ exitCode: ExitCode, _ message: String, hint: String? = nil) {
    self.exitCode = exitCode
    self.message = message
    self.hint = hint
  }

  init(_ error: SystemError) { self.init(.inputOutput, "\(error)") }

  init(_ error: CatalogueError) {
    let exitCode: ExitCode =
      switch error.kind {
      case .selection: .usage
      case .inputOutput: .inputOutput
      case .content: .badData
      }
    self.init(exitCode, error.message, hint: error.hint)
  }
}
