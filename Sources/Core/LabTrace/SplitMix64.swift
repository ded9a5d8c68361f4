/// The lab's only source of pseudo-random numbers: same seed, same numbers, on every machine.
///
/// Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014,
/// figure 13 (the 64-bit mixing function).
@frozen
public struct SplitMix64: RandomNumberGenerator, Sendable, BitwiseCopyable {
  /// The state; it only ever grows by the golden gamma.
  public var state: UInt64

  /// Starts a sequence.
  @inlinable
  public init(seed: UInt64) { state = seed }

  /// The next 64 bits.
  @inlinable
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number below `bound`, without bias worth measuring for the small bounds of a scheduler.
  @inlinable
  public mutating func below(_ bound: UInt64) -> UInt64 {
    bound == 0 ? 0 : next().multipliedFullWidth(by: bound).high
  }

  /// A generator for an independent purpose (a run, an actor), named by a number.
  @inlinable
  public func split(_ purpose: UInt64) -> SplitMix64 {
    var generator = SplitMix64(seed: state ^ (purpose &* 0xD1B5_4A32_D192_ED03))
    return SplitMix64(seed: generator.next())
  }
}
