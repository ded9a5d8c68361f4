import LabExploration

/// Counts Mazurkiewicz traces by taking every interleaving and bringing it to a canonical form.
struct DporBruteForce {
  let model: ToyModel
  let limit: Int
  private(set) var interleavings = 0
  private(set) var completed: Set<[UInt32]> = []
  private(set) var deadlocked: Set<[UInt32]> = []
  private(set) var hasFailure = false
  private var events: [(choice: Choice, accesses: [Access])] = []

  /// Nothing if there are more interleavings than the limit.
  init?(_ model: ToyModel, limit: Int) {
    self.model = model
    self.limit = limit
    let state = UnsafeMutableRawPointer.allocate(byteCount: model.stateSize, alignment: 16)
    defer { state.deallocate() }
    _ = model.reset(state)
    search(state)
    if interleavings > limit { return nil }
  }

  private mutating func search(_ state: UnsafeMutableRawPointer) {
    if interleavings > limit { return }
    let enabled = model.enabled(state)
    if enabled.isEmpty {
      interleavings += 1
      if model.isEnded(state) { completed.insert(canonical()) } else { deadlocked.insert(canonical()) }
      return
    }
    let next = UnsafeMutableRawPointer.allocate(byteCount: model.stateSize, alignment: 16)
    let cells = UnsafeMutablePointer<Access>.allocate(capacity: model.maximumAccesses)
    defer {
      next.deallocate()
      cells.deallocate()
    }
    for actor in 0..<model.actorCount where enabled.contains(actor) {
      for alternative in model.alternatives(of: actor, state) {
        let count = model.accesses(of: actor, alternative: alternative, state, into: cells)
        let accesses = Array(UnsafeBufferPointer(start: cells, count: count))
        next.copyMemory(from: state, byteCount: model.stateSize)
        if model.step(actor, alternative: alternative, next).isContinuing {
          events.append((Choice(actor: actor, alternative: alternative), accesses))
          search(next)
          events.removeLast()
        } else {
          interleavings += 1
          hasFailure = true
        }
      }
    }
  }

  /// The linearisation of the trace that takes the lowest actor wherever it can.
  private func canonical() -> [UInt32] {
    var rest = events
    var result: [UInt32] = []
    while !rest.isEmpty {
      var best = -1
      for index in rest.indices {
        let isFree = rest[..<index].allSatisfy { earlier in
          earlier.choice.actor != rest[index].choice.actor
            && !earlier.accesses.contains { one in
              rest[index].accesses.contains { one.conflicts(with: $0) }
            }
        }
        if isFree, best < 0 || rest[index].choice.actor < rest[best].choice.actor { best = index }
      }
      result.append(rest.remove(at: best).choice.rawValue)
    }
    return result
  }
}
