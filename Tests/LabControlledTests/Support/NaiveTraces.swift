import LabControlled
import LabExploration

/// Counts Mazurkiewicz traces by a depth-first search with sleep sets: no state is remembered.
struct NaiveTraces {
  private(set) var ended = 0
  private(set) var deadlocked = 0
  private(set) var failing = 0
  private(set) var isComplete = true

  private struct Step {
    var actor: Int
    var alternative: Int
    var accesses: [Access]

    func isDependent(on other: Step) -> Bool {
      if actor == other.actor { return true }
      return accesses.contains { mine in
        other.accesses.contains { $0.object == mine.object && ($0.isWrite || mine.isWrite) }
      }
    }
  }

  private let model: ControlledProgram
  private let limit: Int
  private let scratch: UnsafeMutablePointer<Access>

  init(_ model: ControlledProgram, limit: Int) {
    self.model = model
    self.limit = limit
    scratch = .allocate(capacity: model.maximumAccesses)
    let state = UnsafeMutableRawPointer.allocate(byteCount: model.stateSize, alignment: 16)
    if model.reset(state).isContinuing { explore(state, sleeping: []) }
    state.deallocate()
    scratch.deallocate()
  }

  private mutating func explore(_ state: UnsafeMutableRawPointer, sleeping: [Step]) {
    guard ended + deadlocked + failing <= limit else {
      isComplete = false
      return
    }
    let enabled = model.enabled(state)
    if enabled.isEmpty {
      if model.isEnded(state) { ended += 1 } else { deadlocked += 1 }
      return
    }
    let next = UnsafeMutableRawPointer.allocate(byteCount: model.stateSize, alignment: 16)
    defer { next.deallocate() }
    var sleeping = sleeping
    for step in steps(enabled, state) {
      if sleeping.contains(where: { $0.actor == step.actor && $0.alternative == step.alternative }) {
        continue
      }
      next.copyMemory(from: state, byteCount: model.stateSize)
      guard model.step(step.actor, alternative: step.alternative, next).isContinuing else {
        failing += 1
        continue
      }
      explore(next, sleeping: sleeping.filter { !$0.isDependent(on: step) })
      sleeping.append(step)
    }
  }

  private func steps(_ enabled: ActorSet, _ state: UnsafeRawPointer) -> [Step] {
    (0..<model.actorCount).filter { enabled.contains($0) }.flatMap { actor in
      model.alternatives(of: actor, state).map { alternative in
        let count = model.accesses(of: actor, alternative: alternative, state, into: scratch)
        let accesses = Array(UnsafeBufferPointer(start: scratch, count: count))
        return Step(actor: actor, alternative: alternative, accesses: accesses)
      }
    }
  }
}
