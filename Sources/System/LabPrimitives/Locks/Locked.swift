public import LabPlatform

/// A value that can be reached only with its lock held.
///
/// ```swift
/// let scores = Locked([String: Int]())
/// scores.withLock { $0["ann", default: 0] += 1 }
/// ```
///
/// A `withLock` inside a `withLock` of the same value by the same thread ends the process with a sentence.
///
/// - Memory ordering, fairness, complexity: those of a plain ``Mutex``.
public struct Locked<Value: ~Copyable>: ~Copyable {
  @usableFromInline let memory: CoreMemory
  @usableFromInline let core: MutexCore<PrivateFutex>
  @usableFromInline let value: UnsafeMutablePointer<Value>

  /// Puts a value behind a lock.
  @inlinable
  public init(_ initial: consuming sending Value) {
    let alignment = max(64, MemoryLayout<Value>.alignment)
    // The value follows the lock at once: a short critical section then touches one cache line or two.
    let offset = max(MutexCore<PrivateFutex>.byteCount, alignment)
    memory = CoreMemory(byteCount: offset + MemoryLayout<Value>.size, alignment: alignment)
    MutexCore<PrivateFutex>.initialize(at: memory.base, attributes: .errorcheck)
    core = MutexCore(at: memory.base)
    value = (memory.base + offset).bindMemory(to: Value.self, capacity: 1)
    value.initialize(to: initial)
  }

  @inlinable
  deinit {
    if core.owner != 0 { misuseOfDestroy("Locked", "thread \(core.owner) holds it") }
    value.deinitialize(count: 1)
  }

  /// Runs `body` on the value with the lock held.
  /// - Parameter body: Runs once; must not wait for others who need the lock.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws; what it has done to the value stays.
  @inlinable @inline(__always)
  public borrowing func withLock<R: ~Copyable, E: Error>(
    _ body: (inout Value) throws(E) -> R
  ) throws(E) -> R {
    if case .misuse(let misuse) = core.lock() { misuseOfLock("Locked", misuse) }
    defer { _ = core.unlock() }
    return try body(&value.pointee)
  }

  /// Runs `body` on the value if the lock is free.
  /// - Parameter body: Runs at most once.
  /// - Returns: What `body` returns, nil if the lock was not free.
  /// - Throws: What `body` throws.
  @inlinable
  public borrowing func withLockIfAvailable<R: ~Copyable, E: Error>(
    _ body: (inout Value) throws(E) -> R
  ) throws(E) -> R? {
    guard core.tryLock() == .acquired else { return nil }
    defer { _ = core.unlock() }
    return try body(&value.pointee)
  }

  /// Runs `body` on the value with the lock held, if it can be had before a deadline.
  /// - Parameters:
  ///   - deadline: A moment of the monotonic clock.
  ///   - body: Runs at most once.
  /// - Returns: What `body` returns, nil if the deadline passed.
  /// - Throws: What `body` throws.
  @inlinable
  public borrowing func withLock<R: ~Copyable, E: Error>(
    deadline: Deadline, _ body: (inout Value) throws(E) -> R
  ) throws(E) -> R? {
    switch core.lock(deadline: deadline) {
    case .acquired: break
    case .timedOut: return nil
    case .misuse(let misuse): misuseOfLock("Locked", misuse)
    }
    defer { _ = core.unlock() }
    return try body(&value.pointee)
  }

  /// Runs `body` on the value with the lock held, if it can be had within a length of time.
  /// - Parameters:
  ///   - timeout: On the monotonic clock.
  ///   - body: Runs at most once.
  /// - Returns: What `body` returns, nil if the time was up.
  /// - Throws: What `body` throws.
  @inlinable
  public borrowing func withLock<R: ~Copyable, E: Error>(
    timeout: Duration, _ body: (inout Value) throws(E) -> R
  ) throws(E) -> R? {
    try withLock(deadline: .after(timeout), body)
  }

  /// The kernel's id of the thread inside, 0 if none: a racy snapshot.
  @inlinable
  public var owner: UInt32 { core.owner }

  /// How many threads wait: a racy snapshot.
  @inlinable
  public var waiterCount: Int { Int(core.waiterCount) }
}

// @unchecked: the value is reached with the lock held only; it must be Sendable itself, as `body` could carry
// a reference out.
extension Locked: @unchecked Sendable where Value: ~Copyable & Sendable {}
