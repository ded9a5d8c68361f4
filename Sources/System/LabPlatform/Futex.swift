internal import CLabPlatform

/// Sleeping on a 32-bit word until somebody changes it.
///
/// Source: H. Franke, R. Russell, M. Kirkwood, "Fuss, futexes and furwocks", OLS 2002.
public enum Futex {
  /// How a sleep ended.
  @frozen
  public enum Wake: Sendable {
    /// Woken, or interrupted, or for no reason: look at the word again.
    case woken
    /// The word was not the expected one: nobody slept.
    case changed
    case timedOut
  }

  /// Sleeps while the word holds `expected`.
  ///
  /// Memory ordering: none of its own; read the word with the ordering you need afterwards.
  /// - Parameters:
  ///   - word: Must stay mapped. May be written by anyone.
  ///   - expected: The value for which to sleep.
  ///   - deadline: Absolute.
  ///   - isShared: Whether sleepers and wakers may be in different processes.
  /// - Returns: Why the caller is awake.
  public static func wait(
    _ word: UnsafeMutablePointer<UInt32>, expected: UInt32, deadline: Deadline = .never,
    isShared: Bool = false
  ) -> Wake {
    let nanoseconds = deadline == .never ? -1 : max(0, deadline.nanoseconds)
    switch lab_futex_wait(word, expected, nanoseconds, isShared ? 1 : 0) {
    case 0, EINTR: return .woken
    case EAGAIN: return .changed
    case ETIMEDOUT: return .timedOut
    case let code: fatalError("futex wait on \(word): error \(code)")
    }
  }

  /// Wakes at most `count` sleepers.
  /// - Returns: How many were woken.
  @discardableResult
  public static func wake(_ word: UnsafeMutablePointer<UInt32>, count: Int32, isShared: Bool = false) -> Int {
    Int(lab_futex_wake(word, count, isShared ? 1 : 0))
  }
}
