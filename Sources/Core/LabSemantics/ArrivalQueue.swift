/// Who waits for a fair lock, in the order of arrival: one byte for each actor.
///
/// A byte is 0 for an actor that does not wait, else its place, from 1. Actors that stood at the lock when it was
/// taken arrive together, and share a place: whoever of them goes first, goes first.
@frozen
@usableFromInline
package struct ArrivalQueue: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline package let actorCount: Int

  @inlinable
  package init(actorCount: Int) { self.actorCount = actorCount }

  @inlinable
  package var byteCount: Int { actorCount }

  @inlinable
  package func place(of actor: Int, _ record: UnsafeRawPointer) -> Int {
    Int(record.load(fromByteOffset: actor, as: UInt8.self))
  }

  @inlinable
  package func isEmpty(_ record: UnsafeRawPointer) -> Bool { last(record) == 0 }

  /// The greatest place taken.
  @inlinable
  package func last(_ record: UnsafeRawPointer) -> Int {
    var result: UInt8 = 0
    for actor in 0..<actorCount { result = max(result, record.load(fromByteOffset: actor, as: UInt8.self)) }
    return Int(result)
  }

  /// Queues actors that arrive at the same time; those that wait already keep their place.
  @inlinable
  package func arrive(_ actors: ActorMask, _ record: UnsafeMutableRawPointer) {
    let place = UInt8(truncatingIfNeeded: last(record) &+ 1)
    for actor in 0..<actorCount where actors.contains(actor) && self.place(of: actor, record) == 0 {
      record.storeBytes(of: place, toByteOffset: actor, as: UInt8.self)
    }
  }

  /// An actor waits no longer: it has what it wanted, or gave up.
  @inlinable
  package func leave(_ actor: Int, _ record: UnsafeMutableRawPointer) {
    let left = place(of: actor, record)
    guard left != 0 else { return }
    record.storeBytes(of: 0, toByteOffset: actor, as: UInt8.self)
    for other in 0..<actorCount where place(of: other, record) == left { return }
    for other in 0..<actorCount where place(of: other, record) > left {
      record.storeBytes(of: UInt8(place(of: other, record) &- 1), toByteOffset: other, as: UInt8.self)
    }
  }
}
