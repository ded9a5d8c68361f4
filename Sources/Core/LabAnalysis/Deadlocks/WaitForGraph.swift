import LabTrace

/// Who waits for whom at the end of a log.
///
/// An edge leads from a waiting thread to each thread that alone could let it go on: the holders of the lock,
/// or the thread it joins. Waits that anyone may end (semaphore, condition, event, buffer) have no edges.
///
/// Source: R. C. Holt, "Some deadlock properties of computer systems", Computing Surveys 4(3), 1972.
package struct WaitForGraph: Sendable {
  /// Situation of each thread, by `ThreadID`.
  package private(set) var situations: [ThreadSituation]
  private let log: EventLog

  /// Looks at the end of a log.
  package init(_ log: EventLog) {
    self.log = log
    situations = log.threads.indices.map { index in
      ThreadSituation(of: log.threads[index], thread: ThreadID(rawValue: UInt32(index)))
    }
  }

  /// The threads that alone could let `thread` go on.
  package func blockers(of thread: ThreadID) -> [ThreadID] {
    guard let wait = situations[Int(thread.rawValue)].wait else { return [] }
    switch wait.kind {
    case .joinBegin:
      let target = Int(truncatingIfNeeded: wait.value)
      guard situations.indices.contains(target), !situations[target].hasExited else { return [] }
      return [ThreadID(rawValue: UInt32(target))]
    case .lockRequest:
      let holders = holders(of: wait.object, excludingShared: wait.isShared)
      return holders.isEmpty && wait.isShared ? writersWaiting(for: wait.object) : holders
    default:
      return []
    }
  }

  /// Writers that wait for a lock that readers hold: a fair lock lets no new reader pass them.
  ///
  /// Asked for only where the lab has found that the reader waits for ever.
  private func writersWaiting(for object: ObjectID) -> [ThreadID] {
    guard let verdict = log.verdict?.verdict, verdict == .deadlock || verdict == .partialDeadlock else {
      return []
    }
    return situations.filter { situation in
      guard let wait = situation.wait else { return false }
      return wait.kind == .lockRequest && wait.object == object && !wait.isShared
    }.map(\.thread)
  }

  /// The threads that hold a lock at the end.
  ///
  /// Those that finished with it count: they will never release it.
  package func holders(of object: ObjectID, excludingShared: Bool = false) -> [ThreadID] {
    situations.filter { situation in
      situation.held.contains { $0.object == object && !(excludingShared && $0.isShared) }
    }.map(\.thread)
  }

  /// Cycles of untimed waits that have no thread in common, each from its lowest-numbered member on.
  ///
  /// - Complexity: linear in threads and edges.
  package func cycles() -> [[ThreadID]] {
    var state = [UInt8](repeating: 0, count: situations.count)
    var found: [[ThreadID]] = []
    for start in situations.indices where state[start] == 0 {
      guard let cycle = cycle(from: start, state: &state) else { continue }
      found.append(Self.rotated(cycle))
      // What led into the cycle may lead into another one as well.
      for index in state.indices where state[index] == 1 { state[index] = 2 }
    }
    return found
  }

  /// Depth-first search with an explicit stack; `state` is 0 unseen, 1 on the path, 2 done.
  private func cycle(from start: Int, state: inout [UInt8]) -> [ThreadID]? {
    var path: [(node: Int, edges: [Int], next: Int)] = [(start, edges(start), 0)]
    state[start] = 1
    while let top = path.last {
      guard top.next < top.edges.count else {
        state[top.node] = 2
        path.removeLast()
        continue
      }
      path[path.count - 1].next += 1
      let target = top.edges[top.next]
      if state[target] == 1, let first = path.firstIndex(where: { $0.node == target }) {
        return path[first...].map { ThreadID(rawValue: UInt32($0.node)) }
      }
      if state[target] == 0 {
        state[target] = 1
        path.append((target, edges(target), 0))
      }
    }
    return nil
  }

  /// A thread whose end was lost may be anywhere by now.
  private func edges(_ node: Int) -> [Int] {
    if situations[node].wait?.isTimed ?? true { return [] }
    if !isEndKnown(ThreadID(rawValue: UInt32(node))) { return [] }
    // Others first: who waits for himself as well as for others is better shown with them.
    let blockers = blockers(of: ThreadID(rawValue: UInt32(node))).map { Int($0.rawValue) }
    return blockers.filter { $0 != node } + blockers.filter { $0 == node }
  }

  /// Whether the log goes up to what the thread did last: nothing was lost, or only what came first.
  package func isEndKnown(_ thread: ThreadID) -> Bool {
    guard let log = log.thread(thread), let first = log.events.first else { return true }
    return log.lost < UInt64(max(1, first.sequence))
  }

  private static func rotated(_ cycle: [ThreadID]) -> [ThreadID] {
    guard let least = cycle.min(), let index = cycle.firstIndex(of: least) else { return cycle }
    return Array(cycle[index...] + cycle[..<index])
  }
}
