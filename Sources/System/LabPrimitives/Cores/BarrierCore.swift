public import LabPlatform

/// One arrival at a barrier.
@frozen
public struct BarrierTicket: Hashable, Sendable {
  /// The round, modulo 2^31.
  public let generation: UInt32
  /// Whether this arrival completed the round.
  public let isLast: Bool

  @inlinable
  init(generation: UInt32, isLast: Bool) {
    self.generation = generation
    self.isLast = isLast
  }
}

/// What a core's arrival at a barrier did.
@frozen
public enum ArriveOutcome: Hashable, Sendable {
  /// The caller counts; wait with the ticket.
  case arrived(BarrierTicket)
  /// The barrier was closed; the caller does not count.
  case closed
}

/// The reusable barrier, as a handle over raw memory: nobody passes before all parties have arrived.
///
/// | bytes | field                                                                              |
/// |-------|------------------------------------------------------------------------------------|
/// | 0     | lock (``LockWord``)                                                                |
/// | 4     | arrived in this round; written under the lock                                      |
/// | 8     | round: bits 0-30 generation, bit 31 closed; written under the lock; slept on       |
/// | 12    | parties; constant                                                                  |
/// | 16    | sleepers: who sleep on the round or are about to                                   |
/// | 64    | eight pairs (generation + 1, payload): the last arrivals of the latest rounds      |
///
/// - Memory ordering: every arrival happens before every pass of its round.
/// - Fairness: a round lets all its arrivals through.
/// - Complexity: an arrival takes a short lock; the last wakes all.
/// - Source: the sense-reversing barrier of Mellor-Crummey and Scott, 1991, with a generation for the sense.
@frozen
public struct BarrierCore<S: Substrate>: @unchecked Sendable {
  // @unchecked: every access to the memory is atomic.
  /// Where the words lie.
  public let base: UnsafeMutableRawPointer

  /// The barrier at an address; see ``initialize(at:parties:)``.
  @inlinable @inline(__always)
  public init(at base: UnsafeMutableRawPointer) { self.base = base }

  /// The bytes a barrier takes: three cache lines; align it to 8 at least.
  @inlinable @inline(__always)
  public static var byteCount: Int { 192 }

  /// Makes fresh memory a barrier at which nobody has arrived.
  /// - Returns: False if `parties` is not in 1...2^31 - 1; the memory is then untouched.
  @inlinable
  public static func initialize(at base: UnsafeMutableRawPointer, parties: Int) -> Bool {
    guard parties >= 1, parties <= 0x7fff_ffff else { return false }
    base.initializeMemory(as: UInt64.self, repeating: 0, count: byteCount / 8)
    base.storeBytes(of: UInt32(parties), toByteOffset: 12, as: UInt32.self)
    return true
  }

  @inlinable @inline(__always)
  var lockWord: LockWord<S> { LockWord(base, 0) }
  @inlinable @inline(__always)
  var arrivedWord: AtomicWord32<S> { AtomicWord32(base, 4) }
  @inlinable @inline(__always)
  var round: AtomicWord32<S> { AtomicWord32(base, 8) }
  @inlinable @inline(__always)
  var sleepers: AtomicWord32<S> { AtomicWord32(base, 16) }
  @inlinable @inline(__always)
  static var generationMask: UInt32 { 0x7fff_ffff }
  @inlinable @inline(__always)
  static var closedBit: UInt32 { 0x8000_0000 }

  @inlinable @inline(__always)
  func slotTag(_ generation: UInt32) -> AtomicWord64<S> {
    AtomicWord64(base, 64 &+ Int(generation & 7) &* 16)
  }
  @inlinable @inline(__always)
  func slotPayload(_ generation: UInt32) -> AtomicWord64<S> {
    AtomicWord64(base, 72 &+ Int(generation & 7) &* 16)
  }

  /// How many make a round.
  @inlinable
  public var parties: Int { Int(base.load(fromByteOffset: 12, as: UInt32.self)) }

  /// How many have arrived in this round: a racy snapshot.
  @inlinable
  public var arrivedCount: Int { Int(arrivedWord.load(.relaxed)) }

  /// How many rounds are complete, modulo 2^31: a racy snapshot.
  @inlinable
  public var generation: UInt32 { round.load(.relaxed) & Self.generationMask }

  /// Whether the barrier was closed: a racy snapshot.
  @inlinable
  public var isClosed: Bool { round.load(.relaxed) & Self.closedBit != 0 }

