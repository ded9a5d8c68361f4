public import LabPlatform

extension MutexCore {
  /// Adds a hold, for the owner.
  @inlinable
  func deepen() -> Bool {
    let depth = depthWord.load(.relaxed)
    if depth == .max - 1 { return false }
    depthWord.store(depth &+ 1, .relaxed)
    return true
  }

  /// The mutex is held, perhaps by the caller.
  @inlinable @inline(never)
  func lockSlowly(_ me: UInt32, deadline: Deadline, node: WaitNode<S>?) -> LockOutcome {
    if lockWord.owner == me {
      if attributes.contains(.recursive) { return deepen() ? .acquired : .misuse(.tooManyHolds) }
      if attributes.contains(.errorcheck) { return .misuse(.relockByOwner) }
    }
    // relaxed: a counter for the eye; no decision hangs on it.
    waitersWord.fetchAdd(1, .relaxed)
    defer { waitersWord.fetchSubtract(1, .relaxed) }
    if attributes.contains(.fair) {
      return WaitNode.with(node, orElse: .misuse(.nodeRequired)) {
        lockInTurn(me, deadline: deadline, node: $0) ? .acquired : .timedOut
      }
    }
    return lockWord.lockSlowly(me, deadline: deadline) ? .acquired : .timedOut
  }

  /// Stands in the queue until an unlocker makes the caller the owner.
  @inlinable
  func lockInTurn(_ me: UInt32, deadline: Deadline, node: WaitNode<S>) -> Bool {
    let word = lockWord.word
    let isOwner = queue.locked(me) {
      while true {
        let seen = word.load(.relaxed)
        if seen == 0 {
          // acquire (L1): free, hence the queue is empty: it is the caller's turn.
          if word.compareExchange(0, me, .acquire).exchanged { return true }
        } else if word.compareExchange(seen, seen | LockWord<S>.sleepersBit, .relaxed).exchanged {
          // From here on the owner cannot unlock without the queue's lock.
          queue.insert(node, owner: me)
          return false
        }
      }
    }
    if isOwner || node.awaitClaim(deadline: deadline) { return true }
    return queue.locked(me) {
      guard queue.withdraw(node) else { return true }
      if queue.length == 0 { word.fetchAnd(~LockWord<S>.sleepersBit, .relaxed) }
      return false
    }
  }

  /// Somebody waits, or the mutex is held more than once, or not by the caller.
  @inlinable @inline(never)
  func unlockSlowly(_ me: UInt32) -> UnlockOutcome {
    guard lockWord.owner == me else { return .misuse(.notOwner) }
    let depth = depthWord.load(.relaxed)
    if depth != 0 {
      depthWord.store(depth &- 1, .relaxed)
      return .released
    }
    if attributes.contains(.fair) { handOver(me) } else { _ = lockWord.unlockSlowly(me) }
    return .released
  }

  /// Makes the longest waiting thread the owner.
  @inlinable
  func handOver(_ me: UInt32) {
    let sleeper: AtomicWord32<S>? = queue.locked(me) {
      guard let node = queue.first else {
        // release (L2): all waiters have given up meanwhile.
        lockWord.word.store(0, .release)
        return nil
      }
      queue.remove(node)
      // relaxed: the heir learns of it by the claim, whose release (N1) publishes the critical section.
      lockWord.word.store(node.owner | (queue.length == 0 ? 0 : LockWord<S>.sleepersBit), .relaxed)
      return node.claim(result: 0, payload: 0)
    }
    sleeper?.wake(1)
  }
}
