/// What a counting semaphore means: 4 bytes, the permits.
@frozen
@usableFromInline
package struct SemaphoreMachine: Hashable, Sendable, BitwiseCopyable {
  /// The most permits there can be.
  @inlinable
  package static var limit: Int64 { Int64(Int32.max) }

  @inlinable
  package init() {}

  @inlinable
  package var byteCount: Int { 4 }

  @inlinable
  package func value(_ record: UnsafeRawPointer) -> Int64 { Int64(record.loadUnaligned(as: Int32.self)) }

  @inlinable
  package func set(_ value: Int64, _ record: UnsafeMutableRawPointer) {
    record.storeBytes(of: Int32(truncatingIfNeeded: value), as: Int32.self)
  }

  /// Whether `acquire` would end: all permits are there, or the number makes no sense.
  @inlinable
  package func canAcquire(_ permits: Int64, _ record: UnsafeRawPointer) -> Bool {
    permits < 0 || permits > Self.limit || value(record) >= permits
  }

  /// Takes all the permits; the caller has asked `canAcquire`.
  @inlinable
  package func acquire(_ permits: Int64, _ record: UnsafeMutableRawPointer) -> Answer {
    guard permits >= 0, permits <= Self.limit else { return .misused(.badPermits) }
    set(value(record) &- permits, record)
    return .done(OperationResult.done)
  }

  /// Takes all the permits or none: 1 done, 0 would block.
  @inlinable
  package func tryAcquire(_ permits: Int64, _ record: UnsafeMutableRawPointer) -> Answer {
    guard permits >= 0, permits <= Self.limit else { return .misused(.badPermits) }
    guard value(record) >= permits else { return .done(0) }
    set(value(record) &- permits, record)
    return .done(1)
  }

  @inlinable
  package func release(_ permits: Int64, _ record: UnsafeMutableRawPointer) -> Answer {
    guard permits >= 0, permits <= Self.limit else { return .misused(.badPermits) }
    guard value(record) &+ permits <= Self.limit else { return .misused(.tooManyPermits) }
    set(value(record) &+ permits, record)
    return .done(OperationResult.done)
  }
}
