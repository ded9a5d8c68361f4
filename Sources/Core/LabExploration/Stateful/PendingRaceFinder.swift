/// Finds conflicting accesses of two actors that are pending in one state: a sure sign of a race.
///
/// An actor that waits, say in an `await`, counts with what it reads. One of the two accesses must be plain.
package final class PendingRaceFinder<Subject: Model> {
  package struct Race: Hashable, Sendable {
    package var object: UInt32
    package var first: Int
    package var second: Int
  }

  private var pending: PendingAccesses<Subject>
  private var found: [Race] = []

  package init(_ model: Subject) { pending = PendingAccesses(model) }

  /// The races of a state, in the order of their actors; empty mostly, and then without allocation.
  package func races(in state: UnsafeRawPointer, _ model: Subject) -> [Race] {
    found.removeAll(keepingCapacity: true)
    pending.forget()
    var actors = model.unfinished(state)
    var plain = ActorSet()
    var rest = actors
    while !rest.isEmpty {
      let actor = rest.first
      rest.remove(actor)
      guard let accesses = pending.all(of: actor, state, model) else { continue }
      if accesses.contains(where: \.isPlain) { plain.insert(actor) }
    }
    while !plain.isEmpty {
      let actor = plain.first
      plain.remove(actor)
      actors.remove(actor)
      var others = actors
      while !others.isEmpty {
        let other = others.first
        others.remove(other)
        compare(actor, other, state, model)
      }
    }
    return found
  }

  private func compare(_ actor: Int, _ other: Int, _ state: UnsafeRawPointer, _ model: Subject) {
    guard let accesses = pending.all(of: actor, state, model),
      let others = pending.all(of: other, state, model)
    else { return }
    for access in accesses {
      for another in others
      where another.object == access.object && (access.isPlain || another.isPlain)
        && (access.isWrite || another.isWrite)
      {
        let race = Race(object: access.object, first: min(actor, other), second: max(actor, other))
        if !found.contains(race) { found.append(race) }
      }
    }
  }
}
