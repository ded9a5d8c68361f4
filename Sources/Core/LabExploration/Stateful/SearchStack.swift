/// The stack of a depth-first search: each frame with the words of the state that the step from it changed.
///
/// So a frame costs what a step changes, however large the state is. From bottom to top a frame holds the old
/// words, the bit masks that say which they are, whatever the search keeps there, and two control words: how much
/// that is and a number for the search's own use, then the step taken.
@usableFromInline
package struct SearchStack: ~Copyable {
  @usableFromInline package var base: UnsafeMutablePointer<UInt64>
  @usableFromInline package var capacity: Int
  @usableFromInline package var top = 0
  @usableFromInline package var depth = 0
  @usableFromInline package let stateWords: Int
  @usableFromInline package let maskWords: Int

  @usableFromInline
  package init(stateSize: Int) {
    stateWords = stateSize / 8
    maskWords = max(1, (stateWords + 63) / 64)
    capacity = 1024
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  @inlinable
  package var bytes: Int { capacity &* 8 }

  /// Sees to it that one more frame has room.
  @inlinable
  package mutating func makeRoom(payload: Int, limit: Int) -> Bool {
    let words = stateWords &+ maskWords &+ payload &+ 2
    return capacity &- top >= words || grow(words, limit: limit)
  }

  @usableFromInline
  package mutating func grow(_ words: Int, limit: Int) -> Bool {
    let larger = max(capacity + capacity / 2, top + words)
    guard (capacity + larger) * 8 <= limit else { return false }
    let memory = UnsafeMutablePointer<UInt64>.allocate(capacity: larger)
    memory.update(from: base, count: top)
    base.deallocate()
    base = memory
    capacity = larger
    return true
  }

  /// Puts the state `old` away, from which a step of an actor leads to the state `new`; there must be room.
  /// - Returns: Where to write the payload.
  @inlinable
  package mutating func push(
    from old: UnsafeRawPointer, to new: UnsafeRawPointer, actor: Int, alternative: Int, payload: Int,
    number: Int
  ) -> UnsafeMutablePointer<UInt64> {
    var place = top
    if maskWords == 1 {
      var mask: UInt64 = 0
      var word = 0
      while word < stateWords {
        let before = old.load(fromByteOffset: word &* 8, as: UInt64.self)
        if before != new.load(fromByteOffset: word &* 8, as: UInt64.self) {
          base[place] = before
          place &+= 1
          mask |= 1 << UInt64(truncatingIfNeeded: word)
        }
        word &+= 1
      }
      base[place] = mask
      place &+= 1
    } else {
      place = pushLong(from: old, to: new)
    }
    base[place &+ payload] = UInt64(truncatingIfNeeded: payload) | UInt64(truncatingIfNeeded: number) << 32
    base[place &+ payload &+ 1] =
      UInt64(truncatingIfNeeded: actor) | UInt64(truncatingIfNeeded: alternative) << 32
    top = place &+ payload &+ 2
    depth &+= 1
    return base + place
  }

  /// The old words and the masks of a state of more than 64 words.
  @usableFromInline
  package mutating func pushLong(from old: UnsafeRawPointer, to new: UnsafeRawPointer) -> Int {
    var place = top
    for word in 0..<stateWords {
      let before = old.load(fromByteOffset: word * 8, as: UInt64.self)
      guard before != new.load(fromByteOffset: word * 8, as: UInt64.self) else { continue }
      base[place] = before
      place += 1
    }
    let masks = base + place
    masks.update(repeating: 0, count: maskWords)
    for word in 0..<stateWords
    where old.load(fromByteOffset: word * 8, as: UInt64.self)
      != new.load(fromByteOffset: word * 8, as: UInt64.self)
    {
      masks[word / 64] |= 1 << UInt64(word % 64)
    }
    return place + maskWords
  }

  /// The number that the topmost frame was given.
  @inlinable
  package var topNumber: Int { Int(truncatingIfNeeded: base[top &- 2] >> 32) }

  /// The actor whose step leads from the topmost frame.
  @inlinable
  package var topActor: Int { Int(truncatingIfNeeded: base[top &- 1] & 0xFFFF_FFFF) }

  /// The alternative of that step.
  @inlinable
  package var topAlternative: Int { Int(truncatingIfNeeded: base[top &- 1] >> 32) }

  /// What the search keeps in the topmost frame.
  @inlinable
  package var topPayload: UnsafeMutablePointer<UInt64> {
    base + (top &- 2 &- Int(truncatingIfNeeded: base[top &- 2] & 0xFFFF_FFFF))
  }

  /// Drops the topmost frame and makes the state what it was.
  @inlinable
  package mutating func pop(_ state: UnsafeMutableRawPointer) {
    var place = top &- 2 &- Int(truncatingIfNeeded: base[top &- 2] & 0xFFFF_FFFF) &- maskWords
    let masks = base + place
    var index = maskWords
    while index > 0 {
      index &-= 1
      var mask = masks[index]
      place &-= mask.nonzeroBitCount
      var source = place
      while mask != 0 {
        let word = index &* 64 &+ mask.trailingZeroBitCount
        state.storeBytes(of: base[source], toByteOffset: word &* 8, as: UInt64.self)
        source &+= 1
        mask &= mask &- 1
      }
    }
    top = place
    depth &-= 1
  }
}
