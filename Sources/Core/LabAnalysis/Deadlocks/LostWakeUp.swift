import LabTrace

/// Why a waiter on a condition was not woken: the signal came too early, or went to somebody else.
struct LostWakeUp {
  private enum Cause {
    /// Nobody waited when it came; it came before the wait began.
    case tooEarly(Event, ThreadID)
    /// It came during the wait and woke another.
    case wokeAnother(Event, ThreadID, woken: ThreadID)
  }

  private let log: EventLog
  private let waiter: ThreadID
  private let wait: ThreadSituation.Wait
  private let begin: Event
  private let cause: Cause
  private let stale: Event?

  /// Nil if no signal was missed.
  init?(_ log: EventLog, _ waiter: ThreadID, _ wait: ThreadSituation.Wait) {
    guard let begin = log.event(wait.event) else { return nil }
    self.log = log
    self.waiter = waiter
    self.wait = wait
    self.begin = begin
    guard let cause = Self.cause(log, begin) else { return nil }
    self.cause = cause
    stale = Self.staleRead(log, waiter, begin)
  }

  /// The signal nearest to the wait: of those during it the last, else of those before it the last.
  ///
  /// Signals and waits of one condition are in the order of their versions.
  private static func cause(_ log: EventLog, _ begin: Event) -> Cause? {
    var early: (event: Event, thread: ThreadID)?
    var during: (event: Event, thread: ThreadID)?
    for (index, thread) in log.threads.enumerated() {
      let id = ThreadID(rawValue: UInt32(index))
      for event in thread.events where event.object == begin.object {
        guard event.kind == .conditionSignal || event.kind == .conditionBroadcast else { continue }
        if event.version > begin.version {
          if event.value > 0, event.version >= during?.event.version ?? 0 { during = (event, id) }
        } else if event.value == 0, event.version >= early?.event.version ?? 0 {
          early = (event, id)
        }
      }
    }
    if let during, let woken = woken(log, by: during.event, during.thread) {
      return .wokeAnother(during.event, during.thread, woken: woken)
    }
    return early.map { .tooEarly($0.event, $0.thread) }
  }

  private static func woken(_ log: EventLog, by signal: Event, _ thread: ThreadID) -> ThreadID? {
    let reference = EventReference(thread: thread, sequence: signal.sequence)
    let index = log.threads.firstIndex { thread in
      thread.events.contains { $0.kind == .conditionWaitEnd && $0.cause == reference }
    }
    return index.map { ThreadID(rawValue: UInt32($0)) }
  }

  /// A read of something that the waiter decided by before it held the mutex: it may have been outdated.
  private static func staleRead(_ log: EventLog, _ waiter: ThreadID, _ begin: Event) -> Event? {
    guard let mutex = log.object(begin.object)?.companion, mutex != .none else { return nil }
    let events = log.threads[Int(waiter.rawValue)].events.prefix { $0.sequence < begin.sequence }
    var hasTaken = false
    for event in events.suffix(64).reversed() {
      let isMemory = event.kind == .read && log.objectKind(event.object)?.isMemory == true
      // A look with the mutex is as it should be.
      if isMemory { return hasTaken ? event : nil }
      if event.kind == .lockAcquire, event.object == mutex { hasTaken = true }
    }
    return nil
  }

  func shape() -> DeadlockPattern.Shape {
    let condition = log.objectName(wait.object)
    let name = log.actorName(waiter)
    switch cause {
    case .tooEarly(let signal, let thread):
      let what =
        "\(log.actorName(thread)) \(Self.verb(signal)) \(condition) at \(log.shortPlace(signal.site))"
      var reasons = ["\(what) before \(name) began to wait at \(log.shortPlace(begin.site)): it woke nobody"]
      if let stale {
        reasons.append(
          "\(name) had read \(log.objectName(stale.object)) -> \(stale.value) at \(log.shortPlace(stale.site)), "
            + "before it took \(mutexName): by then it was outdated")
      }
      return .init(
        claim: "\(name) waits for a signal on \(condition) that has been and gone", reasons: reasons,
        fix: fixForEarly(condition), term: "lost-wake-up")
    case .wokeAnother(let signal, let thread, let woken):
      let what =
        "\(log.actorName(thread)) \(Self.verb(signal)) \(condition) at \(log.shortPlace(signal.site))"
      return .init(
        claim: "\(name) waits for a signal on \(condition) that woke another",
        reasons: ["\(what) while \(name) waited, and woke \(log.actorName(woken)): a signal wakes one"],
        fix: "broadcast \(condition) where the news concerns more than one waiter, or let whoever is woken "
          + "signal the next", term: "lost-wake-up")
    }
  }

  private var mutexName: String { log.objectName(log.object(begin.object)?.companion ?? .none) }

  private func fixForEarly(_ condition: String) -> String {
    if let stale {
      let name = log.objectName(stale.object)
      return "read \(name) with \(mutexName) held, in the same section as the wait: "
        + "with \(mutexName) { while … \(name) … { \(condition).wait() } }"
    }
    return "a signal is not remembered: keep the news in a variable under \(mutexName), and wait only "
      + "while it is missing: while !ready { \(condition).wait() }"
  }

  private static func verb(_ signal: Event) -> String {
    signal.kind == .conditionSignal ? "signalled" : "broadcast"
  }
}
