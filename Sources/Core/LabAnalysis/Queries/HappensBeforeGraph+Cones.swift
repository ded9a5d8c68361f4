import LabTrace

extension HappensBeforeGraph {
  /// All that comes before an event, or all that comes after it.
  package struct Cone: Sendable {
    /// Where the cone ends in another thread.
    package struct Border: Hashable, Sendable {
      package var thread: ThreadID
      /// The last event of the thread that comes before, or the first that comes after.
      package var event: EventReference
      /// How many events of the thread are in the cone.
      package var count: Int
      /// The hand-over through which the cone reaches this event of the thread.
      package var link: Edge
    }

    /// Events of the same thread in the cone.
    package var ownCount: Int
    /// By thread; threads with nothing in the cone are left out.
    package var borders: [Border]

    package var count: Int { borders.reduce(ownCount) { $0 + $1.count } }
  }

  /// What comes before an event; nil if the event is not in the log.
  package func past(of reference: EventReference) -> Cone? {
    guard let place = place(reference) else { return nil }
    var search = PastSearch(self)
    search.run(from: place)
    let borders = log.threads.indices.compactMap { thread -> Cone.Border? in
      guard thread != Int(place.thread), search.known[thread] > 0, let link = search.edges[thread] else {
        return nil
      }
      let last = Place(thread: Int32(thread), position: Int32(search.known[thread] - 1))
      return Cone.Border(
        thread: ThreadID(rawValue: UInt32(thread)), event: self.reference(last), count: search.known[thread],
        link: link)
    }
    return Cone(ownCount: Int(place.position), borders: borders)
  }

  /// What comes after an event; nil if the event is not in the log.
  package func future(of reference: EventReference) -> Cone? {
    guard let place = place(reference) else { return nil }
    var search = FutureSearch(self)
    search.run(from: place, until: nil)
    let borders = log.threads.indices.compactMap { thread -> Cone.Border? in
      let count = log.threads[thread].events.count
      guard thread != Int(place.thread), search.first[thread] < count, let step = search.step[thread] else {
        return nil
      }
      let first = Place(thread: Int32(thread), position: Int32(search.first[thread]))
      return Cone.Border(
        thread: ThreadID(rawValue: UInt32(thread)), event: self.reference(first),
        count: count - search.first[thread], link: search.steps[step].edge)
    }
    let own = log.threads[Int(place.thread)].events.count
    return Cone(ownCount: own - Int(place.position) - 1, borders: borders)
  }

  /// How an event comes before another: hand-overs from thread to thread, as few as possible; empty if both are of
  /// one thread, nil if the first does not come before the second.
  package func chain(from first: EventReference, to second: EventReference) -> [Edge]? {
    guard let start = place(first), let end = place(second), start != end else { return nil }
    if start.thread == end.thread { return start.position < end.position ? [] : nil }
    var search = FutureSearch(self)
    search.run(from: start, until: end)
    guard search.first[Int(end.thread)] <= Int(end.position), var step = search.step[Int(end.thread)] else {
      return nil
    }
    var edges = [search.steps[step].edge]
    while search.steps[step].before >= 0 {
      step = search.steps[step].before
      edges.append(search.steps[step].edge)
    }
    return edges.reversed()
  }
}

/// Walks backward: which events of each thread an event knows of.
private struct PastSearch {
  typealias Place = HappensBeforeGraph.Place

  private let graph: HappensBeforeGraph
  /// By thread: so many events from its beginning.
  private(set) var known: [Int]
  /// By thread: the hand-over that reached the last of them.
  private(set) var edges: [HappensBeforeGraph.Edge?]
  private var isVisited: [Bool]
  private var work: [(thread: Int, range: Range<Int>)] = []

  init(_ graph: HappensBeforeGraph) {
    self.graph = graph
    known = Array(repeating: 0, count: graph.log.threads.count)
    edges = Array(repeating: nil, count: graph.log.threads.count)
    isVisited = Array(repeating: false, count: graph.publications.count)
  }

  mutating func run(from start: Place) {
    raise(start, nil)
    while let (thread, range) = work.popLast() {
      for position in range.reversed() {
        for link in graph.links(to: Place(thread: Int32(thread), position: Int32(position))) { follow(link) }
      }
    }
  }

  private mutating func follow(_ link: HappensBeforeGraph.Link) {
    switch link.source {
    case .event(let place): raise(place, link)
    case .publications(let last):
      var index = last
      while index >= 0, !isVisited[Int(index)] {
        isVisited[Int(index)] = true
        raise(graph.publications[Int(index)].place, link)
        index = graph.publications[Int(index)].previous
      }
    }
  }

