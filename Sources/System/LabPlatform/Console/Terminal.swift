internal import Glibc

/// Standard output and standard error.
public enum Terminal {
  /// One of the two.
  public enum Stream: Int32, Sendable {
    /// For results.
    case output = 1
    /// For progress, notes and errors.
    case errors = 2
  }

  /// Whether a stream goes to a terminal.
  public static func isTerminal(_ stream: Stream) -> Bool { isatty(stream.rawValue) == 1 }

  /// Columns of the terminal that a stream goes to; else what COLUMNS says; nil if neither is known.
  public static func width(_ stream: Stream = .output) -> Int? {
    var size = winsize()
    if ioctl(stream.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    guard let columns = Environment.variable("COLUMNS"), let number = Int(columns), number > 0 else {
      return nil
    }
    return number
  }

  /// Writes all bytes, unbuffered.
  ///
  /// Errors: EPIPE when the reader has gone (after `InterruptFlag.ignoreBrokenPipes`).
  public static func write(_ bytes: [UInt8], to stream: Stream) throws(SystemError) {
    try bytes.withBytes { (buffer) throws(SystemError) in
      try Descriptor.write(buffer, to: stream.rawValue, path: name(stream))
    }
  }

  /// Writes a text as UTF-8, unbuffered; errors as for bytes.
  public static func write(_ text: String, to stream: Stream) throws(SystemError) {
    try write(Array(text.utf8), to: stream)
  }

  private static func name(_ stream: Stream) -> String {
    stream == .output ? "standard output" : "standard error"
  }
}
