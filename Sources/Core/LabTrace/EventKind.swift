/// What happened.
///
/// The raw values are part of the trace format: append, never renumber.
@frozen
public enum EventKind: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  // Threads. `object` is none; `value` of spawn and join is the other thread's `ThreadID`.
  case threadSpawn = 1
  /// First event of a thread; `cause` is the spawn.
  case threadStart
  /// Last event of a thread that ended by itself; `value` is its exit code.
  case threadExit
  case joinBegin
  /// `cause` is the exit of the thread that was waited for.
  case joinEnd

  // Processes, alike.
  case processSpawn = 8
  case processStart
  case processExit
  case processWaitEnd

  // Locks (mutex, rwlock). A request is written only when the caller is about to wait.
  case lockRequest = 16
  /// `cause` is the release that made it possible; `value` is 0, or 1 when the last owner died.
  case lockAcquire
  case lockRelease
  case lockTryFail
  case lockTimeout

  // Conditions. A wait is: wait-begin, lock-release (`byWait`), wait-end, lock-acquire (`byWait`).
  case conditionWaitBegin = 24
  /// `cause` is the signal or broadcast, none when it was spurious or timed out (flag `timedOut`).
  case conditionWaitEnd
  case conditionSignal
  case conditionBroadcast

  // Semaphores; `value` is the number of permits asked for or given.
  case semaphoreWaitBegin = 32
  /// The permits were taken; `cause` is the post that made it possible. Also without a wait-begin.
  case semaphoreWaitEnd
  case semaphorePost
  case semaphoreTryFail
  case semaphoreTimeout

  // Buffers and rings; `value` is the item.
  case bufferPut = 40
  case bufferGet
  case bufferFullWait
  case bufferEmptyWait
  case bufferClose
  /// A put or get that did not happen: `value` is 0 would block, -1 timed out, -2 closed.
  case bufferTryFail

  // Memory; `value` is the value read, or the value written.
  case read = 48
  case write
  case readModifyWrite
  case fence

  // Barriers and events.
  case barrierArrive = 56
  /// `cause` is the last arrival of the round.
  case barrierPass
  case eventSet
  case eventReset
  case eventWaitBegin
  case eventWaitEnd
  case eventTimeout

  // Scheduling.
  case park = 64
  case unpark
  case yield
  /// A choice of the scenario or the scheduler; `value` is the alternative taken.
  case decision
  case sleep
  /// An `await` starts to wait, and has found its condition true.
  case awaitBegin
  case awaitEnd

  // Shared memory.
  case sharedCreate = 72
  case sharedAttach
  case sharedDetach
  case sharedUnlink

  // What the author of the program says; `object` is the id of a string (index + 1), `value` its first number.
  case mark = 80
  case spanBegin
  case spanEnd
  case counter
  /// One more number of the mark, print or failure before it.
  case argument
  case print
  case sectionEnter
  case sectionLeave

  // About the trace itself.
  case objectNamed = 96
  /// `value` events were lost here.
  case lost
  /// What the lab says of the run: `value` is a `RunVerdict` raw value. See there for the other fields.
  case verdict
}

extension EventKind {
  /// Whether a thread whose last event is of this kind is waiting for somebody.
  @inlinable
  public var beginsWait: Bool {
    switch self {
    case .joinBegin, .lockRequest, .conditionWaitBegin, .semaphoreWaitBegin, .bufferFullWait,
      .bufferEmptyWait, .barrierArrive, .eventWaitBegin, .park, .awaitBegin:
      true
    default: false
    }
  }
}
