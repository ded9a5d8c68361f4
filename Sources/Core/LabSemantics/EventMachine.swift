/// What an event means: 1 byte, set or not; an automatic one is unset by the wait that it lets go.
@frozen
@usableFromInline
package struct EventMachine: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline package let isManual: Bool

  @inlinable
  package init(isManual: Bool) { self.isManual = isManual }

  @inlinable
  package var byteCount: Int { 1 }

  @inlinable
  package func isSet(_ record: UnsafeRawPointer) -> Bool { record.load(as: UInt8.self) != 0 }

  @inlinable
  package func set(_ isSet: Bool, _ record: UnsafeMutableRawPointer) {
    record.storeBytes(of: isSet ? 1 : 0, as: UInt8.self)
  }

  /// Waits; the caller has asked `isSet`.
  @inlinable
  package func wait(_ record: UnsafeMutableRawPointer) {
    if !isManual { record.storeBytes(of: 0, as: UInt8.self) }
  }
}
