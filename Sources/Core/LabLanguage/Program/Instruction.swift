import LabTrace

/// One instruction of an actor: flat, bitwise copyable, at most one visible access.
///
/// Registers are 64-bit. Those below `Code.registerCount` can be written and are part of the actor's state;
/// register `registerCount + k` is the constant `Code.constants[k]`. An interpreter keeps both in one array.
@frozen
@usableFromInline
package struct Instruction: Hashable, Sendable, BitwiseCopyable {
  @usableFromInline package var opcode: Opcode
  /// Memory order, or details of a region.
  @usableFromInline package var modifier: UInt8
  @usableFromInline package var site: SiteID
  @usableFromInline package var a: Register
  @usableFromInline package var b: Register
  @usableFromInline package var c: Register
  @usableFromInline package var d: Register
  /// Object, actor group, section or string; depends on the opcode.
  @usableFromInline package var object: Int32
  /// Jump target, duration, count; depends on the opcode.
  @usableFromInline package var extra: Int32

  package init(
    _ opcode: Opcode, modifier: UInt8 = 0, site: SiteID = .unknown, a: Register = .none, b: Register = .none,
    c: Register = .none, d: Register = .none, object: Int32 = 0, extra: Int32 = 0
  ) {
    self.opcode = opcode
    self.modifier = modifier
    self.site = site
    self.a = a
    self.b = b
    self.c = c
    self.d = d
    self.object = object
    self.extra = extra
  }

  /// The memory order of an atomic access.
  @inlinable
  package var order: MemoryOrder { MemoryOrder(rawValue: modifier) ?? .sequentiallyConsistent }
}

/// A register of an actor, or a constant (see `Instruction`).
@frozen
@usableFromInline
package struct Register: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  @usableFromInline package var rawValue: UInt16

  @inlinable
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// No register.
  @inlinable
  package static var none: Register { Register(rawValue: .max) }

  /// Position in the interpreter's array.
  @inlinable
  package var index: Int { Int(rawValue) }
}

/// The instructions of one or several actors.
package struct Code: Hashable, Sendable {
  package var instructions: [Instruction]
  /// Number of registers that can be written; all start at 0.
  package var registerCount: Int
  /// The registers behind them.
  package var constants: [Int64]

  package init(instructions: [Instruction], registerCount: Int, constants: [Int64]) {
    self.instructions = instructions
    self.registerCount = registerCount
    self.constants = constants
  }
}
