public import Synchronization

/// The writing side of a thread's status block: what it is doing, for a reader in another process.
///
/// One thread writes, any number read (`ThreadStatusReader`). The status word holds an epoch (upper 32 bits), the
/// state (8 bits) and a program counter (24 bits); the request word holds what is waited for (a cell and an
/// amount). Every `publish` moves the epoch on by two: to an odd number while the words are being changed, then
/// to an even one. A reader that sees the same even epoch before and after looking at the request has a pair
/// that belongs together.
///
/// Memory ordering: the odd epoch is stored relaxed and followed by a release fence, so that nobody who sees a
/// part of the new request misses it; the even epoch is stored with release, so that whoever sees it sees the
/// request. An acquire-release fence at the end keeps what the thread does next (say, an unlock) behind its
/// publication: who sees the effect sees the status. On x86-64 none of this is more than a compiler barrier.
///
/// Valid as long as the `ThreadTrace` it came from.
@frozen
public struct StatusPublisher: @unchecked Sendable, BitwiseCopyable {
  @usableFromInline let status: UnsafeMutablePointer<Atomic<UInt64>>
  @usableFromInline let request: UnsafeMutablePointer<Atomic<UInt64>>
  @usableFromInline let checks: UnsafeMutablePointer<Atomic<UInt64>>
  @usableFromInline let registers: UnsafeMutablePointer<Atomic<Int64>>
  /// How many registers there are room for.
  public let registerCount: Int

  init(page: UnsafeMutableRawPointer, registerCount: Int) {
    typealias At = ThreadFileLayout
    status = (page + At.statusOffset).assumingMemoryBound(to: Atomic<UInt64>.self)
    request = (page + At.requestOffset).assumingMemoryBound(to: Atomic<UInt64>.self)
    checks = (page + At.checksOffset).assumingMemoryBound(to: Atomic<UInt64>.self)
    registers = (page + At.registersOffset).assumingMemoryBound(to: Atomic<Int64>.self)
    self.registerCount = registerCount
  }

  /// Says what the thread is doing from now on.
  ///
  /// A few nanoseconds.
  /// - Parameters:
  ///   - state: What it is doing.
  ///   - counter: Where it is; the lower 24 bits are kept.
  ///   - cell: What it waits for, in whatever numbering the reader knows.
  ///   - amount: How much of it.
  @inlinable
  public func publish(_ state: ActorState, counter: UInt32 = 0, cell: UInt32 = 0, amount: UInt32 = 0) {
    let epoch = UInt32(truncatingIfNeeded: status.pointee.load(ordering: .relaxed) >> 32)
    status.pointee.store(
      StatusPublisher.word(epoch: epoch &+ 1, .running, counter: counter), ordering: .relaxed)
    atomicMemoryFence(ordering: .releasing)
    request.pointee.store(UInt64(cell) << 32 | UInt64(amount), ordering: .relaxed)
    status.pointee.store(
      StatusPublisher.word(epoch: epoch &+ 2, state, counter: counter), ordering: .releasing)
    atomicMemoryFence(ordering: .acquiringAndReleasing)
  }

  /// Says that the thread looked at what it waits for once more.
  ///
  /// Relaxed.
  @inlinable
  public func countCheck() {
    checks.pointee.store(checks.pointee.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
  }

  /// Shows the value of a local variable, relaxed; an index that there is no room for is ignored.
  @inlinable
  public func setRegister(_ index: Int, _ value: Int64) {
    if index < 0 || index >= registerCount { return }
    registers[index].store(value, ordering: .relaxed)
  }

  @inlinable
  static func word(epoch: UInt32, _ state: ActorState, counter: UInt32) -> UInt64 {
    UInt64(epoch) << 32 | UInt64(state.rawValue) << 24 | UInt64(counter & 0xFF_FFFF)
  }
}
