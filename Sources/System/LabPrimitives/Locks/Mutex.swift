public import LabPlatform

/// A mutual exclusion lock.
///
/// Prefer ``Locked``, which keeps the data behind the lock. The lock knows its owner: to unlock what the
/// thread does not hold ends the process with a sentence that says who holds it, and so does to destroy a
/// held mutex.
///
/// ```swift
/// final class Account: Sendable {
///   let mutex = Mutex()
///   func transfer() { mutex.withLock { … } }
/// }
/// ```
///
/// - Memory ordering: all before an unlock happens before the return of the next lock.
/// - Fairness: none unless made ``MutexAttributes/fair``; a newcomer may overtake sleepers.
/// - Complexity: one read-modify-write each to lock and unlock, uncontended; otherwise spins briefly and
///   sleeps.
/// - Source: see ``LockWord``.
public struct Mutex: ~Copyable, Sendable {
  @usableFromInline let memory: CoreMemory
  @usableFromInline let core: MutexCore<PrivateFutex>

  /// An unlocked mutex.
  /// - Parameter attributes: What a relock by the owner does, and the order of service.
  @inlinable
  public init(_ attributes: MutexAttributes = .plain) {
    memory = CoreMemory(byteCount: MutexCore<PrivateFutex>.byteCount)
    MutexCore<PrivateFutex>.initialize(at: memory.base, attributes: attributes)
    core = MutexCore(at: memory.base)
  }

  @inlinable
  deinit {
    if core.owner != 0 { misuseOfDestroy("Mutex", "thread \(core.owner) holds it") }
  }

  /// Takes the mutex, waiting as long as it takes.
  ///
  /// A relock by the owner deepens the hold of a recursive mutex, ends the process with a sentence if the
  /// mutex is errorcheck, and otherwise waits for ever.
  @inlinable @inline(__always)
  public borrowing func lock() {
    if case .misuse(let misuse) = core.lock() { misuseOfLock("Mutex", misuse) }
  }

  /// Takes the mutex, waiting until a deadline at most.
  /// - Parameter deadline: A moment of the monotonic clock; looked at only if the mutex is not free.
  /// - Throws: `timedOut`; the mutex is then not held.
  @inlinable
  public borrowing func lock(deadline: Deadline) throws(WaitError) {
    switch core.lock(deadline: deadline) {
    case .acquired: return
    case .timedOut: throw .timedOut
    case .misuse(let misuse): misuseOfLock("Mutex", misuse)
    }
  }

  /// Takes the mutex, waiting a length of time at most.
  /// - Parameter timeout: On the monotonic clock.
  /// - Throws: `timedOut`; the mutex is then not held.
  @inlinable
  public borrowing func lock(timeout: Duration) throws(WaitError) { try lock(deadline: .after(timeout)) }

  /// Takes the mutex if that needs no waiting.
  /// - Returns: Whether the caller now holds it (once more, if it is recursive).
  @inlinable
  public borrowing func tryLock() -> Bool { core.tryLock() == .acquired }

  /// Gives the mutex back, or one hold of a recursive one.
  ///
  /// Ends the process with a sentence if the caller does not hold the mutex.
  @inlinable @inline(__always)
  public borrowing func unlock() {
    if core.unlock() != .released { misuseOfUnlock("Mutex", owner: core.owner) }
  }

  /// Runs `body` with the mutex held.
  /// - Parameter body: Runs once.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  @inlinable @inline(__always)
  public borrowing func withLock<R: ~Copyable, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
    lock()
    defer { unlock() }
    return try body()
  }

  /// The kernel's id of the thread that holds the mutex, 0 if none: a racy snapshot.
  @inlinable
  public var owner: UInt32 { core.owner }

  /// Whether the calling thread holds the mutex: exact.
  @inlinable
  public var isHeldByCurrentThread: Bool { core.owner == CurrentThread.id }

  /// How many threads wait: a racy snapshot.
  @inlinable
  public var waiterCount: Int { Int(core.waiterCount) }

  /// How often the owner holds the mutex, 0 if nobody does: a racy snapshot, exact for the owner.
  @inlinable
  public var recursionDepth: Int { Int(core.recursionDepth) }

  /// What the mutex was made with.
  @inlinable
  public var attributes: MutexAttributes { core.attributes }
}
