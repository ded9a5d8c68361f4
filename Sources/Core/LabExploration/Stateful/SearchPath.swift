/// The way from the initial state to the one a search is in; valid during a visitor's call only.
@usableFromInline
package struct SearchPath: ~Copyable {
  @usableFromInline package let base: UnsafePointer<UInt64>
  @usableFromInline package let top: Int
  @usableFromInline package let depth: Int
  @usableFromInline package let maskWords: Int
  /// The step that is not on the stack yet; the actor is -1 in the initial state.
  @usableFromInline package let lastActor: Int
  @usableFromInline package let lastAlternative: Int

  @inlinable
  package init(_ stack: borrowing SearchStack, actor: Int = -1, alternative: Int = 0) {
    base = UnsafePointer(stack.base)
    top = stack.top
    depth = stack.depth
    maskWords = stack.maskWords
    lastActor = actor
    lastAlternative = alternative
  }

  /// Steps from the initial state.
  @inlinable
  package var count: Int { lastActor < 0 ? 0 : depth &+ 1 }

  /// The steps from the initial state: O(length).
  package func schedule() -> Schedule {
    if lastActor < 0 { return Schedule() }
    var steps: [Schedule.Step] = []
    steps.reserveCapacity(count)
    steps.append(Schedule.Step(actor: lastActor, action: .alternative(lastAlternative)))
    var place = top
    for _ in 0..<depth {
      let step = base[place - 1]
      let action = Schedule.Step.Action.alternative(Int(step >> 32))
      steps.append(Schedule.Step(actor: Int(step & 0xFFFF_FFFF), action: action))
      let masks = place - 2 - Int(base[place - 2] & 0xFFFF_FFFF) - maskWords
      place = masks
      for index in masks..<masks + maskWords { place -= base[index].nonzeroBitCount }
    }
    return Schedule(steps: steps.reversed())
  }
}
