public import LabPlatform

/// What a core's put did.
@frozen
public enum PutOutcome: Hashable, Sendable {
  /// The item is in. `order` is the number of the operation on this buffer, from 1, counted with the mutex
  /// held; `cause` is the tag of the get that emptied the slot, 0 if it was never used.
  case done(order: UInt64, cause: UInt64)
  /// No room, and the call does not wait.
  case full
  /// The deadline passed.
  case timedOut
  /// The buffer was closed.
  case closed
  /// The buffer is shared by processes, and the call got no node in the shared memory.
  case nodeRequired
}

/// What a core's get did.
@frozen
public enum GetOutcome: Hashable, Sendable {
  /// An item, the tag its put gave it, and the number of the operation on this buffer.
  case item(Int64, tag: UInt64, order: UInt64)
  /// No item, and the call does not wait.
  case empty
  /// The deadline passed.
  case timedOut
  /// The buffer was closed and is drained.
  case closed
  /// The buffer is shared by processes, and the call got no node in the shared memory.
  case nodeRequired
}

/// What a core's batch did.
@frozen
public struct BatchOutcome: Hashable, Sendable {
  /// Why a batch ended.
  @frozen
  public enum End: Hashable, Sendable {
    /// All that was asked for (of a get: at least one) is done.
    case done
    /// The deadline passed.
    case timedOut
    /// The buffer was closed (for a get: and drained).
    case closed
    /// The buffer is shared by processes, and the call got no node in the shared memory.
    case nodeRequired
  }

  /// How many items were put or got, the first ones.
  public let count: Int
  /// Why the batch ended.
  public let end: End

  @inlinable
  init(count: Int, end: End) {
    self.count = count
    self.end = end
  }
}

/// The textbook bounded buffer of integers, first in, first out, as a handle over raw memory.
///
/// Each slot has a 64-bit tag beside its item: a put leaves the item's tag for its get, and a get leaves its
/// own for the put that uses the slot next. A tracer passes references to events in them.
///
/// | bytes        | field                                           |
/// |--------------|-------------------------------------------------|
/// | 0            | control words, see ``BufferControl``            |
/// | 256 + 16 * n | slot n: item, tag; read and written by a holder |
///
/// Memory ordering, fairness and complexity are those of ``BufferControl``.
@frozen
public struct BufferCore<S: Substrate>: @unchecked Sendable {
  // @unchecked: as BufferControl.
  /// The mutex, the conditions and the counts.
  public let control: BufferControl<S>

  /// The buffer at an address; see ``initialize(at:capacity:)``.
  @inlinable @inline(__always)
  public init(at base: UnsafeMutableRawPointer) { control = BufferControl(at: base) }

  /// The bytes a buffer takes.
  @inlinable
  public static func byteCount(capacity: Int) -> Int { BufferControl<S>.byteCount &+ capacity &* 16 }

  /// Makes fresh memory an empty buffer.
  /// - Returns: False if the capacity is not in 1...2^31 - 1; the memory is then untouched.
  @inlinable
  public static func initialize(at base: UnsafeMutableRawPointer, capacity: Int) -> Bool {
    guard BufferControl<S>.initialize(at: base, capacity: capacity) else { return false }
    (base + BufferControl<S>.byteCount).initializeMemory(as: UInt64.self, repeating: 0, count: capacity &* 2)
    return true
  }

  /// How many items fit.
  @inlinable
  public var capacity: Int { control.capacity }

  /// How many items are in: a racy snapshot.
  @inlinable
  public var count: Int { control.count }

  /// Whether the buffer was closed: a racy snapshot.
  @inlinable
  public var isClosed: Bool { control.isClosed }

  /// Puts an item, waiting for room.
  @inlinable
  public func put(
    _ item: Int64, tag: UInt64 = 0, deadline: Deadline = .never, node: WaitNode<S>? = nil
  ) -> PutOutcome {
    finishPut(item, tag, control.enterPut(deadline: deadline, node: node))
  }

  /// Puts an item if there is room.
  @inlinable
  public func tryPut(_ item: Int64, tag: UInt64 = 0) -> PutOutcome {
    finishPut(item, tag, control.enterPut(waits: false))
  }

  /// Gets the oldest item, waiting for one.
  /// - Parameters:
  ///   - tag: Left in the slot for the put that uses it next.
  ///   - deadline: When to give up.
  ///   - node: Needed where processes share the buffer.
  /// - Returns: The item, or why there is none.
  @inlinable
  public func get(tag: UInt64 = 0, deadline: Deadline = .never, node: WaitNode<S>? = nil) -> GetOutcome {
    finishGet(tag, control.enterGet(deadline: deadline, node: node))
  }

