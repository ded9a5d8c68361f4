/// One step of an execution in four bytes: the actor, and which of its alternatives.
@frozen
package struct Choice: Hashable, Sendable, BitwiseCopyable {
  /// The actor in the lowest byte, the alternative above.
  package var rawValue: UInt32

  @inlinable
  package init(actor: Int, alternative: Int = 0) {
    rawValue = UInt32(truncatingIfNeeded: alternative << 8 | actor)
  }

  @inlinable
  package var actor: Int { Int(rawValue & 0xFF) }
  @inlinable
  package var alternative: Int { Int(rawValue >> 8) }
}
