public import LabPlatform

/// What a core's acquire did.
@frozen
public enum AcquireOutcome: Hashable, Sendable {
  /// All permits asked for were taken.
  case acquired
  /// The deadline passed; nothing was taken.
  case timedOut
  /// Closed, and too few permits are left; nothing was taken.
  case closed
  /// The call was a mistake; nothing changed.
  case misuse(SemaphoreMisuse)
}

/// What a core's attempt to acquire did.
@frozen
public enum TryAcquireOutcome: Hashable, Sendable {
  /// All permits asked for were taken.
  case acquired
  /// Too few permits; nothing was taken.
  case busy
  /// Closed, and too few permits are left; nothing was taken.
  case closed
  /// The call was a mistake; nothing changed.
  case misuse(SemaphoreMisuse)
}

/// What a core's release did.
@frozen
public enum ReleaseOutcome: Hashable, Sendable {
  /// The permits were added.
  case released
  /// Closed; nothing was added.
  case closed
  /// The call was a mistake; nothing changed.
  case misuse(SemaphoreMisuse)
}

/// How a semaphore can be misused.
@frozen
public enum SemaphoreMisuse: Hashable, Sendable {
  /// A number of permits below 0 or above 2^31 - 1.
  case invalidCount
  /// The value would go above 2^31 - 1.
  case overflow
}

/// The counting semaphore, as a handle over raw memory.
///
/// | bits of the word | field                                                                         |
/// |------------------|-------------------------------------------------------------------------------|
/// | 0-30             | value: free permits                                                           |
/// | 31               | closed                                                                        |
/// | 32-63            | waiters: those who sleep, are about to, or have just been woken               |
///
/// Value and waiters change together, so that a release knows from its own step whether to wake. A second
/// word counts the *wide* waiters, who want more than one permit: while there are any, a release wakes all,
/// as the one it happened to wake could be one it does not suffice for.
///
/// - Memory ordering: all before a release happens before the return of every later acquire.
/// - Fairness: none; a newcomer may overtake sleepers, and small requests overtake large ones for ever.
/// - Complexity: one read-modify-write each to acquire and release, uncontended.
/// - Source: glibc's `sem_t` since 2.21 (value and waiters in one word), with requests for several permits.
@frozen
public struct SemaphoreCore<S: Substrate>: @unchecked Sendable {
  // @unchecked: every access to the memory is atomic.
  /// Where the words lie.
  public let base: UnsafeMutableRawPointer

  /// The semaphore at an address; see ``initialize(at:value:)``.
  @inlinable @inline(__always)
  public init(at base: UnsafeMutableRawPointer) { self.base = base }

  /// The bytes a semaphore takes: one cache line; align it to 8 at least.
  @inlinable @inline(__always)
  public static var byteCount: Int { 64 }

  /// The most permits there can be: 2^31 - 1.
  @inlinable @inline(__always)
  public static var maximum: Int { 0x7fff_ffff }

  /// Makes fresh memory a semaphore.
  /// - Returns: False if the value is not in 0...``maximum``; the memory is then untouched.
  @inlinable
  public static func initialize(at base: UnsafeMutableRawPointer, value: Int) -> Bool {
    guard value >= 0, value <= maximum else { return false }
    base.initializeMemory(as: UInt64.self, repeating: 0, count: byteCount / 8)
    base.storeBytes(of: UInt64(value), as: UInt64.self)
    return true
  }

  @inlinable @inline(__always)
  var word: AtomicWord64<S> { AtomicWord64(base, 0) }
  /// The half of the word that holds the value, to sleep on.
  @inlinable @inline(__always)
  var valueWord: AtomicWord32<S> { AtomicWord32(base, UInt32(1).littleEndian == 1 ? 0 : 4) }
  @inlinable @inline(__always)
  var wideWaiters: AtomicWord32<S> { AtomicWord32(base, 8) }
  @inlinable @inline(__always)
  static var valueMask: UInt64 { 0x7fff_ffff }
  @inlinable @inline(__always)
  static var closedBit: UInt64 { 0x8000_0000 }
  @inlinable @inline(__always)
  static var oneWaiter: UInt64 { 1 << 32 }

  /// The free permits: a racy snapshot.
  @inlinable
  public var value: Int { Int(word.load(.relaxed) & Self.valueMask) }

