/// What the next steps of the actors would touch: asked from the model when needed, each at most once a state.
@usableFromInline
package struct PendingAccesses<Subject: Model>: ~Copyable {
  /// Room for so many accesses of each actor.
  @usableFromInline package let room: Int
  @usableFromInline package let lists: UnsafeMutablePointer<Access>
  /// How many accesses an actor has; -1 if it was not asked for yet.
  @usableFromInline package let counts: UnsafeMutablePointer<Int>
  @usableFromInline package let actorCount: Int

  @usableFromInline
  package init(_ model: Subject) {
    actorCount = model.actorCount
    // Most actors have one alternative; those with more share the room of their objects.
    room = max(1, model.maximumAccesses) * 4
    lists = .allocate(capacity: room * max(1, actorCount))
    counts = .allocate(capacity: max(1, actorCount))
    counts.initialize(repeating: -1, count: max(1, actorCount))
  }

  deinit {
    lists.deallocate()
    counts.deallocate()
  }

  /// Forgets everything: the state is another.
  @inlinable
  package mutating func forget() { counts.update(repeating: -1, count: actorCount) }

  /// The accesses of all alternatives of an actor's next step; nil if there are more than there is room for.
  @inlinable
  package mutating func all(
    of actor: Int, _ state: UnsafeRawPointer, _ model: Subject
  ) -> UnsafeBufferPointer<Access>? {
    let list = lists + actor &* room
    if counts[actor] < 0 { counts[actor] = collect(actor, state, model, list) }
    return counts[actor] > room ? nil : UnsafeBufferPointer(start: list, count: counts[actor])
  }

  /// Gathers the accesses of all alternatives, equal ones once; more than `room` if they do not fit.
  @inlinable
  package func collect(
    _ actor: Int, _ state: UnsafeRawPointer, _ model: Subject, _ list: UnsafeMutablePointer<Access>
  ) -> Int {
    let alternatives = model.alternatives(of: actor, state)
    // A blocked actor may have none: it is asked for the step it waits to take.
    var alternative = alternatives.isEmpty ? 0 : alternatives.lowerBound
    var count = 0
    repeat {
      guard count &+ room / 4 <= room else { return room &+ 1 }
      let more = model.accesses(of: actor, alternative: alternative, state, into: list + count)
      count = count == 0 ? more : merge(list, count, more)
      alternative &+= 1
    } while alternative < alternatives.upperBound
    return count
  }

  @inlinable
  package func merge(_ list: UnsafeMutablePointer<Access>, _ count: Int, _ more: Int) -> Int {
    var total = count
    for index in count..<count &+ more where !(0..<total).contains(where: { list[$0] == list[index] }) {
      list[total] = list[index]
      total &+= 1
    }
    return total
  }
}

extension Access {
  /// Whether two steps are dependent: they touch the same object, and one of them writes it.
  @inlinable
  package static func areDependent(
    _ step: UnsafeBufferPointer<Access>, _ other: UnsafeBufferPointer<Access>
  ) -> Bool {
    for access in step {
      for another in other where another.object == access.object && (access.isWrite || another.isWrite) {
        return true
      }
    }
    return false
  }
}
