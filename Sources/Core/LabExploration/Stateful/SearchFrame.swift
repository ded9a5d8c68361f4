/// What a search with reduction knows about the state it is in.
@usableFromInline
package struct SearchFrame: BitwiseCopyable {
  /// Actors still to be followed.
  @usableFromInline package var remaining = ActorSet()
  /// Actors that need not be followed: what they lead to is covered elsewhere.
  @usableFromInline package var sleep = ActorSet()
  /// Actors that were left out, to be followed if leaving them out was not allowed.
  @usableFromInline package var rest = ActorSet()
  /// Hash of the state, to find its slot again.
  @usableFromInline package var hash: UInt64 = 0
  /// The actor being followed, and its next alternative.
  @usableFromInline package var actor: Int32 = -1
  @usableFromInline package var alternative: Int32 = 0
  @usableFromInline package var alternativeEnd: Int32 = 0
  @usableFromInline package var flags: SearchFlags = []

  @inlinable
  package init() {}
}

/// Notes about a state on the stack.
@usableFromInline
package struct SearchFlags: OptionSet, BitwiseCopyable {
  @usableFromInline package var rawValue: UInt32

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

/// How a frame is kept on the stack: sets take one word each for up to 64 actors, else two.
@usableFromInline
package struct SearchFrameShape: BitwiseCopyable {
  @usableFromInline package let isWide: Bool

  @inlinable
  package init(actorCount: Int) { isWide = actorCount > 64 }

  @inlinable
  package var words: Int { isWide ? 8 : 5 }

  @inlinable
  package func pack(_ frame: SearchFrame, into place: UnsafeMutablePointer<UInt64>) {
    place[0] = frame.remaining.low
    place[1] = frame.sleep.low
    place[2] = frame.rest.low
    place[3] = frame.hash
    place[4] = UInt64(frame.flags.rawValue)
    if isWide {
      place[5] = frame.remaining.high
      place[6] = frame.sleep.high
      place[7] = frame.rest.high
    }
  }

  @inlinable
  package func unpack(_ place: UnsafeMutablePointer<UInt64>) -> SearchFrame {
    var frame = SearchFrame()
    frame.remaining.low = place[0]
    frame.sleep.low = place[1]
    frame.rest.low = place[2]
    frame.hash = place[3]
    frame.flags = SearchFlags(rawValue: UInt32(truncatingIfNeeded: place[4]))
    if isWide {
      frame.remaining.high = place[5]
      frame.sleep.high = place[6]
      frame.rest.high = place[7]
    }
    return frame
  }
}
