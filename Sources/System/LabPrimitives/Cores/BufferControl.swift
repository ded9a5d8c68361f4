public import LabPlatform

/// How a bounded buffer let somebody in.
@frozen
public enum BufferEntry: Hashable, Sendable {
  /// The caller holds the buffer's mutex and may use up to `count` slots from `index` on, wrapping around.
  case entered(index: Int, count: Int)
  /// Full, for a put that does not wait; empty, for such a get.
  case wouldBlock
  /// The deadline passed.
  case timedOut
  /// Closed; for a get: and empty.
  case closed
  /// The buffer is shared by processes, and the call got no node in the shared memory.
  case nodeRequired
}

/// The textbook bounded buffer without its items: a mutex, two conditions and the arithmetic of a ring of
/// slots.
///
/// What a slot is, and where, is the user's affair: ``BufferCore`` has integers in the same memory,
/// ``BoundedBuffer`` has values of any type. A put is `enterPut`, the writing of the slots, `leavePut`; a get
/// alike.
///
/// | bytes | field                                           |
/// |-------|-------------------------------------------------|
/// | 0     | capacity; constant                              |
/// | 4     | closed, 0 or 1; written with the mutex          |
/// | 8     | count of items; written with the mutex          |
/// | 12    | index of the oldest item; with the mutex        |
/// | 16    | operations so far, put or got; with the mutex   |
/// | 64    | mutex                                           |
/// | 128   | condition: not full                             |
/// | 192   | condition: not empty                            |
///
/// - Memory ordering: all before a put happens before the return of the get of its item; all before a get
///   happens before the return of the put that uses its slot next (and more, as all go through one mutex).
/// - Fairness: waiting threads are woken first in, first out, but a newcomer may overtake one that is waking.
/// - Complexity: a lock and an unlock of the mutex; waking takes more only when somebody waits.
/// - Source: C. A. R. Hoare, "Monitors", 1974, with the signal semantics of Mesa (Lampson and Redell, 1980).
@frozen
public struct BufferControl<S: Substrate>: @unchecked Sendable {
  // @unchecked: every access to the memory is atomic or made with the mutex.
  /// Where the words lie.
  public let base: UnsafeMutableRawPointer

  /// The control words at an address; see ``initialize(at:capacity:)``.
  @inlinable @inline(__always)
  public init(at base: UnsafeMutableRawPointer) { self.base = base }

  /// The bytes the control words take; align them to 64 if you can, to 8 at least.
  @inlinable @inline(__always)
  public static var byteCount: Int { 256 }

  /// Makes fresh memory the control words of an empty buffer.
  /// - Returns: False if the capacity is not in 1...2^31 - 1; the memory is then untouched.
  @inlinable
  public static func initialize(at base: UnsafeMutableRawPointer, capacity: Int) -> Bool {
    guard capacity >= 1, capacity <= 0x7fff_ffff else { return false }
    base.initializeMemory(as: UInt64.self, repeating: 0, count: 8)
    base.storeBytes(of: UInt32(capacity), as: UInt32.self)
    MutexCore<S>.initialize(at: base + 64)
    ConditionCore<S>.initialize(at: base + 128)
    ConditionCore<S>.initialize(at: base + 192)
    return true
  }

  @inlinable @inline(__always)
  var mutex: MutexCore<S> { MutexCore(at: base + 64) }
  @inlinable @inline(__always)
  var notFull: ConditionCore<S> { ConditionCore(at: base + 128) }
  @inlinable @inline(__always)
  var notEmpty: ConditionCore<S> { ConditionCore(at: base + 192) }
  @inlinable @inline(__always)
  var closedWord: AtomicWord32<S> { AtomicWord32(base, 4) }
  // relaxed throughout: written with the mutex, whose lock and unlock order it; elsewhere a snapshot.
  @inlinable @inline(__always)
  var countWord: AtomicWord32<S> { AtomicWord32(base, 8) }
  @inlinable @inline(__always)
  var oldestWord: AtomicWord32<S> { AtomicWord32(base, 12) }
  @inlinable @inline(__always)
  var operationsWord: AtomicWord64<S> { AtomicWord64(base, 16) }

  /// How many items fit.
  @inlinable @inline(__always)
  public var capacity: Int { Int(base.load(as: UInt32.self)) }

  /// How many items are in: a racy snapshot, exact for a holder of the mutex.
  @inlinable @inline(__always)
  public var count: Int { Int(countWord.load(.relaxed)) }

  /// Whether the buffer was closed: a racy snapshot, exact for a holder of the mutex.
  @inlinable @inline(__always)
  public var isClosed: Bool { closedWord.load(.relaxed) != 0 }

  /// How many wait for room: a racy snapshot.
  @inlinable
  public var waitingPutters: UInt32 { notFull.waiterCount }

