public import LabPlatform

/// What a core's look at an event found.
@frozen
public enum TryWaitOutcome: Hashable, Sendable {
  /// It was set; with the payload of who set it.
  case signalled(payload: UInt64)
  /// It is not set.
  case busy
  /// It is not set and closed.
  case closed
}

/// The event, as a handle over raw memory: a flag to wait for.
///
/// An *auto-reset* event lets one waiter through and is then unset; a *manual* one stays set until it is
/// reset. Setting an event that is set changes nothing but the payload.
///
/// | bytes | field                                                                              |
/// |-------|------------------------------------------------------------------------------------|
/// | 0     | lock (``LockWord``)                                                                |
/// | 4     | state: bit 0 set, bit 1 closed; written under the lock; 0 is what waiters sleep on |
/// | 8     | payload of the last set; written under the lock                                    |
/// | 16    | waiters; under the lock                                                            |
/// | 20    | 1 if manual; constant                                                              |
///
/// - Memory ordering: all before a set happens before the return of each wait it lets through.
/// - Fairness: none; a newcomer may take the signal from a waiter that is just waking.
/// - Complexity: a wait for a manual event that is set is two loads.
@frozen
public struct EventCore<S: Substrate>: @unchecked Sendable {
  // @unchecked: every access to the memory is atomic.
  /// Where the words lie.
  public let base: UnsafeMutableRawPointer

  /// The event at an address; see ``initialize(at:isManual:isSet:)``.
  @inlinable @inline(__always)
  public init(at base: UnsafeMutableRawPointer) { self.base = base }

  /// The bytes an event takes: one cache line; align it to 8 at least.
  @inlinable @inline(__always)
  public static var byteCount: Int { 64 }

  /// Makes fresh memory an event.
  @inlinable
  public static func initialize(at base: UnsafeMutableRawPointer, isManual: Bool, isSet: Bool = false) {
    base.initializeMemory(as: UInt64.self, repeating: 0, count: byteCount / 8)
    base.storeBytes(of: isSet ? setBit : 0, toByteOffset: 4, as: UInt32.self)
    base.storeBytes(of: isManual ? 1 : 0, toByteOffset: 20, as: UInt32.self)
  }

  @inlinable @inline(__always)
  var lockWord: LockWord<S> { LockWord(base, 0) }
  @inlinable @inline(__always)
  var state: AtomicWord32<S> { AtomicWord32(base, 4) }
  @inlinable @inline(__always)
  var payloadWord: AtomicWord64<S> { AtomicWord64(base, 8) }
  @inlinable @inline(__always)
  var waiters: AtomicWord32<S> { AtomicWord32(base, 16) }
  @inlinable @inline(__always)
  static var setBit: UInt32 { 1 }
  @inlinable @inline(__always)
  static var closedBit: UInt32 { 2 }

  /// Whether the event stays set until it is reset.
  @inlinable
  public var isManual: Bool { base.load(fromByteOffset: 20, as: UInt32.self) != 0 }

  /// Whether the event is set: a racy snapshot.
  @inlinable
  public var isSet: Bool { state.load(.relaxed) & Self.setBit != 0 }

  /// Whether the event was closed: a racy snapshot.
  @inlinable
  public var isClosed: Bool { state.load(.relaxed) & Self.closedBit != 0 }

  /// How many wait: a racy snapshot.
  @inlinable
  public var waiterCount: UInt32 { waiters.load(.relaxed) }

  /// Passes if the event is set; an auto-reset event is unset by that.
  @inlinable
  public func tryWait() -> TryWaitOutcome {
    // acquire (E1): pairs with the release (E2) of the set.
    let seen = state.load(.acquire)
    if seen == 0 { return .busy }
    if isManual, seen & Self.setBit != 0 {
      // acquire: should this be the payload of a later set, then all before that set is seen, too.
      return .signalled(payload: payloadWord.load(.acquire))
    }
    let me = S.currentOwner
    _ = lockWord.lock(me)
    defer { _ = lockWord.unlock(me) }
    return take()
  }

  /// Looks, and consumes the signal of an auto-reset event; under the lock.
  @inlinable
  func take() -> TryWaitOutcome {
    let seen = state.load(.acquire)
    if seen & Self.setBit != 0 {
      if !isManual { state.store(seen & ~Self.setBit, .relaxed) }
      return .signalled(payload: payloadWord.load(.acquire))
    }
    return seen & Self.closedBit != 0 ? .closed : .busy
  }

  /// Waits until the event is set.
  @inlinable
  public func wait(deadline: Deadline = .never) -> WaitOutcome {
    var looks = S.spinLimit
    while true {
      switch tryWait() {
      case .signalled(let payload): return .signalled(payload: payload)
      case .closed: return .closed
      case .busy: break
      }
      if looks == 0 { return waitSlowly(deadline: deadline) }
      S.pause()
      looks &-= 1
    }
  }

  @inlinable @inline(never)
  func waitSlowly(deadline: Deadline) -> WaitOutcome {
    let me = S.currentOwner
    _ = lockWord.lock(me)
    waiters.fetchAdd(1, .relaxed)
    defer {
      waiters.fetchSubtract(1, .relaxed)
      _ = lockWord.unlock(me)
    }
    var isLate = false
    while true {
      switch take() {
      case .signalled(let payload): return .signalled(payload: payload)
      case .closed: return .closed
      case .busy: if isLate { return .timedOut }
      }
      _ = lockWord.unlock(me)
      // The waiter is counted, so that a set from here on changes the word and wakes.
      isLate = state.wait(0, deadline: deadline) == .timedOut
      _ = lockWord.lock(me)
    }
  }

  /// Sets the event and wakes: one waiter if auto-reset, all if manual.
  /// - Parameter payload: What those who are let through get to know.
  /// - Returns: False if the event is closed; nothing changed then.
  @inlinable @discardableResult
  public func set(payload: UInt64 = 0) -> Bool {
    let me = S.currentOwner
    _ = lockWord.lock(me)
    if isClosed {
      _ = lockWord.unlock(me)
      return false
    }
    payloadWord.store(payload, .release)
    // release (E2): publishes all before the set; pairs with the acquire (E1) of those it lets through.
    state.store(Self.setBit, .release)
    let sleepers = waiterCount
    _ = lockWord.unlock(me)
    if sleepers != 0 { state.wake(isManual ? .max : 1) }
    return true
  }

  /// Unsets the event.
  @inlinable
  public func reset() {
    let me = S.currentOwner
    _ = lockWord.lock(me)
    state.store(state.load(.relaxed) & ~Self.setBit, .relaxed)
    _ = lockWord.unlock(me)
  }

  /// Ends it: no set any more; a signal that is there may be taken, and then every wait fails.
  @inlinable
  public func close() {
    let me = S.currentOwner
    _ = lockWord.lock(me)
    state.store(state.load(.relaxed) | Self.closedBit, .release)
    _ = lockWord.unlock(me)
    state.wake(.max)
  }
}
