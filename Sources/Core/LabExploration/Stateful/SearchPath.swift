/// The way from the initial state to the one a search is in; valid during a visitor's call only.
package struct SearchPath: ~Copyable {
  package let base: UnsafePointer<UInt64>
  package let top: Int
  package let depth: Int
  package let shape: SearchFrameShape
  package let last: Schedule.Step?

  @inlinable
  package init(_ stack: borrowing SearchStack, last: Schedule.Step?) {
    base = UnsafePointer(stack.base)
    top = stack.top
    depth = stack.depth
    shape = stack.shape
    self.last = last
  }

  /// Steps from the initial state.
  @inlinable
  package var count: Int { depth + (last == nil ? 0 : 1) }

  /// The last step; nil in the initial state.
  @inlinable
  package var lastStep: Schedule.Step? { last }

  /// The steps from the initial state: O(length).
  package func schedule() -> Schedule {
    var steps: [Schedule.Step] = []
    steps.reserveCapacity(count)
    if let last { steps.append(last) }
    var place = top
    for _ in 0..<depth {
      let control = place - 2
      // The alternative being followed is the one before the next.
      let alternative = Int(Int32(truncatingIfNeeded: base[control])) - 1
      let actor = Int(Int32(truncatingIfNeeded: base[control + 1]))
      steps.append(Schedule.Step(actor: actor, action: .alternative(alternative)))
      let masks = place - shape.headWords - shape.maskWords
      place = masks
      for index in masks..<masks + shape.maskWords { place -= base[index].nonzeroBitCount }
    }
    return Schedule(steps: steps.reversed())
  }
}