  /// How many wait: a racy snapshot.
  @inlinable
  public var waiterCount: UInt32 { UInt32(truncatingIfNeeded: word.load(.relaxed) >> 32) }

  /// Whether the semaphore was closed: a racy snapshot.
  @inlinable
  public var isClosed: Bool { word.load(.relaxed) & Self.closedBit != 0 }

  /// Takes `count` permits if they are there.
  @inlinable
  public func tryAcquire(_ count: Int = 1) -> TryAcquireOutcome {
    guard count >= 0, count <= Self.maximum else { return .misuse(.invalidCount) }
    var seen = word.load(.relaxed)
    while seen & Self.valueMask >= UInt64(count) {
      // acquire (S1): pairs with the release (S2) of every release before, as all changes are
      // read-modify-writes.
      let (done, now) = word.compareExchange(seen, seen &- UInt64(count), .acquire)
      if done { return .acquired }
      seen = now
    }
    return seen & Self.closedBit != 0 ? .closed : .busy
  }

  /// Takes `count` permits at once, waiting until there are so many.
  @inlinable
  public func acquire(_ count: Int = 1, deadline: Deadline = .never) -> AcquireOutcome {
    switch tryAcquire(count) {
    case .acquired: return .acquired
    case .closed: return .closed
    case .misuse(let misuse): return .misuse(misuse)
    case .busy: return acquireSlowly(UInt64(count), deadline: deadline)
    }
  }

  @inlinable @inline(never)
  func acquireSlowly(_ count: UInt64, deadline: Deadline) -> AcquireOutcome {
    var looks = S.spinLimit
    while looks > 0 {
      if word.load(.relaxed) & Self.valueMask >= count, tryAcquire(Int(count)) == .acquired {
        return .acquired
      }
      S.pause()
      looks &-= 1
    }
    // relaxed: published by the release (S3) that follows.
    if count > 1 { wideWaiters.fetchAdd(1, .relaxed) }
    defer { if count > 1 { wideWaiters.fetchSubtract(1, .relaxed) } }
    // release (S3): a releaser that sees this waiter also sees that it is wide; pairs with the acquire in
    // `release`.
    word.fetchAdd(Self.oneWaiter, .release)
    var isLate = false
    while true {
      let seen = word.load(.relaxed)
      if seen & Self.valueMask >= count {
        // acquire (S1): as in `tryAcquire`.
        if word.compareExchange(seen, seen &- count &- Self.oneWaiter, .acquire).exchanged {
          return .acquired
        }
        continue
      }
      if isLate || seen & Self.closedBit != 0 {
        word.fetchAdd(0 &- Self.oneWaiter, .relaxed)
        return isLate ? .timedOut : .closed
      }
      isLate =
        valueWord.wait(UInt32(truncatingIfNeeded: seen), deadline: deadline) == .timedOut
    }
  }

  /// Adds `count` permits.
  @inlinable
  public func release(_ count: Int = 1) -> ReleaseOutcome {
    guard count >= 0, count <= Self.maximum else { return .misuse(.invalidCount) }
    var seen = word.load(.relaxed)
    while true {
      if seen & Self.closedBit != 0 { return .closed }
      if seen & Self.valueMask &+ UInt64(count) > Self.valueMask { return .misuse(.overflow) }
      // release (S2): publishes what the permits stand for; pairs with S1. acquire: pairs with S3.
      let (done, now) = word.compareExchange(seen, seen &+ UInt64(count), .acquireRelease)
      if done { break }
      seen = now
    }
    if seen >> 32 != 0 { wakeWaiters(Int32(truncatingIfNeeded: count)) }
    return .released
  }

  @inlinable @inline(never)
  func wakeWaiters(_ count: Int32) {
    // relaxed: see S3. A wide waiter that comes now looks at the value first.
    valueWord.wake(wideWaiters.load(.relaxed) != 0 ? .max : count)
  }

  /// Ends it: no release any more; what permits are left may be taken, and then every acquire fails.
  @inlinable
  public func close() {
    var seen = word.load(.relaxed)
    while true {
      // release: what the closer did before is seen by those who find it closed under S1; no other promise.
      let (done, now) = word.compareExchange(seen, seen | Self.closedBit, .release)
      if done { break }
      seen = now
    }
    if seen >> 32 != 0 { valueWord.wake(.max) }
  }
}
