/// Finds the simplest execution that shows something: fewest preemptions, then switches, then steps.
///
/// Dijkstra's algorithm over pairs of a state and the actor that stepped last, in the order of the costs, without
/// reduction (which would not keep the fewest preemptions). Nothing dearer than the best execution known is
/// looked at, so a good one from the first search keeps this one small.
@usableFromInline
package struct ShortestWitness<Subject, Goal>: ~Copyable where Goal: WitnessGoal, Goal.Subject == Subject {
  @usableFromInline package let model: Subject
  @usableFromInline package let goal: Goal
  @usableFromInline package let limits: StatefulLimits
  @usableFromInline package let hasher: StateHasher
  @usableFromInline package var states: ExactStateTable
  @usableFromInline package var nodes = WitnessNodes()
  /// Whether a state shows it, by its number.
  @usableFromInline package var reached: [Bool] = []
  @usableFromInline package let current: UnsafeMutableRawPointer
  @usableFromInline package let next: UnsafeMutableRawPointer
  /// The best execution found here: its cost, and its last step from a node.
  @usableFromInline package var bestCost: UInt64 = .max
  @usableFromInline package var bestNode: UInt32 = 0
  @usableFromInline package var bestStep: UInt32?
  @usableFromInline package var transitions = 0
  @usableFromInline package var isStopped = false
  /// How many nodes were looked at.
  @usableFromInline package var nodeCount: Int { nodes.count }

  /// Prepares a search.
  /// - Parameters:
  ///   - model: What to search; nobody else may use it meanwhile.
  ///   - goal: What the execution should show.
  ///   - limits: How far to go; states here are pairs of a state and an actor.
  @inlinable
  package init(_ model: Subject, goal: Goal, limits: StatefulLimits = StatefulLimits()) {
    self.model = model
    self.goal = goal
    self.limits = limits
    hasher = StateHasher(stateSize: model.stateSize)
    states = ExactStateTable(hasher: hasher, hasMarks: false)
    let bytes = max(8, model.stateSize)
    current = .allocate(byteCount: bytes, alignment: 16)
    next = .allocate(byteCount: bytes, alignment: 16)
    current.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    next.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
  }

  deinit {
    current.deallocate()
    next.deallocate()
  }

  /// Searches; to be called once.
  /// - Parameter known: An execution that shows it, from another search.
  /// - Returns: The simplest one, or the best known if a limit was reached; nil if there is none.
  @inlinable
  package mutating func run(known: Schedule? = nil) -> Witness? {
    let knownCost = known.flatMap { WitnessCost.of($0, model) }
    if let knownCost { bestCost = WitnessNodes.code(knownCost) }
    start()
    while !isStopped, let node = nodes.popLeast(below: bestCost) { expand(node) }
    if let bestStep {
      return Witness(
        schedule: nodes.schedule(to: bestNode, then: bestStep), cost: WitnessNodes.cost(bestCost),
        isShortest: !isStopped)
    }
    guard let known, let knownCost else { return nil }
    return Witness(schedule: known, cost: knownCost, isShortest: !isStopped)
  }

  @inlinable
  package mutating func start() {
    let outcome = model.reset(current)
    if !outcome.isContinuing {
      if goal.isReached(by: outcome, actor: -1, model) { finish(0, WitnessNodes.none, WitnessNodes.noStep) }
      return
    }
    guard states.makeRoom(limit: limits.memory) else {
      isStopped = true
      return
    }
    _ = states.insert(current, hash: hasher.hash(current))
    reached.append(goal.isReached(current, model))
    if reached[0] {
      finish(0, WitnessNodes.none, WitnessNodes.noStep)
    } else {
      nodes.reach(
        state: 0, last: WitnessNodes.nobody, cost: 0, parent: WitnessNodes.none, step: WitnessNodes.noStep)
    }
  }

  /// A better execution than all before.
  @inlinable
  package mutating func finish(_ cost: UInt64, _ node: UInt32, _ step: UInt32) {
    if cost >= bestCost { return }
    bestCost = cost
    bestNode = node
    bestStep = step
  }

  @inlinable
  package mutating func expand(_ node: UInt32) {
    let (state, last) = nodes.place(of: node)
    current.copyMemory(from: states.state(Int(state)), byteCount: model.stateSize)
    if model.isEnded(current) { return }
    let enabled = model.enabled(current)
    let lastActor = Int(last & 0xFF)
    let isFree = last & WitnessNodes.free != 0 || !enabled.contains(lastActor)
    var rest = enabled
    while !rest.isEmpty {
      let actor = rest.first
      rest.remove(actor)
      var cost = nodes.cost(of: node) &+ WitnessNodes.oneStep
      if actor != lastActor && last != WitnessNodes.nobody {
        cost &+= isFree ? WitnessNodes.oneSwitch : WitnessNodes.oneSwitch &+ WitnessNodes.onePreemption
      }
      if cost >= bestCost { continue }
      let isYield = model.isYield(actor, current)
      for alternative in model.alternatives(of: actor, current) {
        take(actor, alternative, isYield: isYield, from: node, cost: cost)
        if isStopped { return }
      }
    }
  }

  @inlinable
  package mutating func take(
    _ actor: Int, _ alternative: Int, isYield: Bool, from node: UInt32, cost: UInt64
  ) {
    next.copyMemory(from: current, byteCount: model.stateSize)
    let outcome = model.step(actor, alternative: alternative, next)
    transitions &+= 1
    if transitions & 1023 == 0 { poll() }
    let step = WitnessNodes.step(actor, alternative)
    guard outcome.isContinuing else {
      if goal.isReached(by: outcome, actor: actor, model) { finish(cost, node, step) }
      return
    }
    guard states.makeRoom(limit: limits.memory &- nodes.bytes), nodes.count < limits.states else {
      isStopped = true
      return
    }
    let slot = states.insert(next, hash: hasher.hash(next))
    let state = states.index(at: slot < 0 ? ~slot : slot)
    if slot >= 0 { reached.append(goal.isReached(next, model)) }
    if reached[state] {
      finish(cost, node, step)
    } else {
      let last = UInt32(truncatingIfNeeded: actor) | (isYield ? WitnessNodes.free : 0)
      nodes.reach(
        state: UInt32(truncatingIfNeeded: state), last: last, cost: cost, parent: node, step: step)
    }
  }

  @usableFromInline
  package mutating func poll() {
    let bytes = states.bytes + nodes.bytes
    let progress = StatefulProgress(
      states: nodes.count, transitions: transitions, depth: 0, pending: nodes.waiting, bytes: bytes,
      recentNewShare: 1)
    if bytes > limits.memory || limits.goesOn.map({ !$0(progress) }) ?? false { isStopped = true }
  }
}
