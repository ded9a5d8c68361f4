/// What variables and atomics mean: 8 bytes, sequentially consistent.
@usableFromInline
package enum AtomicMachine {
  @inlinable
  package static var byteCount: Int { 8 }

  @inlinable
  package static func load(_ record: UnsafeRawPointer) -> Int64 { record.loadUnaligned(as: Int64.self) }

  @inlinable
  package static func store(_ value: Int64, _ record: UnsafeMutableRawPointer) {
    record.storeBytes(of: value, as: Int64.self)
  }

  /// - Returns: The value before.
  @inlinable
  package static func add(_ value: Int64, _ record: UnsafeMutableRawPointer) -> Int64 {
    let before = load(record)
    store(before &+ value, record)
    return before
  }

  /// - Returns: The value before.
  @inlinable
  package static func swap(_ value: Int64, _ record: UnsafeMutableRawPointer) -> Int64 {
    let before = load(record)
    store(value, record)
    return before
  }

  /// - Returns: 1 if it wrote, else 0.
  @inlinable
  package static func compareAndSwap(
    _ expected: Int64, _ desired: Int64, _ record: UnsafeMutableRawPointer
  ) -> Int64 {
    guard load(record) == expected else { return 0 }
    store(desired, record)
    return 1
  }
}
