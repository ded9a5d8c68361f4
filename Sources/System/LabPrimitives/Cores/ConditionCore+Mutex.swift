public import LabPlatform

/// How a whole wait on a condition ended: in all cases but misuse with the mutex held again.
@frozen
public enum MonitorWaitOutcome: Hashable, Sendable {
  /// Claimed by a signal or broadcast, with its payload.
  case signalled(payload: UInt64)
  /// The deadline passed and nobody claimed the waiter.
  case timedOut
  /// The condition was closed.
  case closed
  /// The call was a mistake; nothing changed.
  case misuse(LockMisuse)
}

extension ConditionCore {
  /// The whole wait: enters the queue, gives the mutex back, waits, and takes the mutex again.
  ///
  /// A recursive mutex is given back with all its holds and taken again with as many.
  /// - Parameters:
  ///   - mutex: Must be held by the caller.
  ///   - deadline: When to give up waiting; the mutex is waited for without one.
  ///   - node: Needed where processes share the condition.
  /// - Returns: How it ended.
  @inlinable
  public func wait(
    releasing mutex: MutexCore<S>, deadline: Deadline = .never, node: WaitNode<S>? = nil
  ) -> MonitorWaitOutcome {
    guard mutex.owner == S.currentOwner else { return .misuse(.notOwner) }
    return WaitNode.with(node, orElse: .misuse(.nodeRequired)) { node in
      enqueue(node)
      let depth = mutex.releaseAll()
      let outcome = wait(node, deadline: deadline)
      mutex.reacquire(depth: depth, node: node)
      switch outcome {
      case .signalled(let payload): return .signalled(payload: payload)
      case .timedOut: return .timedOut
      case .closed: return .closed
      }
    }
  }
}

extension MutexCore {
  /// Gives all holds back, for the owner.
  /// - Returns: How many there were beyond the first.
  @inlinable
  func releaseAll() -> UInt32 {
    let depth = depthWord.load(.relaxed)
    depthWord.store(0, .relaxed)
    _ = unlock()
    return depth
  }

  /// Takes as many holds as ``releaseAll()`` gave back.
  @inlinable
  func reacquire(depth: UInt32, node: WaitNode<S>) {
    _ = lock(node: node)
    depthWord.store(depth, .relaxed)
  }
}
