public import LabPlatform

extension RWLockCore {
  /// Stands in the queue, each time the lock is not to be had.
  @inlinable @inline(never)
  func lockSlowly(
    _ purpose: UInt32, _ me: UInt32, deadline: Deadline, node: WaitNode<S>?
  ) -> LockOutcome {
    var looks = S.spinLimit
    while looks > 0 {
      if tryLock(purpose, me) { return .acquired }
      S.pause()
      looks &-= 1
    }
    return WaitNode.with(node, orElse: .misuse(.nodeRequired)) { node in
      var isWokenBefore = false
      while true {
        if enter(node, purpose, me, atFront: isWokenBefore) { return .acquired }
        if !node.awaitClaim(deadline: deadline), leave(node, me) { return .timedOut }
        if node.result == Self.granted { return .acquired }
        isWokenBefore = true
      }
    }
  }

  /// Takes the lock, or else enters the queue.
  @inlinable
  func enter(_ node: WaitNode<S>, _ purpose: UInt32, _ me: UInt32, atFront: Bool) -> Bool {
    queue.locked(me) {
      while true {
        let seen = word.load(.relaxed)
        if let desired = locked(seen, purpose, me) {
          // acquire (R1): as in `tryLock`.
          if word.compareExchange(seen, desired, .acquire).exchanged { return true }
        } else if word.compareExchange(seen, seen | Self.queuedBit, .relaxed).exchanged {
          // From here on whoever frees the lock comes to the queue.
          queue.insert(node, owner: me, purpose: purpose, atFront: atFront)
          return false
        }
      }
    }
  }

  /// Leaves the queue because the time is up.
  /// - Returns: False if the node was claimed before.
  @inlinable
  func leave(_ node: WaitNode<S>, _ me: UInt32) -> Bool {
    queue.claiming(me) { list in
      guard queue.withdraw(node) else { return false }
      // A writer that leaves may have been all that kept readers behind it from joining those who read.
      if isFair { admitReaders(&list) }
      settleQueuedBit()
      return true
    }
  }

  /// Clears `queued` if the queue is empty; under the queue's lock.
  @inlinable
  func settleQueuedBit() {
    // relaxed: a read-modify-write, so that it continues the release of the unlock before.
    if queue.length == 0 { word.fetchAnd(~Self.queuedBit, .relaxed) }
  }

  /// Lets the waiters of a plain lock try again after an unlock: all readers, and the first if it is a
  /// writer.
  @inlinable @inline(never)
  func wakeWaiters(_ me: UInt32) {
    queue.claiming(me) { list in
      if let first = queue.first, first.purpose == Self.toWrite { list.claim(first, result: Self.tryAgain) }
      var waiter = queue.first
      while let node = waiter {
        waiter = queue.next(after: node)
        if node.purpose == Self.toRead { list.claim(node, result: Self.tryAgain) }
      }
      settleQueuedBit()
    }
  }

  /// Gives the last hold of a fair lock to the first waiter, or to the readers in front of the first writer.
  @inlinable @inline(never)
  func handOver(_ me: UInt32) -> UnlockOutcome {
    queue.claiming(me) { list in
      while true {
        let seen = word.load(.relaxed)
        let isReading = seen & Self.readingBit != 0
        if isReading, seen & Self.lowMask == 0 { return .misuse(.notOwner) }
        guard !isReading || seen & Self.lowMask == 1, let first = queue.first else {
          // All waiters have given up meanwhile, or readers have joined since.
          let isLast = !isReading || seen & Self.lowMask == 1
          // release (R2): as in `unlockRead`.
          let (done, _) = word.compareExchange(
            seen, isLast ? seen & Self.queuedBit : seen &- 1, .release)
          if done { return .released }
          continue
        }
        let readers = leadingReaders()
        let heirs = readers == 0 ? first.owner : Self.readingBit | readers
        let isEmptied = queue.length == max(readers, 1)
        // acquire: this thread answers for all readers that have left before; the claims pass it on (N1).
        let (done, _) = word.compareExchange(
          seen, heirs | (isEmptied ? 0 : Self.queuedBit), .acquireRelease)
        guard done else { continue }
        claimFirst(max(readers, 1), &list)
        return .released
      }
    }
  }

  /// Lets the readers at the head of the queue join those who read already; under the queue's lock.
  @inlinable
  func admitReaders(_ list: inout WakeList<S>) {
    let readers = leadingReaders()
    var seen = word.load(.relaxed)
    // While `queued` is set the last reader cannot leave without the queue's lock: there is one to join.
    while readers != 0, seen & Self.readingBit != 0 {
      // acquire: the readers see what the last writer did; the claims pass it on (N1).
      let (done, now) = word.compareExchange(seen, seen &+ readers, .acquireRelease)
      if done {
        claimFirst(readers, &list)
        return
      }
      seen = now
    }
  }

  /// How many readers stand before the first writer in the queue; under its lock.
  @inlinable
  func leadingReaders() -> UInt32 {
    var count: UInt32 = 0
    var waiter = queue.first
    while let node = waiter, node.purpose == Self.toRead {
      count &+= 1
      waiter = queue.next(after: node)
    }
    return count
  }

  @inlinable
  func claimFirst(_ count: UInt32, _ list: inout WakeList<S>) {
    for _ in 0..<count {
      guard let node = queue.first else { return }
      list.claim(node, result: Self.granted)
    }
  }
}
