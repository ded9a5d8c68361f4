import LabLanguage

/// Which registers of a code matter at which place, and where in a state they are kept.
///
/// A register is live where its value may still be read; those that an expectation observes always are. Only
/// what is live at some visible place is part of a state, and registers that are never live at the same visible
/// place share a slot.
struct Liveness {
  /// A register and the slot it is kept in.
  struct Home: BitwiseCopyable {
    var register: Int32
    /// Bytes from the start of the actor's registers.
    var offset: Int32
  }

  /// Slots of an actor's state, 8 bytes each.
  let slotCount: Int
  /// Offset of each register's slot, -1 for one that no state holds.
  let offsets: [Int32]
  private let words: Int
  private let live: [UInt64]
  private let registerCount: Int
  private let isPrecise: Bool

  /// - Parameters:
  ///   - code: The code.
  ///   - visible: The places where states are kept: visible instructions, and the ends.
  ///   - observed: The registers that expectations read.
  init(_ code: Code, visible: [Int], observed: [Int]) {
    registerCount = code.registerCount
    words = (code.registerCount + 63) / 64
    // A code with so many registers gets no analysis: every register counts as live everywhere.
    isPrecise = words * code.instructions.count <= 1 << 20
    live = isPrecise ? Self.flow(code, words, observed) : []
    (slotCount, offsets) =
      isPrecise
      ? Self.colour(live, words, code.registerCount, visible)
      : (code.registerCount, (0..<code.registerCount).map { Int32($0 * 8) })
  }

  /// Whether a register is live before an instruction.
  func isLive(_ register: Int, at place: Int) -> Bool {
    guard isPrecise else { return true }
    return live[place * words + register / 64] >> UInt64(register % 64) & 1 != 0
  }

  /// The registers that are live before a visible instruction, and where they are kept.
  func homes(at place: Int) -> [Home] {
    (0..<registerCount).filter { offsets[$0] >= 0 && isLive($0, at: place) }.map {
      Home(register: Int32($0), offset: offsets[$0])
    }
  }

  // MARK: data flow

  private static func flow(_ code: Code, _ words: Int, _ observed: [Int]) -> [UInt64] {
    let count = code.instructions.count
    var always = [UInt64](repeating: 0, count: words)
    for register in observed where register < code.registerCount {
      always[register / 64] |= 1 << UInt64(register % 64)
    }
    var live = [UInt64](repeating: 0, count: words * count)
    let reads = code.instructions.map { numbers($0.registersRead, code.registerCount) }
    let writes = code.instructions.map { numbers($0.registersWritten, code.registerCount) }
    var isStable = false
    var next = [UInt64](repeating: 0, count: words)
    while !isStable {
      isStable = true
      for place in stride(from: count - 1, through: 0, by: -1) {
        let instruction = code.instructions[place]
        for word in 0..<words {
          var value = always[word]
          if instruction.continuesToNext, place + 1 < count { value |= live[(place + 1) * words + word] }
          if let target = instruction.jumpTarget { value |= live[target * words + word] }
          next[word] = value
        }
        for register in writes[place] { next[register / 64] &= ~(1 << UInt64(register % 64)) }
        for register in reads[place] { next[register / 64] |= 1 << UInt64(register % 64) }
        for word in 0..<words {
          // What is observed stays alive over its own definition: a state before it shows the old value.
          let value = next[word] | always[word]
          if live[place * words + word] != value {
            live[place * words + word] = value
            isStable = false
          }
        }
      }
    }
    return live
  }

  private static func numbers(_ registers: [Register], _ count: Int) -> [Int] {
    registers.map(\.index).filter { $0 < count }
  }

  // MARK: slots

  private static func colour(
    _ live: [UInt64], _ words: Int, _ count: Int, _ visible: [Int]
  ) -> (Int, [Int32]) {
    var offsets = [Int32](repeating: -1, count: count)
    /// For each slot, the places at which it is taken.
    var taken: [Set<Int>] = []
    for register in 0..<count {
      let places = visible.filter {
        live[$0 * words + register / 64] >> UInt64(register % 64) & 1 != 0
      }
      if places.isEmpty { continue }
      let slot = taken.firstIndex { $0.isDisjoint(with: places) } ?? taken.count
      if slot == taken.count { taken.append([]) }
      taken[slot].formUnion(places)
      offsets[register] = Int32(slot * 8)
    }
    return (taken.count, offsets)
  }
}
