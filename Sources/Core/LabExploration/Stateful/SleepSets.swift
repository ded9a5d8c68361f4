/// Sleep sets alone: every state is still visited, most of the transitions that lead to known ones are not taken.
///
/// All that a model without static knowledge can have; any of its actors may be a daemon.
@usableFromInline
package struct SleepSets<Subject: Model>: Reduction, ~Copyable {
  @usableFromInline package var pending: PendingAccesses<Subject>
  @usableFromInline package let accesses: UnsafeMutablePointer<Access>

  @inlinable
  package init(_ model: Subject) {
    pending = PendingAccesses(model)
    accesses = .allocate(capacity: max(1, model.maximumAccesses))
  }

  deinit { accesses.deallocate() }

  @inlinable package var mayCutOffDaemons: Bool { true }
  @inlinable package var possibleDaemons: ActorSet { ActorSet(low: .max, high: .max) }

  @inlinable
  package mutating func select(
    _ state: UnsafeRawPointer, enabled: ActorSet, asleep: ActorSet, _ model: Subject
  ) -> ReducedSteps {
    ReducedSteps(first: enabled.subtracting(asleep), rest: ActorSet())
  }

  @inlinable
  package mutating func independent(
    _ actors: ActorSet, of actor: Int, alternative: Int, _ state: UnsafeRawPointer, _ model: Subject
  ) -> ActorSet {
    if actors.isEmpty { return actors }
    let count = model.accesses(of: actor, alternative: alternative, state, into: accesses)
    let step = UnsafeBufferPointer(start: UnsafePointer(accesses), count: count)
    pending.forget()
    var rest = actors
    var result = actors
    while !rest.isEmpty {
      let other = rest.first
      rest.remove(other)
      guard let others = pending.all(of: other, state, model), !Access.areDependent(step, others) else {
        result.remove(other)
        continue
      }
    }
    return result
  }

  @inlinable
  package mutating func cutsOff(_ actor: Int, _ state: UnsafeRawPointer, _ model: Subject) -> Bool { false }
}
