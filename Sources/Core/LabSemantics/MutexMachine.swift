/// What a mutex means: plain, recursive, errorcheck, robust, fair, or several of these.
///
/// ```
/// byte  meaning
///    0  owner: 0 for none, else one more than the actor
///   +2  depth, from 0 for the first hold (recursive only)
///   +1  0 good, 1 inconsistent, 2 unrecoverable, 4 the owner died (robust only)
///   +n  arrivals (fair only)
/// ```
/// Without `fair` a free mutex is anybody's: a woken waiter has no claim.
@frozen
@usableFromInline
package struct MutexMachine: Hashable, Sendable, BitwiseCopyable {
  @frozen
  @usableFromInline
  package struct Attributes: OptionSet, Hashable, Sendable, BitwiseCopyable {
    @usableFromInline package var rawValue: UInt8
    @inlinable
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    @inlinable
    package static var recursive: Attributes { Attributes(rawValue: 1) }
    @inlinable
    package static var errorcheck: Attributes { Attributes(rawValue: 2) }
    @inlinable
    package static var robust: Attributes { Attributes(rawValue: 4) }
    @inlinable
    package static var fair: Attributes { Attributes(rawValue: 8) }
  }

  @usableFromInline package let attributes: Attributes
  @usableFromInline package let actorCount: UInt8

  @inlinable
  package init(attributes: Attributes, actorCount: Int) {
    self.attributes = attributes
    self.actorCount = UInt8(truncatingIfNeeded: actorCount)
  }

  @inlinable
  package var byteCount: Int { arrivalOffset &+ (isFair ? Int(actorCount) : 0) }

  // Spelled out, as the generic functions of option sets are slow across modules.
  @inlinable
  package var isPlain: Bool { attributes.rawValue == 0 }
  @inlinable
  package var isRecursive: Bool { attributes.rawValue & 1 != 0 }
  @inlinable
  package var isErrorcheck: Bool { attributes.rawValue & 2 != 0 }
  @inlinable
  package var isRobust: Bool { attributes.rawValue & 4 != 0 }
  @inlinable
  package var isFair: Bool { attributes.rawValue & 8 != 0 }

  @inlinable
  package var conditionOffset: Int { isRecursive ? 3 : 1 }
  @inlinable
  package var arrivalOffset: Int { conditionOffset &+ (isRobust ? 1 : 0) }
  @inlinable
  package var arrivals: ArrivalQueue { ArrivalQueue(actorCount: Int(actorCount)) }

  @inlinable
  package static var inconsistent: UInt8 { 1 }
  @inlinable
  package static var unrecoverable: UInt8 { 2 }
  @inlinable
  package static var ownerDead: UInt8 { 4 }

  // MARK: reading

  /// The owner, also a dead one; -1 for none.
  @inlinable
  package func owner(_ record: UnsafeRawPointer) -> Int { Int(record.load(as: UInt8.self)) &- 1 }

  @inlinable
  package func condition(_ record: UnsafeRawPointer) -> UInt8 {
    isRobust ? record.load(fromByteOffset: conditionOffset, as: UInt8.self) : 0
  }

  /// The owner that died and was not noticed yet, -1 if there is none.
  @inlinable
  package func deadOwner(_ record: UnsafeRawPointer) -> Int {
    condition(record) & 4 != 0 ? owner(record) : -1
  }

  /// Whether nobody alive holds it.
  @inlinable
  package func isFree(_ record: UnsafeRawPointer) -> Bool {
    record.load(as: UInt8.self) == 0 || condition(record) & 4 != 0
  }

  /// Whether `lock` would end, by taking the mutex or by an answer that it cannot be taken.
  @inlinable
  package func canLock(_ actor: Int, _ record: UnsafeRawPointer) -> Bool {
    if isPlain { return record.load(as: UInt8.self) == 0 }
    if condition(record) & 2 != 0 { return true }
    if isFree(record) { return isTurn(of: actor, record) }
    return owner(record) == actor
      && (isRecursive || isErrorcheck)
  }

  /// Whether the actor may take the mutex when it is free.
  @inlinable
  package func isTurn(of actor: Int, _ record: UnsafeRawPointer) -> Bool {
    guard isFair else { return true }
    let queue = record + arrivalOffset
    let place = arrivals.place(of: actor, queue)
    return place == 1 || place == 0 && arrivals.isEmpty(queue)
  }

  /// Whether `tryLock` would take the mutex.
  @inlinable
  package func canTryLock(_ actor: Int, _ record: UnsafeRawPointer) -> Bool {
    if condition(record) & 2 != 0 { return false }
    let isRecursion = isRecursive && owner(record) == actor
    return isRecursion || isFree(record) && isTurn(of: actor, record)
  }

  // MARK: operations

  /// Takes the mutex; the caller has asked `canLock`.
  @inlinable
  package func lock(_ actor: Int, _ record: UnsafeMutableRawPointer) -> Answer {
    if isPlain {
      record.storeBytes(of: UInt8(truncatingIfNeeded: actor &+ 1), as: UInt8.self)
      return .done(OperationResult.done)
    }
    return lockSpecial(actor, record)
  }

  @inlinable
  package func lockSpecial(_ actor: Int, _ record: UnsafeMutableRawPointer) -> Answer {
    if condition(record) & Self.unrecoverable != 0 {
      giveUp(actor, record)
      return .done(OperationResult.unrecoverable)
    }
    if owner(record) == actor, condition(record) & Self.ownerDead == 0 {
      if isErrorcheck { return .misused(.relock) }
      let depth = record.loadUnaligned(fromByteOffset: 1, as: UInt16.self)
      if depth == .max { return .misused(.tooDeep) }
      record.storeBytes(of: depth + 1, toByteOffset: 1, as: UInt16.self)
      return .done(OperationResult.done)
    }
    let hasDied = condition(record) & Self.ownerDead != 0
    let wasInconsistent = condition(record) & Self.inconsistent != 0
    record.storeBytes(of: UInt8(truncatingIfNeeded: actor &+ 1), as: UInt8.self)
    if isRecursive { record.storeBytes(of: 0, toByteOffset: 1, as: UInt16.self) }
    if hasDied { record.storeBytes(of: Self.inconsistent, toByteOffset: conditionOffset, as: UInt8.self) }
    giveUp(actor, record)
    return .done(hasDied || wasInconsistent ? OperationResult.ownerDied : OperationResult.done)
  }

  /// Takes the mutex if that is possible at once.
  ///
  /// 1 done, 2 done and the last owner died, 0 would block, -3 unrecoverable.
  @inlinable
  package func tryLock(_ actor: Int, _ record: UnsafeMutableRawPointer) -> Answer {
    if condition(record) & 2 != 0 { return .done(OperationResult.unrecoverable) }
    guard canTryLock(actor, record) else { return .done(0) }
    switch lock(actor, record) {
    case .done(let result): return .done(result < 0 ? result : result &+ 1)
    case .misused(let misuse): return .misused(misuse)
    }
  }

  /// Gives the mutex up, or one level of it.
  @inlinable
  package func unlock(_ actor: Int, _ record: UnsafeMutableRawPointer) -> Answer {
    guard owner(record) == actor else { return .misused(.unlockNotHeld) }
    if isRecursive {
      let depth = record.loadUnaligned(fromByteOffset: 1, as: UInt16.self)
      if depth > 0 {
        record.storeBytes(of: depth &- 1, toByteOffset: 1, as: UInt16.self)
        return .done(OperationResult.done)
      }
    }
    release(record)
    return .done(OperationResult.done)
  }

  /// Gives the mutex up altogether, whatever its depth: the first half of a wait on a condition.
  @inlinable
  package func surrender(_ actor: Int, _ record: UnsafeMutableRawPointer) -> Answer {
    guard owner(record) == actor else { return .misused(.waitNotHeld) }
    if isRecursive { record.storeBytes(of: 0, toByteOffset: 1, as: UInt16.self) }
    release(record)
    return .done(OperationResult.done)
  }

  @inlinable
  package func release(_ record: UnsafeMutableRawPointer) {
    record.storeBytes(of: 0, as: UInt8.self)
    // Who unlocks without `recover` leaves data that nobody may trust.
    if condition(record) & 1 != 0 {
      record.storeBytes(of: 2, toByteOffset: conditionOffset, as: UInt8.self)
    }
  }

  /// The owner says that what the mutex guards is good again.
  package func recover(_ actor: Int, _ record: UnsafeMutableRawPointer) {
    guard isRobust, owner(record) == actor else { return }
    if condition(record) & Self.inconsistent != 0 {
      record.storeBytes(of: 0, toByteOffset: conditionOffset, as: UInt8.self)
    }
  }

  /// An actor was killed: a robust mutex that it held is free for the next, who is told.
  package func ownerDied(_ actor: Int, _ record: UnsafeMutableRawPointer) {
    guard isRobust, owner(record) == actor else { return }
    record.storeBytes(
      of: condition(record) | Self.ownerDead, toByteOffset: conditionOffset, as: UInt8.self)
  }

  // MARK: arrival order

  /// Whether actors that come to a fair mutex now would have to wait.
  @inlinable
  package func mustQueue(_ actor: Int, _ record: UnsafeRawPointer) -> Bool {
    isFair && !canLock(actor, record)
  }

  /// Queues actors that came to a fair mutex and have to wait.
  @inlinable
  package func arrive(_ actors: ActorMask, _ record: UnsafeMutableRawPointer) {
    if isFair { arrivals.arrive(actors, record + arrivalOffset) }
  }

  /// An actor does not wait for the mutex any more.
  @inlinable
  package func giveUp(_ actor: Int, _ record: UnsafeMutableRawPointer) {
    if isFair { arrivals.leave(actor, record + arrivalOffset) }
  }
}
