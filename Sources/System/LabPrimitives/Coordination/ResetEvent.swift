public import LabPlatform

/// An event: a flag to wait for.
///
/// An *auto-reset* event lets one waiter through and is then unset; a *manual-reset* event stays set. To set
/// a set event changes nothing: events do not count, a ``CountingSemaphore`` does.
///
/// - Memory ordering: all before a set happens before the return of each wait it lets through.
/// - Fairness: none; a newcomer may take the signal from a waiter that is just waking.
/// - Complexity: a wait for a manual-reset event that is set is two loads; all else takes a short lock.
public struct ResetEvent: ~Copyable, Sendable {
  /// When the event is unset.
  @frozen
  public enum Mode: Sendable {
    /// By the one wait it lets through.
    case auto
    /// By ``ResetEvent/reset()`` only.
    case manual
  }

  @usableFromInline let memory: CoreMemory
  @usableFromInline let core: EventCore<PrivateFutex>

  /// An event.
  /// - Parameters:
  ///   - mode: When it is unset.
  ///   - isSet: Whether it starts set.
  @inlinable
  public init(_ mode: Mode, isSet: Bool = false) {
    memory = CoreMemory(byteCount: EventCore<PrivateFutex>.byteCount)
    EventCore<PrivateFutex>.initialize(at: memory.base, isManual: mode == .manual, isSet: isSet)
    core = EventCore(at: memory.base)
  }

  @inlinable
  deinit {
    if core.waiterCount != 0 { misuseOfDestroy("ResetEvent", "\(core.waiterCount) threads wait") }
  }

  /// Waits until the event is set.
  /// - Parameter deadline: A moment of the monotonic clock.
  /// - Throws: `timedOut`, or `closed` if the event is closed and not set.
  @inlinable
  public borrowing func wait(deadline: Deadline = .never) throws(WaitError) {
    switch core.wait(deadline: deadline) {
    case .signalled: return
    case .timedOut: throw .timedOut
    case .closed: throw .closed
    }
  }

  /// Waits until the event is set.
  /// - Parameter timeout: On the monotonic clock.
  /// - Throws: `timedOut`, or `closed` if the event is closed and not set.
  @inlinable
  public borrowing func wait(timeout: Duration) throws(WaitError) { try wait(deadline: .after(timeout)) }

  /// Passes if the event is set; an auto-reset event is unset by that.
  /// - Returns: Whether it was set.
  @inlinable
  public borrowing func tryWait() -> Bool {
    if case .signalled = core.tryWait() { return true }
    return false
  }

  /// Sets the event.
  /// - Returns: False if it is closed; nothing changed then.
  @inlinable @discardableResult
  public borrowing func set() -> Bool { core.set() }

  /// Unsets the event.
  @inlinable
  public borrowing func reset() { core.reset() }

  /// Ends it: sets do nothing any more; a signal that is there can be taken, and then every wait fails.
  @inlinable
  public borrowing func close() { core.close() }

  /// Whether the event was closed: a racy snapshot.
  @inlinable
  public var isClosed: Bool { core.isClosed }

  /// Whether the event is set: a racy snapshot.
  @inlinable
  public var isSet: Bool { core.isSet }

  /// How many threads wait: a racy snapshot.
  @inlinable
  public var waiterCount: Int { Int(core.waiterCount) }
}
