import LabExploration
import LabPlatform

/// Lets the actors of a run take their visible steps in the order of a schedule.
///
/// An actor waits at the gate before each visible step until the schedule names it. Its turn lasts until it comes
/// to its next visible step, or ends: local work belongs to the step before. After the last step of the schedule
/// everybody goes on freely.
///
/// The position lies in the shared mapping, so that the supervisor sees how far the run came.
struct Steering {
  private let steps: [Schedule.Step]
  private let control: ControlBlock

  /// How long a scheduled step may wait for what it needs: whatever it needs was there before, or is not coming.
  static let patience: Int64 = 500_000_000

  init(_ schedule: Schedule, control: ControlBlock) {
    steps = schedule.steps
    self.control = control
  }

  /// Waits until it is an actor's turn.
  /// - Returns: What it is to do, and the step's number from 1; nil when the schedule is over.
  func waitForTurn(of actor: Int) -> (action: Schedule.Step.Action, number: Int)? {
    while true {
      let position = Int(control.schedulePosition)
      guard position < steps.count else { return nil }
      if steps[position].actor == actor { return (steps[position].action, position + 1) }
      control.waitForSchedule(beyond: UInt32(position))
    }
  }

  /// Ends the turn of the actor whose turn it is.
  func endTurn() { control.advanceSchedule() }

  /// The number of the step that the schedule asks of an actor now; nil if it asks somebody else, or nobody.
  func pendingStep(of actor: Int) -> Int? {
    let position = Int(control.schedulePosition)
    return position < steps.count && steps[position].actor == actor ? position + 1 : nil
  }

  /// The actor and number of the next step; nil when the schedule is over.
  var next: (actor: Int, number: Int)? {
    let position = Int(control.schedulePosition)
    return position < steps.count ? (steps[position].actor, position + 1) : nil
  }
}
