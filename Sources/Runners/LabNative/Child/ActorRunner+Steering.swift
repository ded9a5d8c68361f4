import LabExploration
import LabLanguage
import LabPlatform
import LabPrimitives
import LabRecorder
import LabTrace

extension ActorRunner {
  /// Before a visible step of a steered run: ends the turn before, and waits for the next.
  func takeTurn(_ instruction: Instruction) {
    guard let steering = world.steering else { return }
    endTurn(steering)
    trace.publishSleeping()
    turn = steering.waitForTurn(of: actor)
    trace.publishRunning()
    guard let turn else { return }
    switch turn.action {
    case .alternative(let number):
      if number > 0, !mayChoose(number, instruction) {
        diverge(instruction, "\(actorName) has no alternative \(number) there")
      }
    case .crash, .spuriousWake:
      diverge(instruction, "native runs cannot be steered into a crash or a spurious wake-up yet")
    }
  }

  /// Whether a step can have an alternative of this number; a choice and a signal check it themselves.
  private func mayChoose(_ number: Int, _ instruction: Instruction) -> Bool {
    switch instruction.opcode {
    case .choose, .conditionSignal: true
    case .mutexLock, .rwlockLockRead, .rwlockLockWrite, .semaphoreAcquire, .conditionReacquire, .barrierPass,
      .eventWait, .bufferPut, .bufferGet:
      number == 1 && instruction.extra != 0
    default: false
    }
  }

  /// At the end of an actor: whoever is next must still be able to move.
  func leaveSchedule() {
    guard let steering = world.steering else { return }
    endTurn(steering)
    if let number = steering.pendingStep(of: actor) {
      diverge(instructions[counter], at: number, "\(actorName) has finished")
    }
  }

  private func endTurn(_ steering: Steering) {
    guard turn != nil else { return }
    turn = nil
    // The next one must be there to take its turn, or everybody would wait for ever.
    steering.endTurn()
    guard let next = steering.next else { return }
    let name = world.program.actors[next.actor].name
    if world.control.hasFinished(next.actor), next.actor != actor {
      diverge(instructions[counter], at: next.number, "\(name) has finished")
    }
    if !world.control.hasStarted(next.actor) {
      diverge(instructions[counter], at: next.number, "\(name) has not been spawned")
    }
  }

  /// The alternative that the schedule chooses; nil without a schedule.
  var scheduledAlternative: Int? {
    if case .alternative(let number)? = turn?.action { number } else { nil }
  }

  /// When a waiting step gives up: by its own timeout, at once if the schedule lets it time out, or because the
  /// schedule is wrong.
  func deadline(_ instruction: Instruction) -> Deadline {
    var own: Deadline?
    if instruction.extra != 0 {
      // However long: a wait that ends by itself is no wait for ever.
      let end = Deadline.after(nanoseconds: world.program.durations[Int(instruction.extra) - 1])
      own = min(end, Deadline(nanoseconds: .max - 1))
    }
    guard let alternative = scheduledAlternative else { return own ?? .never }
    if own != nil, alternative == 1 { return .now }
    return .after(nanoseconds: Steering.patience)
  }

  /// A step that waited in vain: it timed out as it may, or the schedule is wrong.
  func gaveUp(_ instruction: Instruction) {
    guard let alternative = scheduledAlternative else { return }
    if instruction.extra != 0, alternative == 1 { return }
    diverge(instruction, "\(actorName) cannot go on there: it would have to wait")
  }

  /// Ends the run: it cannot take the way that the schedule describes.
  func diverge(_ instruction: Instruction, at number: Int? = nil, _ reason: String) -> Never {
    let step = number ?? turn?.number ?? 0
    end(.diverged, instruction, "step \(step) of the schedule: \(reason)")
  }
}
