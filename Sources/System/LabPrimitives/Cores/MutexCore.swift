public import LabPlatform

/// How a mutex answers to a second lock by its owner, and in which order it serves.
@frozen
public struct MutexAttributes: OptionSet, Sendable {
  /// The bits.
  public let rawValue: UInt32

  /// Attributes of the given bits.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Relocking by the owner blocks for ever.
  public static var plain: MutexAttributes { [] }
  /// The owner may lock again, and unlocks as often; wins over ``errorcheck``.
  public static var recursive: MutexAttributes { MutexAttributes(rawValue: 1) }
  /// Relocking by the owner is reported as misuse.
  public static var errorcheck: MutexAttributes { MutexAttributes(rawValue: 2) }
  /// The lock is handed over in order of arrival; nobody overtakes.
  ///
  /// Costs a switch of threads at each hand-over: a tenth of the throughput of an unfair lock, or less.
  public static var fair: MutexAttributes { MutexAttributes(rawValue: 4) }
}

/// The mutex, as a handle over raw memory.
///
/// The word is a ``LockWord``, so that whoever maps the memory can see who holds it.
///
/// | bytes | field                                                                             |
/// |-------|-----------------------------------------------------------------------------------|
/// | 0     | word: owner, sleepers bit (fair: somebody stands in the queue)                    |
/// | 4     | depth: further holds of a recursive mutex; written by the owner                   |
/// | 8     | waiters: threads on the slow path; a counter for the eye only                     |
/// | 12    | attributes; constant                                                              |
/// | 16    | queue of the waiters of a fair mutex                                              |
///
/// A fair mutex is never free while somebody stands in its queue: the unlocker makes the first waiter the
/// owner.
///
/// - Memory ordering: all before an unlock happens before the return of the next lock.
/// - Fairness: order of arrival if ``MutexAttributes/fair``, otherwise none.
/// - Complexity: one read-modify-write each to lock and unlock, uncontended.
@frozen
public struct MutexCore<S: Substrate>: @unchecked Sendable {
  // @unchecked: every access to the memory is atomic, or made by the owner, or under the queue's lock.
  /// Where the words lie.
  public let base: UnsafeMutableRawPointer

  /// The mutex at an address; see ``initialize(at:attributes:)``.
  @inlinable @inline(__always)
  public init(at base: UnsafeMutableRawPointer) { self.base = base }

  /// The bytes a mutex takes: one cache line; align it to 64 to have the line alone, at least to 8.
  @inlinable @inline(__always)
  public static var byteCount: Int { 64 }

  /// Makes fresh memory an unlocked mutex.
  @inlinable
  public static func initialize(at base: UnsafeMutableRawPointer, attributes: MutexAttributes = .plain) {
    base.initializeMemory(as: UInt64.self, repeating: 0, count: byteCount / 8)
    base.storeBytes(of: attributes.rawValue, toByteOffset: 12, as: UInt32.self)
  }

  @inlinable @inline(__always)
  var lockWord: LockWord<S> { LockWord(base, 0) }
  @inlinable @inline(__always)
  var depthWord: AtomicWord32<S> { AtomicWord32(base, 4) }
  @inlinable @inline(__always)
  var waitersWord: AtomicWord32<S> { AtomicWord32(base, 8) }
  @inlinable @inline(__always)
  var queue: WaitQueue<S> { WaitQueue(at: base + 16) }

  /// The attributes it was made with.
  @inlinable @inline(__always)
  public var attributes: MutexAttributes {
    MutexAttributes(rawValue: base.load(fromByteOffset: 12, as: UInt32.self))
  }

  /// The thread that holds the mutex, 0 if none: a racy snapshot.
  @inlinable
  public var owner: UInt32 { lockWord.owner }

  /// Whether somebody may be waiting: a racy snapshot.
  @inlinable
  public var hasWaiters: Bool { waiterCount != 0 }

  /// How many are waiting, spinning ones included: a racy snapshot.
  @inlinable
  public var waiterCount: UInt32 { waitersWord.load(.relaxed) }

  /// How often the owner holds the mutex, 0 if nobody does: a racy snapshot, but exact for the owner.
  @inlinable
  public var recursionDepth: UInt32 { owner == 0 ? 0 : depthWord.load(.relaxed) &+ 1 }

  /// Takes the mutex if that needs no waiting.
  ///
  /// The owner of a recursive mutex gets it again; the owner of any other finds it busy.
  @inlinable
  public func tryLock() -> TryLockOutcome {
    let me = S.currentOwner
    if lockWord.tryLock(me) { return .acquired }
    return attributes.contains(.recursive) && lockWord.owner == me && deepen() ? .acquired : .busy
  }

  /// Takes the mutex.
  /// - Parameters:
  ///   - deadline: When to give up.
  ///   - node: Needed by a fair mutex that processes share, and by nobody else.
  /// - Returns: Whether the caller holds it now, or why not.
  @inlinable @inline(__always)
  public func lock(deadline: Deadline = .never, node: WaitNode<S>? = nil) -> LockOutcome {
    let me = S.currentOwner
    return lockWord.tryLock(me) ? .acquired : lockSlowly(me, deadline: deadline, node: node)
  }

  /// Gives the mutex back, or one hold of it.
  @inlinable @inline(__always)
  public func unlock() -> UnlockOutcome {
    let me = S.currentOwner
    // relaxed: the depth is written by owners only, so that an owner sees its own value; for anyone else the
    // exchange that follows, or the slow path, finds out. release (L2): as in `LockWord.unlock`.
    if depthWord.load(.relaxed) == 0, lockWord.word.compareExchange(me, 0, .release).exchanged {
      return .released
    }
    return unlockSlowly(me)
  }
}
