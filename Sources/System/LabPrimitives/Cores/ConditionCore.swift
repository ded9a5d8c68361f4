public import LabPlatform

/// The condition variable, as a handle over raw memory.
///
/// A wait has three steps, so that its caller can look on between them: ``enqueue(_:)`` while holding the
/// mutex, unlock the mutex, ``wait(_:deadline:)``; afterwards lock the mutex again and look at the predicate.
/// A signal claims the waiter it wakes: one signal ends one wait, no wait ends without a signal, and a waiter
/// whose deadline passes at that moment reports the signal.
///
/// | bytes | field                                  |
/// |-------|----------------------------------------|
/// | 0     | queue of the waiters                   |
/// | 24    | closed, 0 or 1; under the queue's lock |
///
/// - Memory ordering: all before a signal happens before the return of the wait it ends.
/// - Fairness: first in, first out.
/// - Complexity: a signal or broadcast that nobody waits for is one relaxed load.
/// - Source: the queue of claimed waiters follows A. Birrell, "Implementing condition variables with
///   semaphores", 2003, and WebKit's parking lot; ours is a queue per condition.
@frozen
public struct ConditionCore<S: Substrate>: @unchecked Sendable {
  // @unchecked: every access to the memory is atomic or under the queue's lock.
  /// Where the words lie.
  public let base: UnsafeMutableRawPointer

  /// The condition at an address; see ``initialize(at:)``.
  @inlinable @inline(__always)
  public init(at base: UnsafeMutableRawPointer) { self.base = base }

  /// The bytes a condition takes: one cache line; align it to 8 at least.
  @inlinable @inline(__always)
  public static var byteCount: Int { 64 }

  /// Makes fresh memory a condition nobody waits for.
  @inlinable
  public static func initialize(at base: UnsafeMutableRawPointer) {
    base.initializeMemory(as: UInt64.self, repeating: 0, count: byteCount / 8)
  }

  @inlinable @inline(__always)
  var queue: WaitQueue<S> { WaitQueue(at: base) }
  @inlinable @inline(__always)
  var closedWord: AtomicWord32<S> { AtomicWord32(base, 24) }

  /// What a claim says.
  @inlinable @inline(__always)
  static var signalled: UInt32 { 0 }
  @inlinable @inline(__always)
  static var closed: UInt32 { 1 }

  /// How many are waiting: a racy snapshot, exact for a holder of the mutex.
  @inlinable
  public var waiterCount: UInt32 { queue.length }

  /// Whether the condition was closed: a racy snapshot.
  @inlinable
  public var isClosed: Bool { closedWord.load(.relaxed) != 0 }

  /// Enters the queue: from here on a signal may claim the caller.
  ///
  /// Call it with the mutex held.
  @inlinable
  public func enqueue(_ node: WaitNode<S>) {
    let me = S.currentOwner
    queue.locked(me) {
      queue.insert(node, owner: me)
      if closedWord.load(.relaxed) != 0 {
        queue.remove(node)
        _ = node.claim(result: Self.closed, payload: 0)
      }
    }
  }

  /// Waits to be claimed, after ``enqueue(_:)`` and without the mutex.
  @inlinable
  public func wait(_ node: WaitNode<S>, deadline: Deadline = .never) -> WaitOutcome {
    if !node.awaitClaim(deadline: deadline),
      queue.locked(S.currentOwner, { queue.withdraw(node) })
    {
      return .timedOut
    }
    return node.result == Self.closed ? .closed : .signalled(payload: node.payload)
  }

  /// Ends the longest wait, if anybody waits.
  /// - Parameter payload: What the waiter gets to know.
  /// - Returns: How many were woken: 0 or 1.
  @inlinable @discardableResult
  public func signal(payload: UInt64 = 0) -> Int {
    // relaxed: a waiter that must not be missed has entered the queue with the mutex held, before the change
    // it waits for was made with the mutex held; the mutex makes its entry visible here.
    if queue.length == 0 { return 0 }
    return Int(queue.claimFirst(1, me: S.currentOwner, result: Self.signalled, payload: payload))
  }

  /// Ends every wait that has begun.
  /// - Parameter payload: What the waiters get to know.
  /// - Returns: How many were woken.
  @inlinable @discardableResult
  public func broadcast(payload: UInt64 = 0) -> Int {
    // relaxed: as in `signal`.
    if queue.length == 0 { return 0 }
    return Int(queue.claimFirst(.max, me: S.currentOwner, result: Self.signalled, payload: payload))
  }

  /// Ends every wait, now and from now on, with ``WaitOutcome/closed``.
  @inlinable
  public func close() {
    let me = S.currentOwner
    queue.locked(me) { closedWord.store(1, .relaxed) }
    _ = queue.claimFirst(.max, me: me, result: Self.closed, payload: 0)
  }
}
