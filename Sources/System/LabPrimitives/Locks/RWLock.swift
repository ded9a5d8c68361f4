public import LabPlatform

/// A read-write lock: many readers or one writer.
///
/// Worth it only where readers stay long; for short sections a ``Mutex`` is faster, as readers write the same
/// word.
///
/// - Memory ordering: all before an unlock by a writer happens before the return of each later lock; all
///   before an unlock by a reader happens before the return of each later lock for writing.
/// - Fairness: plain: none, and readers who keep coming starve writers; fair: order of arrival.
/// - Complexity: one read-modify-write each to lock and unlock, uncontended. A contended unlock of a plain
///   lock walks the queue of the waiters.
public struct RWLock: ~Copyable, Sendable {
  @usableFromInline let memory: CoreMemory
  @usableFromInline let core: RWLockCore<PrivateFutex>

  /// An unlocked lock.
  /// - Parameter isFair: Whether to serve in order of arrival.
  @inlinable
  public init(isFair: Bool = false) {
    memory = CoreMemory(byteCount: RWLockCore<PrivateFutex>.byteCount)
    RWLockCore<PrivateFutex>.initialize(at: memory.base, isFair: isFair)
    core = RWLockCore(at: memory.base)
  }

  @inlinable
  deinit {
    if core.writer != 0 { misuseOfDestroy("RWLock", "thread \(core.writer) writes") }
    if core.readerCount != 0 { misuseOfDestroy("RWLock", "\(core.readerCount) readers hold it") }
  }

  /// Takes the lock for reading.
  ///
  /// A thread that holds the lock for writing waits for ever; one that holds a fair lock for reading waits
  /// for ever if a writer stands in between.
  /// - Parameter deadline: A moment of the monotonic clock.
  /// - Throws: `timedOut`; nothing is held then.
  @inlinable
  public borrowing func lockRead(deadline: Deadline) throws(WaitError) {
    switch core.lockRead(deadline: deadline) {
    case .acquired: return
    case .timedOut: throw .timedOut
    case .misuse(let misuse): misuseOfLock("RWLock for reading", misuse)
    }
  }

  /// Takes the lock for reading.
  /// - Parameter timeout: On the monotonic clock.
  /// - Throws: `timedOut`; nothing is held then.
  @inlinable
  public borrowing func lockRead(timeout: Duration) throws(WaitError) {
    try lockRead(deadline: .after(timeout))
  }

  /// Takes the lock for reading, waiting as long as it takes.
  @inlinable
  public borrowing func lockRead() {
    if case .misuse(let misuse) = core.lockRead() { misuseOfLock("RWLock for reading", misuse) }
  }

  /// Takes the lock for reading if that needs no waiting and overtakes nobody on a fair lock.
  /// - Returns: Whether the caller now holds it.
  @inlinable
  public borrowing func tryLockRead() -> Bool { core.tryLockRead() == .acquired }

  /// Gives one hold for reading back.
  ///
  /// Ends the process with a sentence if nobody holds the lock for reading; who the readers are is not
  /// recorded.
  @inlinable
  public borrowing func unlockRead() {
    if core.unlockRead() != .released { misuseOfUnlock("RWLock for reading", owner: core.writer) }
  }

  /// Takes the lock for writing.
  /// - Parameter deadline: A moment of the monotonic clock.
  /// - Throws: `timedOut`; nothing is held then.
  @inlinable
  public borrowing func lockWrite(deadline: Deadline) throws(WaitError) {
    switch core.lockWrite(deadline: deadline) {
    case .acquired: return
    case .timedOut: throw .timedOut
    case .misuse(let misuse): misuseOfLock("RWLock for writing", misuse)
    }
  }

  /// Takes the lock for writing.
  /// - Parameter timeout: On the monotonic clock.
  /// - Throws: `timedOut`; nothing is held then.
  @inlinable
  public borrowing func lockWrite(timeout: Duration) throws(WaitError) {
    try lockWrite(deadline: .after(timeout))
  }

  /// Takes the lock for writing, waiting as long as it takes.
  @inlinable
  public borrowing func lockWrite() {
    if case .misuse(let misuse) = core.lockWrite() { misuseOfLock("RWLock for writing", misuse) }
  }

  /// Takes the lock for writing if that needs no waiting.
  /// - Returns: Whether the caller now holds it.
  @inlinable
  public borrowing func tryLockWrite() -> Bool { core.tryLockWrite() == .acquired }

  /// Gives the hold for writing back.
  ///
  /// Ends the process with a sentence if the caller does not hold the lock for writing.
  @inlinable
  public borrowing func unlockWrite() {
    if core.unlockWrite() != .released { misuseOfUnlock("RWLock for writing", owner: core.writer) }
  }

  /// Runs `body` with the lock held for reading.
  /// - Parameter body: Runs once.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  @inlinable
  public borrowing func withReadLock<R: ~Copyable, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
    lockRead()
    defer { unlockRead() }
    return try body()
  }

  /// Runs `body` with the lock held for writing.
  /// - Parameter body: Runs once.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws.
  @inlinable
  public borrowing func withWriteLock<R: ~Copyable, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
    lockWrite()
    defer { unlockWrite() }
    return try body()
  }

  /// The kernel's id of the thread that holds the lock for writing, 0 if none: a racy snapshot.
  @inlinable
  public var writer: UInt32 { core.writer }

  /// How many hold the lock for reading: a racy snapshot.
  @inlinable
  public var readerCount: Int { Int(core.readerCount) }

  /// How many threads wait: a racy snapshot.
  @inlinable
  public var waiterCount: Int { Int(core.waiterCount) }

  /// Whether the lock serves in order of arrival.
  @inlinable
  public var isFair: Bool { core.isFair }
}
