/// One thing that happened: 40 bytes, no pointers, the one currency of the lab.
///
/// Analyses order events by thread sequence, object version and cause, never by time stamp: `time` is only
/// for drawing. In controlled runs it is the number of the step.
@frozen
public struct Event: Hashable, Sendable, BitwiseCopyable {
  /// Nanoseconds of a monotonic clock, or the step number of a controlled run.
  public var time: UInt64
  /// Position in its thread, from 1, without gaps unless events were lost.
  public var sequence: UInt32
  /// What happened.
  public var kind: EventKind
  /// Details, by kind.
  public var flags: EventFlags
  /// Where in the source it happened.
  public var site: SiteID
  /// The object it happened to.
  public var object: ObjectID
  /// Orders the operations of one object.
  ///
  /// Exact for operations made under ownership; elsewhere a release takes it before its atomic step and an
  /// acquire after, so that an acquire is ordered after every release with a smaller version.
  public var version: UInt32
  /// A number that depends on the kind: an item, a value, permits, a thread.
  public var value: Int64
  /// The event that enabled this one: the release before an acquire, the post before a wait-end.
  public var cause: EventReference

  /// Makes an event.
  @inlinable
  public init(
    time: UInt64, sequence: UInt32, kind: EventKind, flags: EventFlags = [], site: SiteID = .unknown,
    object: ObjectID = .none, version: UInt32 = 0, value: Int64 = 0, cause: EventReference = .none
  ) {
    self.time = time
    self.sequence = sequence
    self.kind = kind
    self.flags = flags
    self.site = site
    self.object = object
    self.version = version
    self.value = value
    self.cause = cause
  }
}
