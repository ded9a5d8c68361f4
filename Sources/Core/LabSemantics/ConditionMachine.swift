/// What a condition variable means: a set of waiters, and no memory of signals.
///
/// A wait is two steps. The first enters the set and gives up the mutex; the second is possible when the waiter
/// is out of the set and the mutex can be taken.
@frozen
@usableFromInline
package struct ConditionMachine: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline package let masks: MaskLayout

  @inlinable
  package init(actorCount: Int) { masks = MaskLayout(actorCount: actorCount) }

  @inlinable
  package var byteCount: Int { masks.byteCount }

  @inlinable
  package func waiters(_ record: UnsafeRawPointer) -> ActorMask { masks.load(record) }

  @inlinable
  package func isWaiting(_ actor: Int, _ record: UnsafeRawPointer) -> Bool {
    masks.load(record).contains(actor)
  }

  @inlinable
  package func enqueue(_ actor: Int, _ record: UnsafeMutableRawPointer) {
    var mask = masks.load(record)
    mask.insert(actor)
    masks.store(mask, record)
  }

  /// A waiter leaves by itself: timed out, or woken by nobody.
  @inlinable
  package func leave(_ actor: Int, _ record: UnsafeMutableRawPointer) {
    var mask = masks.load(record)
    mask.remove(actor)
    masks.store(mask, record)
  }

  /// How many waiters a signal may choose from; without any it has one way to do nothing.
  @inlinable
  package func alternatives(_ record: UnsafeRawPointer) -> Int { max(1, masks.load(record).count) }

  /// Wakes one waiter, chosen by its position among them in the order of the actors.
  /// - Returns: The waiter, -1 if there is none.
  @inlinable
  @discardableResult
  package func signal(_ alternative: Int, _ record: UnsafeMutableRawPointer) -> Int {
    var mask = masks.load(record)
    let woken = mask.member(alternative)
    guard woken >= 0 else { return -1 }
    mask.remove(woken)
    masks.store(mask, record)
    return woken
  }

  /// Wakes all waiters.
  @inlinable
  @discardableResult
  package func broadcast(_ record: UnsafeMutableRawPointer) -> ActorMask {
    let mask = masks.load(record)
    masks.store(ActorMask(), record)
    return mask
  }
}