  /// How many wait for an item: a racy snapshot.
  @inlinable
  public var waitingGetters: UInt32 { notEmpty.waiterCount }

  /// Who holds the buffer's mutex, 0 if nobody: a racy snapshot.
  @inlinable
  public var owner: UInt32 { mutex.owner }

  /// Enters to put; after ``BufferEntry/entered(index:count:)`` the caller must ``leavePut(_:)``.
  /// - Parameters:
  ///   - waits: Whether to wait for room.
  ///   - deadline: When to give up.
  ///   - node: Needed where processes share the buffer.
  /// - Returns: How it went; with the mutex held if entered.
  @inlinable
  public func enterPut(
    waits: Bool = true, deadline: Deadline = .never, node: WaitNode<S>? = nil
  ) -> BufferEntry {
    enter(notFull, waits: waits, deadline: deadline, node: node) {
      if isClosed { return .closed }
      let count = self.count
      let capacity = self.capacity
      if count == capacity { return nil }
      let index = Int(oldestWord.load(.relaxed)) &+ count
      return .entered(index: index < capacity ? index : index &- capacity, count: capacity &- count)
    }
  }

  /// Ends a put of `added` items.
  /// - Returns: The number of the first of them among all operations of the buffer, from 1.
  @inlinable @discardableResult
  public func leavePut(_ added: Int = 1) -> UInt64 {
    countWord.store(UInt32(truncatingIfNeeded: count &+ added), .relaxed)
    return leave(added, wakes: notEmpty)
  }

  /// Enters to get; after ``BufferEntry/entered(index:count:)`` the caller must ``leaveGet(_:)``.
  /// - Parameters:
  ///   - waits: Whether to wait for an item.
  ///   - deadline: When to give up.
  ///   - node: Needed where processes share the buffer.
  /// - Returns: How it went; with the mutex held if entered.
  @inlinable
  public func enterGet(
    waits: Bool = true, deadline: Deadline = .never, node: WaitNode<S>? = nil
  ) -> BufferEntry {
    enter(notEmpty, waits: waits, deadline: deadline, node: node) {
      let count = self.count
      if count == 0 { return isClosed ? .closed : nil }
      return .entered(index: Int(oldestWord.load(.relaxed)), count: count)
    }
  }

  /// Ends a get of `taken` items.
  /// - Returns: The number of the first of them among all operations of the buffer, from 1.
  @inlinable @discardableResult
  public func leaveGet(_ taken: Int = 1) -> UInt64 {
    let capacity = self.capacity
    let oldest = Int(oldestWord.load(.relaxed)) &+ taken
    oldestWord.store(UInt32(truncatingIfNeeded: oldest < capacity ? oldest : oldest &- capacity), .relaxed)
    countWord.store(UInt32(truncatingIfNeeded: count &- taken), .relaxed)
    return leave(taken, wakes: notFull)
  }

  /// Locks the mutex and waits on a condition until `look` has an answer, which is never nil when it is
  /// entered.
  @inlinable @inline(__always)
  func enter(
    _ condition: ConditionCore<S>, waits: Bool, deadline: Deadline, node: WaitNode<S>?,
    _ look: () -> BufferEntry?
  ) -> BufferEntry {
    guard mutex.lock(deadline: deadline) == .acquired else { return .timedOut }
    if let entry = look() { return settled(entry) }
    guard waits else { return settled(.wouldBlock) }
    return WaitNode.with(node, orElse: nil as BufferEntry?) { node in
      while true {
        condition.enqueue(node)
        _ = mutex.unlock()
        let outcome = condition.wait(node, deadline: deadline)
        _ = mutex.lock()
        if let entry = look() { return settled(entry) }
        if outcome == .timedOut { return settled(.timedOut) }
      }
    } ?? settled(.nodeRequired)
  }

  /// Keeps the mutex only for somebody who has entered.
  @inlinable @inline(__always)
  func settled(_ entry: BufferEntry) -> BufferEntry {
    if case .entered = entry { return entry }
    _ = mutex.unlock()
    return entry
  }

  @inlinable @inline(__always)
  func leave(_ operations: Int, wakes condition: ConditionCore<S>) -> UInt64 {
    let before = operationsWord.load(.relaxed)
    operationsWord.store(before &+ UInt64(truncatingIfNeeded: operations), .relaxed)
    _ = mutex.unlock()
    // After the unlock, so that the woken do not run into the mutex. Who found no item (or no room) has
    // entered the queue before this thread locked the mutex; who comes later finds what this thread has
    // changed.
    var left = operations
    while left > 0, condition.signal() != 0 { left &-= 1 }
    return before &+ 1
  }

  /// Ends it: no put any more; what is in may be got, and then every get fails.
  @inlinable
  public func close() {
    _ = mutex.lock()
    closedWord.store(1, .relaxed)
    _ = mutex.unlock()
    notFull.broadcast()
    notEmpty.broadcast()
  }
}
