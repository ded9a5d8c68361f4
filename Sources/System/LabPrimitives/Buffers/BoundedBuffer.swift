/// The textbook bounded buffer between producers and consumers: first in, first out, blocking when full or
/// empty.
///
/// ```swift
/// let buffer = BoundedBuffer<Job>(capacity: 64)
/// // producers                     // consumers
/// try buffer.put(job)              while let job = buffer.next() { run(job) }
/// buffer.close()
/// ```
///
/// `close` ends it in order: puts fail from then on, gets drain what is in and then fail.
///
/// - Memory ordering: all before a put happens before the return of the get of its item.
/// - Fairness: sleepers are woken first in, first out, but a newcomer may overtake one that is waking.
/// - Complexity: one lock and unlock for each operation, and a wake only if somebody sleeps.
/// - Source: see ``BufferControl``.
public final class BoundedBuffer<Element>: @unchecked Sendable where Element: Sendable {
  // @unchecked: slots are touched by holders of the mutex in `control` only.
  @usableFromInline let memory: CoreMemory
  @usableFromInline let control: BufferControl<PrivateFutex>
  @usableFromInline let slots: UnsafeMutablePointer<Element>

  /// An empty buffer; ends the process with a sentence if the capacity is not in 1...2^31 - 1.
  /// - Parameter capacity: How many elements fit.
  @inlinable
  public init(capacity: Int) {
    memory = CoreMemory(byteCount: BufferControl<PrivateFutex>.byteCount)
    if !BufferControl<PrivateFutex>.initialize(at: memory.base, capacity: capacity) {
      misuse("BoundedBuffer made with capacity \(capacity); 1 to 2147483647 are possible")
    }
    control = BufferControl(at: memory.base)
    slots = .allocate(capacity: capacity)
  }

  @inlinable
  deinit {
    if case .entered(let index, let count) = control.enterGet(waits: false) {
      for offset in 0..<count { (slots + wrapped(index &+ offset)).deinitialize(count: 1) }
      control.leaveGet(count)
    }
    slots.deallocate()
  }

  @inlinable @inline(__always)
  func wrapped(_ index: Int) -> Int { index < control.capacity ? index : index &- control.capacity }

  /// How many elements fit.
  @inlinable
  public var capacity: Int { control.capacity }

  /// How many elements are in: a racy snapshot.
  @inlinable
  public var count: Int { control.count }

  /// Whether the buffer was closed: a racy snapshot.
  @inlinable
  public var isClosed: Bool { control.isClosed }

  /// How many threads wait for room: a racy snapshot.
  @inlinable
  public var waitingPutters: Int { Int(control.waitingPutters) }

  /// How many threads wait for an element: a racy snapshot.
  @inlinable
  public var waitingGetters: Int { Int(control.waitingGetters) }

  /// Ends it: no put any more; what is in can be got, and then every get fails.
  @inlinable
  public func close() { control.close() }
}
