/// One execution of a model, step by step, and the record of its choices; started again as often as wanted.
///
/// The memory is reused: once the buffer of the choices has grown to the longest execution, nothing allocates.
package final class Execution<M: Model> {
  package let model: M
  /// Where an execution is cut.
  package let stepLimit: Int
  /// Daemons go on after everybody else has finished, until they block: only for counting traces.
  package let daemonsRunOn: Bool
  /// The current state, owned by the execution.
  package let state: UnsafeMutableRawPointer
  /// The state to start from: models are immutable, so it is computed once.
  package let initialState: UnsafeMutableRawPointer
  package let initialOutcome: StepOutcome
  /// The choices so far; only the first `count` are initialised.
  package var choices: UnsafeMutablePointer<Choice>
  package var capacity: Int
  /// Steps taken, the failing one included.
  package var count = 0
  /// The actors that can step now; meaningless after the end.
  package var enabled = ActorSet()
  /// Set as soon as no further step can be taken.
  package var end: ExecutionEnd?

  /// Prepares the memory; `begin` starts.
  @inlinable
  package init(model: M, stepLimit: Int, daemonsRunOn: Bool = false) {
    self.model = model
    self.stepLimit = max(0, stepLimit)
    self.daemonsRunOn = daemonsRunOn
    let size = max(8, model.stateSize)
    state = .allocate(byteCount: size, alignment: 16)
    initialState = .allocate(byteCount: size, alignment: 16)
    initialState.initializeMemory(as: UInt8.self, repeating: 0, count: size)
    initialOutcome = model.reset(initialState)
    capacity = min(256, max(1, self.stepLimit))
    choices = .allocate(capacity: capacity)
  }

  deinit {
    state.deallocate()
    initialState.deallocate()
    choices.deallocate()
  }

  /// Goes back to the initial state.
  @inlinable
  package func begin() {
    count = 0
    if initialOutcome.isContinuing {
      state.copyMemory(from: initialState, byteCount: model.stateSize)
      end = nil
      look()
    } else {
      // Again, so that the model can tell of its last failure.
      end = ExecutionEnd(model.reset(state))
    }
  }

  /// Takes one step; the actor must be enabled, the alternative be one of its own, and the end not be reached.
  @inlinable
  package func take(_ choice: Choice) {
    if count == capacity { grow() }
    choices[count] = choice
    count &+= 1
    let outcome = model.step(choice.actor, alternative: choice.alternative, state)
    if outcome.isContinuing { look() } else { end = ExecutionEnd(outcome) }
  }

  /// Runs from the initial state to an end.
  @inlinable
  package func run<S: Strategy>(_ strategy: inout S) -> ExecutionEnd {
    begin()
    while true {
      if let end { return end }
      take(strategy.choose(self))
    }
  }

  /// The choices so far as a schedule.
  package var schedule: Schedule { Schedule(steps) }

  @inlinable
  package func look() {
    enabled = model.enabled(state)
    if enabled.isEmpty {
      end = model.isEnded(state) ? .completed : .deadlocked(unfinished: model.unfinished(state))
    } else if !daemonsRunOn, model.isEnded(state) {
      end = .completed
    } else if count >= stepLimit {
      end = .stepLimit
    }
  }

  @inlinable @inline(never)
  package func grow() {
    let larger = UnsafeMutablePointer<Choice>.allocate(capacity: capacity * 2)
    larger.update(from: choices, count: count)
    choices.deallocate()
    choices = larger
    capacity *= 2
  }
}
