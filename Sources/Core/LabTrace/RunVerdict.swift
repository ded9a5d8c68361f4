/// How a run ended, as the lab saw it: the `value` of a `verdict` event of thread 0.
///
/// For deadlocks one more `verdict` event per member follows, `cause` naming the member's last event and
/// `object` what it waits for. For failures `object` is the id of the message (string index + 1), `site`
/// the place, and `cause` the failing thread's last event.
@frozen
public enum RunVerdict: Int64, Sendable, CaseIterable {
  /// Every actor that is not a daemon finished.
  case completed = 0
  /// An assertion or a bounds or arithmetic check failed.
  case failure
  /// A primitive was used against its contract.
  case misuse
  /// Nobody can go on and somebody has not finished.
  case deadlock
  /// Some actors are blocked for ever while others run on.
  case partialDeadlock
  /// The time-out was reached first.
  case timedOut
  /// The process died by a signal, or ended with an error of its own.
  case died
  /// The user stopped the run.
  case interrupted
  /// A steered run could not follow its schedule.
  case diverged
}
