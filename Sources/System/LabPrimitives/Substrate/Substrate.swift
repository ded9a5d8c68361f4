public import LabPlatform

/// What an algorithm of this module stands on: atomic words at an address, a way to sleep on them, a clock.
///
/// Every algorithm is written once, as a core generic over its substrate, and is specialised for each:
/// ``PrivateFutex`` serves the threads of one process, ``SharedFutex`` processes that map the same memory,
/// and a modelled substrate lets an explorer step the very code that ships. All requirements are static, so
/// that the fast paths compile to the bare instructions.
///
/// Words must be aligned to their size, and must be accessed through one kind of substrate only.
public protocol Substrate: SendableMetatype {
  /// Reads a word.
  static func load(_ word: UnsafeMutablePointer<UInt32>, _ order: MemoryOrder) -> UInt32
  /// Writes a word.
  static func store(_ value: UInt32, to word: UnsafeMutablePointer<UInt32>, _ order: MemoryOrder)
  /// Writes a word and answers what it held.
  static func exchange(_ word: UnsafeMutablePointer<UInt32>, _ value: UInt32, _ order: MemoryOrder) -> UInt32
  /// Writes `desired` if the word holds `expected`; a failure is a relaxed read. Never fails spuriously.
  static func compareExchange(
    _ word: UnsafeMutablePointer<UInt32>, _ expected: UInt32, _ desired: UInt32, _ order: MemoryOrder
  ) -> (exchanged: Bool, original: UInt32)
  /// Adds, wrapping, and answers what the word held before.
  static func fetchAdd(_ word: UnsafeMutablePointer<UInt32>, _ value: UInt32, _ order: MemoryOrder) -> UInt32
  /// Keeps the bits of a mask and answers what the word held before.
  static func fetchAnd(_ word: UnsafeMutablePointer<UInt32>, _ mask: UInt32, _ order: MemoryOrder) -> UInt32
  /// Sets the bits of a mask and answers what the word held before.
  static func fetchOr(_ word: UnsafeMutablePointer<UInt32>, _ mask: UInt32, _ order: MemoryOrder) -> UInt32

  /// Reads a word.
  static func load(_ word: UnsafeMutablePointer<UInt64>, _ order: MemoryOrder) -> UInt64
  /// Writes a word.
  static func store(_ value: UInt64, to word: UnsafeMutablePointer<UInt64>, _ order: MemoryOrder)
  /// Writes a word and answers what it held.
  static func exchange(_ word: UnsafeMutablePointer<UInt64>, _ value: UInt64, _ order: MemoryOrder) -> UInt64
  /// Writes `desired` if the word holds `expected`; a failure is a relaxed read. Never fails spuriously.
  static func compareExchange(
    _ word: UnsafeMutablePointer<UInt64>, _ expected: UInt64, _ desired: UInt64, _ order: MemoryOrder
  ) -> (exchanged: Bool, original: UInt64)
  /// Adds, wrapping, and answers what the word held before.
  static func fetchAdd(_ word: UnsafeMutablePointer<UInt64>, _ value: UInt64, _ order: MemoryOrder) -> UInt64

  /// Sleeps while the word holds `expected`; may return for no reason.
  ///
  /// The check and the falling asleep are one step with respect to ``wake(_:count:)`` of the same word: a
  /// word changed before the check is seen, a wake after it wakes.
  static func wait(_ word: UnsafeMutablePointer<UInt32>, expected: UInt32, deadline: Deadline) -> Futex.Wake
  /// Wakes at most `count` sleepers. The word need not be mapped any more: then nobody sleeps on it.
  /// - Returns: How many were woken.
  @discardableResult
  static func wake(_ word: UnsafeMutablePointer<UInt32>, count: Int32) -> Int

  /// Who is calling: not 0, below 2^30, and unique among all who use the same words.
  static var currentOwner: UInt32 { get }
  /// Nanoseconds of the clock that deadlines are measured on.
  static var now: Int64 { get }
  /// Looks at a word that is not yet as hoped, before sleeping is worth its price.
  static var spinLimit: Int { get }
  /// Called between two such looks.
  static func pause()
  /// Whether the users of a word may see it at different addresses, so that nothing they link to it may lie
  /// on a stack.
  static var crossesProcesses: Bool { get }
}
