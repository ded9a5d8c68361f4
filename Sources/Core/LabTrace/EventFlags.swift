/// Details of an event; which of them mean something depends on its kind.
@frozen
public struct EventFlags: OptionSet, Hashable, Sendable, BitwiseCopyable {
  /// The bits.
  public var rawValue: UInt8

  /// Makes flags from their bits.
  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A lock taken or asked for by a reader.
  @inlinable
  public static var shared: EventFlags { EventFlags(rawValue: 1) }
  /// A plain access: no order, may race.
  ///
  /// Without it a memory event is atomic.
  @inlinable
  public static var plain: EventFlags { EventFlags(rawValue: 2) }
  /// Part of a condition wait.
  @inlinable
  public static var byWait: EventFlags { EventFlags(rawValue: 4) }
  /// The wait has a deadline, or ended by it.
  @inlinable
  public static var timedOut: EventFlags { EventFlags(rawValue: 8) }
  /// Inside an `atomic { }` block or an `await`: ordered with other such blocks.
  @inlinable
  public static var insideAtomicBlock: EventFlags { EventFlags(rawValue: 16) }

  /// A lock that was taken by trying: whoever tries never waits (bit 5, which only memory events use otherwise).
  @inlinable
  public static var byTry: EventFlags { EventFlags(rawValue: 32) }

  /// The memory order of an atomic access (bits 5 to 7).
  @inlinable
  public init(order: MemoryOrder) { rawValue = order.rawValue << 5 }

  /// The memory order of an atomic access.
  @inlinable
  public var order: MemoryOrder { MemoryOrder(rawValue: rawValue >> 5) ?? .sequentiallyConsistent }
}

/// The memory orders of the scenario language, as in C11.
@frozen
public enum MemoryOrder: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  case sequentiallyConsistent = 0
  case relaxed
  case acquiring
  case releasing
  case acquiringAndReleasing
}
