public import LabPlatform

/// A condition variable: where holders of a mutex wait for what it guards to change.
///
/// ```swift
/// mutex.withLock {
///   try notEmpty.wait { !items.isEmpty }
///   use(items.removeFirst())
/// }
/// ```
///
/// A signal claims the waiter it wakes. No wait ends without a signal, a broadcast, a close or its deadline;
/// still the state must be looked at again, as somebody may lock the mutex before the waiter does. The waits
/// that take a predicate do that.
///
/// - Memory ordering: that of the mutex; moreover all before a signal happens before the return of its wait.
/// - Fairness: first in, first out.
/// - Complexity: to signal or broadcast when nobody waits is one load.
/// - Source: see ``ConditionCore``.
public struct ConditionVariable: ~Copyable, Sendable {
  @usableFromInline let memory: CoreMemory
  @usableFromInline let core: ConditionCore<PrivateFutex>
  @usableFromInline let mutexMemory: CoreMemory
  @usableFromInline let mutex: MutexCore<PrivateFutex>

  /// A condition of what a mutex guards.
  /// - Parameter mutex: The mutex to be held when waiting.
  @inlinable
  public init(on mutex: borrowing Mutex) {
    memory = CoreMemory(byteCount: ConditionCore<PrivateFutex>.byteCount)
    ConditionCore<PrivateFutex>.initialize(at: memory.base)
    core = ConditionCore(at: memory.base)
    mutexMemory = mutex.memory
    self.mutex = mutex.core
  }

  @inlinable
  deinit {
    if core.waiterCount != 0 { misuseOfDestroy("ConditionVariable", "\(core.waiterCount) threads wait") }
  }

  /// Waits until `predicate` holds; looks at it before the first wait and after each.
  ///
  /// Call it with the mutex held; the mutex is given back while waiting, and held whenever `predicate` runs
  /// and on return, thrown errors included. Otherwise the process ends with a sentence.
  /// - Parameters:
  ///   - predicate: Must depend on nothing but what the mutex guards.
  ///   - deadline: A moment of the monotonic clock.
  /// - Throws: `timedOut` or `closed`, if `predicate` does not hold at that moment.
  @inlinable
  public borrowing func wait(until predicate: () -> Bool, deadline: Deadline = .never) throws(WaitError) {
    requireMutex()
    var failure: WaitError?
    while !predicate() {
      if let failure { throw failure }
      do { try waitOnce(deadline: deadline) } catch { failure = error }
    }
  }

  /// Waits until `predicate` holds; looks at it before the first wait and after each.
  /// - Parameters:
  ///   - predicate: Must depend on nothing but what the mutex guards.
  ///   - timeout: On the monotonic clock.
  /// - Throws: `timedOut` or `closed`, if `predicate` does not hold at that moment.
  @inlinable
  public borrowing func wait(until predicate: () -> Bool, timeout: Duration) throws(WaitError) {
    try wait(until: predicate, deadline: .after(timeout))
  }

  /// Waits for one signal, for callers that loop themselves.
  ///
  /// Call it with the mutex held, in a loop over what it waits for.
  /// - Parameter deadline: A moment of the monotonic clock.
  /// - Throws: `timedOut` or `closed`, with the mutex held as well.
  @inlinable
  public borrowing func waitOnce(deadline: Deadline = .never) throws(WaitError) {
    switch core.wait(releasing: mutex, deadline: deadline) {
    case .signalled: return
    case .timedOut: throw .timedOut
    case .closed: throw .closed
    case .misuse: requireMutex()
    }
  }

  @usableFromInline
  borrowing func requireMutex() {
    if mutex.owner == CurrentThread.id { return }
    let holder = mutex.owner == 0 ? "nobody holds it" : "owner is \(mutex.owner)"
    misuse(
      "wait on ConditionVariable by thread \(CurrentThread.id), which does not hold its mutex; \(holder)")
  }

  /// Wakes the thread that has waited longest, if any.
  ///
  /// The mutex need not be held, as long as what the waiter waits for was changed with the mutex held.
  /// - Returns: Whether a thread was woken.
  @inlinable @discardableResult
  public borrowing func signal() -> Bool { core.signal() != 0 }

  /// Wakes all threads that wait.
  /// - Returns: How many were woken.
  @inlinable @discardableResult
  public borrowing func broadcast() -> Int { core.broadcast() }

  /// Ends all waits, now and from now on, with `closed`.
  @inlinable
  public borrowing func close() { core.close() }

  /// Whether the condition was closed: a racy snapshot.
  @inlinable
  public var isClosed: Bool { core.isClosed }

  /// How many threads wait: a racy snapshot, exact for a holder of the mutex.
  @inlinable
  public var waiterCount: Int { Int(core.waiterCount) }
}
