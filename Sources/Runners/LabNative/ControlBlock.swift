import LabPlatform
import LabPrimitives
import LabRecorder
import LabTrace
import Synchronization

/// The first pages of a run's shared mapping: start and end of the run, and a row for each actor.
///
/// ```
/// offset  word
///      0  gate       futex: 0 closed, 1 open: actors start when it opens
///      4  remaining  futex: actors that are no daemons and have not finished
///      8  outcome    0 none, 1 somebody is writing one, 2 written
///     12  verdict    RunVerdict
///     16  actor      who failed
///     20  site       where
///     24  length     of the message
///     28  schedule   futex: steps of the schedule that are done
///     32  cause      the failing actor's last event
///     64  message    UTF-8, cut to 960 bytes
///   1024  hidden     the lock of atomic regions, and their counter
///   2048  actors     32 bytes each: spawn event, exit event, finished (futex), started, kernel's thread id
/// ```
struct ControlBlock {
  static let byteCount = 2048 + 32 * maximumActors
  static let maximumActors = 128
  private static let messageCapacity = 960

  let base: UnsafeMutableRawPointer

  // MARK: words

  private func word32(_ offset: Int) -> UnsafeMutablePointer<Atomic<UInt32>> {
    (base + offset).assumingMemoryBound(to: Atomic<UInt32>.self)
  }
  private func word64(_ offset: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
    (base + offset).assumingMemoryBound(to: Atomic<UInt64>.self)
  }
  private func futex(_ offset: Int) -> UnsafeMutablePointer<UInt32> {
    (base + offset).assumingMemoryBound(to: UInt32.self)
  }

  /// Prepares the block for a run; the memory is zero.
  func initialize(remaining: Int) {
    word32(4).pointee.store(UInt32(remaining), ordering: .relaxed)
    TracedMutex.initialize(at: hiddenLockAddress)
  }

  // MARK: start and end

  /// Lets all actors start.
  func openGate() {
    // release: publishes everything the main thread prepared; pairs with the acquire in `waitForGate`.
    word32(0).pointee.store(1, ordering: .releasing)
    Futex.wake(futex(0), count: .max)
  }

  func waitForGate() {
    while word32(0).pointee.load(ordering: .acquiring) == 0 { _ = Futex.wait(futex(0), expected: 0) }
  }

  var isGateOpen: Bool { word32(0).pointee.load(ordering: .acquiring) == 1 }

  /// One more actor that is no daemon is about to start; called by one that has not finished.
  func countUp() { word32(4).pointee.wrappingAdd(1, ordering: .relaxed) }

