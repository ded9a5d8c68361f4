internal import CLabPlatform

/// The wall clock: CLOCK_REALTIME.
///
/// It may jump; only for telling people when something was.
public enum RealtimeClock {
  /// Nanoseconds since 1970, without leap seconds.
  public static func nanoseconds() -> Int64 { Int64(truncatingIfNeeded: lab_realtime_ns()) }
}
