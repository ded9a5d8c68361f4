import LabTrace

/// The happens-before relation of LANGUAGE section 2 as vector clocks, brought up to date event by event.
///
/// Takes the events in a causal order. A thread's own component counts its releases: it is the epoch of FastTrack.
/// Source: C. Flanagan, S. Freund, "FastTrack: efficient and precise dynamic race detection", PLDI 2009, section 3;
/// release sequences of atomics as in C11, with the clock of the cell standing for the sequence so far.
struct HappensBefore: ~Copyable {
  typealias Row = ClockTable.Row

  /// One clock for each thread (row n is thread n), and those that objects and causes keep.
  var clocks: ClockTable
  let log: EventLog
  let index: EventIndex
  let losses: Losses
  var objects: [ObjectClock]
  var pins: CausePins
  /// Rounds of barriers that somebody has arrived at and not everybody has passed.
  var rounds: BarrierRounds

  /// Greatest number of an atomic region so far, and whether some may have been lost.
  var region: UInt32 = 0
  var hasLostRegions = false

  /// What is known of an object's order.
  struct ObjectClock {
    var kind: UInt8
    /// Of the releases that everybody's acquire learns of; -1 for none.
    var row: Row = -1
    /// Of the releases that only an exclusive acquire of a rwlock learns of; of the atomic regions of a variable.
    var second: Row = -1
    /// Greatest version so far.
    var version: UInt32 = 0
    /// Who released it last, if its clock is that thread's alone.
    var releaser: Int32 = -1
  }

  /// Nil if there are more threads than clocks can be kept for.
  init?(_ log: EventLog, index: EventIndex, losses: Losses) {
    guard log.threads.count <= Self.mostThreads else { return nil }
    self.log = log
    self.index = index
    self.losses = losses
    clocks = ClockTable(width: log.threads.count, rows: log.threads.count + 2 * log.objects.count + 16)
    objects = log.objects.map { ObjectClock(kind: $0.kind.rawValue) }
    pins = CausePins(log, index: index)
    rounds = BarrierRounds(objects: log.objects.count, threads: log.threads.count)
    for thread in log.threads.indices { clocks[clocks.make(), thread] = 1 }
  }

  /// Clocks are a square of the threads.
  static let mostThreads = 4096

  @inline(__always)
  func row(of thread: Int) -> Row { Row(truncatingIfNeeded: thread) }

  /// Whether the log shows all that comes before the thread's next event: what it does not know, nothing orders.
  @inline(__always)
  func isInformed(_ thread: Int) -> Bool {
    if clocks.isTainted(row(of: thread)) { return false }
    return losses.beginnings.isEmpty || losses.beginnings.allSatisfy { clocks[row(of: thread), $0] > 0 }
  }

  /// After a gap in a thread's own log nobody knows what it knows.
  func noteSequence(_ event: Event, _ thread: Int, at position: Int) {
    guard position > 0 else { return }
    let before = log.threads[thread].events[position - 1].sequence
    if event.sequence != before &+ 1 { clocks.taint(row(of: thread)) }
  }

  /// Takes an event that is no plain access into account.
  mutating func apply(_ event: Event, _ thread: Int, at position: Int) {
    switch event.kind {
    case .lockAcquire, .lockRelease, .semaphoreWaitEnd, .semaphorePost, .eventSet, .eventWaitEnd, .eventReset,
      .barrierArrive, .barrierPass, .read, .write, .readModifyWrite:
      let object = Int(event.object.rawValue) - 1
      if objects.indices.contains(object) { applyToObject(event, thread, object, at: position) }
    case .threadStart, .processStart, .joinEnd, .processWaitEnd, .conditionWaitEnd:
      joinCause(event, thread)
    case .bufferGet, .bufferPut:
      joinCause(event, thread)
      pin(thread, at: position)
    case .threadSpawn, .processSpawn, .threadExit, .processExit, .conditionSignal, .conditionBroadcast:
      pin(thread, at: position)
    default: break
    }
  }

  // MARK: causes

  /// Keeps the clock of an event that others name as their cause.
  @inline(__always)
  private mutating func pin(_ thread: Int, at position: Int) {
    guard pins.isCause(thread, position) else { return }
    let row = clocks.make()
    clocks.copy(self.row(of: thread), to: row)
    pins.keep(row, of: thread, position)
    tick(thread)
  }

  private mutating func joinCause(_ event: Event, _ thread: Int) {
    guard event.cause != .none else { return }
    let other = Int(event.cause.thread.rawValue)
    guard other < clocks.width else { return }
    let position = index.index(of: event.cause)
    if position >= 0 {
      guard let kept = pins.take(other, position) else { return }
      clocks.join(row(of: thread), with: kept.row)
      if kept.isLast { clocks.free(kept.row) }
    } else {
      joinMissing(event, thread)
    }
  }

  /// A cause that is not in the log.
  ///
  /// The process was killed before it could be written: then the thread's last clock is that of the cause, unless
  /// the cause learned something itself (a put, a get, an update). Or it was lost, and with it perhaps what came to
  /// its thread before.
  mutating func joinMissing(_ event: Event, _ thread: Int) {
    let mayHaveLearned =
      event.kind != .conditionWaitEnd && event.kind != .joinEnd && event.kind != .threadStart
    if mayHaveLearned || losses.hasLostEnds { clocks.taint(row(of: thread)) }
    guard index.isBeyondEnd(event.cause) else { return }
    let other = Int(event.cause.thread.rawValue)
    clocks.join(row(of: thread), with: row(of: other))
    tick(other)
  }

  /// What the thread does from now on is not known to those who know its clock so far.
  @inline(__always)
  mutating func tick(_ thread: Int) { clocks[row(of: thread), thread] &+= 1 }
}
