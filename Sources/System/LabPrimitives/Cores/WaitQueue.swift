/// A first-in-first-out queue of waiting threads, whose wakers claim whom they wake.
///
/// The waker takes the node out of the queue itself, so that one wake ends exactly one wait: nobody is woken
/// for nothing, and a waiter whose time is up at that very moment still knows that it was claimed. Nodes are
/// linked by their distance from the queue, so that each process may see the memory at another address.
///
/// A process that dies inside the queue's lock leaves it held, and others waiting: the queue is not robust.
/// The word of the lock names the dead owner.
///
/// | bytes | field                                                                |
/// |-------|----------------------------------------------------------------------|
/// | 0     | lock (``LockWord``); held for a few instructions only                |
/// | 4     | length; written under the lock, read by anyone                       |
/// | 8     | first node, 0 for none; as distance in bytes from the queue          |
/// | 16    | last node, 0 for none                                                |
@frozen
public struct WaitQueue<S: Substrate> {
  @usableFromInline let base: UnsafeMutableRawPointer

  @inlinable @inline(__always)
  init(at base: UnsafeMutableRawPointer) { self.base = base }

  @inlinable @inline(__always)
  static var byteCount: Int { 24 }

  @inlinable @inline(__always)
  var guardLock: LockWord<S> { LockWord(base, 0) }

  @inlinable @inline(__always)
  var lengthWord: AtomicWord32<S> { AtomicWord32(base, 4) }

  /// How many stand in the queue; exact under the lock, otherwise a racy snapshot.
  @inlinable @inline(__always)
  var length: UInt32 { lengthWord.load(.relaxed) }

  @inlinable @inline(__always)
  var firstOffset: Int64 {
    get { base.load(fromByteOffset: 8, as: Int64.self) }
    nonmutating set { base.storeBytes(of: newValue, toByteOffset: 8, as: Int64.self) }
  }

  @inlinable @inline(__always)
  var lastOffset: Int64 {
    get { base.load(fromByteOffset: 16, as: Int64.self) }
    nonmutating set { base.storeBytes(of: newValue, toByteOffset: 16, as: Int64.self) }
  }

  @inlinable @inline(__always)
  func node(at offset: Int64) -> WaitNode<S> { WaitNode(at: base + Int(truncatingIfNeeded: offset)) }

  @inlinable @inline(__always)
  func offset(of node: WaitNode<S>) -> Int64 { Int64(truncatingIfNeeded: node.base - base) }

  /// Runs `body` under the queue's lock.
  @inlinable @inline(__always)
  func locked<R>(_ me: UInt32, _ body: () -> R) -> R {
    _ = guardLock.lock(me)
    let result = body()
    _ = guardLock.unlock(me)
    return result
  }

  /// The longest waiting node; under the lock.
  @inlinable
  var first: WaitNode<S>? { firstOffset == 0 ? nil : node(at: firstOffset) }

  /// The node behind another; under the lock.
  @inlinable
  func next(after node: WaitNode<S>) -> WaitNode<S>? { node.next == 0 ? nil : self.node(at: node.next) }

  /// Adds a node at the end, or again at the front; under the lock.
  @inlinable
  func insert(_ node: WaitNode<S>, owner: UInt32, purpose: UInt32 = 0, atFront: Bool = false) {
    let here = offset(of: node)
    node.owner = owner
    node.purpose = purpose
    node.next = atFront ? firstOffset : 0
    node.previous = atFront ? 0 : lastOffset
    if node.next != 0 { self.node(at: node.next).previous = here } else { lastOffset = here }
    if node.previous != 0 { self.node(at: node.previous).next = here } else { firstOffset = here }
    // relaxed: nobody else looks at the state before the lock is given back.
    node.state.store(WaitNode<S>.queued, .relaxed)
    // relaxed: others add under the lock; readers elsewhere take it as a snapshot.
    lengthWord.store(length &+ 1, .relaxed)
  }

  /// Takes a node out; under the lock, and it must be in this queue.
  @inlinable
  func remove(_ node: WaitNode<S>) {
    let next = node.next
    let previous = node.previous
    if next != 0 { self.node(at: next).previous = previous } else { lastOffset = previous }
    if previous != 0 { self.node(at: previous).next = next } else { firstOffset = next }
    lengthWord.store(length &- 1, .relaxed)
  }

  /// Takes a node back whose wait is over, unless somebody has claimed it; under the lock.
  /// - Returns: Whether it was still in the queue.
  @inlinable
  func withdraw(_ node: WaitNode<S>) -> Bool {
    if node.isClaimed { return false }
    remove(node)
    node.state.store(WaitNode<S>.idle, .relaxed)
    return true
  }

  /// Runs `body` under the queue's lock, and then wakes those whose nodes it has claimed.
  ///
  /// They are woken after the lock is given back, so that they do not run into it.
  @inlinable @inline(__always)
  func claiming<R>(_ me: UInt32, _ body: (inout WakeList<S>) -> R) -> R {
    _ = guardLock.lock(me)
    return withUnsafeTemporaryAllocation(of: AtomicWord32<S>.self, capacity: Int(length)) { memory in
      var list = WakeList(queue: self, sleepers: memory)
      let result = body(&list)
      _ = guardLock.unlock(me)
      list.wakeAll()
      return result
    }
  }

  /// Claims up to `limit` of the longest waiting nodes in one step, then wakes their owners.
  /// - Returns: How many were claimed.
  @inlinable
  func claimFirst(_ limit: UInt32, me: UInt32, result: UInt32, payload: UInt64) -> UInt32 {
    claiming(me) { list in
      var count: UInt32 = 0
      while count < limit, let node = first {
        list.claim(node, result: result, payload: payload)
        count &+= 1
      }
      return count
    }
  }
}

/// Those to wake once the queue's lock is given back.
///
/// Their nodes may be gone by then, so that only the addresses of their words are kept; to wake an address at
/// which nobody sleeps any more does no harm, as every sleeper looks again.
@frozen
@usableFromInline
struct WakeList<S: Substrate> {
  @usableFromInline let queue: WaitQueue<S>
  @usableFromInline let sleepers: UnsafeMutableBufferPointer<AtomicWord32<S>>
  @usableFromInline var count = 0

  @inlinable
  init(queue: WaitQueue<S>, sleepers: UnsafeMutableBufferPointer<AtomicWord32<S>>) {
    self.queue = queue
    self.sleepers = sleepers
  }

  /// Takes a node out of the queue and claims it, at most once for each node that was in the queue.
  @inlinable
  mutating func claim(_ node: WaitNode<S>, result: UInt32, payload: UInt64 = 0) {
    queue.remove(node)
    guard let sleeper = node.claim(result: result, payload: payload) else { return }
    sleepers.initializeElement(at: count, to: sleeper)
    count &+= 1
  }

  @inlinable
  func wakeAll() {
    for index in 0..<count { sleepers[index].wake(1) }
  }
}
