import LabTrace

extension HappensBeforeGraph {
  /// Every hand-over between two threads, in a causal order: one for each acquire, from the release that let it go
  /// on; one for each arrival at a barrier, and each reader that a writer waited for.
  package func handOvers() -> [Edge] { links.flatMap(edges) }

  /// The hand-overs that end at an event.
  package func handOvers(to reference: EventReference) -> [Edge] {
    guard let place = place(reference) else { return [] }
    return links(to: place).reversed().flatMap(edges)
  }

  /// A link as people see it: not every post that a semaphore has ever had, but the one that counted.
  private func edges(_ link: Link) -> [Edge] {
    switch link.source {
    case .event(let place): return [edge(from: place, link)]
    case .publications(let last):
      let isReaders = link.reason == .lock && isShared(publications[Int(last)].place)
      if link.reason == .barrier || isReaders { return latest(last, link, all: true) }
      guard let cause = cause(of: link) else { return latest(last, link, all: false) }
      return cause.thread == link.target.thread ? [] : [edge(from: cause, link)]
    }
  }

  private func isShared(_ place: Place) -> Bool {
    log.threads[Int(place.thread)].events[Int(place.position)].flags.contains(.shared)
  }

  /// The publication that the acquire names as its cause.
  private func cause(of link: Link) -> Place? {
    guard case .publications(let last) = link.source else { return nil }
    let target = log.threads[Int(link.target.thread)].events[Int(link.target.position)]
    guard let cause = place(target.cause) else { return nil }
    var index = last
    for _ in 0..<64 where index >= 0 {
      if publications[Int(index)].place == cause { return cause }
      index = publications[Int(index)].previous
    }
    return nil
  }

  /// The last publication of each other thread, or of one of them.
  private func latest(_ last: Int32, _ link: Link, all: Bool) -> [Edge] {
    var result: [Edge] = []
    var threads: Set<Int32> = [link.target.thread]
    var index = last
    for _ in 0..<4 * log.threads.count + 64 where index >= 0 {
      let place = publications[Int(index)].place
      if threads.insert(place.thread).inserted {
        result.append(edge(from: place, link))
        if !all { return result }
      }
      index = publications[Int(index)].previous
    }
    return result.reversed()
  }
}
