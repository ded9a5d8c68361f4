public import LabPlatform

/// Threads of one process, sleeping on process-private futexes.
///
/// The kernel finds a private futex by its address alone, which is cheaper than the look-up of a shared one.
public enum PrivateFutex: MachineSubstrate {
  /// Sleeps while the word holds `expected`.
  @inlinable
  public static func wait(
    _ word: UnsafeMutablePointer<UInt32>, expected: UInt32, deadline: Deadline
  ) -> Futex.Wake {
    Futex.wait(word, expected: expected, deadline: deadline, isShared: false)
  }

  /// Wakes at most `count` sleepers.
  @inlinable @discardableResult
  public static func wake(_ word: UnsafeMutablePointer<UInt32>, count: Int32) -> Int {
    Futex.wake(word, count: count, isShared: false)
  }

  /// Whether nodes must lie in the mapping of the words.
  @inlinable @inline(__always)
  public static var crossesProcesses: Bool { false }
}
