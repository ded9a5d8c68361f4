internal import LabTrace
internal import Synchronization

/// What the tracer keeps beside a primitive: 64 bytes in front of its words, in the same memory.
///
/// ```
/// offset  word
///      0  version   orders the operations of the object
///      8  release   event of the last release, post or set
/// ```
package struct TraceBlock {
  package static let byteCount = 64

  let base: UnsafeMutableRawPointer

  package init(at base: UnsafeMutableRawPointer) { self.base = base }

  private var versionWord: UnsafeMutablePointer<Atomic<UInt32>> {
    base.assumingMemoryBound(to: Atomic<UInt32>.self)
  }
  private var releaseWord: UnsafeMutablePointer<Atomic<UInt64>> {
    (base + 8).assumingMemoryBound(to: Atomic<UInt64>.self)
  }

  /// The next version.
  ///
  /// Under ownership the numbers are exact. Elsewhere a release must call this before its atomic step and an
  /// acquire after, so that an acquire is ordered after every release with a smaller version.
  /// acquire-release: reads-from on this word must not create fewer edges than the version claims.
  func nextVersion() -> UInt32 {
    versionWord.pointee.wrappingAdd(1, ordering: .acquiringAndReleasing).newValue
  }

  /// The last release that this thread can know of.
  var lastRelease: EventReference {
    get { EventReference(rawValue: releaseWord.pointee.load(ordering: .acquiring)) }
    nonmutating set { releaseWord.pointee.store(newValue.rawValue, ordering: .releasing) }
  }
}
