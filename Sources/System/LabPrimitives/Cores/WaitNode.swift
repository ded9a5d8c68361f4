public import LabPlatform

/// The memory a thread waits with while it stands in a ``WaitQueue``.
///
/// One node serves one wait at a time, and may be used again and again. Threads of one process may leave it
/// out: then it lies on the waiter's stack. Waiters of several processes must give one in the shared mapping.
///
/// | state    | meaning                                            | who goes there                    |
/// |----------|----------------------------------------------------|-----------------------------------|
/// | idle     | in no queue                                        | the owner                         |
/// | queued   | in a queue, its owner is awake                     | the owner, under the queue's lock |
/// | sleeping | in a queue, its owner sleeps or is about to        | the owner                         |
/// | claimed  | taken out by a waker; result and payload are there | the waker, under the queue's lock |
///
/// From the moment it is claimed the node belongs to its owner again, who may be gone with it at once: the
/// waker uses nothing but its address afterwards.
@frozen
public struct WaitNode<S: Substrate>: @unchecked Sendable {
  // @unchecked: the table above says who may touch the memory in which state.
  /// Where the node lies.
  public let base: UnsafeMutableRawPointer

  /// The node at an address; see ``initialize(at:)``.
  @inlinable @inline(__always)
  public init(at base: UnsafeMutableRawPointer) { self.base = base }

  /// The bytes a node takes.
  @inlinable @inline(__always)
  public static var byteCount: Int { 64 }

  /// Makes fresh memory a node.
  @inlinable
  public static func initialize(at base: UnsafeMutableRawPointer) {
    base.initializeMemory(as: UInt64.self, repeating: 0, count: byteCount / 8)
  }

  /// The states.
  @inlinable @inline(__always)
  static var idle: UInt32 { 0 }
  @inlinable @inline(__always)
  static var queued: UInt32 { 1 }
  @inlinable @inline(__always)
  static var sleeping: UInt32 { 2 }
  @inlinable @inline(__always)
  static var claimed: UInt32 { 3 }

  @inlinable @inline(__always)
  var state: AtomicWord32<S> { AtomicWord32(base, 0) }

  /// Who waits; written before the node is queued.
  @inlinable @inline(__always)
  var owner: UInt32 {
    get { base.load(fromByteOffset: 4, as: UInt32.self) }
    nonmutating set { base.storeBytes(of: newValue, toByteOffset: 4, as: UInt32.self) }
  }

  /// Distance in bytes from the queue to the next node, 0 for none; guarded by the queue's lock.
  @inlinable @inline(__always)
  var next: Int64 {
    get { base.load(fromByteOffset: 8, as: Int64.self) }
    nonmutating set { base.storeBytes(of: newValue, toByteOffset: 8, as: Int64.self) }
  }

  /// Distance in bytes from the queue to the node before, 0 for none; guarded by the queue's lock.
  @inlinable @inline(__always)
  var previous: Int64 {
    get { base.load(fromByteOffset: 16, as: Int64.self) }
    nonmutating set { base.storeBytes(of: newValue, toByteOffset: 16, as: Int64.self) }
  }

  /// What the waker has to say; published by the claim.
  @inlinable @inline(__always)
  var payload: UInt64 {
    get { base.load(fromByteOffset: 24, as: UInt64.self) }
    nonmutating set { base.storeBytes(of: newValue, toByteOffset: 24, as: UInt64.self) }
  }

  /// What the node waits for, in the words of its queue's user; written before the node is queued.
  @inlinable @inline(__always)
  var purpose: UInt32 {
    get { base.load(fromByteOffset: 32, as: UInt32.self) }
    nonmutating set { base.storeBytes(of: newValue, toByteOffset: 32, as: UInt32.self) }
  }

  /// How the wait ended, in the words of the queue's user; published by the claim.
  @inlinable @inline(__always)
  var result: UInt32 {
    get { base.load(fromByteOffset: 36, as: UInt32.self) }
    nonmutating set { base.storeBytes(of: newValue, toByteOffset: 36, as: UInt32.self) }
  }

  /// Whether a waker has taken the node out of its queue.
  @inlinable @inline(__always)
  var isClaimed: Bool {
    // acquire (N2): pairs with the release (N1) of the claim; result, payload and all before the wake are
    // seen.
    state.load(.acquire) == Self.claimed
  }

  /// Waits until a waker claims the node: spins a little, then sleeps.
  /// - Returns: False if the deadline passed; the node is then still queued, unless it was claimed meanwhile.
  @inlinable @inline(never)
  func awaitClaim(deadline: Deadline) -> Bool {
    var looks = S.spinLimit
    while looks > 0 {
      if isClaimed { return true }
      S.pause()
      looks &-= 1
    }
    // relaxed: tells the waker that a wake is needed, publishes nothing; fails only because of a claim.
    guard state.compareExchange(Self.queued, Self.sleeping, .relaxed).exchanged || !isClaimed else {
      return true
    }
    while true {
      let wake = state.wait(Self.sleeping, deadline: deadline)
      if isClaimed { return true }
      if wake == .timedOut { return false }
    }
  }

  /// Hands the wait its end, under the queue's lock and with the node taken out.
  ///
  /// - Returns: The word to wake, if its owner sleeps. Nothing else of the node may be touched any more.
  @inlinable
  func claim(result: UInt32, payload: UInt64) -> AtomicWord32<S>? {
    self.result = result
    self.payload = payload
    let word = state
    // release (N1): publishes result, payload and all the waker did; pairs with the acquire (N2) of the
    // waiter.
    return word.exchange(Self.claimed, .release) == Self.sleeping ? word : nil
  }
}

extension WaitNode {
  /// Runs `body` with the given node, or with one on the stack where that is possible.
  /// - Returns: What `body` returns, or `missing` if a node was needed and not given.
  @inlinable @inline(__always)
  static func with<R>(_ node: WaitNode?, orElse missing: R, _ body: (WaitNode) -> R) -> R {
    if let node { return body(node) }
    if S.crossesProcesses { return missing }
    return withUnsafeTemporaryAllocation(byteCount: byteCount, alignment: 8) { memory in
      let base = memory.baseAddress.unsafelyUnwrapped
      initialize(at: base)
      return body(WaitNode(at: base))
    }
  }
}
