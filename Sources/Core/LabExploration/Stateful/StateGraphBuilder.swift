/// Builds the graph of all states, breadth first, without reduction.
@usableFromInline
package struct StateGraphBuilder<Subject: Model>: ~Copyable {
  @usableFromInline package let model: Subject
  @usableFromInline package let limits: StatefulLimits
  @usableFromInline package let hasher: StateHasher
  @usableFromInline package let label: (UnsafeRawPointer) -> UInt8
  @usableFromInline package var visited: FingerprintTable
  @usableFromInline package var queue: StateQueue
  @usableFromInline package var graph: StateGraph
  @usableFromInline package let next: UnsafeMutableRawPointer
  @usableFromInline package var transitions = 0

  /// Prepares a builder.
  /// - Parameters:
  ///   - model: What to search; nobody else may use it meanwhile.
  ///   - limits: How far to go.
  ///   - label: Eight bits to be kept of every state.
  @inlinable
  package init(
    _ model: Subject, limits: StatefulLimits = StatefulLimits(),
    label: @escaping (UnsafeRawPointer) -> UInt8 = { _ in 0 }
  ) {
    self.model = model
    self.limits = limits
    self.label = label
    hasher = StateHasher(stateSize: model.stateSize)
    visited = FingerprintTable(hasher: hasher, hasMarks: true)
    queue = StateQueue(stateSize: model.stateSize)
    graph = StateGraph(actorCount: model.actorCount)
    let bytes = max(8, model.stateSize)
    next = .allocate(byteCount: bytes, alignment: 16)
    next.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
  }

  deinit { next.deallocate() }

  /// Builds the graph; to be called once.
  @inlinable
  package mutating func build() -> StateGraph {
    guard model.reset(next).isContinuing else { return graph }
    _ = find(next)
    var state = 0
    while graph.stop == nil, let current = queue.first {
      expand(state, current)
      graph.endState()
      queue.removeFirst()
      state &+= 1
    }
    return graph
  }

  /// The number of a state, which is queued if it is new; -1 if a limit is reached.
  @inlinable
  package mutating func find(_ state: UnsafeRawPointer) -> Int {
    let used = graph.bytes &+ queue.bytes
    guard visited.makeRoom(limit: limits.memory &- used) else {
      graph.stop = .memoryLimit
      return -1
    }
    let slot = visited.insert(state, hash: hasher.hash(state))
    if slot < 0 { return Int(visited.mark(at: ~slot)) }
    let number = visited.count &- 1
    guard number < limits.states, number < 0xFFFF_FFFF else {
      graph.stop = .stateLimit
      return -1
    }
    visited.setMark(UInt32(truncatingIfNeeded: number), at: slot)
    graph.addState(label: label(state))
    queue.append(state)
    return number
  }

  @inlinable
  package mutating func expand(_ number: Int, _ current: UnsafeRawPointer) {
    let isEnded = model.isEnded(current)
    let enabled = isEnded ? ActorSet() : model.enabled(current)
    graph.describe(number, enabled: enabled, unfinished: model.unfinished(current), isEnded: isEnded)
    var rest = enabled
    while !rest.isEmpty {
      let actor = rest.first
      rest.remove(actor)
      // The queue may move when a state is added: its first is asked for anew.
      for alternative in model.alternatives(of: actor, queue.first ?? current) {
        next.copyMemory(from: queue.first ?? current, byteCount: model.stateSize)
        let outcome = model.step(actor, alternative: alternative, next)
        transitions &+= 1
        if transitions & 1023 == 0 { poll(number) }
        if outcome.isContinuing {
          let target = find(next)
          if graph.stop != nil { return }
          let isProgress = outcome.contains(.progress)
          graph.addEdge(to: target, actor: actor, alternative: alternative, isProgress: isProgress)
        } else {
          graph.addFailure(of: number)
        }
      }
    }
  }

  @usableFromInline
  package mutating func poll(_ number: Int) {
    let bytes = visited.bytes + queue.bytes + graph.bytes
    let progress = StatefulProgress(
      states: visited.count, transitions: transitions, depth: 0, pending: visited.count - number,
      bytes: bytes,
      recentNewShare: 1)
    if bytes > limits.memory { graph.stop = .memoryLimit }
    if let goesOn = limits.goesOn, !goesOn(progress) { graph.stop = .interrupted }
  }
}

/// States that wait, first in first out, in one piece of memory that grows.
@usableFromInline
package struct StateQueue: ~Copyable {
  private var memory: UnsafeMutableRawPointer
  private var capacity = 64
  private var head = 0
  private var count = 0
  private let stateSize: Int

  @usableFromInline
  package init(stateSize: Int) {
    self.stateSize = max(8, stateSize)
    memory = .allocate(byteCount: capacity * self.stateSize, alignment: 16)
  }

  deinit { memory.deallocate() }

  @usableFromInline package var bytes: Int { capacity * stateSize }

  /// The first state; valid until one is added.
  @usableFromInline package var first: UnsafeRawPointer? {
    count == 0 ? nil : UnsafeRawPointer(memory + head * stateSize)
  }

  @usableFromInline
  package mutating func removeFirst() {
    head = head + 1 == capacity ? 0 : head + 1
    count -= 1
  }

  @usableFromInline
  package mutating func append(_ state: UnsafeRawPointer) {
    if count == capacity { grow() }
    let place = head + count < capacity ? head + count : head + count - capacity
    (memory + place * stateSize).copyMemory(from: state, byteCount: stateSize)
    count += 1
  }

  private mutating func grow() {
    let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity * 2 * stateSize, alignment: 16)
    let behind = capacity - head
    larger.copyMemory(from: memory + head * stateSize, byteCount: behind * stateSize)
    (larger + behind * stateSize).copyMemory(from: memory, byteCount: head * stateSize)
    memory.deallocate()
    memory = larger
    head = 0
    capacity *= 2
  }
}