  /// Gets the oldest item if there is one.
  @inlinable
  public func tryGet(tag: UInt64 = 0) -> GetOutcome { finishGet(tag, control.enterGet(waits: false)) }

  /// Puts all items in their order, waiting for room as often as it takes; others may put in between.
  @inlinable
  public func put(
    contentsOf items: UnsafeBufferPointer<Int64>, tag: UInt64 = 0, deadline: Deadline = .never,
    node: WaitNode<S>? = nil
  ) -> BatchOutcome {
    var done = 0
    while done < items.count {
      switch control.enterPut(deadline: deadline, node: node) {
      case .entered(let index, let room):
        let part = min(room, items.count &- done)
        for offset in 0..<part { _ = write(items[done &+ offset], tag, at: wrapped(index &+ offset)) }
        control.leavePut(part)
        done &+= part
      case .closed: return BatchOutcome(count: done, end: .closed)
      case .nodeRequired: return BatchOutcome(count: done, end: .nodeRequired)
      case .timedOut, .wouldBlock: return BatchOutcome(count: done, end: .timedOut)
      }
    }
    return BatchOutcome(count: done, end: .done)
  }

  /// Gets the oldest items, as many as there are and fit, waiting until there is one.
  @inlinable
  public func get(
    into items: UnsafeMutableBufferPointer<Int64>, tag: UInt64 = 0, deadline: Deadline = .never,
    node: WaitNode<S>? = nil
  ) -> BatchOutcome {
    if items.isEmpty { return BatchOutcome(count: 0, end: .done) }
    switch control.enterGet(deadline: deadline, node: node) {
    case .entered(let index, let there):
      let part = min(there, items.count)
      for offset in 0..<part {
        items.initializeElement(at: offset, to: read(tag, at: wrapped(index &+ offset)).item)
      }
      control.leaveGet(part)
      return BatchOutcome(count: part, end: .done)
    case .closed: return BatchOutcome(count: 0, end: .closed)
    case .nodeRequired: return BatchOutcome(count: 0, end: .nodeRequired)
    case .timedOut, .wouldBlock: return BatchOutcome(count: 0, end: .timedOut)
    }
  }

  /// Ends it: no put any more; what is in may be got, and then every get fails.
  @inlinable
  public func close() { control.close() }

  @inlinable
  func finishPut(_ item: Int64, _ tag: UInt64, _ entry: BufferEntry) -> PutOutcome {
    switch entry {
    case .entered(let index, _):
      let cause = write(item, tag, at: index)
      return .done(order: control.leavePut(), cause: cause)
    case .wouldBlock: return .full
    case .timedOut: return .timedOut
    case .closed: return .closed
    case .nodeRequired: return .nodeRequired
    }
  }

  @inlinable
  func finishGet(_ tag: UInt64, _ entry: BufferEntry) -> GetOutcome {
    switch entry {
    case .entered(let index, _):
      let (item, itemTag) = read(tag, at: index)
      return .item(item, tag: itemTag, order: control.leaveGet())
    case .wouldBlock: return .empty
    case .timedOut: return .timedOut
    case .closed: return .closed
    case .nodeRequired: return .nodeRequired
    }
  }

  @inlinable @inline(__always)
  func wrapped(_ index: Int) -> Int { index < capacity ? index : index &- capacity }

  @inlinable @inline(__always)
  func slot(_ index: Int) -> UnsafeMutableRawPointer {
    control.base + BufferControl<S>.byteCount + index &* 16
  }

  /// Fills a slot and answers the tag that was there; with the mutex.
  @inlinable @inline(__always)
  func write(_ item: Int64, _ tag: UInt64, at index: Int) -> UInt64 {
    let slot = self.slot(index)
    let before = slot.load(fromByteOffset: 8, as: UInt64.self)
    slot.storeBytes(of: item, as: Int64.self)
    slot.storeBytes(of: tag, toByteOffset: 8, as: UInt64.self)
    return before
  }

  /// Empties a slot, leaving a tag; with the mutex.
  @inlinable @inline(__always)
  func read(_ tag: UInt64, at index: Int) -> (item: Int64, tag: UInt64) {
    let slot = self.slot(index)
    let item = slot.load(as: Int64.self)
    let itemTag = slot.load(fromByteOffset: 8, as: UInt64.self)
    slot.storeBytes(of: tag, toByteOffset: 8, as: UInt64.self)
    return (item, itemTag)
  }
}
