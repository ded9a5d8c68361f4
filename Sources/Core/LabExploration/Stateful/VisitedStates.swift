/// The states that a search has seen, each with a mark of 32 bits for the search's own use.
@usableFromInline
package protocol VisitedStates: ~Copyable {
  /// Makes an empty set.
  /// - Parameters:
  ///   - hasher: What made the hashes that come with the states.
  ///   - hasMarks: Whether the search needs marks; without, they cost nothing.
  init(hasher: StateHasher, hasMarks: Bool)

  /// Whether it keeps whole states, so that none is ever taken for another.
  static var isExact: Bool { get }

  /// How many states are in.
  var count: Int { get }
  /// Bytes in use, all included.
  var bytes: Int { get }
  /// Bytes in use at most so far: while a table grows there are two.
  var peakBytes: Int { get }

  /// Sees to it that one more state has room.
  /// - Parameter limit: How many bytes may be in use, the growth itself included.
  /// - Returns: Whether there is room.
  mutating func makeRoom(limit: Int) -> Bool

  /// Adds a state unless it is in; there must be room.
  /// - Returns: The slot, or its complement if the state was in already. Slots move when the set grows.
  mutating func insert(_ state: UnsafeRawPointer, hash: UInt64) -> Int

  /// Whether a state is in; an exact set needs its bytes.
  func isKnown(_ state: UnsafeRawPointer?, hash: UInt64) -> Bool

  /// Reads the place where a state would be, to have it in the cache soon; the value means nothing.
  func touch(hash: UInt64) -> UInt64

  /// The slot of a state that is in.
  func slot(of state: UnsafeRawPointer, hash: UInt64) -> Int

  func mark(at slot: Int) -> UInt32
  mutating func setMark(_ mark: UInt32, at slot: Int)
}
