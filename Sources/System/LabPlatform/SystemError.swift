internal import Glibc

/// A call to the system that failed: which, why, and on what.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Name of the call, such as `open`.
  public var call: String
  /// The error number: an `errno` value.
  public var code: Int32
  /// What the call was about, most often a path; empty for nothing in particular.
  public var subject: String

  /// Describes a failed call.
  public init(call: String, code: Int32, subject: String = "") {
    self.call = call
    self.code = code
    self.subject = subject
  }

  /// Describes the call that has just failed on the calling thread, by its `errno`.
  static func last(_ call: String, _ subject: String = "") -> SystemError {
    SystemError(call: call, code: errno, subject: subject)
  }

  /// What the error number means, such as `Permission denied`.
  public var reason: String {
    guard let text = strerror(code) else { return "error \(code)" }
    return String(cString: text)
  }

  /// The whole in one line: `open /x: Permission denied`.
  public var description: String { "\(call)\(subject.isEmpty ? "" : " ")\(subject): \(reason)" }

  /// Whether the named thing does not exist.
  public var isNotFound: Bool { code == ENOENT || code == ENOTDIR }

  /// Whether the device or the user's share of it is full.
  public var isOutOfSpace: Bool { code == ENOSPC || code == EDQUOT }

  /// Whether the reader of a pipe has gone.
  public var isBrokenPipe: Bool { code == EPIPE }
}
