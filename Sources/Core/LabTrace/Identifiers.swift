/// A thread of a log: the index of its `ThreadLog` in `EventLog.threads`.
///
/// Thread 0 is the lab itself (the supervisor, or the controlled scheduler); actors start at 1.
@frozen
public struct ThreadID: RawRepresentable, Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The index of the thread in its log.
  public var rawValue: UInt32

  /// Makes the id of the thread at an index of the log.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The lab itself.
  @inlinable
  public static var lab: ThreadID { ThreadID(rawValue: 0) }

  /// Orders threads by their index.
  @inlinable
  public static func < (left: ThreadID, right: ThreadID) -> Bool { left.rawValue < right.rawValue }
}

/// A shared object: its `ObjectInfo` is at index `rawValue - 1` of `EventLog.objects`; 0 means "no object".
///
/// Ids are allotted, never addresses, so that the same run gives the same ids.
@frozen
public struct ObjectID: RawRepresentable, Hashable, Comparable, Sendable, BitwiseCopyable {
  /// One more than the object's index, 0 for none.
  public var rawValue: UInt32

  /// Makes an id from its raw value.
  @inlinable
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// No object.
  @inlinable
  public static var none: ObjectID { ObjectID(rawValue: 0) }

  /// Orders objects by their index.
  @inlinable
  public static func < (left: ObjectID, right: ObjectID) -> Bool { left.rawValue < right.rawValue }
}

/// A place in a source text: an index into `EventLog.sites`.
///
/// Site 0 is "unknown, or more sites than fit".
@frozen
public struct SiteID: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  /// The index of the site.
  public var rawValue: UInt16

  /// Makes a site id from its index.
  @inlinable
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The unknown place.
  @inlinable
  public static var unknown: SiteID { SiteID(rawValue: 0) }
}

/// Names one event of a log: a thread and the event's sequence number in it.
///
/// Raw value 0 names none.
@frozen
public struct EventReference: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  /// Thread in the upper, sequence number in the lower 32 bits.
  public var rawValue: UInt64

  /// Makes a reference from its raw value.
  @inlinable
  public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// Names the event with this sequence number (they start at 1) of this thread.
  @inlinable
  public init(thread: ThreadID, sequence: UInt32) {
    rawValue = UInt64(thread.rawValue) << 32 | UInt64(sequence)
  }

  /// No event.
  @inlinable
  public static var none: EventReference { EventReference(rawValue: 0) }

  /// The thread of the event.
  @inlinable
  public var thread: ThreadID { ThreadID(rawValue: UInt32(truncatingIfNeeded: rawValue >> 32)) }

  /// The event's sequence number in its thread, from 1.
  @inlinable
  public var sequence: UInt32 { UInt32(truncatingIfNeeded: rawValue) }
}
