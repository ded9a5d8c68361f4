/// The check sum of the trace formats: CRC-32 of IEEE 802.3 (reflected polynomial 0xEDB88320), as in zip.
public struct CRC32: Sendable {
  private var state: UInt32 = 0xFFFF_FFFF

  /// Starts the sum of no bytes.
  public init() {}

  /// The sum of the bytes so far.
  public var value: UInt32 { ~state }

  /// Adds bytes to the sum.
  public mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var sum = state
    CRC32.table.withUnsafeBufferPointer { table in
      for byte in bytes {
        sum = table[Int(truncatingIfNeeded: (sum ^ UInt32(byte)) & 0xFF)] ^ (sum >> 8)
      }
    }
    state = sum
  }

  /// The sum of some bytes.
  public static func of(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    var sum = CRC32()
    sum.add(bytes)
    return sum.value
  }

  /// The sum of some bytes.
  public static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
    Array(bytes).withUnsafeBytes { of($0) }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { sum, _ in sum & 1 == 1 ? 0xEDB8_8320 ^ (sum >> 1) : sum >> 1 }
  }
}
