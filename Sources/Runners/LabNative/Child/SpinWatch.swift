/// Notices that an actor only goes round in circles: the same looks at the same values with the same registers,
/// and nothing done in between.
///
/// Such an actor will go on until somebody else changes a shared value, so it counts as waiting. What it sees
/// on each further round is not worth an event.
struct SpinWatch {
  /// What one more look means.
  enum Finding {
    /// The actor gets on, as far as one can tell.
    case moving
    /// One more step of a circle that is known.
    case circling
    /// The same, and the circle is complete once more.
    case roundCompleted
    /// It was in a circle and saw something new.
    case escaped
  }

  private struct Look: Equatable {
    var place: Int
    var value: Int64
  }

  /// Looks in a row before a closer look: ordinary code never pays for one.
  private static let patience = 32
  /// Longer circles are not recognised; they end by the time-out.
  private static let longestCircle = 256

  private var quiet = 0
  private var circle: [Look] = []
  private var position = 0
  private var snapshot: [Int64]
  private(set) var isCircling = false

  init(registerCount: Int) { snapshot = [Int64](repeating: 0, count: registerCount) }

  /// Something was done: a write, a lock taken, a wait ended.
  mutating func reset() {
    quiet = 0
    if !circle.isEmpty { circle.removeAll(keepingCapacity: true) }
    isCircling = false
  }

  /// Something was looked at, or tried in vain; the registers are those before the look.
  mutating func look(at place: Int, value: Int64, registers: UnsafePointer<Int64>) -> Finding {
    let look = Look(place: place, value: value)
    if isCircling { return follow(look, registers) }
    quiet += 1
    if quiet < Self.patience { return .moving }
    if circle.first?.place == place, circle[0] == look, isUnchanged(registers) {
      isCircling = true
      position = 1 % circle.count
      return .roundCompleted
    }
    if circle.isEmpty || circle.count >= Self.longestCircle || circle[0].place == place {
      start(at: look, registers)
    } else {
      circle.append(look)
    }
    return .moving
  }

  private mutating func follow(_ look: Look, _ registers: UnsafePointer<Int64>) -> Finding {
    guard circle[position] == look, position > 0 || isUnchanged(registers) else {
      reset()
      return .escaped
    }
    position = (position + 1) % circle.count
    return position == 1 % circle.count ? .roundCompleted : .circling
  }

  private mutating func start(at look: Look, _ registers: UnsafePointer<Int64>) {
    circle.removeAll(keepingCapacity: true)
    circle.append(look)
    for index in snapshot.indices { snapshot[index] = registers[index] }
  }

  private func isUnchanged(_ registers: UnsafePointer<Int64>) -> Bool {
    for index in snapshot.indices where snapshot[index] != registers[index] { return false }
    return true
  }
}
