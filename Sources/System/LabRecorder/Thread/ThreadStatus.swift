/// What a thread said it was doing, at one moment.
public struct ThreadStatus: Hashable, Sendable {
  /// Grows by two with every publication (and wraps).
  ///
  /// Odd: the thread was just publishing.
  public var epoch: UInt32
  /// What it was doing; `running` if it was just publishing.
  public var state: ActorState
  /// Where it was: 24 bits.
  public var counter: UInt32
  /// What it waited for.
  public var cell: UInt32
  /// How much of it.
  public var amount: UInt32
  /// How often it has looked at what it waits for.
  ///
  /// Not part of the consistent rest: it may be a little newer.
  public var checks: UInt64

  /// Whether nothing was published between two snapshots.
  ///
  /// Looks at the epoch only; it wraps after two thousand million publications.
  public func isSamePublication(as other: ThreadStatus) -> Bool { epoch == other.epoch && epoch & 1 == 0 }

  init(status: UInt64, request: UInt64, checks: UInt64) {
    epoch = UInt32(truncatingIfNeeded: status >> 32)
    state = ActorState(rawValue: UInt8(truncatingIfNeeded: status >> 24)) ?? .running
    counter = UInt32(truncatingIfNeeded: status) & 0xFF_FFFF
    cell = UInt32(truncatingIfNeeded: request >> 32)
    amount = UInt32(truncatingIfNeeded: request)
    self.checks = checks
  }
}
