import LabPlatform

/// What a finished program left.
public struct ProgramResult: Sendable, CustomStringConvertible {
  /// How it ended; nil if it was killed because its time was over.
  public var status: ExitStatus?
  /// Its standard output.
  public var output: String
  /// Its standard error.
  public var errors: String

  /// The whole, for a test's failure message.
  public var description: String {
    "\(status.map(\.description) ?? "timed out")\n--- output\n\(output)--- errors\n\(errors)"
  }
}

/// Runs a program to its end, or kills it when its time is over; never hangs.
/// - Parameters:
///   - path: The executable.
///   - arguments: Without the program's own name.
///   - environment: Variables to set.
///   - seconds: How long it may take.
/// - Returns: What it left.
/// - Throws: The system's call that failed.
public func runProgram(
  _ path: String, _ arguments: [String] = [], environment: [String: String] = [:], seconds: Int = 60
) throws -> ProgramResult {
  let options = ChildProcess.Options(output: .captured, errors: .captured, environment: environment)
  let child = try ChildProcess.spawn(path, arguments: arguments, options: options)
  let status = try child.wait(deadline: .after(.seconds(seconds)))
  if status == nil {
    child.kill()
    _ = try child.wait()
  }
  return ProgramResult(
    status: status, output: String(decoding: child.output, as: UTF8.self),
    errors: String(decoding: child.errors, as: UTF8.self))
}
