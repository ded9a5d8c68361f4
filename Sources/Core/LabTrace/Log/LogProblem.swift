/// Something in a log that cannot be: a trace that is damaged, or a recorder that is wrong.
public struct LogProblem: Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Kind: Hashable, Sendable {
    /// Sequence numbers of a thread do not rise.
    case sequenceNotRising
    /// More events are missing in a thread than were counted as lost.
    case unexplainedGap(missing: UInt64)
    /// The cause is of a thread that is not in the log, or comes after the last event of its thread.
    case danglingCause
    /// The object is not in the log.
    case unknownObject
    /// The text is not in the log.
    case unknownText
    /// The place is not in the log.
    case unknownSite
    /// The spawned or joined thread is not in the log.
    case unknownThread
  }

  /// What is wrong.
  public var kind: Kind
  /// The event in question.
  public var event: EventReference

  /// The problem in one line.
  public var description: String {
    let place = "thread \(event.thread.rawValue), event \(event.sequence)"
    switch kind {
    case .sequenceNotRising: return "\(place): the sequence number does not rise"
    case .unexplainedGap(let missing): return "\(place): \(missing) events are missing that nobody counted"
    case .danglingCause: return "\(place): its cause is not in the log"
    case .unknownObject: return "\(place): its object is not in the log"
    case .unknownText: return "\(place): its text is not in the log"
    case .unknownSite: return "\(place): its place is not in the log"
    case .unknownThread: return "\(place): the thread it is about is not in the log"
    }
  }
}

extension EventLog {
  /// What cannot be in this log; empty for a sound one.
  ///
  /// A cause that was lost in its thread is no problem, if the thread counted losses. Time grows with the log.
  public func problems() -> [LogProblem] {
    var result: [LogProblem] = []
    for (index, thread) in threads.enumerated() {
      let id = ThreadID(rawValue: UInt32(index))
      var expected: UInt64 = 1
      var missing: UInt64 = 0
      for event in thread.events {
        let reference = EventReference(thread: id, sequence: event.sequence)
        if UInt64(event.sequence) < expected {
          result.append(LogProblem(kind: .sequenceNotRising, event: reference))
        } else {
          missing += UInt64(event.sequence) - expected
        }
        if missing > thread.lost {
          result.append(LogProblem(kind: .unexplainedGap(missing: missing - thread.lost), event: reference))
          missing = 0
        }
        expected = UInt64(event.sequence) + 1
        for kind in problems(of: event) { result.append(LogProblem(kind: kind, event: reference)) }
      }
    }
    return result
  }

  private func problems(of event: Event) -> [LogProblem.Kind] {
    var result: [LogProblem.Kind] = []
    if !isKnown(event.cause) { result.append(.danglingCause) }
    if event.kind.namesText {
      if event.object != .none && text(event.object) == nil { result.append(.unknownText) }
    } else if event.object != .none && event.kind != .verdict && object(event.object) == nil {
      result.append(.unknownObject)
    }
    if event.site != .unknown && site(event.site) == nil { result.append(.unknownSite) }
    if event.kind.namesThread, !threads.indices.contains(Int(clamping: event.value)) {
      result.append(.unknownThread)
    }
    return result
  }

  private func isKnown(_ cause: EventReference) -> Bool {
    if cause == .none || event(cause) != nil { return true }
    guard let thread = thread(cause.thread), cause.sequence > 0, thread.lost > 0 else { return false }
    let recorded = UInt64(thread.events.last?.sequence ?? 0)
    return UInt64(cause.sequence) <= recorded.addingReportingOverflow(thread.lost).partialValue
  }
}

extension EventKind {
  /// Whether `value` of such an event is a `ThreadID`.
  @inlinable
  public var namesThread: Bool {
    switch self {
    case .threadSpawn, .joinBegin, .joinEnd, .processSpawn, .processWaitEnd: true
    default: false
    }
  }
}
