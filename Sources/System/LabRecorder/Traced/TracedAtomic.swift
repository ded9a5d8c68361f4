internal import LabPlatform
package import LabTrace
internal import Synchronization

/// An atomic integer whose value, version and last writer change together.
///
/// ```
/// offset  word
///      0  version   bit 0: somebody is inside; the rest counts the writes
///      8  value
///     16  writer    event of the last write
/// ```
/// The bit is held for a few instructions and creates no happens-before edge: analyses know only the order that
/// the scenario asked for. A thread that is preempted inside makes others yield, never spin for long.
package struct TracedAtomic {
  package static var byteCount: Int { 32 }

  package let object: ObjectID
  private let base: UnsafeMutableRawPointer

  package init(at base: UnsafeMutableRawPointer, object: ObjectID) {
    self.base = base
    self.object = object
  }

  package static func initialize(at base: UnsafeMutableRawPointer, value: Int64) {
    (base + 8).storeBytes(of: value, as: Int64.self)
  }

  private var version: UnsafeMutablePointer<Atomic<UInt64>> {
    base.assumingMemoryBound(to: Atomic<UInt64>.self)
  }
  private var word: UnsafeMutablePointer<Atomic<Int64>> {
    (base + 8).assumingMemoryBound(to: Atomic<Int64>.self)
  }
  private var writer: UnsafeMutablePointer<UInt64> { (base + 16).assumingMemoryBound(to: UInt64.self) }

  /// The value at this moment, for looks from outside.
  package var value: Int64 { word.pointee.load(ordering: .relaxed) }

  /// What an operation found and left.
  package struct Access {
    package var before: Int64
    /// Nil if nothing was written.
    package var after: Int64?
    package var version: UInt32
    /// The event of the write before.
    package var cause: EventReference
  }

  /// Replaces the value by what `change` says, nil to leave it, as one step.
  ///
  /// Writes no event: whether a read is worth one depends on what was read. See `record`.
  /// - Parameters:
  ///   - event: The event that the caller writes next, if the value is replaced.
  ///   - change: From the old value to the new one.
  /// - Returns: What it found and left.
  package func update(writer event: EventReference, _ change: (Int64) -> Int64?) -> Access {
    let count = enter()
    let before = word.pointee.load(ordering: .relaxed)
    let after = change(before)
    let cause = EventReference(rawValue: writer.pointee)
    if let after {
      word.pointee.store(after, ordering: .relaxed)
      writer.pointee = event.rawValue
    }
    let leaving = after == nil ? count : count &+ 2
    // release: the value and the writer stay together; pairs with the acquire in `enter`.
    version.pointee.store(leaving, ordering: .releasing)
    return Access(
      before: before, after: after, version: UInt32(truncatingIfNeeded: leaving >> 1), cause: cause)
  }

  /// Writes the event of an access; must be the thread's next event after `update`.
  package func record(
    _ access: Access, in thread: TracedThread, written kind: EventKind, site: SiteID, flags: EventFlags
  ) {
    thread.record(
      access.after == nil ? .read : kind, flags: flags, site: site, object: object, version: access.version,
      value: access.after ?? access.before, cause: access.cause)
  }

  private func enter() -> UInt64 {
    var spins = 0
    while true {
      let seen = version.pointee.load(ordering: .relaxed)
      if seen & 1 == 0 {
        let (isMine, _) = version.pointee.compareExchange(
          expected: seen, desired: seen | 1, successOrdering: .acquiring, failureOrdering: .relaxed)
        if isMine { return seen }
      }
      spins += 1
      if spins < 100 { CurrentThread.spinPause() } else { NativeThread.yield() }
    }
  }
}
