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
      return holders(of: wait.object, excludingShared: wait.isShared)
    default:
      return []
    }
  }

  /// The threads that hold a lock at the end.
  ///
  /// Those that finished with it count: they will never release it.
  package func holders(of object: ObjectID, excludingShared: Bool = false) -> [ThreadID] {
    situations.filter { situation in
      situation.held.contains { $0.object == object && !(excludingShared && $0.isShared) }
    }.map(\.thread)
  }

  /// The first cycle of untimed waits, from its lowest-numbered member on; empty if there is none.
  ///
  /// - Complexity: linear in threads and edges.
  package func cycle() -> [ThreadID] {
    var state = [UInt8](repeating: 0, count: situations.count)
    for start in situations.indices where state[start] == 0 {
      if let found = cycle(from: start, state: &state) { return Self.rotated(found) }
    }
    return []
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

  private func edges(_ node: Int) -> [Int] {
    if situations[node].wait?.isTimed ?? true { return [] }
    return blockers(of: ThreadID(rawValue: UInt32(node))).map { Int($0.rawValue) }
  }

  private static func rotated(_ cycle: [ThreadID]) -> [ThreadID] {
    guard let least = cycle.min(), let index = cycle.firstIndex(of: least) else { return cycle }
    return Array(cycle[index...] + cycle[..<index])
  }
}