  /// One actor that is no daemon has finished.
  func countDown() {
    // release: what the actor did happens before the end of the run; pairs with `waitForEnd`.
    if word32(4).pointee.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
      Futex.wake(futex(4), count: .max)
    }
  }

  /// Sleeps until every actor that is no daemon has finished.
  func waitForEnd() {
    while true {
      let remaining = word32(4).pointee.load(ordering: .acquiring)
      if remaining == 0 { return }
      _ = Futex.wait(futex(4), expected: remaining)
    }
  }

  // MARK: schedule

  /// Steps of the schedule that are done.
  var schedulePosition: UInt32 { word32(28).pointee.load(ordering: .acquiring) }

  /// Sleeps until more steps than these are done.
  func waitForSchedule(beyond position: UInt32) { _ = Futex.wait(futex(28), expected: position) }

  /// One more step is done.
  ///
  /// release: what the step did is seen by the next; pairs with `schedulePosition`.
  func advanceSchedule() {
    word32(28).pointee.wrappingAdd(1, ordering: .acquiringAndReleasing)
    Futex.wake(futex(28), count: .max)
  }

  // MARK: outcome

  /// Writes how the run ended, unless somebody was first.
  /// - Returns: Whether this call wrote it.
  func claimOutcome(
    _ verdict: RunVerdict, actor: Int, site: SiteID, cause: EventReference, message: String
  ) -> Bool {
    let (isFirst, _) = word32(8).pointee.compareExchange(
      expected: 0, desired: 1, ordering: .acquiringAndReleasing)
    guard isFirst else { return false }
    word32(12).pointee.store(UInt32(verdict.rawValue), ordering: .relaxed)
    word32(16).pointee.store(UInt32(actor), ordering: .relaxed)
    word32(20).pointee.store(UInt32(site.rawValue), ordering: .relaxed)
    word64(32).pointee.store(cause.rawValue, ordering: .relaxed)
    let bytes = Array(message.utf8.prefix(Self.messageCapacity))
    (base + 64).copyMemory(from: bytes, byteCount: bytes.count)
    word32(24).pointee.store(UInt32(bytes.count), ordering: .relaxed)
    // release: publishes the fields; pairs with the acquire in `outcome`.
    word32(8).pointee.store(2, ordering: .releasing)
    return true
  }

  /// How the child says the run ended, if it came to say so.
  var outcome: Outcome? {
    guard word32(8).pointee.load(ordering: .acquiring) == 2,
      let verdict = RunVerdict(rawValue: Int64(word32(12).pointee.load(ordering: .relaxed)))
    else { return nil }
    let length = min(Int(word32(24).pointee.load(ordering: .relaxed)), Self.messageCapacity)
    let bytes = UnsafeRawBufferPointer(start: base + 64, count: length)
    return Outcome(
      verdict: verdict, actor: Int(word32(16).pointee.load(ordering: .relaxed)),
      site: SiteID(rawValue: UInt16(truncatingIfNeeded: word32(20).pointee.load(ordering: .relaxed))),
      cause: EventReference(rawValue: word64(32).pointee.load(ordering: .relaxed)),
      message: String(decoding: bytes, as: UTF8.self))
  }

  struct Outcome {
    var verdict: RunVerdict
    var actor: Int
    var site: SiteID
    var cause: EventReference
    var message: String
  }

  // MARK: atomic regions

  /// The lock that makes `atomic { }` one step; it is no object of the scenario.
  var hiddenLock: MutexCore<PrivateFutex> { MutexCore(at: hiddenLockAddress) }
  private var hiddenLockAddress: UnsafeMutableRawPointer { base + 1024 }
  /// Counts the regions; touched only under the hidden lock.
  var regionCount: UnsafeMutablePointer<UInt32> { (base + 1536).assumingMemoryBound(to: UInt32.self) }

  // MARK: actors

  private func row(_ actor: Int) -> Int { 2048 + 32 * actor }

  /// The event that spawned an actor.
  func spawnEvent(_ actor: Int) -> EventReference {
    EventReference(rawValue: word64(row(actor)).pointee.load(ordering: .acquiring))
  }

  /// Claims the start of an actor; false if it was started before.
  func start(_ actor: Int, cause: EventReference) -> Bool {
    guard word32(row(actor) + 20).pointee.exchange(1, ordering: .acquiringAndReleasing) == 0 else {
      return false
    }
    word64(row(actor)).pointee.store(cause.rawValue, ordering: .releasing)
    return true
  }

  func hasStarted(_ actor: Int) -> Bool { word32(row(actor) + 20).pointee.load(ordering: .acquiring) != 0 }

  /// Kernel's id of an actor's thread, 0 before it runs.
  func threadID(_ actor: Int) -> UInt32 { word32(row(actor) + 24).pointee.load(ordering: .acquiring) }

  func setThreadID(_ actor: Int, _ thread: UInt32) {
    word32(row(actor) + 24).pointee.store(thread, ordering: .releasing)
  }

  /// The last event of a finished actor.
  func exitEvent(_ actor: Int) -> EventReference {
    EventReference(rawValue: word64(row(actor) + 8).pointee.load(ordering: .acquiring))
  }

  func hasFinished(_ actor: Int) -> Bool { word32(row(actor) + 16).pointee.load(ordering: .acquiring) != 0 }

  /// Says that an actor has finished, and wakes those who join it.
  func finish(_ actor: Int, exitEvent: EventReference) {
    word64(row(actor) + 8).pointee.store(exitEvent.rawValue, ordering: .relaxed)
    // release: the actor's effects happen before the end of a join; pairs with `hasFinished`.
    word32(row(actor) + 16).pointee.store(1, ordering: .releasing)
    Futex.wake(futex(row(actor) + 16), count: .max)
  }

  /// Sleeps until an actor has finished.
  func waitUntilFinished(_ actor: Int) {
    while !hasFinished(actor) { _ = Futex.wait(futex(row(actor) + 16), expected: 0) }
  }
}
