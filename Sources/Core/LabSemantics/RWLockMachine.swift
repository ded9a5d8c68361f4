/// What a readers-writer lock means: readers share, and without `fair` nobody is preferred.
///
/// ```
/// byte  meaning
///    0  writer: 0 for none, else one more than the actor
///   +n  how often each actor reads
///   +n  arrivals (fair only)
///   +m  those of them who want to write (fair only)
/// ```
@frozen
@usableFromInline
package struct RWLockMachine: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline package let isFair: Bool
  @usableFromInline package let actorCount: UInt8

  @inlinable
  package init(isFair: Bool, actorCount: Int) {
    self.isFair = isFair
    self.actorCount = UInt8(truncatingIfNeeded: actorCount)
  }

  @inlinable
  package var masks: MaskLayout { MaskLayout(actorCount: Int(actorCount)) }
  @inlinable
  package var arrivals: ArrivalQueue { ArrivalQueue(actorCount: Int(actorCount)) }
  @inlinable
  package var arrivalOffset: Int { 1 &+ Int(actorCount) }
  @inlinable
  package var writersOffset: Int { arrivalOffset &+ arrivals.byteCount }

  @inlinable
  package var byteCount: Int { isFair ? writersOffset &+ masks.byteCount : arrivalOffset }

  // MARK: reading

  /// The actor that writes, -1 for none.
  @inlinable
  package func writer(_ record: UnsafeRawPointer) -> Int { Int(record.load(as: UInt8.self)) &- 1 }

  /// How often an actor reads.
  @inlinable
  package func readDepth(_ actor: Int, _ record: UnsafeRawPointer) -> Int {
    Int(record.load(fromByteOffset: 1 &+ actor, as: UInt8.self))
  }

  @inlinable
  package func isRead(_ record: UnsafeRawPointer) -> Bool {
    for actor in 0..<Int(actorCount) where readDepth(actor, record) > 0 { return true }
    return false
  }

  /// The actors that read.
  package func readers(_ record: UnsafeRawPointer) -> ActorMask {
    var mask = ActorMask()
    for actor in 0..<Int(actorCount) where readDepth(actor, record) > 0 { mask.insert(actor) }
    return mask
  }

  @inlinable
  package func canLock(_ actor: Int, isShared: Bool, _ record: UnsafeRawPointer) -> Bool {
    guard writer(record) < 0, isShared ? readDepth(actor, record) < 255 : !isRead(record) else {
      return false
    }
    // Who reads already may read again, or he would wait for a writer that waits for him.
    if isShared, readDepth(actor, record) > 0 { return true }
    return !isFair || isTurn(of: actor, isShared: isShared, record)
  }

  /// Whether nobody who came before is in the way: a reader waits for earlier writers only.
  @inlinable
  package func isTurn(of actor: Int, isShared: Bool, _ record: UnsafeRawPointer) -> Bool {
    let queue = record + arrivalOffset
    let writers = masks.load(record + writersOffset)
    let place = arrivals.place(of: actor, queue)
    for other in 0..<Int(actorCount) where other != actor {
      let otherPlace = arrivals.place(of: other, queue)
      guard otherPlace > 0, place == 0 || otherPlace < place else { continue }
      if !isShared || writers.contains(other) { return false }
    }
    return true
  }

  // MARK: operations

  /// Takes the lock; the caller has asked `canLock`.
  @inlinable
  package func lock(_ actor: Int, isShared: Bool, _ record: UnsafeMutableRawPointer) {
    if isShared {
      setReadDepth(actor, readDepth(actor, record) &+ 1, record)
    } else {
      record.storeBytes(of: UInt8(truncatingIfNeeded: actor &+ 1), as: UInt8.self)
    }
    giveUp(actor, record)
  }

  /// 1 done, 0 would block.
  @inlinable
  package func tryLock(_ actor: Int, isShared: Bool, _ record: UnsafeMutableRawPointer) -> Answer {
    guard canLock(actor, isShared: isShared, record) else { return .done(0) }
    lock(actor, isShared: isShared, record)
    return .done(1)
  }

  /// Gives up whichever hold the actor has.
  @inlinable
  package func unlock(_ actor: Int, _ record: UnsafeMutableRawPointer) -> Answer {
    if writer(record) == actor {
      record.storeBytes(of: 0, as: UInt8.self)
      return .done(OperationResult.done)
    }
    let depth = readDepth(actor, record)
    guard depth > 0 else { return .misused(.unlockNotHeld) }
    setReadDepth(actor, depth &- 1, record)
    return .done(OperationResult.done)
  }

  @inlinable
  package func setReadDepth(_ actor: Int, _ depth: Int, _ record: UnsafeMutableRawPointer) {
    record.storeBytes(of: UInt8(truncatingIfNeeded: depth), toByteOffset: 1 &+ actor, as: UInt8.self)
  }

  // MARK: arrival order

  /// Whether an actor that comes to a fair lock now would have to wait.
  @inlinable
  package func mustQueue(_ actor: Int, isShared: Bool, _ record: UnsafeRawPointer) -> Bool {
    isFair && !canLock(actor, isShared: isShared, record)
  }

  /// Queues actors that came to a fair lock, some of them to write.
  package func arrive(_ actors: ActorMask, writers: ActorMask, _ record: UnsafeMutableRawPointer) {
    guard isFair else { return }
    arrivals.arrive(actors, record + arrivalOffset)
    var mask = masks.load(record + writersOffset)
    mask.low |= actors.low & writers.low
    mask.high |= actors.high & writers.high
    masks.store(mask, record + writersOffset)
  }

  /// An actor does not wait for the lock any more.
  @inlinable
  package func giveUp(_ actor: Int, _ record: UnsafeMutableRawPointer) {
    guard isFair else { return }
    arrivals.leave(actor, record + arrivalOffset)
    var mask = masks.load(record + writersOffset)
    mask.remove(actor)
    masks.store(mask, record + writersOffset)
  }
}
