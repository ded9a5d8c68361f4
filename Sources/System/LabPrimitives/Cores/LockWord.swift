public import LabPlatform

/// The plain lock: one word with its owner in it, sleeping only when it must.
///
/// | word            | meaning                                 |
/// |-----------------|-----------------------------------------|
/// | 0               | free                                    |
/// | owner           | held, nobody sleeps                     |
/// | owner, sleepers | held, somebody may sleep                |
///
/// The owner is the low 30 bits, `sleepers` is bit 31; bit 30 is kept free for the death of an owner, as in
/// the kernel's robust futexes. Legal: `sleepers` set with nobody asleep (one wasted wake). Illegal: somebody
/// asleep for a value without `sleepers` (a lost wake-up); nobody can be, as one sleeps only for a value that
/// has it.
///
/// - Fairness: none; a newcomer may overtake sleepers.
/// - Complexity: one read-modify-write to lock and one to unlock, uncontended.
/// - Source: U. Drepper, "Futexes are tricky", 2011, section 5 ("mutex3"), with the owner in the place of 1.
@frozen
public struct LockWord<S: Substrate> {
  /// The word itself.
  public let word: AtomicWord32<S>

  /// The lock whose word lies `offset` bytes after `base`.
  @inlinable @inline(__always)
  public init(_ base: UnsafeMutableRawPointer, _ offset: Int) { word = AtomicWord32(base, offset) }

  /// The bits of the owner.
  @inlinable @inline(__always)
  public static var ownerMask: UInt32 { 0x3fff_ffff }

  /// The bit that says that somebody may sleep.
  @inlinable @inline(__always)
  public static var sleepersBit: UInt32 { 0x8000_0000 }

  /// Who holds the lock, 0 if nobody: a racy snapshot, but exact about the caller itself.
  @inlinable @inline(__always)
  public var owner: UInt32 {
    // relaxed: only a thread itself writes its id, so that it cannot mistake another's value for its own.
    word.load(.relaxed) & Self.ownerMask
  }

  /// Takes the lock if it is free.
  @inlinable @inline(__always)
  public func tryLock(_ me: UInt32) -> Bool {
    // acquire (L1): pairs with the release (L2) of the last unlock.
    word.compareExchange(0, me, .acquire).exchanged
  }

  /// Takes the lock.
  /// - Returns: False if the deadline passed before.
  @inlinable @inline(__always)
  public func lock(_ me: UInt32, deadline: Deadline = .never) -> Bool {
    tryLock(me) || lockSlowly(me, deadline: deadline)
  }

  /// Spins a little, then sleeps.
  @inlinable @inline(never)
  public func lockSlowly(_ me: UInt32, deadline: Deadline) -> Bool {
    var looks = S.spinLimit
    while looks > 0 {
      let seen = word.load(.relaxed)
      if seen == 0, tryLock(me) { return true }
      // Whoever sleeps has waited longer and could not win either.
      if seen & Self.sleepersBit != 0 { break }
      S.pause()
      looks &-= 1
    }
    // A thread that was woken cannot know whether others still sleep, so it takes the lock with the bit set.
    var inherited: UInt32 = 0
    while true {
      let seen = word.load(.relaxed)
      if seen == 0 {
        // acquire (L1): as in `tryLock`.
        if word.compareExchange(0, me | inherited, .acquire).exchanged { return true }
        continue
      }
      // relaxed: the bit publishes nothing; the kernel orders our look at the word with the wake.
      if seen & Self.sleepersBit == 0,
        !word.compareExchange(seen, seen | Self.sleepersBit, .relaxed).exchanged
      {
        continue
      }
      // The bit is set before the deadline is looked at: a wake that this thread has used up is passed on.
      if word.wait(seen | Self.sleepersBit, deadline: deadline) == .timedOut { return false }
      inherited = Self.sleepersBit
    }
  }

  /// Gives the lock back.
  /// - Returns: False if the caller does not hold it; nothing changed then.
  @inlinable @inline(__always)
  public func unlock(_ me: UInt32) -> Bool {
    // release (L2): publishes the critical section; pairs with the acquire (L1) of the next lock.
    word.compareExchange(me, 0, .release).exchanged || unlockSlowly(me)
  }

  /// Somebody may sleep, or the caller is not the owner.
  @inlinable @inline(never)
  public func unlockSlowly(_ me: UInt32) -> Bool {
    guard owner == me else { return false }
    // release (L2): as above.
    if word.exchange(0, .release) & Self.sleepersBit != 0 { word.wake(1) }
    return true
  }
}
