/// A set of actors, at most 128: two words, no allocation.
@frozen
@usableFromInline
package struct ActorSet: Hashable, Sendable, BitwiseCopyable {
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

  @inlinable
  package func union(_ other: ActorSet) -> ActorSet {
    ActorSet(low: low | other.low, high: high | other.high)
  }

  @inlinable
  package func intersection(_ other: ActorSet) -> ActorSet {
    ActorSet(low: low & other.low, high: high & other.high)
  }

  @inlinable
  package func subtracting(_ other: ActorSet) -> ActorSet {
    ActorSet(low: low & ~other.low, high: high & ~other.high)
  }
}
