public import LabPlatform

/// A reusable barrier: nobody goes on before all parties have arrived.
///
/// - Memory ordering: all before each arrival happens before the return of every wait of that round.
/// - Fairness: a round lets all its arrivals through.
/// - Complexity: a short lock for each arrival; the last wakes all.
/// - Source: see ``BarrierCore``.
public struct Barrier: ~Copyable, Sendable {
  @usableFromInline let memory: CoreMemory
  @usableFromInline let core: BarrierCore<PrivateFutex>

  /// A barrier; ends the process with a sentence if `parties` is not in 1...2^31 - 1.
  @inlinable
  public init(parties: Int) {
    memory = CoreMemory(byteCount: BarrierCore<PrivateFutex>.byteCount)
    if !BarrierCore<PrivateFutex>.initialize(at: memory.base, parties: parties) {
      misuse("Barrier made for \(parties) parties; 1 to 2147483647 are possible")
    }
    core = BarrierCore(at: memory.base)
  }

  @inlinable
  deinit {
    if core.arrivedCount != 0, !core.isClosed {
      misuseOfDestroy("Barrier", "\(core.arrivedCount) threads wait")
    }
  }

  /// Arrives, and waits until all parties have.
  ///
  /// A call that times out takes its arrival back: the round then needs another.
  /// - Parameter deadline: A moment of the monotonic clock.
  /// - Returns: Whether the caller was the last to arrive.
  /// - Throws: `timedOut` or `closed`.
  @inlinable @discardableResult
  public borrowing func arriveAndWait(deadline: Deadline = .never) throws(WaitError) -> Bool {
    guard case .arrived(let ticket) = core.arrive() else { throw .closed }
    switch core.wait(ticket, deadline: deadline) {
    case .signalled: return ticket.isLast
    case .closed: throw .closed
    case .timedOut:
      if core.withdraw(ticket) { throw .timedOut }
      return false
    }
  }

  /// Arrives, and waits until all parties have.
  /// - Parameter timeout: On the monotonic clock.
  /// - Returns: Whether the caller was the last to arrive.
  /// - Throws: `timedOut` or `closed`.
  @inlinable @discardableResult
  public borrowing func arriveAndWait(timeout: Duration) throws(WaitError) -> Bool {
    try arriveAndWait(deadline: .after(timeout))
  }

  /// Ends it: who waits and who arrives later gets `closed`.
  @inlinable
  public borrowing func close() { core.close() }

  /// Whether the barrier was closed: a racy snapshot.
  @inlinable
  public var isClosed: Bool { core.isClosed }

  /// How many make a round.
  @inlinable
  public var parties: Int { core.parties }

  /// How many have arrived in this round: a racy snapshot.
  @inlinable
  public var arrivedCount: Int { core.arrivedCount }

  /// How many rounds are complete, modulo 2^31: a racy snapshot.
  @inlinable
  public var generation: Int { Int(core.generation) }
}
