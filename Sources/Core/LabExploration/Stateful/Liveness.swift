/// What only the cycles of a state graph show: who waits for ever, who goes round without getting anywhere.
///
/// Weak fairness: an actor that could step at every moment from some point on does step. So in a strongly connected
/// part an execution can stay for ever just if every actor steps within it or cannot step in one of its states.
package struct Liveness {
  private let graph: StateGraph
  private let daemons: ActorSet

  /// Looks at a graph; claims that nothing is wrong hold for complete graphs only.
  package init(_ graph: StateGraph, daemons: ActorSet) {
    self.graph = graph
    self.daemons = daemons
  }

  private var everybody: ActorSet {
    (0..<graph.actorCount).reduce(into: ActorSet()) { $0.insert($1) }
  }

  // MARK: partial deadlock

  /// Sets of actors that can never step again though the execution need not stop: each with a shortest schedule.
  ///
  /// From a state with such a set no end, no deadlock and no failure can be reached, for those are findings of their
  /// own.
  package func partialDeadlocks() -> [LivenessFinding] {
    let (components, reach) = reachability()
    var result: [LivenessFinding] = []
    for state in 0..<graph.stateCount {
      let here = reach[Int(components.components[state])]
      if here.stops { continue }
      let stuck = graph.standing(of: state).unfinished.subtracting(daemons).subtracting(here.steps)
      if stuck.isEmpty || result.contains(where: { $0.actors == stuck }) { continue }
      let prefix = graph.schedule(to: state)
      var lasso = goRound(from: state, components)
      lasso.prefix.steps = prefix.steps + lasso.prefix.steps
      result.append(LivenessFinding(actors: stuck, lasso: lasso, settledAfter: prefix.steps.count))
    }
    return result
  }

  /// The way from a state to the nearest cycle, and round it.
  private func goRound(from state: Int, _ components: StrongComponents) -> Lasso {
    let isOnCycle = { [graph] (state: Int) in
      graph.edges(of: state).contains {
        components.components[graph.target(of: $0)] == components.components[state]
      }
    }
    var way = CycleWalk(graph, from: state) { _ in true }
    way.meet { stop in
      if case .state(let state) = stop { return isOnCycle(state) }
      return false
    }
    let component = components.components[way.end]
    var round = CycleWalk(graph, from: way.end) { [graph] in
      components.components[graph.target(of: $0)] == component
    }
    return Lasso(prefix: way.schedule, cycle: round.close())
  }

  private struct Reach {
    /// Who steps somewhere from here on, or is finished or not started.
    var steps = ActorSet()
    /// Whether an end, a deadlock or a failure can be reached.
    var stops = false
  }

  /// For every component what can be reached from it.
  private func reachability() -> (StrongComponents, [Reach]) {
    let components = StrongComponents(graph, contains: { _ in true }, follows: { _ in true })
    var reach = [Reach](repeating: Reach(), count: Int(components.count))
    let members = components.members()
    for component in 0..<members.count {
      var here = Reach()
      for state in members[component] {
        let standing = graph.standing(of: Int(state))
        here.steps = here.steps.union(standing.enabled).union(everybody.subtracting(standing.unfinished))
        if !graph.marks(of: Int(state)).isEmpty { here.stops = true }
        for edge in graph.edges(of: Int(state)) {
          // Tarjan's order: other components that edges lead to are done already.
          let there = reach[Int(components.components[graph.target(of: edge)])]
          here.steps = here.steps.union(there.steps)
          here.stops = here.stops || there.stops
        }
      }
      reach[component] = here
    }
    return (components, reach)
  }

  // MARK: cycles

  /// Livelocks: weakly fair cycles on which nobody makes progress; the actors are those who step on it.
  package func livelocks() -> [LivenessFinding] {
    fairCycles(contains: { _ in true }, follows: { [graph] in !graph.isProgress($0) }, demands: nil)
  }

  /// Starvation of an actor: weakly fair cycles on which it is unfinished and makes no progress while others do,
  /// though it might still step some day; the actors are those who make progress.
  package func starvation(of actor: Int) -> [LivenessFinding] {
    let (components, reach) = reachability()
    let isWaiting = { (state: Int) in
      graph.standing(of: state).unfinished.contains(actor)
        && reach[Int(components.components[state])].steps.contains(actor)
    }
    let follows = { [graph] (edge: Int) in !(graph.isProgress(edge) && graph.actor(of: edge) == actor) }
    return fairCycles(contains: isWaiting, follows: follows, demands: { graph.isProgress($0) })
  }

  /// Executions on which no state ever has a bit of its label set: they end so, deadlock so, or go round so for
  /// ever, weakly fair.
  ///
  /// Executions that fail are findings of their own.
  package func violations(ofEventually bit: UInt8) -> [LivenessFinding] {
    let isWithout = { (state: Int) in graph.label(of: state) & bit == 0 }
    guard graph.stateCount > 0, isWithout(0) else { return [] }
    let (isReached, parents) = reachable(isWithout)
    var result: [LivenessFinding] = []
    let isDone: StateGraph.Marks = [.ended, .deadlocked]
    if let state = isReached.indices.first(where: {
      isReached[$0] && !graph.marks(of: $0).isDisjoint(with: isDone)
    }) {
      let lasso = Lasso(prefix: schedule(to: state, parents))
      result.append(LivenessFinding(actors: graph.standing(of: state).unfinished, lasso: lasso))
    }
    for var finding in fairCycles(contains: { isReached[$0] }, follows: { _ in true }, demands: nil) {
      finding.lasso.prefix = schedule(to: end(of: finding.lasso.prefix), parents)
      result.append(finding)
    }
    return result
  }

  /// The states that can be reached through some only, and the edges by which.
  private func reachable(_ contains: (Int) -> Bool) -> ([Bool], [Int]) {
    var isReached = [Bool](repeating: false, count: graph.stateCount)
    var parents = [Int](repeating: -1, count: graph.stateCount)
    var queue = [0]
    isReached[0] = true
    var head = 0
    while head < queue.count {
      for edge in graph.edges(of: queue[head]) {
        let target = graph.target(of: edge)
        if isReached[target] || !contains(target) { continue }
        isReached[target] = true
        parents[target] = edge
        queue.append(target)
      }
      head += 1
    }
    return (isReached, parents)
  }

  private func schedule(to state: Int, _ parents: [Int]) -> Schedule {
    var result: [Schedule.Step] = []
    var state = state
    while parents[state] >= 0 {
      result.append(graph.step(of: parents[state]))
      state = graph.source(of: parents[state])
    }
    return Schedule(steps: result.reversed())
  }

  /// The state that a schedule of this graph leads to.
  private func end(of schedule: Schedule) -> Int {
    schedule.steps.reduce(0) { state, step in
      graph.edges(of: state).first { graph.step(of: $0) == step }.map { graph.target(of: $0) } ?? state
    }
  }

  /// Components of a part of the graph in which an execution can stay for ever, weakly fair: one finding for each set
  /// of actors concerned, with the shortest prefix.
  /// - Parameters:
  ///   - contains: The states of the part.
  ///   - follows: The edges of the part.
  ///   - demands: Some edge of the cycle must be so; its actors are those concerned, else all who step.
  /// - Returns: The findings.
  private func fairCycles(
    contains: (Int) -> Bool, follows: @escaping (Int) -> Bool, demands: ((Int) -> Bool)?
  ) -> [LivenessFinding] {
    let components = StrongComponents(graph, contains: contains, follows: follows)
    let members = components.members()
    var found: [(concerned: ActorSet, part: FairPart)] = []
    for component in 0..<members.count {
      guard let part = FairPart(graph, members[component], components, follows: follows) else { continue }
      let concerned = demands.map { part.actors(of: $0) } ?? part.stepping
      if concerned.isEmpty { continue }
      if let index = found.firstIndex(where: { $0.concerned == concerned }) {
        if part.first < found[index].part.first { found[index].part = part }
      } else {
        found.append((concerned, part))
      }
    }
    return found.sorted { $0.part.first < $1.part.first }.map { concerned, part in
      let lasso = Lasso(prefix: graph.schedule(to: part.first), cycle: part.cycle(demands))
      return LivenessFinding(actors: concerned, lasso: lasso)
    }
  }
}

