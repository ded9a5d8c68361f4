/// What a reusable barrier means: the set of those who arrived in this round and may not pass yet.
@frozen
@usableFromInline
package struct BarrierMachine: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline package let masks: MaskLayout
  @usableFromInline package let parties: Int32

  @inlinable
  package init(actorCount: Int, parties: Int) {
    masks = MaskLayout(actorCount: actorCount)
    self.parties = Int32(clamping: parties)
  }

  @inlinable
  package var byteCount: Int { masks.byteCount }

  @inlinable
  package func arrived(_ record: UnsafeRawPointer) -> ActorMask { masks.load(record) }

  /// Arrives; the last one opens the barrier for the round.
  /// - Returns: Who may pass now: everybody of the round, or nobody.
  @inlinable
  @discardableResult
  package func arrive(_ actor: Int, _ record: UnsafeMutableRawPointer) -> ActorMask {
    var mask = masks.load(record)
    mask.insert(actor)
    guard mask.count >= Int(parties) else {
      masks.store(mask, record)
      return ActorMask()
    }
    masks.store(ActorMask(), record)
    return mask
  }

  /// Whether an arrival now would open the barrier.
  @inlinable
  package func wouldOpen(_ record: UnsafeRawPointer) -> Bool {
    masks.load(record).count &+ 1 >= Int(parties)
  }

  /// Whether an actor that arrived may pass.
  @inlinable
  package func canPass(_ actor: Int, _ record: UnsafeRawPointer) -> Bool {
    !masks.load(record).contains(actor)
  }

  /// An arrival that gives up does not count.
  @inlinable
  package func withdraw(_ actor: Int, _ record: UnsafeMutableRawPointer) {
    var mask = masks.load(record)
    mask.remove(actor)
    masks.store(mask, record)
  }
}