  /// Arrives; the last of a round lets all others go.
  /// - Parameter payload: What the round gets to know if this is its last arrival.
  /// - Returns: A ticket to wait with, unless the barrier is closed.
  @inlinable
  public func arrive(payload: UInt64 = 0) -> ArriveOutcome {
    let me = S.currentOwner
    _ = lockWord.lock(me)
    let seen = round.load(.relaxed)
    if seen & Self.closedBit != 0 {
      _ = lockWord.unlock(me)
      return .closed
    }
    let arrived = arrivedWord.load(.relaxed) &+ 1
    guard arrived == UInt32(parties) else {
      arrivedWord.store(arrived, .relaxed)
      _ = lockWord.unlock(me)
      return .arrived(BarrierTicket(generation: seen, isLast: false))
    }
    arrivedWord.store(0, .relaxed)
    publish(payload, of: seen)
    // release part (B1): publishes every arrival (each gave the lock on) and the payload; pairs with B2.
    // sequentially consistent: store buffering with a waiter, which counts itself and then looks at the
    // round.
    _ = round.exchange((seen &+ 1) & Self.generationMask, .sequentiallyConsistent)
    let someoneSleeps = sleepers.load(.sequentiallyConsistent) != 0
    _ = lockWord.unlock(me)
    if someoneSleeps { round.wake(.max) }
    return .arrived(BarrierTicket(generation: seen, isLast: true))
  }

  /// Writes the payload of a round over that of the eighth round before; under the lock.
  @inlinable
  func publish(_ payload: UInt64, of generation: UInt32) {
    slotTag(generation).store(0, .relaxed)
    // release: who sees the payload also sees the tag taken away; pairs with the acquire in `payload(of:)`.
    slotPayload(generation).store(payload, .release)
    slotTag(generation).store(UInt64(generation) + 1, .release)
  }

  /// The payload of the last arrival of a round, after passing it.
  ///
  /// 0 if eight more rounds were completed meanwhile, which takes more threads than parties.
  @inlinable
  func payload(of generation: UInt32) -> UInt64 {
    let tag = slotTag(generation).load(.acquire)
    let payload = slotPayload(generation).load(.acquire)
    let isWhole = tag == UInt64(generation) + 1 && slotTag(generation).load(.relaxed) == tag
    return isWhole ? payload : 0
  }

  /// Waits until the round of the ticket is complete.
  ///
  /// A wait that times out takes nothing back: the arrival counts, and the caller may wait again or
  /// ``withdraw(_:)``.
  /// - Returns: `signalled` with the payload of the round's last arrival.
  @inlinable
  public func wait(_ ticket: BarrierTicket, deadline: Deadline = .never) -> WaitOutcome {
    var looks = S.spinLimit
    while !hasPassed(ticket) {
      if looks == 0 { return waitSlowly(ticket, deadline: deadline) }
      S.pause()
      looks &-= 1
    }
    return .signalled(payload: payload(of: ticket.generation))
  }

  @inlinable @inline(__always)
  func hasPassed(_ ticket: BarrierTicket) -> Bool {
    // acquire (B2): pairs with the release (B1) of the last arrival.
    round.load(.acquire) & Self.generationMask != ticket.generation
  }

  @inlinable @inline(never)
  func waitSlowly(_ ticket: BarrierTicket, deadline: Deadline) -> WaitOutcome {
    // sequentially consistent: see B1; either the last arrival sees this count, or the sleep sees its round.
    sleepers.fetchAdd(1, .sequentiallyConsistent)
    defer { sleepers.fetchSubtract(1, .relaxed) }
    var isLate = false
    while true {
      if hasPassed(ticket) { return .signalled(payload: payload(of: ticket.generation)) }
      if isClosed { return .closed }
      if isLate { return .timedOut }
      isLate = round.wait(ticket.generation, deadline: deadline) == .timedOut
    }
  }

  /// Takes an arrival back, if its round is not complete.
  /// - Returns: False if it is: the caller has passed.
  @inlinable
  public func withdraw(_ ticket: BarrierTicket) -> Bool {
    let me = S.currentOwner
    _ = lockWord.lock(me)
    defer { _ = lockWord.unlock(me) }
    if hasPassed(ticket) { return false }
    arrivedWord.store(arrivedWord.load(.relaxed) &- 1, .relaxed)
    return true
  }

  /// Ends it: whoever waits, and whoever arrives from now on, is told so.
  @inlinable
  public func close() {
    let me = S.currentOwner
    _ = lockWord.lock(me)
    round.fetchOr(Self.closedBit, .sequentiallyConsistent)
    _ = lockWord.unlock(me)
    round.wake(.max)
  }
}
