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
  /// What changes, behind a pointer: a class would check every access for exclusivity.
  @frozen
  package struct Progress {
    package var choices: UnsafeMutablePointer<Choice>
    package var capacity: Int
    package var count = 0
    package var enabled = ActorSet()
    package var end: ExecutionEnd?

    @inlinable
    package init(capacity: Int) {
      self.capacity = capacity
      choices = .allocate(capacity: capacity)
    }
  }
  package let progress: UnsafeMutablePointer<Progress>

  /// The choices so far; only the first `count` are initialised.
  @inlinable
  package var choices: UnsafeMutablePointer<Choice> { progress.pointee.choices }
  /// Steps taken, the failing one included.
  @inlinable
  package var count: Int { progress.pointee.count }
  /// The actors that can step now; meaningless after the end.
  @inlinable
  package var enabled: ActorSet { progress.pointee.enabled }
  /// Set as soon as no further step can be taken.
  @inlinable
  package var end: ExecutionEnd? { progress.pointee.end }

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
    progress = .allocate(capacity: 1)
    progress.initialize(to: Progress(capacity: min(256, max(1, self.stepLimit))))
  }

  deinit {
    state.deallocate()
    initialState.deallocate()
    progress.pointee.choices.deallocate()
    progress.deallocate()
  }

  /// Goes back to the initial state.
  @inlinable
  package func begin() {
    progress.pointee.count = 0
    if initialOutcome.isContinuing {
      state.copyMemory(from: initialState, byteCount: model.stateSize)
      progress.pointee.end = nil
      look()
    } else {
      // Again, so that the model can tell of its last failure.
      progress.pointee.end = ExecutionEnd(model.reset(state))
    }
  }

  /// Takes one step; the actor must be enabled, the alternative be one of its own, and the end not be reached.
  @inlinable
  package func take(_ choice: Choice) {
    if count == progress.pointee.capacity { grow() }
    choices[count] = choice
    progress.pointee.count &+= 1
    let outcome = model.step(choice.actor, alternative: choice.alternative, state)
    if outcome.isContinuing { look() } else { progress.pointee.end = ExecutionEnd(outcome) }
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
    progress.pointee.enabled = model.enabled(state)
    if enabled.isEmpty {
      progress.pointee.end =
        model.isEnded(state) ? .completed : .deadlocked(unfinished: model.unfinished(state))
    } else if !daemonsRunOn, model.isEnded(state) {
      progress.pointee.end = .completed
    } else if count >= stepLimit {
      progress.pointee.end = .stepLimit
    }
  }

  @inlinable @inline(never)
  package func grow() {
    let capacity = progress.pointee.capacity
    let larger = UnsafeMutablePointer<Choice>.allocate(capacity: capacity * 2)
    larger.update(from: choices, count: count)
    choices.deallocate()
    progress.pointee.choices = larger
    progress.pointee.capacity = capacity * 2
  }
}
