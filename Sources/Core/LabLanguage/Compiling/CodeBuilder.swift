import LabTrace

/// A register or constant of a code that is still being written.
struct Operand: Hashable {
  /// Registers count from 0, -1 is none, constants count down from -2.
  var raw: Int32

  static let none = Operand(raw: -1)

  static func register(_ number: Int) -> Operand { Operand(raw: Int32(truncatingIfNeeded: number)) }

  static func constant(_ number: Int) -> Operand { Operand(raw: Int32(truncatingIfNeeded: -2 - number)) }

  var isRegister: Bool { raw >= 0 }
}

/// An instruction whose jump still names a label and whose constants have no register yet.
struct Draft {
  var opcode: Opcode
  var modifier: UInt8 = 0
  var site = SiteID.unknown
  var a = Operand.none
  var b = Operand.none
  var c = Operand.none
  var d = Operand.none
  var object: Int32 = 0
  /// For a jump or the start of a region: the label.
  var extra: Int32 = 0

  var namesLabel: Bool {
    switch opcode {
    case .jump, .jumpIfZero, .jumpIfNotZero, .regionBegin: true
    default: false
    }
  }
}

/// A place in a code, not yet known where.
struct Label: Hashable {
  var number: Int32
}

/// Why a code cannot be made.
enum CodeOverflow {
  case instructions
  case registers
  case nesting
}

/// Collects the instructions of one actor, and hands out its registers.
struct CodeBuilder {
  static let instructionLimit = 100_000
  static let registerLimit = 60_000

  private(set) var drafts: [Draft] = []
  private var labels: [Int] = []
  private var constants: [Int64] = []
  private var constantNumbers: [Int64: Int] = [:]
  /// The next free register; registers are a stack: locals of open blocks, then temporaries.
  var top = 0 {
    didSet {
      highest = max(highest, top)
      if top > Self.registerLimit { overflow = overflow ?? .registers }
    }
  }
  private var highest = 0
  /// Set once something does not fit; what is emitted from then on is lost.
  var overflow: CodeOverflow?

  // MARK: emitting

  mutating func emit(_ draft: Draft) {
    guard drafts.count < Self.instructionLimit else {
      overflow = overflow ?? .instructions
      return
    }
    drafts.append(draft)
  }

  mutating func label() -> Label {
    labels.append(0)
    return Label(number: Int32(labels.count - 1))
  }

  /// The next instruction is where the label is.
  mutating func place(_ label: Label) { labels[Int(label.number)] = drafts.count }

  // MARK: registers

  mutating func allocate(_ count: Int = 1) -> Operand {
    defer { top += count }
    return .register(top)
  }

  mutating func constant(_ value: Int64) -> Operand {
    if let known = constantNumbers[value] { return .constant(known) }
    constants.append(value)
    constantNumbers[value] = constants.count - 1
    return .constant(constants.count - 1)
  }

  /// The value of an operand that is a constant.
  func value(of operand: Operand) -> Int64? {
    operand.raw <= -2 ? constants[Int(-2 - operand.raw)] : nil
  }

  // MARK: linking

  /// The finished code, or nil if something did not fit.
  mutating func link() -> Code? {
    if highest + constants.count >= Int(Register.none.rawValue) { overflow = overflow ?? .registers }
    guard overflow == nil else { return nil }
    return Code(
      instructions: drafts.map { instruction($0) }, registerCount: highest, constants: constants)
  }

  private func instruction(_ draft: Draft) -> Instruction {
    Instruction(
      draft.opcode, modifier: draft.modifier, site: draft.site, a: register(draft.a), b: register(draft.b),
      c: register(draft.c), d: register(draft.d), object: draft.object,
      extra: draft.namesLabel ? Int32(labels[Int(draft.extra)]) : draft.extra)
  }

  private func register(_ operand: Operand) -> Register {
    if operand == .none { return .none }
    let number = operand.isRegister ? Int(operand.raw) : highest + Int(-2 - operand.raw)
    return Register(rawValue: UInt16(truncatingIfNeeded: number))
  }
}
