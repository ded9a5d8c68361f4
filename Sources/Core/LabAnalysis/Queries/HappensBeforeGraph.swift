import LabTrace

/// The happens-before relation of a log as a graph that can be asked: what came before an event, what after, and
/// by which chain of hand-overs one event comes before another.
///
/// It is the relation that the race detector keeps as clocks, edge by edge. Program order is not written down: a
/// thread's events follow each other. What accumulates (the posts of a semaphore, the releases of readers, the
/// release sequence of an atomic) is a chain of publications, so that an acquire needs one edge for all of them.
///
/// - Complexity: linear in the events, in time and in memory.
package struct HappensBeforeGraph: Sendable {
  /// What hands the order over from one thread to another.
  package enum Reason: String, Sendable, CaseIterable {
    case spawn
    case join
    case lock
    case wakeUp = "wake-up"
    case semaphore
    case event
    case barrier
    case buffer
    case atomic
    case region = "atomic region"
  }

  /// One hand-over between two threads.
  package struct Edge: Hashable, Sendable {
    package var from: EventReference
    package var to: EventReference
    package var reason: Reason
    package var object: ObjectID
  }

  /// An event by thread and index there.
  struct Place: Hashable {
    var thread: Int32
    var position: Int32
  }

  /// Where an edge comes from.
  enum Source {
    case event(Place)
    /// The chain of publications that ends with this one.
    case publications(Int32)
  }

  struct Link {
    var source: Source
    var target: Place
    var reason: Reason
    var object: ObjectID
    /// The next link with the same target, -1 for none.
    var next: Int32
  }

  /// What one event added to what an object hands on.
  struct Publication {
    var place: Place
    /// The publication before it that is handed on as well, -1 for none.
    var previous: Int32
  }

  let log: EventLog
  /// In causal order of their targets.
  var links: [Link] = []
  var publications: [Publication] = []
  /// By event, thread after thread: its first link, -1 for none.
  var firstLink: [Int32]
  /// By thread: where its events begin in `firstLink`.
  let base: [Int]
  /// How often the log contradicted itself: what came first is then guessed.
  package private(set) var contradictions = 0

  /// Reads a whole log.
  package init(_ log: EventLog) {
    self.log = log
    var total = 0
    var base: [Int] = []
    for thread in log.threads {
      base.append(total)
      total += thread.events.count
    }
    self.base = base
    firstLink = Array(repeating: -1, count: total)
    var builder = HappensBeforeBuilder(log)
    var order = CausalOrder(log, index: EventIndex(log))
    order.run { thread, position, event, _ in builder.apply(event, thread, position, &self) }
    contradictions = order.relaxed
  }

  // MARK: building

  mutating func add(_ source: Source, to target: Place, _ reason: Reason, _ object: ObjectID) {
    if case .event(let place) = source, place.thread == target.thread { return }
    let index = base[Int(target.thread)] + Int(target.position)
    links.append(Link(source: source, target: target, reason: reason, object: object, next: firstLink[index]))
    firstLink[index] = Int32(links.count - 1)
  }

  /// Adds an event to a chain of publications, -1 for an empty one; gives the chain that ends with it.
  mutating func publish(_ place: Place, after previous: Int32) -> Int32 {
    publications.append(Publication(place: place, previous: previous))
    return Int32(publications.count - 1)
  }

  // MARK: names

  func place(_ reference: EventReference) -> Place? {
    log.index(of: reference).map { Place(thread: Int32(reference.thread.rawValue), position: Int32($0)) }
  }

  func reference(_ place: Place) -> EventReference {
    EventReference(
      thread: ThreadID(rawValue: UInt32(place.thread)),
      sequence: log.threads[Int(place.thread)].events[Int(place.position)].sequence)
  }

  func edge(from source: Place, _ link: Link) -> Edge {
    Edge(from: reference(source), to: reference(link.target), reason: link.reason, object: link.object)
  }

  /// The links that end at an event.
  func links(to place: Place) -> [Link] {
    var result: [Link] = []
    var index = firstLink[base[Int(place.thread)] + Int(place.position)]
    while index >= 0 {
      result.append(links[Int(index)])
      index = links[Int(index)].next
    }
    return result
  }
}
