/// What a thread says it is doing.
///
/// The raw values are part of the file format.
@frozen
public enum ActorState: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  /// Nothing was published yet.
  case notStarted = 0
  case running
  /// Waits for somebody, without deadline.
  case blocked
  /// Waits for somebody, at most until a deadline.
  case timedBlocked
  /// Sleeps for a time.
  case sleeping
  /// Looks at a condition again and again (`await`), asleep in between.
  case awaiting
  /// Looks at a condition again and again, without sleeping.
  case spinning
  /// Ended by itself.
  case finished
  /// Ended by a failure that the lab saw: an assertion, a check.
  case failed
  /// Ended by a trap or signal.
  case crashed

  /// Whether the thread has ended.
  @inlinable
  public var isEnd: Bool {
    switch self {
    case .finished, .failed, .crashed: true
    default: false
    }
  }
}
