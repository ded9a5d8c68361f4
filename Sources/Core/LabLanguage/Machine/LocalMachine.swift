/// Why the local machine stopped.
@frozen
@usableFromInline
package enum LocalStop: Hashable, Sendable, BitwiseCopyable {
  /// The instruction at the program counter is not one of the machine's.
  case instruction
  /// The instruction at the program counter failed.
  case failed(LocalFailure)
  /// The budget ran out; the program counter is at the next instruction.
  case budget
}

/// A failure of local computing.
@frozen
@usableFromInline
package enum LocalFailure: Hashable, Sendable, BitwiseCopyable {
  case assertion
  case divisionByZero
}

/// Runs what an actor computes by itself, between two instructions that concern others.
@usableFromInline
package enum LocalMachine {
  /// Executes moves, arithmetic, jumps and assertions until something else comes.
  ///
  /// The registers are those of `Code`: the constants stand behind the ones that can be written. The
  /// function trusts the code: registers and jump targets are those a compiled `Code` has.
  @inlinable
  package static func run(
    _ instructions: UnsafePointer<Instruction>, pc: inout Int, registers: UnsafeMutablePointer<Int64>,
    budget: Int
  ) -> LocalStop {
    var left = budget
    while left > 0 {
      left &-= 1
      let at = instructions + pc
      let opcode = at.pointee.opcode
      switch opcode {
      case .jump:
        pc = Int(at.pointee.extra)
        continue
      case .jumpIfZero:
        pc = registers[at.pointee.b.index] == 0 ? Int(at.pointee.extra) : pc &+ 1
        continue
      case .jumpIfNotZero:
        pc = registers[at.pointee.b.index] != 0 ? Int(at.pointee.extra) : pc &+ 1
        continue
      case .assert:
        if registers[at.pointee.b.index] == 0 { return .failed(.assertion) }
      case .divide, .remainder:
        let first = registers[at.pointee.b.index]
        let second = registers[at.pointee.c.index]
        let result =
          opcode == .divide ? Arithmetic.quotient(first, second) : Arithmetic.remainder(first, second)
        guard let result else { return .failed(.divisionByZero) }
        registers[at.pointee.a.index] = result
      case .move, .negate, .not, .complement, .absolute, .boolean:
        registers[at.pointee.a.index] = unary(opcode, registers[at.pointee.b.index])
      case .add, .subtract, .multiply, .bitAnd, .bitOr, .bitXor, .shiftLeft, .shiftRight, .equal, .notEqual,
        .less, .lessOrEqual, .minimum, .maximum:
        registers[at.pointee.a.index] = binary(
          opcode, registers[at.pointee.b.index], registers[at.pointee.c.index])
      default:
        return .instruction
      }
      pc &+= 1
    }
    return .budget
  }

  @inlinable
  package static func unary(_ opcode: Opcode, _ value: Int64) -> Int64 {
    switch opcode {
    case .negate: 0 &- value
    case .not: Arithmetic.number(value == 0)
    case .complement: ~value
    case .absolute: Arithmetic.absolute(value)
    case .boolean: Arithmetic.number(value != 0)
    default: value
    }
  }

  @inlinable
  package static func binary(_ opcode: Opcode, _ left: Int64, _ right: Int64) -> Int64 {
    switch opcode {
    case .add: left &+ right
    case .subtract: left &- right
    case .multiply: left &* right
    case .bitAnd: left & right
    case .bitOr: left | right
    case .bitXor: left ^ right
    case .shiftLeft: Arithmetic.shiftLeft(left, right)
    case .shiftRight: Arithmetic.shiftRight(left, right)
    case .equal: Arithmetic.number(left == right)
    case .notEqual: Arithmetic.number(left != right)
    case .less: Arithmetic.number(left < right)
    case .lessOrEqual: Arithmetic.number(left <= right)
    case .minimum: min(left, right)
    default: max(left, right)
    }
  }
}
