/// A set of at most 128 actors, as primitives keep it in their records.
@frozen
@usableFromInline
package struct ActorMask: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline package var low: UInt64
  @usableFromInline package var high: UInt64

  @inlinable
  package init(low: UInt64 = 0, high: UInt64 = 0) {
    self.low = low
    self.high = high
  }

  @inlinable
  package var isEmpty: Bool { low | high == 0 }

  @inlinable
  package var count: Int { low.nonzeroBitCount &+ high.nonzeroBitCount }

  @inlinable
  package func contains(_ actor: Int) -> Bool {
    (actor < 64 ? low >> UInt64(actor) : high >> UInt64(actor &- 64)) & 1 != 0
  }

  @inlinable
  package mutating func insert(_ actor: Int) {
    if actor < 64 { low |= 1 << UInt64(actor) } else { high |= 1 << UInt64(actor &- 64) }
  }

  @inlinable
  package mutating func remove(_ actor: Int) {
    if actor < 64 { low &= ~(1 << UInt64(actor)) } else { high &= ~(1 << UInt64(actor &- 64)) }
  }

  /// The lowest actor, -1 for the empty set.
  @inlinable
  package var first: Int {
    if low != 0 { return low.trailingZeroBitCount }
    return high != 0 ? 64 &+ high.trailingZeroBitCount : -1
  }

  /// The actor with this many lower ones in the set, -1 if there are not so many.
  @inlinable
  package func member(_ position: Int) -> Int {
    var rest = self
    for _ in 0..<position { rest.remove(max(0, rest.first)) }
    return rest.first
  }
}

/// How a set of actors lies in a record: 1, 2, 4, 8 or 16 bytes, as few as the actors of the program need.
@frozen
@usableFromInline
package struct MaskLayout: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline package let byteCount: Int

  /// The layout for sets of so many actors, at most 128.
  @inlinable
  package init(actorCount: Int) {
    byteCount =
      actorCount <= 8 ? 1 : actorCount <= 16 ? 2 : actorCount <= 32 ? 4 : actorCount <= 64 ? 8 : 16
  }

  @inlinable
  package func load(_ record: UnsafeRawPointer) -> ActorMask {
    switch byteCount {
    case 1: ActorMask(low: UInt64(record.load(as: UInt8.self)))
    case 2: ActorMask(low: UInt64(record.loadUnaligned(as: UInt16.self)))
    case 4: ActorMask(low: UInt64(record.loadUnaligned(as: UInt32.self)))
    case 8: ActorMask(low: record.loadUnaligned(as: UInt64.self))
    default:
      ActorMask(
        low: record.loadUnaligned(as: UInt64.self), high: (record + 8).loadUnaligned(as: UInt64.self))
    }
  }

  @inlinable
  package func store(_ mask: ActorMask, _ record: UnsafeMutableRawPointer) {
    switch byteCount {
    case 1: record.storeBytes(of: UInt8(truncatingIfNeeded: mask.low), as: UInt8.self)
    case 2: record.storeBytes(of: UInt16(truncatingIfNeeded: mask.low), as: UInt16.self)
    case 4: record.storeBytes(of: UInt32(truncatingIfNeeded: mask.low), as: UInt32.self)
    case 8: record.storeBytes(of: mask.low, as: UInt64.self)
    default:
      record.storeBytes(of: mask.low, as: UInt64.self)
      (record + 8).storeBytes(of: mask.high, as: UInt64.self)
    }
  }
}
