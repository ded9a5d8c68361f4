public import LabPlatform

/// A 32-bit atomic word at an address, on a substrate.
@frozen
public struct AtomicWord32<S: Substrate> {
  /// Where the word lies.
  public let pointer: UnsafeMutablePointer<UInt32>

  /// The word `offset` bytes after `base`.
  @inlinable @inline(__always)
  public init(_ base: UnsafeMutableRawPointer, _ offset: Int = 0) {
    pointer = (base + offset).assumingMemoryBound(to: UInt32.self)
  }

  /// Reads.
  @inlinable @inline(__always)
  public func load(_ order: MemoryOrder) -> UInt32 { S.load(pointer, order) }

  /// Writes.
  @inlinable @inline(__always)
  public func store(_ value: UInt32, _ order: MemoryOrder) { S.store(value, to: pointer, order) }

  /// Writes and answers what was there.
  @inlinable @inline(__always)
  public func exchange(_ value: UInt32, _ order: MemoryOrder) -> UInt32 { S.exchange(pointer, value, order) }

  /// Writes `desired` in the place of `expected`; a failure is a relaxed read.
  @inlinable @inline(__always)
  public func compareExchange(
    _ expected: UInt32, _ desired: UInt32, _ order: MemoryOrder
  ) -> (exchanged: Bool, original: UInt32) {
    S.compareExchange(pointer, expected, desired, order)
  }

  /// Adds, wrapping, and answers what was there.
  @inlinable @inline(__always) @discardableResult
  public func fetchAdd(_ value: UInt32, _ order: MemoryOrder) -> UInt32 { S.fetchAdd(pointer, value, order) }

  /// Subtracts, wrapping, and answers what was there.
  @inlinable @inline(__always) @discardableResult
  public func fetchSubtract(_ value: UInt32, _ order: MemoryOrder) -> UInt32 {
    S.fetchAdd(pointer, 0 &- value, order)
  }

  /// Keeps the bits of a mask and answers what was there.
  @inlinable @inline(__always) @discardableResult
  public func fetchAnd(_ mask: UInt32, _ order: MemoryOrder) -> UInt32 { S.fetchAnd(pointer, mask, order) }

  /// Sets the bits of a mask and answers what was there.
  @inlinable @inline(__always) @discardableResult
  public func fetchOr(_ mask: UInt32, _ order: MemoryOrder) -> UInt32 { S.fetchOr(pointer, mask, order) }

  /// Sleeps while the word holds `expected`; may return for no reason.
  @inlinable
  public func wait(_ expected: UInt32, deadline: Deadline) -> Futex.Wake {
    S.wait(pointer, expected: expected, deadline: deadline)
  }

  /// Wakes at most `count` sleepers.
  @inlinable @discardableResult
  public func wake(_ count: Int32) -> Int { S.wake(pointer, count: count) }
}

/// A 64-bit atomic word at an address, on a substrate.
@frozen
public struct AtomicWord64<S: Substrate> {
  /// Where the word lies.
  public let pointer: UnsafeMutablePointer<UInt64>

  /// The word `offset` bytes after `base`.
  @inlinable @inline(__always)
  public init(_ base: UnsafeMutableRawPointer, _ offset: Int = 0) {
    pointer = (base + offset).assumingMemoryBound(to: UInt64.self)
  }

  /// Reads.
  @inlinable @inline(__always)
  public func load(_ order: MemoryOrder) -> UInt64 { S.load(pointer, order) }

  /// Writes.
  @inlinable @inline(__always)
  public func store(_ value: UInt64, _ order: MemoryOrder) { S.store(value, to: pointer, order) }

  /// Writes and answers what was there.
  @inlinable @inline(__always)
  public func exchange(_ value: UInt64, _ order: MemoryOrder) -> UInt64 { S.exchange(pointer, value, order) }

  /// Writes `desired` in the place of `expected`; a failure is a relaxed read.
  @inlinable @inline(__always)
  public func compareExchange(
    _ expected: UInt64, _ desired: UInt64, _ order: MemoryOrder
  ) -> (exchanged: Bool, original: UInt64) {
    S.compareExchange(pointer, expected, desired, order)
  }

  /// Adds, wrapping, and answers what was there.
  @inlinable @inline(__always) @discardableResult
  public func fetchAdd(_ value: UInt64, _ order: MemoryOrder) -> UInt64 { S.fetchAdd(pointer, value, order) }
}
