/// What a pool means: a queue of tasks with their arguments, and the workers that run one.
///
/// ```
/// byte  meaning
///    0  number of tasks queued (4 bytes)
///   +m  workers that run a task
///   +8  tasks, oldest first: number and arguments, 8 bytes each
/// ```
@frozen
@usableFromInline
package struct PoolMachine: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline package let masks: MaskLayout
  @usableFromInline package let argumentCount: Int32
  /// The most tasks the queue can hold.
  @usableFromInline package let capacity: Int32
  /// Whether `submit` waits for room; else the capacity is only that of the record.
  @usableFromInline package let isBounded: Bool

  @inlinable
  package init(actorCount: Int, argumentCount: Int, capacity: Int, isBounded: Bool) {
    masks = MaskLayout(actorCount: actorCount)
    self.argumentCount = Int32(clamping: argumentCount)
    self.capacity = Int32(clamping: capacity)
    self.isBounded = isBounded
  }

  @inlinable
  package var taskOffset: Int { 4 &+ masks.byteCount }
  @inlinable
  package var taskSize: Int { 8 &+ 8 &* Int(argumentCount) }
  @inlinable
  package var byteCount: Int { taskOffset &+ taskSize &* Int(capacity) }

  @inlinable
  package func count(_ record: UnsafeRawPointer) -> Int { Int(record.loadUnaligned(as: Int32.self)) }

  @inlinable
  package func running(_ record: UnsafeRawPointer) -> ActorMask { masks.load(record + 4) }

  @inlinable
  package func isFull(_ record: UnsafeRawPointer) -> Bool { count(record) >= Int(capacity) }

  @inlinable
  package func canSubmit(_ record: UnsafeRawPointer) -> Bool { !isBounded || !isFull(record) }

  @inlinable
  package func isIdle(_ record: UnsafeRawPointer) -> Bool {
    count(record) == 0 && running(record).isEmpty
  }

  /// Whether a worker can take a task, or learn that there will be none any more.
  @inlinable
  package func canTake(hasEnded: Bool, _ record: UnsafeRawPointer) -> Bool { hasEnded || count(record) > 0 }

  /// Queues a task; the caller has asked `isFull`.
  /// - Returns: Where its arguments go.
  @inlinable
  package func submit(_ task: Int64, _ record: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
    let position = count(record)
    record.storeBytes(of: Int32(truncatingIfNeeded: position &+ 1), as: Int32.self)
    let entry = record + taskOffset + position &* taskSize
    entry.storeBytes(of: task, as: Int64.self)
    return entry + 8
  }

  /// A worker takes the oldest task; the caller has asked `canTake`.
  /// - Parameters:
  ///   - actor: The worker.
  ///   - record: The pool.
  ///   - arguments: Where the task's arguments go.
  ///   - wanted: How many of them.
  /// - Returns: The task, -1 if the pool has ended.
  @inlinable
  package func take(
    _ actor: Int, _ record: UnsafeMutableRawPointer, arguments: UnsafeMutablePointer<Int64>, count wanted: Int
  ) -> Int64 {
    let left = count(record) &- 1
    guard left >= 0 else { return -1 }
    let tasks = record + taskOffset
    let task = tasks.loadUnaligned(as: Int64.self)
    for position in 0..<min(wanted, Int(argumentCount)) {
      arguments[position] = tasks.loadUnaligned(fromByteOffset: 8 &+ 8 &* position, as: Int64.self)
    }
    tasks.copyMemory(from: tasks + taskSize, byteCount: left &* taskSize)
    let freed = tasks + left &* taskSize
    for position in 0...Int(argumentCount) {
      freed.storeBytes(of: 0, toByteOffset: 8 &* position, as: Int64.self)
    }
    record.storeBytes(of: Int32(truncatingIfNeeded: left), as: Int32.self)
    var mask = running(record)
    mask.insert(actor)
    masks.store(mask, record + 4)
    return task
  }

  /// A worker has finished its task.
  @inlinable
  package func finish(_ actor: Int, _ record: UnsafeMutableRawPointer) {
    var mask = running(record)
    mask.remove(actor)
    masks.store(mask, record + 4)
  }
}
