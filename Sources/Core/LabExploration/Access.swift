/// One object that a step touches: what decides whether two steps depend on each other.
///
/// Two steps of different actors are dependent if they touch the same object and one of them is not a pure read.
@frozen
@usableFromInline
package struct Access: Hashable, Sendable, BitwiseCopyable {
  /// Object in the upper bits, then "plain", then "write".
  @usableFromInline package var rawValue: UInt32

  @inlinable
  package init(object: UInt32, isWrite: Bool, isPlain: Bool = false) {
    rawValue = object << 2 | (isPlain ? 2 : 0) | (isWrite ? 1 : 0)
  }

  @inlinable
  package var object: UInt32 { rawValue >> 2 }
  /// Anything but a pure read.
  @inlinable
  package var isWrite: Bool { rawValue & 1 != 0 }
  /// A read or write of a variable, which can race.
  @inlinable
  package var isPlain: Bool { rawValue & 2 != 0 }
}
