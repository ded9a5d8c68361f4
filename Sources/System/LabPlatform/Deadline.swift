internal import CLabPlatform

/// A moment of the monotonic clock up to which somebody is willing to wait.
@frozen
public struct Deadline: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Nanoseconds of the monotonic clock; `Int64.max` means "for ever".
  public var nanoseconds: Int64

  /// A moment of the monotonic clock.
  @inlinable
  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// No deadline.
  @inlinable
  public static var never: Deadline { Deadline(nanoseconds: .max) }

  /// A moment that has passed: "do not wait".
  @inlinable
  public static var now: Deadline { Deadline(nanoseconds: 0) }

  /// A length of time from now; too long to count means for ever.
  public static func after(_ duration: Duration) -> Deadline {
    let (seconds, attoseconds) = duration.components
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (total, overflowToo) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
    if overflow || overflowToo { return seconds < 0 ? .now : .never }
    return after(nanoseconds: total)
  }

  /// A number of nanoseconds from now; too long to count means for ever.
  public static func after(nanoseconds: Int64) -> Deadline {
    let (sum, overflow) = MonotonicClock.nanoseconds().addingReportingOverflow(nanoseconds)
    return overflow ? .never : Deadline(nanoseconds: sum)
  }

  /// Whether the moment has passed.
  public var hasPassed: Bool { self != .never && MonotonicClock.nanoseconds() >= nanoseconds }

  /// Orders moments.
  @inlinable
  public static func < (left: Deadline, right: Deadline) -> Bool { left.nanoseconds < right.nanoseconds }
}

/// The clock that never goes back and stops for nobody: CLOCK_MONOTONIC.
public enum MonotonicClock {
  /// Nanoseconds since some moment in the past.
  public static func nanoseconds() -> Int64 { Int64(truncatingIfNeeded: lab_monotonic_ns()) }
}
