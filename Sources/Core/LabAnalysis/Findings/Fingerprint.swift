/// A stable number for a bug: the same in every run, process and machine (Swift's own hashes are not).
///
/// FNV-1a with 64 bits over the parts, each ended by a zero byte.
/// Source: G. Fowler, L. C. Noll, K.-P. Vo, draft-eastlake-fnv.
package enum Fingerprint {
  /// The number of these parts, in this order.
  package static func of(_ parts: [String]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for part in parts {
      for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
      hash = hash &* 0x0000_0100_0000_01B3
    }
    return hash
  }
}
