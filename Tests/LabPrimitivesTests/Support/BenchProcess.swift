import Foundation

/// What a run of `synclab-bench` left.
struct BenchProcess {
  let status: Int32
  let wasKilledBySignal: Bool
  let output: String
  let errors: String

  /// Runs the executable that lies beside the test binary.
  ///
  /// The watchdog guards the wait.
  init(_ arguments: [String]) throws {
    let directory = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent()
    let process = Process()
    process.executableURL = directory.appendingPathComponent("synclab-bench")
    process.arguments = arguments
    // The backtracer would take seconds for each of the expected deaths.
    process.environment = ProcessInfo.processInfo.environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
    let output = Pipe()
    let errors = Pipe()
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // What it writes fits the pipes, so that one can be read after the other.
    self.output = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    self.errors = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    status = process.terminationStatus
    wasKilledBySignal = process.terminationReason == .uncaughtSignal
  }
}
