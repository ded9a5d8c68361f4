import LabTrace

/// Makes the edges of a `HappensBeforeGraph`, event by event in a causal order.
///
/// Each rule has its twin in `HappensBefore`, which keeps clocks instead; tests hold the two together.
struct HappensBeforeBuilder {
  typealias Graph = HappensBeforeGraph
  typealias Place = HappensBeforeGraph.Place

  /// What an object hands on to whoever acquires it.
  private struct Chains {
    /// To everybody: the last exclusive release, all posts, the release sequence of an atomic.
    var releases: Int32 = -1
    /// To writers only: the releases of readers; of a variable, the writes of atomic regions.
    var second: Int32 = -1
    /// The round of the barrier that fills up, -1 for none.
    var round = -1
  }

  private struct Round {
    var arrivals: Int32 = -1
    var count: Int64 = 0
  }

  private let log: EventLog
  private let index: EventIndex
  private var objects: [Chains]
  private var rounds: [Round] = []
  /// By thread: the round of its last arrival, -1 for none.
  private var roundOfThread: [Int]
  /// By thread: how many of its events have been seen.
  private var seen: [Int]

  init(_ log: EventLog) {
    self.log = log
    index = EventIndex(log)
    objects = Array(repeating: Chains(), count: log.objects.count)
    roundOfThread = Array(repeating: -1, count: log.threads.count)
    seen = Array(repeating: 0, count: log.threads.count)
  }

  mutating func apply(_ event: Event, _ thread: Int, _ position: Int, _ graph: inout Graph) {
    let place = Place(thread: Int32(thread), position: Int32(position))
    seen[thread] = position + 1
    switch event.kind {
    case .threadStart, .processStart: addCause(event, place, .spawn, &graph)
    case .joinEnd, .processWaitEnd: addCause(event, place, .join, &graph)
    case .conditionWaitEnd: addCause(event, place, .wakeUp, &graph)
    case .bufferGet, .bufferPut: addCause(event, place, .buffer, &graph)
    default:
      let object = Int(event.object.rawValue) - 1
      if objects.indices.contains(object) { applyToObject(event, place, object, &graph) }
    }
  }

  // MARK: causes

  private func addCause(_ event: Event, _ place: Place, _ reason: Graph.Reason, _ graph: inout Graph) {
    guard event.cause != .none else { return }
    let position = index.index(of: event.cause)
    if position >= 0 {
      let cause = Place(thread: Int32(event.cause.thread.rawValue), position: Int32(position))
      graph.add(.event(cause), to: place, reason, event.object)
    } else if let last = lastBefore(event.cause) {
      graph.add(.event(last), to: place, reason, event.object)
    }
  }

  /// A cause that was about to be written when its thread was stopped: the last event before it.
  private func lastBefore(_ cause: EventReference) -> Place? {
    let thread = Int(cause.thread.rawValue)
    guard cause != .none, index.isBeyondEnd(cause), thread < seen.count, seen[thread] > 0 else { return nil }
    return Place(thread: Int32(thread), position: Int32(seen[thread] - 1))
  }

  // MARK: objects

  private mutating func applyToObject(_ event: Event, _ place: Place, _ object: Int, _ graph: inout Graph) {
    switch event.kind {
    case .lockAcquire:
      acquire(objects[object].releases, event, place, .lock, &graph)
      if !event.flags.contains(.shared), objects[object].second > objects[object].releases {
        acquire(objects[object].second, event, place, .lock, &graph)
      }
    case .lockRelease where event.flags.contains(.shared):
      // Readers before the last writer are known to whoever knows that writer's release.
      let isOutdated = objects[object].second < objects[object].releases
      objects[object].second = graph.publish(place, after: isOutdated ? -1 : objects[object].second)
    case .lockRelease: objects[object].releases = graph.publish(place, after: -1)
    case .semaphoreWaitEnd: acquire(objects[object].releases, event, place, .semaphore, &graph)
    case .eventWaitEnd: acquire(objects[object].releases, event, place, .event, &graph)
    case .semaphorePost, .eventSet:
      objects[object].releases = graph.publish(place, after: objects[object].releases)
    case .barrierArrive: arrive(place, object, &graph)
    case .barrierPass: pass(event, place, &graph)
    case .read, .write, .readModifyWrite: access(event, place, object, &graph)
    default: break
    }
  }

  private func acquire(
    _ chain: Int32, _ event: Event, _ place: Place, _ reason: Graph.Reason, _ graph: inout Graph
  ) {
    if chain >= 0 { graph.add(.publications(chain), to: place, reason, event.object) }
  }

  // MARK: barriers

  private mutating func arrive(_ place: Place, _ object: Int, _ graph: inout Graph) {
    if objects[object].round < 0 {
      objects[object].round = rounds.count
      rounds.append(Round())
    }
    let number = objects[object].round
    rounds[number].arrivals = graph.publish(place, after: rounds[number].arrivals)
    rounds[number].count += 1
    roundOfThread[Int(place.thread)] = number
    if rounds[number].count >= max(1, log.objects[object].capacity) { objects[object].round = -1 }
  }

  private mutating func pass(_ event: Event, _ place: Place, _ graph: inout Graph) {
    let number = roundOfThread[Int(place.thread)]
    guard number >= 0 else { return }
    roundOfThread[Int(place.thread)] = -1
    if !event.flags.contains(.timedOut) { acquire(rounds[number].arrivals, event, place, .barrier, &graph) }
  }

  // MARK: memory

  private mutating func access(_ event: Event, _ place: Place, _ object: Int, _ graph: inout Graph) {
    let isInside = event.flags.contains(.insideAtomicBlock)
    if isInside { acquire(objects[object].second, event, place, .region, &graph) }
    if event.flags.isDisjoint(with: .plain), log.objects[object].kind == .atomic {
      synchronise(event, place, object, &graph)
    }
    if isInside, event.kind != .read {
      objects[object].second = graph.publish(place, after: objects[object].second)
    }
  }

  /// The chain of a cell is the release sequence that its value belongs to.
  private mutating func synchronise(_ event: Event, _ place: Place, _ object: Int, _ graph: inout Graph) {
    let order = event.flags.order
    switch event.kind {
    case .read:
      // Version 0 without a cause is the initial value, which nobody wrote.
      guard order.acquires, event.version > 0 || event.cause != .none else { return }
      if index.isBeyondEnd(event.cause) {
        addCause(event, place, .atomic, &graph)
      } else {
        acquire(objects[object].releases, event, place, .atomic, &graph)
      }
    case .write:
      objects[object].releases = order.releases ? graph.publish(place, after: -1) : -1
    default:
      if let last = lastBefore(event.cause) {
        objects[object].releases = graph.publish(last, after: objects[object].releases)
      }
      if order.acquires { acquire(objects[object].releases, event, place, .atomic, &graph) }
      if order.releases {
        objects[object].releases = graph.publish(place, after: objects[object].releases)
      }
    }
  }
}
