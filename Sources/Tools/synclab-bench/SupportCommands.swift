internal import LabPlatform
internal import LabRecorder
internal import LabTrace

/// What the tests need another process for.
///
/// Not for users, and not in the help.
enum SupportCommands {
  /// Runs the command `support NAME …`.
  ///
  /// - Returns: The exit code: that of the command, 64 if there is no such one, 74 if the system failed it.
  static func run(_ arguments: [String]) -> Int32 {
    do {
      if let code = try select(arguments) { return code }
      writeError("synclab-bench support: no such command")
      return 64
    } catch {
      writeError("synclab-bench support: \(error)")
      return 74
    }
  }

  private static func select(_ arguments: [String]) throws -> Int32? {
    guard let name = arguments.first else { return nil }
    let rest = Array(arguments.dropFirst())
    switch name {
    case "exit": return rest.first.flatMap { Int32($0) } ?? 0
    case "abort": fatalError("asked to")
    case "sleep": NativeThread.sleep(until: .never)
    case "environment": try say(rest.first.flatMap { Environment.variable($0) } ?? "not set")
    case "descriptors": try say(try Files.list("/proc/self/fd").joined(separator: " "))
    case "input": try say("\(try Files.read("/proc/self/fd/0").count)")
    case "flood": try flood(rest.first.flatMap { Int($0) } ?? 0)
    case "spawn": try spawn(rest)
    case "dependent": return try dependent(rest.first.flatMap { Int32($0) })
    case "interrupts": return try interrupts()
    case "run-folder": try runFolder()
    case "terminal":
      let width = Terminal.width().map { "\($0)" } ?? "unknown"
      try say("\(Terminal.isTerminal(.output)) \(width)")
    case "record": try Recording.run(rest)
    default: return nil
    }
    return 0
  }

  static func say(_ line: String) throws { try Terminal.write("\(line)\n", to: .output) }

  /// Fills both outputs in turn, more than any pipe holds.
  private static func flood(_ bytes: Int) throws {
    let piece = [UInt8](repeating: UInt8(ascii: "x"), count: 1000)
    for _ in 0..<(bytes / piece.count) {
      try Terminal.write(piece, to: .errors)
      try Terminal.write(piece, to: .output)
    }
  }

  /// Starts this program again with other arguments, says its process id, and stays.
  private static func spawn(_ arguments: [String]) throws {
    let own = "\(ProcessTable.currentProcess)"
    let arguments = arguments.map { $0 == "PARENT" ? own : $0 }
    let options = ChildProcess.Options(hasOwnGroup: arguments.first == "dependent")
    let child = try ChildProcess.spawn(
      try Environment.executablePath(), arguments: ["support"] + arguments, options: options)
    if arguments.first != "dependent" { try say("\(child.id)") }
    _ = try child.wait()
  }

  private static func dependent(_ parent: Int32?) throws -> Int32 {
    guard try ChildProcess.dieWithParent(expected: parent) else { return 3 }
    try say("\(ProcessTable.currentProcess)")
    NativeThread.sleep(until: .never)
    return 0
  }

  /// Ends with 42 some time after the first signal.
  private static func interrupts() throws -> Int32 {
    try InterruptFlag.install()
    try say("ready")
    while !InterruptFlag.isRaised { NativeThread.sleep(until: .after(.milliseconds(2))) }
    try say("interrupted by \(InterruptFlag.lastSignal ?? 0)")
    // Long enough for a second signal to come first.
    NativeThread.sleep(until: .after(.seconds(Environment.variable("LINGER") == "1" ? 60 : 0)))
    return 42
  }

  private static func runFolder() throws {
    let folder = try RunFolder()
    try say(folder.path)
    NativeThread.sleep(until: .never)
    try folder.close()
  }
}
