internal import Glibc

/// How a process ended.
public enum ExitStatus: Hashable, Sendable, CustomStringConvertible {
  /// It ended by itself, with this code.
  case exited(Int32)
  /// A signal ended it.
  case signalled(Int32, coreDumped: Bool)

  /// Whether it ended by itself with code 0.
  public var isSuccess: Bool { self == .exited(0) }

  /// One line: `exit code 1`, or `signal 9 (Killed)`.
  public var description: String {
    switch self {
    case .exited(let code): return "exit code \(code)"
    case .signalled(let signal, let coreDumped):
      let name = strsignal(signal).map { String(cString: $0) } ?? "unknown"
      return "signal \(signal) (\(name))\(coreDumped ? ", core dumped" : "")"
    }
  }
}

/// The signals the lab sends.
public enum Signal {
  /// Cannot be caught: ends the process at once.
  public static let kill: Int32 = SIGKILL
  /// Asks the process to end.
  public static let terminate: Int32 = SIGTERM
  /// What Ctrl-C sends.
  public static let interrupt: Int32 = SIGINT
  /// What `abort` sends.
  public static let abort: Int32 = SIGABRT
  /// Stops the process until `resume`.
  public static let stop: Int32 = SIGSTOP
  /// Lets a stopped process go on.
  public static let resume: Int32 = SIGCONT
}
