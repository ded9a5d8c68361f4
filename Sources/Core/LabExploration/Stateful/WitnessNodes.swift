/// The nodes of a search for the simplest execution: a state and who stepped last, with the least cost so far.
///
/// Costs are numbers that compare like the tuples they stand for: 16 bits of preemptions, 22 of switches, 26 of
/// steps.
@usableFromInline
package struct WitnessNodes {
  private var keys: [UInt64] = []
  private var costs: [UInt64] = []
  private var parents: [UInt32] = []
  private var steps: [UInt32] = []
  private var isDone: [Bool] = []
  /// Node numbers plus one by key, open addressing.
  private var slots = [UInt32](repeating: 0, count: 1024)
  /// A binary heap of costs and nodes.
  private var heap: [(cost: UInt64, node: UInt32)] = []

  @usableFromInline package static let none = UInt32.max
  @usableFromInline package static let noStep = UInt32.max
  /// The last actor of the initial state.
  @usableFromInline package static let nobody: UInt32 = 0xFF
  /// Added to the last actor if its step was a `yield` or `sleep`.
  @usableFromInline package static let free: UInt32 = 0x100

  @usableFromInline package static let oneStep: UInt64 = 1
  @usableFromInline package static let oneSwitch: UInt64 = 1 << 26
  @usableFromInline package static let onePreemption: UInt64 = 1 << 48

  @usableFromInline
  package init() {}

  @usableFromInline
  package static func code(_ cost: WitnessCost) -> UInt64 {
    UInt64(min(cost.preemptions, 0xFFFF)) << 48 | UInt64(min(cost.switches, 0x3F_FFFF)) << 26
      | UInt64(min(cost.steps, 0x3FF_FFFF))
  }

  @usableFromInline
  package static func cost(_ code: UInt64) -> WitnessCost {
    WitnessCost(
      preemptions: Int(code >> 48), switches: Int(code >> 26 & 0x3F_FFFF), steps: Int(code & 0x3FF_FFFF))
  }

  @usableFromInline
  package static func step(_ actor: Int, _ alternative: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: actor) | UInt32(truncatingIfNeeded: alternative) << 8
  }

  @usableFromInline package var count: Int { keys.count }
  /// Entries of the heap.
  @usableFromInline package var waiting: Int { heap.count }
  @usableFromInline package var bytes: Int { keys.capacity * 25 + slots.count * 4 + heap.capacity * 16 }

  @usableFromInline
  package func cost(of node: UInt32) -> UInt64 { costs[Int(node)] }

  @usableFromInline
  package func place(of node: UInt32) -> (state: UInt32, last: UInt32) {
    (UInt32(truncatingIfNeeded: keys[Int(node)]), UInt32(truncatingIfNeeded: keys[Int(node)] >> 32))
  }

  /// A way to a node: the best one so far counts.
  @usableFromInline
  package mutating func reach(state: UInt32, last: UInt32, cost: UInt64, parent: UInt32, step: UInt32) {
    let key = UInt64(last) << 32 | UInt64(state)
    var slot = home(key)
    while slots[slot] != 0 {
      let node = Int(slots[slot] - 1)
      if keys[node] == key {
        if cost < costs[node] && !isDone[node] {
          costs[node] = cost
          parents[node] = parent
          steps[node] = step
          push(cost, UInt32(node))
        }
        return
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    slots[slot] = UInt32(keys.count + 1)
    push(cost, UInt32(keys.count))
    keys.append(key)
    costs.append(cost)
    parents.append(parent)
    steps.append(step)
    isDone.append(false)
    if keys.count * 3 > slots.count * 2 { rebuild() }
  }

  private func home(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: StateHasher.fold(key ^ 0x9E37_79B9_7F4A_7C15, 0xD1B5_4A32_D192_ED03))
      & (slots.count - 1)
  }

  private mutating func rebuild() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    for (node, key) in keys.enumerated() {
      var slot = home(key)
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(node + 1)
    }
  }

  /// The steps to a node, and one more unless it is none.
  @usableFromInline
  package func schedule(to node: UInt32, then last: UInt32) -> Schedule {
    var result: [UInt32] = last == Self.noStep ? [] : [last]
    var node = node
    while node != Self.none, steps[Int(node)] != Self.noStep {
      result.append(steps[Int(node)])
      node = parents[Int(node)]
    }
    return Schedule(
      steps: result.reversed().map {
        Schedule.Step(actor: Int($0 & 0xFF), action: .alternative(Int($0 >> 8)))
      })
  }

  // MARK: heap

  private mutating func push(_ cost: UInt64, _ node: UInt32) {
    heap.append((cost, node))
    var place = heap.count - 1
    while place > 0 {
      let parent = (place - 1) / 2
      if !isLess(place, parent) { break }
      heap.swapAt(place, parent)
      place = parent
    }
  }

  /// The number decides between equal costs, for the same result every time.
  private func isLess(_ left: Int, _ right: Int) -> Bool {
    heap[left].cost != heap[right].cost
      ? heap[left].cost < heap[right].cost : heap[left].node < heap[right].node
  }

  /// The cheapest node that was not given out yet; nil if none is cheaper than a bound.
  @usableFromInline
  package mutating func popLeast(below bound: UInt64) -> UInt32? {
    while let top = heap.first, top.cost < bound {
      removeTop()
      let node = Int(top.node)
      if isDone[node] || costs[node] != top.cost { continue }
      isDone[node] = true
      return top.node
    }
    return nil
  }

  private mutating func removeTop() {
    heap[0] = heap[heap.count - 1]
    heap.removeLast()
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < heap.count && isLess(child, least) {
        least = child
      }
      if least == place { return }
      heap.swapAt(place, least)
      place = least
    }
  }
}