  private mutating func raise(_ place: Place, _ link: HappensBeforeGraph.Link?) {
    let thread = Int(place.thread)
    let count = Int(place.position) + 1
    guard count > known[thread] else { return }
    work.append((thread, known[thread]..<count))
    known[thread] = count
    edges[thread] = link.map { graph.edge(from: place, $0) }
  }
}

/// Walks forward, hand-over by hand-over: which events of each thread know of an event.
private struct FutureSearch {
  typealias Place = HappensBeforeGraph.Place

  /// A hand-over that was used, and the one that led to its thread; -1 for none.
  struct Step {
    var edge: HappensBeforeGraph.Edge
    var before: Int
  }

  private let graph: HappensBeforeGraph
  private let outgoing: OutgoingLinks
  /// By thread: index of the first event that knows; the number of its events if none does.
  private(set) var first: [Int]
  /// By thread: the step that reached that event.
  private(set) var step: [Int?]
  private(set) var steps: [Step] = []
  private var isVisited: [Bool]

  init(_ graph: HappensBeforeGraph) {
    self.graph = graph
    outgoing = OutgoingLinks(graph)
    first = graph.log.threads.map(\.events.count)
    step = Array(repeating: nil, count: graph.log.threads.count)
    isVisited = Array(repeating: false, count: graph.publications.count)
  }

  /// Breadth first, so that the first way found has the fewest hand-overs; all of it, or until an event is reached.
  mutating func run(from start: Place, until end: Place?) {
    first[Int(start.thread)] = Int(start.position)
    let count = graph.log.threads[Int(start.thread)].events.count
    var layer: [(thread: Int, range: Range<Int>, step: Int)] = [
      (Int(start.thread), Int(start.position)..<count, -1)
    ]
    while !layer.isEmpty {
      var next: [(thread: Int, range: Range<Int>, step: Int)] = []
      for (thread, range, before) in layer {
        for position in range {
          let source = Place(thread: Int32(thread), position: Int32(position))
          for target in outgoing.targets(of: source, graph, &isVisited) {
            let edge = graph.edge(from: source, target)
            lower(target.target, Step(edge: edge, before: before), &next)
          }
        }
      }
      if let end, first[Int(end.thread)] <= Int(end.position) { return }
      layer = next
    }
  }

  private mutating func lower(
    _ place: Place, _ step: Step, _ next: inout [(thread: Int, range: Range<Int>, step: Int)]
  ) {
    let thread = Int(place.thread)
    guard Int(place.position) < first[thread] else { return }
    steps.append(step)
    next.append((thread, Int(place.position)..<first[thread], steps.count - 1))
    first[thread] = Int(place.position)
    self.step[thread] = steps.count - 1
  }
}

/// The links of a graph by where they come from.
private struct OutgoingLinks {
  /// By event: links that come from it, and its publications.
  private var direct: [Int32: [Int32]] = [:]
  private var published: [Int32: [Int32]] = [:]
  /// By publication: links that end a chain with it, and the publication after it.
  private var consumers: [[Int32]]
  private var nextPublication: [Int32]

  init(_ graph: HappensBeforeGraph) {
    consumers = Array(repeating: [], count: graph.publications.count)
    nextPublication = Array(repeating: -1, count: graph.publications.count)
    for (index, publication) in graph.publications.enumerated() {
      published[Self.number(publication.place, graph), default: []].append(Int32(index))
      if publication.previous >= 0 { nextPublication[Int(publication.previous)] = Int32(index) }
    }
    for (index, link) in graph.links.enumerated() {
      switch link.source {
      case .event(let place): direct[Self.number(place, graph), default: []].append(Int32(index))
      case .publications(let last): consumers[Int(last)].append(Int32(index))
      }
    }
  }

  private static func number(_ place: HappensBeforeGraph.Place, _ graph: HappensBeforeGraph) -> Int32 {
    Int32(graph.base[Int(place.thread)]) + place.position
  }

  /// The links that an event leads to; a chain of publications is followed once.
  func targets(
    of place: HappensBeforeGraph.Place, _ graph: HappensBeforeGraph, _ isVisited: inout [Bool]
  ) -> [HappensBeforeGraph.Link] {
    let number = Self.number(place, graph)
    var result = (direct[number] ?? []).map { graph.links[Int($0)] }
    for first in published[number] ?? [] {
      var index = first
      while index >= 0, !isVisited[Int(index)] {
        isVisited[Int(index)] = true
        result += consumers[Int(index)].map { graph.links[Int($0)] }
        index = nextPublication[Int(index)]
      }
    }
    return result
  }
}