/// A strongly connected part in which a weakly fair execution can stay for ever.
private struct FairPart {
  private let graph: StateGraph
  private let states: ArraySlice<UInt32>
  /// Whether an edge from a state of the part stays in it.
  private let follows: (Int) -> Bool
  /// Who steps within it.
  let stepping: ActorSet

  /// The state that is reached first.
  var first: Int { Int(states[states.startIndex]) }

  /// Finds whether some states are such a part; nil if not.
  init?(
    _ graph: StateGraph, _ states: ArraySlice<UInt32>, _ components: StrongComponents,
    follows: @escaping (Int) -> Bool
  ) {
    guard let first = states.first else { return nil }
    let component = components.components[Int(first)]
    let stays = { components.components[graph.target(of: $0)] == component && follows($0) }
    var stepping = ActorSet()
    var always = ActorSet(low: .max, high: .max)
    for state in states {
      always = always.intersection(graph.standing(of: Int(state)).enabled)
      for edge in graph.edges(of: Int(state)) where stays(edge) { stepping.insert(graph.actor(of: edge)) }
    }
    guard !stepping.isEmpty, always.subtracting(stepping).isEmpty else { return nil }
    self.graph = graph
    self.states = states
    self.follows = stays
    self.stepping = stepping
  }

  /// The actors of the edges within that are so.
  func actors(of isSo: (Int) -> Bool) -> ActorSet {
    var result = ActorSet()
    for state in states {
      for edge in graph.edges(of: Int(state)) where follows(edge) && isSo(edge) {
        result.insert(graph.actor(of: edge))
      }
    }
    return result
  }

  /// A weakly fair cycle, with an edge as demanded.
  func cycle(_ demands: ((Int) -> Bool)?) -> Schedule {
    var walk = CycleWalk(graph, from: first, follows: follows)
    if let demands {
      walk.meet { stop in
        if case .edge(let edge) = stop { return demands(edge) }
        return false
      }
    }
    for actor in 0..<graph.actorCount {
      walk.meet { stop in
        switch stop {
        case .edge(let edge): graph.actor(of: edge) == actor
        case .state(let state): !graph.standing(of: state).enabled.contains(actor)
        }
      }
    }
    return walk.close()
  }
}
