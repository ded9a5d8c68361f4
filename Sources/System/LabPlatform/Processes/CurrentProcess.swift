internal import Glibc

/// The calling process.
public enum CurrentProcess {
  /// Ends the process now: no handlers run, no buffers are written, other threads stop where they are.
  public static func exitAtOnce(_ code: Int32) -> Never { _exit(code) }
}
