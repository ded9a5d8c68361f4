/// How far an execution is from the simplest one: fewest preemptions first, then switches, then steps.
@usableFromInline
package struct WitnessCost: Hashable, Sendable, Comparable {
  /// Switches away from an actor that could have gone on, but for those right after its own `yield` or `sleep`.
  @usableFromInline package var preemptions: Int
  /// Steps of another actor than the step before.
  @usableFromInline package var switches: Int
  @usableFromInline package var steps: Int

  @usableFromInline
  package init(preemptions: Int = 0, switches: Int = 0, steps: Int = 0) {
    self.preemptions = preemptions
    self.switches = switches
    self.steps = steps
  }

  @usableFromInline
  package static func < (left: WitnessCost, right: WitnessCost) -> Bool {
    (left.preemptions, left.switches, left.steps) < (right.preemptions, right.switches, right.steps)
  }
}

/// An execution that shows something.
@usableFromInline
package struct Witness: Hashable, Sendable {
  @usableFromInline package var schedule: Schedule
  @usableFromInline package var cost: WitnessCost
  /// Whether no simpler one exists: settled by search.
  ///
  /// Otherwise it is the best one known.
  @usableFromInline package var isShortest: Bool

  @usableFromInline
  package init(schedule: Schedule, cost: WitnessCost, isShortest: Bool) {
    self.schedule = schedule
    self.cost = cost
    self.isShortest = isShortest
  }
}

/// What an execution should show.
@usableFromInline
package protocol WitnessGoal<Subject> {
  associatedtype Subject: Model

  /// Whether a state shows it.
  func isReached(_ state: UnsafeRawPointer, _ model: Subject) -> Bool

  /// Whether a step that failed or misused a primitive shows it; asked right after the step.
  func isReached(by outcome: StepOutcome, actor: Int, _ model: Subject) -> Bool
}

/// Some actors are left unfinished, and nobody can step.
@usableFromInline
package struct DeadlockGoal<Subject: Model>: WitnessGoal {
  @usableFromInline package let unfinished: ActorSet

  /// Names the actors that must be unfinished, exactly.
  @inlinable
  package init(unfinished: ActorSet) { self.unfinished = unfinished }

  @inlinable
  package func isReached(_ state: UnsafeRawPointer, _ model: Subject) -> Bool {
    !model.isEnded(state) && model.enabled(state).isEmpty && model.unfinished(state) == unfinished
  }

  @inlinable
  package func isReached(by outcome: StepOutcome, actor: Int, _ model: Subject) -> Bool { false }
}

/// A failure with a certain key, as a `FindingCollector` has it.
@usableFromInline
package struct FailureGoal<Subject: Model>: WitnessGoal {
  @usableFromInline package let key: UInt64
  @usableFromInline package let keyOf: (Subject, StepOutcome, _ actor: Int) -> UInt64

  /// Names the failure.
  @inlinable
  package init(key: UInt64, keyOf: @escaping (Subject, StepOutcome, _ actor: Int) -> UInt64) {
    self.key = key
    self.keyOf = keyOf
  }

  @inlinable
  package func isReached(_ state: UnsafeRawPointer, _ model: Subject) -> Bool { false }

  @inlinable
  package func isReached(by outcome: StepOutcome, actor: Int, _ model: Subject) -> Bool {
    keyOf(model, outcome, actor) == key
  }
}

/// A state in which something holds: an invariant is violated, an end state has a certain outcome.
@usableFromInline
package struct StateGoal<Subject: Model>: WitnessGoal {
  @usableFromInline package let holds: (UnsafeRawPointer, Subject) -> Bool

  /// Says what holds.
  @inlinable
  package init(_ holds: @escaping (UnsafeRawPointer, Subject) -> Bool) { self.holds = holds }

  @inlinable
  package func isReached(_ state: UnsafeRawPointer, _ model: Subject) -> Bool { holds(state, model) }

  @inlinable
  package func isReached(by outcome: StepOutcome, actor: Int, _ model: Subject) -> Bool { false }
}

extension WitnessCost {
  /// The cost of an execution.
  ///
  /// - Returns: nil if the model cannot follow the schedule.
  @inlinable
  package static func of<Subject: Model>(_ schedule: Schedule, _ model: Subject) -> WitnessCost? {
    let bytes = max(8, model.stateSize)
    let state = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 16)
    defer { state.deallocate() }
    state.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    var goesOn = model.reset(state).isContinuing
    var cost = WitnessCost()
    var last = -1
    var isFree = true
    for step in schedule.steps {
      guard goesOn, case .alternative(let alternative) = step.action,
        (0..<model.actorCount).contains(step.actor),
        model.enabled(state).contains(step.actor),
        model.alternatives(of: step.actor, state).contains(alternative)
      else { return nil }
      if last >= 0 && step.actor != last {
        cost.switches += 1
        if !isFree && model.enabled(state).contains(last) { cost.preemptions += 1 }
      }
      cost.steps += 1
      last = step.actor
      isFree = model.isYield(step.actor, state)
      goesOn = model.step(step.actor, alternative: alternative, state).isContinuing && !model.isEnded(state)
    }
    return cost
  }
}
