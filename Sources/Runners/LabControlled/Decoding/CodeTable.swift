import LabExploration
import LabLanguage

/// A decoded code in memory that is read without checks or reference counts.
struct CodeTable: BitwiseCopyable {
  let points: UnsafeMutablePointer<Point>
  let pointCount: Int
  /// What decides quickly whether a step is enabled, by point.
  let gates: UnsafeMutablePointer<Gate>
  let homes: UnsafeMutablePointer<Liveness.Home>
  let instructions: UnsafeMutablePointer<Instruction>
  let accesses: UnsafeMutablePointer<Access>
  /// Point of each instruction, -1 for those that are none.
  let pointOf: UnsafeMutablePointer<Int32>
  /// The registers while an actor moves, and the constants behind them.
  let scratch: UnsafeMutablePointer<Int64>
  let registerCount: Int
  /// Bytes of the registers that a state holds.
  let registerBytes: Int

  init(_ decoder: CodeDecoder) {
    let code = decoder.code
    points = Self.copy(decoder.points)
    pointCount = decoder.points.count
    gates = Self.copy(decoder.gates)
    homes = Self.copy(decoder.homes)
    instructions = Self.copy(code.instructions)
    accesses = Self.copy(decoder.regionAccesses)
    pointOf = Self.copy(decoder.outline.points)
    registerCount = code.registerCount
    registerBytes = decoder.outline.liveness.slotCount * 8
    scratch = .allocate(capacity: max(1, code.registerCount + code.constants.count))
    scratch.initialize(repeating: 0, count: max(1, code.registerCount + code.constants.count))
    for (index, value) in code.constants.enumerated() { scratch[code.registerCount + index] = value }
  }

  func deallocate() {
    points.deallocate()
    gates.deallocate()
    homes.deallocate()
    instructions.deallocate()
    accesses.deallocate()
    pointOf.deallocate()
    scratch.deallocate()
  }

  private static func copy<Element: BitwiseCopyable>(
    _ elements: [Element]
  ) -> UnsafeMutablePointer<Element> {
    let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
    _ = UnsafeMutableBufferPointer(start: memory, count: elements.count).initialize(from: elements)
    return memory
  }
}

/// What the stepping needs to know of an actor.
struct ActorTable: BitwiseCopyable {
  var table: CodeTable
  /// Offset of the actor's program counter in a state.
  var counter: Int32
  /// Offset of the actor's registers in a state.
  var registers: Int32
  var view: Int32
  var isDaemon: Bool
  var isSpawned: Bool
}
