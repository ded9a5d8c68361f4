/// All reachable states and the steps between them, kept compactly: for what only cycles show.
///
/// States are numbered in breadth-first order, so that the path kept to each is a shortest one. The states' bytes
/// are not kept; what of them matters is: who is enabled and who unfinished, the end of executions, and 8 bits
/// that the caller chooses. About 8 bytes an edge and 25 a state.
@usableFromInline
package struct StateGraph {
  /// Notes about a state.
  package struct Marks: OptionSet, Hashable, Sendable {
    package var rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Every actor that is no daemon has finished.
    package static let ended = Marks(rawValue: 1)
    /// Nobody can step, somebody is unfinished.
    package static let deadlocked = Marks(rawValue: 2)
    /// Some step from here fails.
    package static let fails = Marks(rawValue: 4)
    /// The search stopped before it took the steps from here.
    package static let unexplored = Marks(rawValue: 8)
  }

  /// Who is enabled and who has started and not finished.
  package struct Standing: Hashable, Sendable {
    package var enabled: ActorSet
    package var unfinished: ActorSet
  }

  package let actorCount: Int
  /// Why it is not complete; the last states then have no edges.
  @usableFromInline package var stop: StatefulStop?
  /// The first edge of each state, and behind the last state the number of edges.
  package private(set) var firstEdges: [UInt32] = [0]
  /// Where edges lead; those of failing steps are left out.
  package private(set) var targets: [UInt32] = []
  /// Actor, progress, alternative of each edge.
  private var steps: [UInt32] = []
  private var marks: [Marks] = []
  private var labels: [UInt8] = []
  private var standingCodes: [UInt32] = []
  private var standings: [Standing] = []
  private var codeOfStanding: [Standing: UInt32] = [:]
  /// The edge by which a state was first reached.
  private var parents: [UInt32] = []

  @usableFromInline
  package init(actorCount: Int) { self.actorCount = actorCount }

  package var stateCount: Int { marks.count }
  package var edgeCount: Int { targets.count }
  /// Bytes in use.
  @usableFromInline package var bytes: Int {
    (firstEdges.capacity + targets.capacity + steps.capacity + standingCodes.capacity + parents.capacity) * 4
      + marks.capacity + labels.capacity + standings.capacity * 80
  }

  // MARK: reading

  package func edges(of state: Int) -> Range<Int> {
    state + 1 < firstEdges.count ? Int(firstEdges[state])..<Int(firstEdges[state + 1]) : 0..<0
  }

  package func target(of edge: Int) -> Int { Int(targets[edge]) }
  package func actor(of edge: Int) -> Int { Int(steps[edge] & 0xFF) }
  package func isProgress(_ edge: Int) -> Bool { steps[edge] & 0x100 != 0 }
  package func marks(of state: Int) -> Marks { marks[state] }
  package func label(of state: Int) -> UInt8 { labels[state] }
  package func standing(of state: Int) -> Standing { standings[Int(standingCodes[state])] }

  package func step(of edge: Int) -> Schedule.Step {
    Schedule.Step(actor: actor(of: edge), action: .alternative(Int(steps[edge] >> 9)))
  }

  /// The state that an edge comes from: O(log states).
  package func source(of edge: Int) -> Int {
    var low = 0
    var high = firstEdges.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if Int(firstEdges[middle]) <= edge { low = middle } else { high = middle }
    }
    // States without edges share their first edge with the next one: `low` is the last that starts there.
    return low
  }

  /// A shortest schedule to a state.
  package func schedule(to state: Int) -> Schedule {
    var result: [Schedule.Step] = []
    var state = state
    while state != 0 {
      let edge = Int(parents[state])
      result.append(step(of: edge))
      state = source(of: edge)
    }
    return Schedule(steps: result.reversed())
  }

  // MARK: building

  @usableFromInline
  package mutating func addState(label: UInt8) {
    marks.append(.unexplored)
    labels.append(label)
    standingCodes.append(0)
    parents.append(UInt32(truncatingIfNeeded: targets.count))
  }

  /// Says what is known of the state whose edges come next.
  @usableFromInline
  package mutating func describe(
    _ state: Int, enabled: ActorSet, unfinished: ActorSet, isEnded: Bool
  ) {
    marks[state] = []
    if isEnded {
      marks[state].insert(.ended)
    } else if enabled.isEmpty {
      marks[state].insert(.deadlocked)
    }
    let standing = Standing(enabled: enabled, unfinished: unfinished)
    if let code = codeOfStanding[standing] {
      standingCodes[state] = code
    } else {
      standingCodes[state] = UInt32(standings.count)
      codeOfStanding[standing] = UInt32(standings.count)
      standings.append(standing)
    }
  }

  @usableFromInline
  package mutating func addFailure(of state: Int) { marks[state].insert(.fails) }

  @usableFromInline
  package mutating func addEdge(to target: Int, actor: Int, alternative: Int, isProgress: Bool) {
    targets.append(UInt32(truncatingIfNeeded: target))
    steps.append(
      UInt32(truncatingIfNeeded: actor) | (isProgress ? 0x100 : 0) | UInt32(truncatingIfNeeded: alternative)
        << 9)
  }

  @usableFromInline
  package mutating func endState() { firstEdges.append(UInt32(truncatingIfNeeded: targets.count)) }
}
