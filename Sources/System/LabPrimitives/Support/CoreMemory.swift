/// The memory of a core, freed with the last of those who use it.
@usableFromInline
final class CoreMemory: Sendable {
  // nonisolated(unsafe): a constant address; what lies there has its own rules.
  @usableFromInline nonisolated(unsafe) let base: UnsafeMutableRawPointer

  /// Memory of its own cache lines, as a neighbour on the line of a lock would slow both down.
  @inlinable
  init(byteCount: Int, alignment: Int = 64) {
    base = .allocate(byteCount: byteCount, alignment: max(alignment, 64))
  }

  @inlinable
  deinit { base.deallocate() }
}
