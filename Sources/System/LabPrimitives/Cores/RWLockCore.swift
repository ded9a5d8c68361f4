public import LabPlatform

/// The read-write lock, as a handle over raw memory: many readers or one writer.
///
/// | bits of the word | field                                                        |
/// |------------------|--------------------------------------------------------------|
/// | 31               | queued: somebody stands in the queue                         |
/// | 30               | reading: held by readers, whose number is in the bits below  |
/// | 0-29             | number of readers, or thread id of the writer, or 0          |
///
/// | bytes | field                                                                   |
/// |-------|-------------------------------------------------------------------------|
/// | 0     | the word                                                                |
/// | 4     | 1 if fair; constant                                                     |
/// | 8     | queue of the waiters; `queued` changes under its lock                   |
///
/// *Plain* has no preference: a reader joins readers whoever waits, and a free lock goes to whoever comes
/// first. A reader sleeps only while a writer holds the lock: every unlock by a writer wakes all sleeping
/// readers, and the first waiter if that is a writer. *Fair* serves in order of arrival: nobody overtakes who
/// stands in the queue, and an unlock makes the first waiter the owner, or the readers in front of the first
/// writer.
///
/// A lock that is given back by a thread which does not hold it for writing is reported. Which threads hold
/// it for reading is not recorded: only a lock without any reader can tell that an unlock is wrong, so that a
/// caller who wants more keeps its own record.
///
/// - Memory ordering: all before an unlock by a writer happens before the return of each later lock; all
///   before an unlock by a reader happens before the return of each later lock by a writer.
/// - Complexity: one read-modify-write each to lock and unlock, uncontended.
@frozen
public struct RWLockCore<S: Substrate>: @unchecked Sendable {
  // @unchecked: every access to the memory is atomic or under the queue's lock.
  /// Where the words lie.
  public let base: UnsafeMutableRawPointer

  /// The lock at an address; see ``initialize(at:isFair:)``.
  @inlinable @inline(__always)
  public init(at base: UnsafeMutableRawPointer) { self.base = base }

  /// The bytes a lock takes: one cache line; align it to 8 at least.
  @inlinable @inline(__always)
  public static var byteCount: Int { 64 }

  /// Makes fresh memory an unlocked lock.
  @inlinable
  public static func initialize(at base: UnsafeMutableRawPointer, isFair: Bool = false) {
    base.initializeMemory(as: UInt64.self, repeating: 0, count: byteCount / 8)
    base.storeBytes(of: isFair ? 1 : 0, toByteOffset: 4, as: UInt32.self)
  }

  @inlinable @inline(__always)
  var word: AtomicWord32<S> { AtomicWord32(base, 0) }
  @inlinable @inline(__always)
  var queue: WaitQueue<S> { WaitQueue(at: base + 8) }
  @inlinable @inline(__always)
  static var queuedBit: UInt32 { 0x8000_0000 }
  @inlinable @inline(__always)
  static var readingBit: UInt32 { 0x4000_0000 }
  @inlinable @inline(__always)
  static var lowMask: UInt32 { 0x3fff_ffff }
  /// What a node waits for.
  @inlinable @inline(__always)
  static var toRead: UInt32 { 0 }
  @inlinable @inline(__always)
  static var toWrite: UInt32 { 1 }
  /// What a claim says: the lock is the claimed one's, or it may try again.
  @inlinable @inline(__always)
  static var granted: UInt32 { 0 }
  @inlinable @inline(__always)
  static var tryAgain: UInt32 { 1 }

  /// Whether the lock serves in order of arrival.
  @inlinable @inline(__always)
  public var isFair: Bool { base.load(fromByteOffset: 4, as: UInt32.self) != 0 }

  /// The thread that holds the lock for writing, 0 if none: a racy snapshot, exact about the caller.
  @inlinable
  public var writer: UInt32 {
    let seen = word.load(.relaxed)
    return seen & Self.readingBit != 0 ? 0 : seen & Self.lowMask
  }

  /// How many hold the lock for reading: a racy snapshot.
  @inlinable
  public var readerCount: UInt32 {
    let seen = word.load(.relaxed)
    return seen & Self.readingBit == 0 ? 0 : seen & Self.lowMask
  }

