/// Fingerprints of states: 64 bits, well mixed, from one 64 by 64 bit multiplication for every 16 bytes.
///
/// The scheme is that of wyhash (W. Yi, 2019): fold the 128-bit product of two words, each masked with a constant
/// or with the hash so far. Two different states share a fingerprint with probability about 2^-64.
@usableFromInline
package struct StateHasher: Sendable, BitwiseCopyable {
  @usableFromInline package let words: Int
  @usableFromInline package let seed: UInt64

  /// Prepares fingerprints.
  /// - Parameters:
  ///   - stateSize: Bytes of a state, a multiple of 8.
  ///   - seed: Another seed gives other fingerprints: what collided once will not collide again.
  @inlinable
  package init(stateSize: Int, seed: UInt64 = 0) {
    words = stateSize / 8
    self.seed = StateHasher.fold(
      seed ^ 0x2D35_8DCC_AA6C_78A5, 0x8BB8_4B93_962E_ACC9 ^ UInt64(truncatingIfNeeded: stateSize))
  }

  /// Bytes of a state.
  @inlinable
  package var stateSize: Int { words &* 8 }

  /// The fingerprint of a state; never 0.
  @inlinable
  package func hash(_ state: UnsafeRawPointer) -> UInt64 {
    var hash = seed
    var index = 0
    while index &+ 1 < words {
      let first = state.load(fromByteOffset: index &* 8, as: UInt64.self)
      let second = state.load(fromByteOffset: index &* 8 &+ 8, as: UInt64.self)
      hash = StateHasher.fold(first ^ 0x4B33_A62E_D433_D4A3, second ^ hash)
      index &+= 2
    }
    if index < words {
      let last = state.load(fromByteOffset: index &* 8, as: UInt64.self)
      hash = StateHasher.fold(last ^ 0x4D5A_2DA5_1DE1_AA47, hash ^ 0xA076_1D64_78BD_642F)
    }
    hash = StateHasher.fold(hash ^ 0xE703_7ED1_A0B4_28DB, seed ^ 0x589A_CE17_4F6B_DD35)
    return hash == 0 ? 1 : hash
  }

  @inlinable
  package static func fold(_ first: UInt64, _ second: UInt64) -> UInt64 {
    let product = first.multipliedFullWidth(by: second)
    return product.low ^ product.high
  }

  /// Bounds the probability that some two of so many states share a fingerprint.
  ///
  /// That is what a search in fingerprint mode may have left out unnoticed. Birthday bound: n(n-1)/2 pairs, each
  /// equal with probability 2^-64.
  @usableFromInline
  package static func collisionProbability(states: Int) -> Double {
    min(1, Double(states) * Double(max(0, states - 1)) / 2 / 18_446_744_073_709_551_616)
  }
}
