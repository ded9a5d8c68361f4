/// What an operation of a primitive came to.
@frozen
@usableFromInline
package enum Answer: Hashable, Sendable, BitwiseCopyable {
  /// It is done; the value is the result of the operation as the language counts.
  case done(Int64)
  /// It was used against its contract.
  case misused(Misuse)
}

/// How a primitive was used against its contract.
@frozen
@usableFromInline
package enum Misuse: UInt8, Hashable, Sendable, CaseIterable, BitwiseCopyable {
  /// An unlock by somebody who does not hold the lock.
  case unlockNotHeld
  /// The owner of an errorcheck mutex asks for it again.
  case relock
  /// A wait on a condition without its mutex.
  case waitNotHeld
  /// More permits than a semaphore can have.
  case tooManyPermits
  /// A negative or huge number of permits.
  case badPermits
  /// A commit of a ticket that is not reserved.
  case badTicket
  /// A recursive mutex taken more often than its counter can tell.
  case tooDeep
}

/// Results of operations: LANGUAGE section 1.
@usableFromInline
package enum OperationResult {
  @inlinable
  package static var done: Int64 { 0 }
  @inlinable
  package static var ownerDied: Int64 { 1 }
  @inlinable
  package static var timedOut: Int64 { -1 }
  @inlinable
  package static var closed: Int64 { -2 }
  @inlinable
  package static var unrecoverable: Int64 { -3 }
}
