import LabTrace

/// Happens-before by the book: every edge of LANGUAGE section 2 written down, then closed transitively.
///
/// Shares no code and no idea with the detector: no clocks, no epochs, no order of processing. Quadratic.
struct HappensBeforeOracle {
  struct Pair: Hashable {
    var first: EventReference
    var second: EventReference
  }

  private struct Node {
    var thread: Int
    var event: Event
    var reference: EventReference
  }

  /// Pairs of conflicting plain accesses that nothing orders, the lesser reference first.
  private(set) var races: Set<Pair> = []
  /// Variables with such a pair.
  private(set) var racyObjects: Set<ObjectID> = []

  private let log: EventLog
  private var nodes: [Node] = []
  private var number: [EventReference: Int] = [:]
  private var edges: [[Int]] = []
  private var ancestors: [[UInt64]?] = []

  init(_ log: EventLog) {
    self.log = log
    for (thread, threadLog) in log.threads.enumerated() {
      for event in threadLog.events {
        let reference = EventReference(thread: ThreadID(rawValue: UInt32(thread)), sequence: event.sequence)
        number[reference] = nodes.count
        nodes.append(Node(thread: thread, event: event, reference: reference))
      }
    }
    edges = Array(repeating: [], count: nodes.count)
    ancestors = Array(repeating: nil, count: nodes.count)
    for index in nodes.indices { edges[index] = predecessors(of: index) }
    for index in nodes.indices { close(index) }
    findRaces()
  }

  func areOrdered(_ left: Int, _ right: Int) -> Bool { isBefore(left, right) || isBefore(right, left) }

  func isBefore(_ left: Int, _ right: Int) -> Bool {
    (ancestors[right] ?? [])[left / 64] & (1 << UInt64(left % 64)) != 0
  }

  // MARK: edges

  private func predecessors(of index: Int) -> [Int] {
    let node = nodes[index]
    let event = node.event
    var result: [Int] = []
    if index > 0, nodes[index - 1].thread == node.thread { result.append(index - 1) }
    switch event.kind {
    case .threadStart, .joinEnd, .conditionWaitEnd, .bufferGet, .bufferPut:
      if let cause = number[event.cause] { result.append(cause) }
    case .lockAcquire:
      if log.object(event.object)?.kind == .mutex {
        let before = all(event.object, [.lockRelease], below: event.version)
        result += before.filter { nodes[$0].event.version == before.map { nodes[$0].event.version }.max() }
      } else {
        result += all(event.object, [.lockRelease], below: event.version).filter {
          !event.flags.contains(.shared) || !nodes[$0].event.flags.contains(.shared)
        }
      }
    case .semaphoreWaitEnd: result += all(event.object, [.semaphorePost], below: event.version)
    case .eventWaitEnd: result += all(event.object, [.eventSet], below: event.version)
    case .barrierPass: result += event.flags.contains(.timedOut) ? [] : round(of: index)
    case .read, .readModifyWrite, .write:
      if event.flags.contains(.insideAtomicBlock) { result += regionWrites(before: event) }
      if log.object(event.object)?.kind == .atomic { result += releaseSequence(read: event) }
    default: break
    }
    return result
  }

  private func all(_ object: ObjectID, _ kinds: [EventKind], below version: UInt32) -> [Int] {
    nodes.indices.filter {
      nodes[$0].event.object == object && kinds.contains(nodes[$0].event.kind)
        && nodes[$0].event.version < version
    }
  }

  /// All arrivals of the round that the thread's latest arrival belongs to.
  private func round(of index: Int) -> [Int] {
    let node = nodes[index]
    // An arrival that was given up again does not count.
    let arrivals = all(node.event.object, [.barrierArrive], below: .max).filter { arrival in
      let next = arrival + 1
      return next == nodes.count || nodes[next].thread != nodes[arrival].thread
        || !(nodes[next].event.kind == .barrierPass && nodes[next].event.flags.contains(.timedOut))
    }.sorted {
      nodes[$0].event.version < nodes[$1].event.version
    }
    let own = arrivals.last { nodes[$0].thread == node.thread && $0 < index }
    guard let own, let place = arrivals.firstIndex(of: own) else { return [] }
    let parties = Int(max(1, log.object(node.event.object)?.capacity ?? 1))
    let first = place / parties * parties
    return Array(arrivals[first..<min(arrivals.count, first + parties)])
  }

  /// Writes in earlier atomic regions to the same cell.
  private func regionWrites(before event: Event) -> [Int] {
    nodes.indices.filter { index in
      let other = nodes[index].event
      return other.object == event.object && other.flags.contains(.insideAtomicBlock) && other.kind != .read
        && other.version < event.version
    }
  }

  /// The releases that an acquiring read synchronises with: of the store it reads, and of what came before it as
  /// long as those were read-modify-writes.
  private func releaseSequence(read event: Event) -> [Int] {
    guard event.kind != .write else { return [] }
    let order = event.flags.order
    guard order == .acquiring || order == .acquiringAndReleasing || order == .sequentiallyConsistent else {
      return []
    }
    var version = event.kind == .read ? event.version : event.version - 1
    var result: [Int] = []
    while version > 0 {
      let write = nodes.indices.first { index in
        let other = nodes[index].event
        return other.object == event.object && other.kind != .read && other.version == version
      }
      guard let write else { break }
      let order = nodes[write].event.flags.order
      if order == .releasing || order == .acquiringAndReleasing || order == .sequentiallyConsistent {
        result.append(write)
      }
      if nodes[write].event.kind != .readModifyWrite { break }
      version -= 1
    }
    return result
  }

  // MARK: closure

  private mutating func close(_ index: Int) {
    if ancestors[index] != nil { return }
    var own = [UInt64](repeating: 0, count: nodes.count / 64 + 1)
    for edge in edges[index] {
      close(edge)
      for (word, bits) in (ancestors[edge] ?? []).enumerated() { own[word] |= bits }
      own[edge / 64] |= 1 << UInt64(edge % 64)
    }
    ancestors[index] = own
  }

  private mutating func findRaces() {
    let accesses = nodes.indices.filter { nodes[$0].event.flags.contains(.plain) }
    for (position, left) in accesses.enumerated() {
      for right in accesses[..<position] where isRace(nodes[left], nodes[right]) && !areOrdered(left, right) {
        let references = [nodes[left].reference, nodes[right].reference].sorted { $0.rawValue < $1.rawValue }
        races.insert(Pair(first: references[0], second: references[1]))
        racyObjects.insert(nodes[left].event.object)
      }
    }
  }

  private func isRace(_ left: Node, _ right: Node) -> Bool {
    left.thread != right.thread && left.event.object == right.event.object
      && (left.event.kind == .write || right.event.kind == .write)
      && !(left.event.flags.contains(.insideAtomicBlock) && right.event.flags.contains(.insideAtomicBlock))
  }
}
