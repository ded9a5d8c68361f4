/// Sets of actors as numbers below 2^31: the set itself if it fits, else one number for every set that occurs.
@usableFromInline
package struct ActorSetCodes: ~Copyable {
  @usableFromInline package let isDirect: Bool
  private var sets: [ActorSet] = [ActorSet()]
  private var slots: [UInt32] = []

  /// The bit that codes leave free.
  @inlinable package static var flag: UInt32 { 1 << 31 }

  @usableFromInline
  package init(actorCount: Int) {
    isDirect = actorCount <= 31
    if !isDirect { slots = Array(repeating: 0, count: 64) }
  }

  @inlinable
  package mutating func code(_ set: ActorSet) -> UInt32 {
    isDirect ? UInt32(truncatingIfNeeded: set.low) : intern(set)
  }

  @inlinable
  package func set(_ code: UInt32) -> ActorSet { isDirect ? ActorSet(low: UInt64(code)) : interned(code) }

  @usableFromInline
  package func interned(_ code: UInt32) -> ActorSet { sets[Int(code)] }

  @usableFromInline
  package mutating func intern(_ set: ActorSet) -> UInt32 {
    if set.isEmpty { return 0 }
    var slot = place(set)
    while slots[slot] != 0 {
      if sets[Int(slots[slot])] == set { return slots[slot] }
      slot = (slot + 1) & (slots.count - 1)
    }
    sets.append(set)
    slots[slot] = UInt32(sets.count - 1)
    if sets.count * 2 > slots.count { rebuild() }
    return UInt32(sets.count - 1)
  }

  private func place(_ set: ActorSet) -> Int {
    let hash = StateHasher.fold(set.low ^ 0xA076_1D64_78BD_642F, set.high ^ 0xE703_7ED1_A0B4_28DB)
    return Int(truncatingIfNeeded: hash) & (slots.count - 1)
  }

  private mutating func rebuild() {
    slots = Array(repeating: 0, count: slots.count * 2)
    for code in 1..<sets.count {
      var slot = place(sets[code])
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(code)
    }
  }
}
