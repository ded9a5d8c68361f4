/// What a depth-first search knows about the state it is in.
package struct SearchFrame: BitwiseCopyable {
  /// Actors still to be followed.
  package var remaining = ActorSet()
  /// Actors that need not be followed: what they lead to is covered elsewhere.
  package var sleep = ActorSet()
  /// Actors that were left out, to be followed if leaving them out was not allowed.
  package var rest = ActorSet()
  /// Hash of the state, to find its slot again.
  package var hash: UInt64 = 0
  /// The actor being followed, and its next alternative.
  package var actor: Int32 = -1
  package var alternative: Int32 = 0
  package var alternativeEnd: Int32 = 0
  package var flags: SearchFlags = []

  @inlinable
  package init() {}
}

/// Notes about a state on the stack.
package struct SearchFlags: OptionSet, BitwiseCopyable {
  package var rawValue: UInt32

  @inlinable
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// This frame set the state's mark "on the stack", and clears it.
  @inlinable package static var ownsMark: SearchFlags { SearchFlags(rawValue: 1) }
  /// Some step was taken from here.
  @inlinable package static var hasStepped: SearchFlags { SearchFlags(rawValue: 2) }
  /// Some step led to a state that was not on the stack.
  @inlinable package static var hasLeft: SearchFlags { SearchFlags(rawValue: 4) }
  /// What was left out must be followed.
  @inlinable package static var mustExpand: SearchFlags { SearchFlags(rawValue: 8) }
  /// The state was visited before, with more actors asleep.
  @inlinable package static var isRevisit: SearchFlags { SearchFlags(rawValue: 16) }
  /// The actor being followed may not be put to sleep.
  @inlinable package static var staysAwake: SearchFlags { SearchFlags(rawValue: 32) }
}

/// The stack of a depth-first search: each frame with the words that the step from it changed.
///
/// So a frame costs what a step changes, however large the state is. From bottom to top a frame holds the old
/// words, the bit masks that say which they are, and the frame's fields, only those in use.
package struct SearchStack: ~Copyable {
  package var base: UnsafeMutablePointer<UInt64>
  package var capacity: Int
  package var top = 0
  package var depth = 0
  package let shape: SearchFrameShape

  package init(shape: SearchFrameShape) {
    self.shape = shape
    capacity = 8 * (shape.headWords + shape.maskWords + shape.stateWords) + 1024
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  @inlinable
  package var bytes: Int { capacity &* 8 }

  /// Sees to it that one more frame has room.
  @inlinable
  package mutating func makeRoom(limit: Int) -> Bool {
    capacity &- top >= shape.headWords &+ shape.maskWords &+ shape.stateWords || grow(limit: limit)
  }

  package mutating func grow(limit: Int) -> Bool {
    let larger = capacity + capacity / 2
    guard (capacity + larger) * 8 <= limit else { return false }
    let memory = UnsafeMutablePointer<UInt64>.allocate(capacity: larger)
    memory.update(from: base, count: top)
    base.deallocate()
    base = memory
    capacity = larger
    return true
  }

  /// Puts a frame away: the search goes on from state `old` to state `new`.
  @inlinable
  package mutating func push(
    _ frame: SearchFrame, from old: UnsafeRawPointer, to new: UnsafeRawPointer
  ) {
    var place = top
    let masks = shape.maskWords
    var word = 0
    // Old words first, into the place they will have; the masks follow once it is known how many there are.
    var mask: UInt64 = 0
    if masks == 1 {
      while word < shape.stateWords {
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
    top = shape.pack(frame, into: base, at: place)
    depth &+= 1
  }

  /// The old words and the masks of a state of more than 64 words.
  package mutating func pushLong(from old: UnsafeRawPointer, to new: UnsafeRawPointer) -> Int {
    var changed = 0
    for word in 0..<shape.stateWords
    where old.load(fromByteOffset: word * 8, as: UInt64.self)
      != new.load(fromByteOffset: word * 8, as: UInt64.self)
    {
      changed += 1
    }
    let masks = base + top + changed
    masks.update(repeating: 0, count: shape.maskWords)
    var place = top
    for word in 0..<shape.stateWords {
      let before = old.load(fromByteOffset: word * 8, as: UInt64.self)
      guard before != new.load(fromByteOffset: word * 8, as: UInt64.self) else { continue }
      base[place] = before
      place += 1
      masks[word / 64] |= 1 << UInt64(word % 64)
    }
    return place + shape.maskWords
  }

  /// Takes the topmost frame back and makes the state what it was.
  @inlinable
  package mutating func pop(_ state: UnsafeMutableRawPointer) -> SearchFrame {
    var place = top &- shape.headWords
    let frame = shape.unpack(base, at: place)
    place &-= shape.maskWords
    let masks = base + place
    var index = shape.maskWords
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
    return frame
  }
}

/// Which words a frame has on the stack.
package struct SearchFrameShape: BitwiseCopyable {
  package let stateWords: Int
  package let maskWords: Int
  package let headWords: Int
  /// More than 64 actors: sets take two words.
  package let isWide: Bool
  package let isReducing: Bool

  @inlinable
  package init(stateSize: Int, actorCount: Int, isReducing: Bool) {
    stateWords = stateSize / 8
    maskWords = max(1, (stateSize / 8 &+ 63) / 64)
    isWide = actorCount > 64
    self.isReducing = isReducing
    headWords = (isWide ? 2 : 1) &* (isReducing ? 3 : 1) &+ (isReducing ? 3 : 2)
  }

  /// Writes the fields in use and returns the place behind them.
  @inlinable
  package func pack(_ frame: SearchFrame, into base: UnsafeMutablePointer<UInt64>, at start: Int) -> Int {
    var place = start
    base[place] = frame.remaining.low
    if isWide { base[place &+ 1] = frame.remaining.high }
    place &+= isWide ? 2 : 1
    if isReducing {
      base[place] = frame.sleep.low
      base[place &+ 1] = frame.rest.low
      base[place &+ 2] = frame.hash
      place &+= 3
      if isWide {
        base[place] = frame.sleep.high
        base[place &+ 1] = frame.rest.high
        place &+= 2
      }
    }
    base[place] =
      UInt64(UInt32(bitPattern: frame.alternative)) | UInt64(UInt32(bitPattern: frame.alternativeEnd)) << 32
    base[place &+ 1] = UInt64(UInt32(bitPattern: frame.actor)) | UInt64(frame.flags.rawValue) << 32
    return place &+ 2
  }

  @inlinable
  package func unpack(_ base: UnsafeMutablePointer<UInt64>, at start: Int) -> SearchFrame {
    var frame = SearchFrame()
    var place = start
    frame.remaining.low = base[place]
    if isWide { frame.remaining.high = base[place &+ 1] }
    place &+= isWide ? 2 : 1
    if isReducing {
      frame.sleep.low = base[place]
      frame.rest.low = base[place &+ 1]
      frame.hash = base[place &+ 2]
      place &+= 3
      if isWide {
        frame.sleep.high = base[place]
        frame.rest.high = base[place &+ 1]
        place &+= 2
      }
    }
    frame.alternative = Int32(truncatingIfNeeded: base[place])
    frame.alternativeEnd = Int32(truncatingIfNeeded: base[place] >> 32)
    frame.actor = Int32(truncatingIfNeeded: base[place &+ 1])
    frame.flags = SearchFlags(rawValue: UInt32(truncatingIfNeeded: base[place &+ 1] >> 32))
    return frame
  }
}
