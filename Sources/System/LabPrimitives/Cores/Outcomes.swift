/// What a core's lock operation did.
@frozen
public enum LockOutcome: Hashable, Sendable {
  /// The caller holds the lock.
  case acquired
  /// The deadline passed; nothing is held.
  case timedOut
  /// The call was a mistake; nothing changed.
  case misuse(LockMisuse)
}

/// What a core's attempt to lock did.
@frozen
public enum TryLockOutcome: Hashable, Sendable {
  /// The caller holds the lock.
  case acquired
  /// Somebody else holds it, or it would be out of turn; nothing changed.
  case busy
}

/// What a core's unlock operation did.
@frozen
public enum UnlockOutcome: Hashable, Sendable {
  /// The caller's hold is given back (of a recursive mutex: one of its holds).
  case released
  /// The call was a mistake; nothing changed.
  case misuse(LockMisuse)
}

/// How a lock can be misused.
@frozen
public enum LockMisuse: Hashable, Sendable {
  /// The caller holds the errorcheck mutex, or the read-write lock for writing, that it wants to lock.
  case relockByOwner
  /// The caller gives back what it does not hold.
  case notOwner
  /// A recursive mutex was locked 2^32 times, or a lock has 2^30 readers.
  case tooManyHolds
  /// The lock queues its waiters, is shared by processes, and got no node in the shared memory.
  case nodeRequired
}

/// What a core's wait ended in, where no misuse is possible but a missing node.
@frozen
public enum WaitOutcome: Hashable, Sendable {
  /// Claimed by a signal, or let through by an event or a barrier; with the 64-bit payload of who did it.
  case signalled(payload: UInt64)
  /// The deadline passed and nobody claimed the waiter.
  case timedOut
  /// The object was closed.
  case closed
}
