import LabPlatform

/// What the environment says about the tests.
public enum TestSettings {
  /// Whether tests may take long (SYNCLAB_LONG=1).
  public static var isLong: Bool { Environment.variable("SYNCLAB_LONG") == "1" }

  /// One count for everyday runs, another for long ones.
  public static func count(_ usual: Int, long: Int) -> Int { isLong ? long : usual }

  /// The seed of everything pseudo-random: SYNCLAB_SEED, else always the same.
  ///
  /// Print it with a failure.
  public static var seed: UInt64 { Environment.variable("SYNCLAB_SEED").flatMap { UInt64($0) } ?? 20_250_101 }
}