  /// How many wait: a racy snapshot.
  @inlinable
  public var waiterCount: UInt32 { queue.length }

  /// The value after a lock, nil if it must wait.
  @inlinable @inline(__always)
  func locked(_ seen: UInt32, _ purpose: UInt32, _ me: UInt32) -> UInt32? {
    let isFree = seen & ~Self.queuedBit == 0
    if isFair, seen & Self.queuedBit != 0 { return nil }
    if purpose == Self.toWrite { return isFree ? seen | me : nil }
    guard isFree || seen & Self.readingBit != 0, seen & Self.lowMask != Self.lowMask else { return nil }
    return (seen | Self.readingBit) &+ 1
  }

  /// Takes the lock if that needs no waiting.
  @inlinable @inline(__always)
  func tryLock(_ purpose: UInt32, _ me: UInt32) -> Bool {
    var seen = word.load(.relaxed)
    while let desired = locked(seen, purpose, me) {
      // acquire (R1): pairs with the releases (R2) of the unlocks before; the word changes by
      // read-modify-writes only, so that a writer sees the release of every reader.
      let (done, now) = word.compareExchange(seen, desired, .acquire)
      if done { return true }
      seen = now
    }
    return false
  }

  /// Takes the lock for reading if that needs no waiting; busy also where it would be out of turn.
  @inlinable
  public func tryLockRead() -> TryLockOutcome { tryLock(Self.toRead, 0) ? .acquired : .busy }

  /// Takes the lock for writing if that needs no waiting.
  @inlinable
  public func tryLockWrite() -> TryLockOutcome { tryLock(Self.toWrite, S.currentOwner) ? .acquired : .busy }

  /// Takes the lock for reading.
  ///
  /// Relocking by the writer blocks for ever, as does relocking by a reader of a fair lock behind a writer.
  /// - Parameters:
  ///   - deadline: When to give up.
  ///   - node: Needed where processes share the lock.
  /// - Returns: Whether the caller holds it now, or why not.
  @inlinable
  public func lockRead(deadline: Deadline = .never, node: WaitNode<S>? = nil) -> LockOutcome {
    tryLock(Self.toRead, 0)
      ? .acquired : lockSlowly(Self.toRead, S.currentOwner, deadline: deadline, node: node)
  }

  /// Takes the lock for writing.
  /// - Parameters:
  ///   - deadline: When to give up.
  ///   - node: Needed where processes share the lock.
  /// - Returns: Whether the caller holds it now, or why not.
  @inlinable
  public func lockWrite(deadline: Deadline = .never, node: WaitNode<S>? = nil) -> LockOutcome {
    let me = S.currentOwner
    return tryLock(Self.toWrite, me)
      ? .acquired : lockSlowly(Self.toWrite, me, deadline: deadline, node: node)
  }

  /// Gives one hold for reading back.
  @inlinable
  public func unlockRead() -> UnlockOutcome {
    var seen = word.load(.relaxed)
    while seen & Self.readingBit != 0 {
      let isLast = seen & Self.lowMask == 1
      if isLast, seen & Self.queuedBit != 0, isFair { return handOver(S.currentOwner) }
      // release (R2): the reader is done before a writer begins; pairs with the acquire (R1) of the writer.
      let (done, now) = word.compareExchange(
        seen, isLast ? seen & Self.queuedBit : seen &- 1, .release)
      if done {
        if isLast, seen & Self.queuedBit != 0 { wakeWaiters(S.currentOwner) }
        return .released
      }
      seen = now
    }
    return .misuse(.notOwner)
  }

  /// Gives the hold for writing back.
  @inlinable
  public func unlockWrite() -> UnlockOutcome {
    let me = S.currentOwner
    // release (R2): publishes the critical section; pairs with the acquire (R1) of the next lock.
    if word.compareExchange(me, 0, .release).exchanged { return .released }
    guard writer == me else { return .misuse(.notOwner) }
    if isFair { return handOver(me) }
    // release (R2): as above. Only `queued` is left.
    if word.fetchAnd(Self.queuedBit, .release) & Self.queuedBit != 0 { wakeWaiters(me) }
    return .released
  }
}
