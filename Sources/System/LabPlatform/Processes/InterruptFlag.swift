internal import CLabPlatform

/// Ctrl-C and SIGTERM as a question instead of a death.
///
/// The handler only counts (it is async-signal-safe); the program asks when it likes. A second Ctrl-C has its
/// default effect: it ends the process at once. Blocking calls of the handled thread end early with EINTR.
public enum InterruptFlag {
  /// Watches SIGINT and SIGTERM from now on, for the whole process.
  public static func install() throws(SystemError) {
    let code = lab_watch_interrupts()
    guard code == 0 else { throw SystemError(call: "sigaction", code: code) }
  }

  /// How many of the signals came since `install` or `reset`.
  public static var count: Int { Int(lab_interrupts()) }

  /// Whether the user asked to stop.
  public static var isRaised: Bool { lab_interrupts() > 0 }

  /// The signal that came last, nil if none did.
  public static var lastSignal: Int32? { lab_last_interrupt() == 0 ? nil : lab_last_interrupt() }

  /// Forgets the signals that came.
  public static func reset() { lab_forget_interrupts() }

  /// Makes writing to a pipe without reader the error EPIPE instead of a deadly signal.
  ///
  /// And growing a file beyond the limit of the process the error EFBIG.
  /// Holds for the whole process. Programs started by `ChildProcess` do not inherit this.
  public static func ignoreBrokenPipes() { lab_ignore_broken_pipes() }
}
