/// What a section means: a counter of the actors inside, which orders nothing.
///
/// 1 byte, or 4 for great limits.
@frozen
@usableFromInline
package struct SectionMachine: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline package let limit: Int64

  @inlinable
  package init(limit: Int64) { self.limit = limit }

  @inlinable
  package var byteCount: Int { limit < 255 ? 1 : 4 }

  @inlinable
  package func inside(_ record: UnsafeRawPointer) -> Int64 {
    byteCount == 1 ? Int64(record.load(as: UInt8.self)) : Int64(record.loadUnaligned(as: UInt32.self))
  }

  /// - Returns: Whether there are not more inside than the limit says.
  @inlinable
  package func enter(_ record: UnsafeMutableRawPointer) -> Bool {
    let count = inside(record) &+ 1
    set(count, record)
    return count <= limit
  }

  @inlinable
  package func leave(_ record: UnsafeMutableRawPointer) { set(max(0, inside(record) &- 1), record) }

  @inlinable
  package func set(_ count: Int64, _ record: UnsafeMutableRawPointer) {
    if byteCount == 1 {
      record.storeBytes(of: UInt8(truncatingIfNeeded: count), as: UInt8.self)
    } else {
      record.storeBytes(of: UInt32(truncatingIfNeeded: count), as: UInt32.self)
    }
  }
}
