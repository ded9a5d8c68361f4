public import LabPlatform

/// A counting semaphore: a number of permits to take and to give back.
///
/// - Memory ordering: all before a release happens before the return of every later acquire.
/// - Fairness: none; a newcomer may overtake sleepers, and small requests may overtake large ones for ever.
/// - Complexity: one read-modify-write each to acquire and release, uncontended.
/// - Source: see ``SemaphoreCore``.
public struct CountingSemaphore: ~Copyable, Sendable {
  @usableFromInline let memory: CoreMemory
  @usableFromInline let core: SemaphoreCore<PrivateFutex>

  /// A semaphore with some permits; ends the process with a sentence if not in 0...2^31 - 1.
  @inlinable
  public init(_ permits: Int) {
    memory = CoreMemory(byteCount: SemaphoreCore<PrivateFutex>.byteCount)
    if !SemaphoreCore<PrivateFutex>.initialize(at: memory.base, value: permits) {
      misuse("CountingSemaphore made with \(permits) permits; 0 to 2147483647 are possible")
    }
    core = SemaphoreCore(at: memory.base)
  }

  @inlinable
  deinit {
    if core.waiterCount != 0 { misuseOfDestroy("CountingSemaphore", "\(core.waiterCount) threads wait") }
  }

  /// Takes permits, all at once.
  /// - Parameters:
  ///   - count: How many; ends the process with a sentence if not in 0...2^31 - 1.
  ///   - deadline: A moment of the monotonic clock.
  /// - Throws: `timedOut`, or `closed` if the semaphore is closed and too few permits are left. No permit is
  ///   taken then.
  @inlinable
  public borrowing func acquire(_ count: Int = 1, deadline: Deadline = .never) throws(WaitError) {
    switch core.acquire(count, deadline: deadline) {
    case .acquired: return
    case .timedOut: throw .timedOut
    case .closed: throw .closed
    case .misuse: misuse("acquire of \(count) permits of a CountingSemaphore; 0 to 2147483647 are possible")
    }
  }

  /// Takes permits, all at once.
  /// - Parameters:
  ///   - count: How many; ends the process with a sentence if not in 0...2^31 - 1.
  ///   - timeout: On the monotonic clock.
  /// - Throws: `timedOut`, or `closed` if the semaphore is closed and too few permits are left. No permit is
  ///   taken then.
  @inlinable
  public borrowing func acquire(_ count: Int = 1, timeout: Duration) throws(WaitError) {
    try acquire(count, deadline: .after(timeout))
  }

  /// Takes permits if there are enough.
  /// - Parameter count: How many; ends the process with a sentence if not in 0...2^31 - 1.
  /// - Returns: Whether they were taken; closed or not makes no difference.
  @inlinable
  public borrowing func tryAcquire(_ count: Int = 1) -> Bool {
    switch core.tryAcquire(count) {
    case .acquired: return true
    case .busy, .closed: return false
    case .misuse: misuse("acquire of \(count) permits of a CountingSemaphore; 0 to 2147483647 are possible")
    }
  }

  /// Gives permits, whoever took them.
  ///
  /// Ends the process with a sentence if there would be more than 2^31 - 1.
  /// - Parameter count: How many.
  /// - Returns: False if the semaphore is closed; nothing is added then.
  @inlinable @discardableResult
  public borrowing func release(_ count: Int = 1) -> Bool {
    switch core.release(count) {
    case .released: return true
    case .closed: return false
    case .misuse:
      misuse("release of \(count) permits to a CountingSemaphore of \(core.value); 2147483647 is the most")
    }
  }

  /// Runs `body` with permits taken.
  /// - Parameters:
  ///   - count: How many.
  ///   - body: Runs once.
  /// - Returns: What `body` returns, nil if the semaphore is closed and has too few permits.
  /// - Throws: What `body` throws.
  @inlinable
  public borrowing func withPermits<R: ~Copyable, E: Error>(
    _ count: Int = 1, _ body: () throws(E) -> R
  ) throws(E) -> R? {
    guard (try? acquire(count)) != nil else { return nil }
    defer { release(count) }
    return try body()
  }

  /// Ends it: releases add nothing any more; what permits are left can be taken, and then every acquire
  /// fails.
  @inlinable
  public borrowing func close() { core.close() }

  /// Whether the semaphore was closed: a racy snapshot.
  @inlinable
  public var isClosed: Bool { core.isClosed }

  /// The free permits: a racy snapshot.
  @inlinable
  public var value: Int { core.value }

  /// How many threads wait: a racy snapshot.
  @inlinable
  public var waiterCount: Int { Int(core.waiterCount) }
}
