/// An execution for ever: some steps, then others again and again.
package struct Lasso: Hashable, Sendable {
  package var prefix: Schedule
  /// From the state behind the prefix back to it; empty if the execution just ends there.
  package var cycle: Schedule

  package init(prefix: Schedule, cycle: Schedule = Schedule()) {
    self.prefix = prefix
    self.cycle = cycle
  }
}

/// A set of actors for whom something is wrong on the cycles of the graph.
package struct LivenessFinding: Hashable, Sendable {
  package var actors: ActorSet
  package var lasso: Lasso
  /// The steps of the prefix after which it is settled; all of them but for a partial deadlock.
  package var settledAfter: Int

  package init(actors: ActorSet, lasso: Lasso, settledAfter: Int? = nil) {
    self.actors = actors
    self.lasso = lasso
    self.settledAfter = settledAfter ?? lasso.prefix.steps.count
  }
}

/// Builds a cycle through a strongly connected part of a graph that meets some demands.
struct CycleWalk {
  /// A place to go to: before an edge that is then taken, or a state.
  enum Stop: Hashable {
    case edge(Int)
    case state(Int)
  }

  let graph: StateGraph
  /// Whether an edge stays in the part.
  let follows: (Int) -> Bool
  private var edges: [Int] = []
  private let start: Int
  private var place: Int

  init(_ graph: StateGraph, from start: Int, follows: @escaping (Int) -> Bool) {
    self.graph = graph
    self.follows = follows
    self.start = start
    place = start
  }

  /// Where the walk is.
  var end: Int { place }

  /// The steps so far.
  var schedule: Schedule { Schedule(steps: edges.map { graph.step(of: $0) }) }

  /// Goes to the nearest of some stops, unless the walk has met one already.
  mutating func meet(_ isMet: (Stop) -> Bool) {
    if isMet(.state(start))
      || edges.contains(where: { isMet(.edge($0)) || isMet(.state(graph.target(of: $0))) })
    {
      return
    }
    go { isMet($0) }
  }

  /// The steps, back to the start: at least one.
  mutating func close() -> Schedule {
    let start = self.start
    if edges.isEmpty || place != start {
      let graph = self.graph
      go { stop in
        if case .edge(let edge) = stop { return graph.target(of: edge) == start }
        return false
      }
    }
    return Schedule(steps: edges.map { graph.step(of: $0) })
  }

  /// Breadth first to the nearest stop.
  private mutating func go(_ isMet: (Stop) -> Bool) {
    var from: [Int: Int] = [:]
    var queue = [place]
    var head = 0
    from[place] = -1
    while head < queue.count {
      let state = queue[head]
      head += 1
      for edge in graph.edges(of: state) where follows(edge) {
        let target = graph.target(of: edge)
        let isStop = isMet(.edge(edge)) || isMet(.state(target))
        if isStop {
          edges.append(contentsOf: path(to: state, from) + [edge])
          place = target
          return
        }
        if from[target] == nil {
          from[target] = edge
          queue.append(target)
        }
      }
    }
  }

  private func path(to state: Int, _ from: [Int: Int]) -> [Int] {
    var result: [Int] = []
    var state = state
    while let edge = from[state], edge >= 0 {
      result.append(edge)
      state = graph.source(of: edge)
    }
    return result.reversed()
  }
}
