public import LabPlatform

/// Threads of any processes that map the same memory, sleeping on shared futexes.
///
/// The words may lie at different addresses in each process, so that the cores link by offsets from their own
/// base, and the memory of wait nodes must lie in the same mapping. All who map the memory are trusted: what
/// they scribble over the words is not found out.
public enum SharedFutex: MachineSubstrate {
  /// Sleeps while the word holds `expected`.
  @inlinable
  public static func wait(
    _ word: UnsafeMutablePointer<UInt32>, expected: UInt32, deadline: Deadline
  ) -> Futex.Wake {
    Futex.wait(word, expected: expected, deadline: deadline, isShared: true)
  }

  /// Wakes at most `count` sleepers.
  @inlinable @discardableResult
  public static func wake(_ word: UnsafeMutablePointer<UInt32>, count: Int32) -> Int {
    Futex.wake(word, count: count, isShared: true)
  }

  /// Whether nodes must lie in the mapping of the words.
  @inlinable @inline(__always)
  public static var crossesProcesses: Bool { true }
}
