/// The strongly connected components of a part of a state graph: R.
///
/// Tarjan 1972, without recursion.
package struct StrongComponents {
  /// The component of each state, -1 outside the part.
  ///
  /// An edge never leads to a component with a larger number.
  package private(set) var components: [Int32]
  package private(set) var count: Int32 = 0
  private var order: [UInt32]
  private var low: [UInt32]
  private var isOpen: [Bool]
  private var open: [UInt32] = []
  private var next: UInt32 = 1

  /// Finds the components.
  /// - Parameters:
  ///   - graph: The graph.
  ///   - contains: Whether a state is in the part.
  ///   - follows: Whether an edge is in the part.
  package init(_ graph: StateGraph, contains: (Int) -> Bool, follows: (Int) -> Bool) {
    components = [Int32](repeating: -1, count: graph.stateCount)
    order = [UInt32](repeating: 0, count: graph.stateCount)
    low = order
    isOpen = [Bool](repeating: false, count: graph.stateCount)
    for state in 0..<graph.stateCount where order[state] == 0 && contains(state) {
      search(from: state, graph, contains, follows)
    }
  }

  private mutating func search(
    from root: Int, _ graph: StateGraph, _ contains: (Int) -> Bool, _ follows: (Int) -> Bool
  ) {
    var path: [(state: Int, edge: Int)] = []
    enter(root)
    path.append((root, graph.edges(of: root).lowerBound))
    while let (state, edge) = path.last {
      if edge < graph.edges(of: state).upperBound {
        path[path.count - 1].edge += 1
        let target = graph.target(of: edge)
        guard contains(target), follows(edge) else { continue }
        if order[target] == 0 {
          enter(target)
          path.append((target, graph.edges(of: target).lowerBound))
        } else if isOpen[target] {
          low[state] = min(low[state], order[target])
        }
      } else {
        path.removeLast()
        if let (before, _) = path.last { low[before] = min(low[before], low[state]) }
        if low[state] == order[state] { close(state) }
      }
    }
  }

  private mutating func enter(_ state: Int) {
    order[state] = next
    low[state] = next
    next += 1
    open.append(UInt32(state))
    isOpen[state] = true
  }

  private mutating func close(_ root: Int) {
    while let state = open.popLast() {
      isOpen[Int(state)] = false
      components[Int(state)] = count
      if Int(state) == root { break }
    }
    count += 1
  }

  /// The states of every component, in the order of their numbers and then of the states'.
  package func members() -> ComponentMembers {
    var starts = [UInt32](repeating: 0, count: Int(count) + 1)
    for component in components where component >= 0 { starts[Int(component) + 1] += 1 }
    for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
    var ends = starts
    var states = [UInt32](repeating: 0, count: Int(starts.last ?? 0))
    for (state, component) in components.enumerated() where component >= 0 {
      states[Int(ends[Int(component)])] = UInt32(state)
      ends[Int(component)] += 1
    }
    return ComponentMembers(starts: starts, states: states)
  }
}

/// The states of components, one component after the other.
package struct ComponentMembers {
  private let starts: [UInt32]
  private let states: [UInt32]

  init(starts: [UInt32], states: [UInt32]) {
    self.starts = starts
    self.states = states
  }

  package var count: Int { starts.count - 1 }

  package subscript(component: Int) -> ArraySlice<UInt32> {
    states[Int(starts[component])..<Int(starts[component + 1])]
  }
}
