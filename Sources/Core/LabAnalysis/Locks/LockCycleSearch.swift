import LabTrace

/// Finds cycles in the order of locks that some schedule may turn into a deadlock.
///
/// A cycle counts only if its requests are made by different threads, no lock is held at all of two of them (a
/// gate), no semaphore lets in fewer actors than it takes (a footman), no two are ordered by spawn and join, and
/// each link really blocks: two readers do not wait for each other. That leaves out the known false alarms of the plain lock-order graph.
///
/// - Complexity: exponential at worst, as the cycles are; bounded by `stepLimit`, and `isStopped` says so.
struct LockCycleSearch {
  /// A step of a cycle: a request made while a lock was held.
  struct Link {
    var nesting: LockOrderGraph.Nesting
    /// Index of the lock in `nesting.held` that the link before it asks for.
    var held: Int
  }

  /// One for each set of locks, each from its least lock on.
  private(set) var cycles: [[Link]] = []
  private(set) var isStopped = false

  private let forkJoin: ForkJoinOrder
  private let limits: [ObjectID: Int64]
  /// By lock: the links that hold it, in the order of the lock they ask for.
  private var links: [ObjectID: [Link]] = [:]
  private var locks: [ObjectID] = []
  private var component: [ObjectID: Int] = [:]
  private var seen: Set<[ObjectID]> = []
  private var steps = 0
  private static let stepLimit = 200_000
  private static let mostCycles = 100

  /// - Parameters:
  ///   - survey: Which lock was asked for under which.
  ///   - limits: How many actors each semaphore lets in, of those that keep actors apart.
  ///   - forkJoin: The order that no schedule changes.
  init(_ survey: LockSurvey, limits: [ObjectID: Int64], _ forkJoin: ForkJoinOrder) {
    self.forkJoin = forkJoin
    self.limits = limits
    for nesting in survey.order.nestings {
      for (index, held) in nesting.held.enumerated() {
        // The outermost level of a recursive lock stands for all.
        guard nesting.held.firstIndex(where: { $0.object == held.object }) == index else { continue }
        links[held.object, default: []].append(Link(nesting: nesting, held: index))
      }
    }
    locks = links.keys.sorted()
    for lock in locks { links[lock]?.sort { $0.nesting.wanted < $1.nesting.wanted } }
    findComponents()
    for lock in locks where !isStopped {
      var path: [Link] = []
      extend(&path, from: lock, start: lock)
    }
  }

  /// Follows links to greater locks than the first, until one asks for the first.
  private mutating func extend(_ path: inout [Link], from lock: ObjectID, start: ObjectID) {
    for link in links[lock] ?? [] {
      let next = link.nesting.wanted
      guard next >= start, component[next] == component[start], component[next] != nil else { continue }
      steps += 1
      if steps > Self.stepLimit || cycles.count >= Self.mostCycles { isStopped = true }
      if isStopped { return }
      guard isCompatible(link, with: path) else { continue }
      path.append(link)
      if next == start {
        if path.count > 1, blocks(link, path[0]), !isLimited(path) { note(path) }
      } else if !path.contains(where: { $0.nesting.held[$0.held].object == next }) {
        extend(&path, from: next, start: start)
      }
      path.removeLast()
    }
  }

  private func isCompatible(_ link: Link, with path: [Link]) -> Bool {
    if let last = path.last, !blocks(last, link) { return false }
    return path.allSatisfy { other in
      let segments = [link, other].map {
        ForkJoinOrder.Segment(thread: Int($0.nesting.thread.rawValue), number: $0.nesting.segment)
      }
      return forkJoin.areConcurrent(segments[0], segments[1]) && !haveGate(link, other)
    }
  }

  /// Whether the request of one waits for the hold of the next.
  private func blocks(_ request: Link, _ holder: Link) -> Bool {
    !(request.nesting.isShared && holder.nesting.held[holder.held].isShared)
  }

  /// Whether a lock held by both keeps them apart.
  private func haveGate(_ left: Link, _ right: Link) -> Bool {
    left.nesting.held.contains { one in
      right.nesting.held.contains { $0.object == one.object && !($0.isShared && one.isShared) }
    }
  }

  /// Whether all of them have permits of a semaphore that has not so many.
  private func isLimited(_ path: [Link]) -> Bool {
    path[0].nesting.permits.contains { semaphore in
      path.allSatisfy { $0.nesting.permits.contains(semaphore) }
        && (limits[semaphore] ?? .max) < Int64(path.count)
    }
  }

  private mutating func note(_ path: [Link]) {
    let set = path.map { $0.nesting.wanted }.sorted()
    if seen.insert(set).inserted { cycles.append(path) }
  }

  // MARK: strongly connected components

  /// Only locks of one component can be in a cycle.
  ///
  /// Tarjan's algorithm with an explicit stack.
  ///
  /// Source: R. Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Computing 1(2), 1972.
  private mutating func findComponents() {
    var order: [ObjectID: Int] = [:]
    var low: [ObjectID: Int] = [:]
    var open: [ObjectID] = []
    var count = 0
    for root in locks where order[root] == nil {
      var path: [(lock: ObjectID, next: Int)] = [(root, 0)]
      while let top = path.last {
        let lock = top.lock
        if top.next == 0, order[lock] == nil {
          order[lock] = order.count
          low[lock] = order[lock]
          open.append(lock)
        }
        let targets = links[lock] ?? []
        if top.next < targets.count {
          path[path.count - 1].next += 1
          let target = targets[top.next].nesting.wanted
          if order[target] == nil {
            path.append((target, 0))
          } else if component[target] == nil {
            low[lock] = min(low[lock] ?? 0, order[target] ?? 0)
          }
          continue
        }
        path.removeLast()
        if let parent = path.last?.lock { low[parent] = min(low[parent] ?? 0, low[lock] ?? 0) }
        guard low[lock] == order[lock] else { continue }
        while let member = open.popLast() {
          component[member] = count
          if member == lock { break }
        }
        count += 1
      }
    }
  }
}
