/// The arithmetic of the language: 64 bits, wrapping, as LANGUAGE section 1 says.
///
/// The machine, the folding of constants and the evaluation of expectations all use these functions.
@usableFromInline
package enum Arithmetic {
  /// The quotient, truncated toward zero, or nil for a division by zero.
  @inlinable
  package static func quotient(_ left: Int64, _ right: Int64) -> Int64? {
    switch right {
    case 0: nil
    case -1: 0 &- left  // .min / -1 wraps
    default: left / right
    }
  }

  /// The remainder, with the dividend's sign, or nil for a division by zero.
  @inlinable
  package static func remainder(_ left: Int64, _ right: Int64) -> Int64? {
    switch right {
    case 0: nil
    case -1: 0  // .min % -1 traps in Swift
    default: left % right
    }
  }

  /// Shift to the left by the count modulo 64.
  @inlinable
  package static func shiftLeft(_ left: Int64, _ right: Int64) -> Int64 { left &<< right }

  /// Arithmetic shift to the right by the count modulo 64.
  @inlinable
  package static func shiftRight(_ left: Int64, _ right: Int64) -> Int64 { left &>> right }

  /// 1 or 0.
  @inlinable
  package static func number(_ condition: Bool) -> Int64 { condition ? 1 : 0 }

  /// The absolute value; that of the smallest number is itself.
  @inlinable
  package static func absolute(_ value: Int64) -> Int64 { value < 0 ? 0 &- value : value }

  /// The value of a unary operator.
  package static func apply(_ operation: UnaryOperator, _ value: Int64) -> Int64 {
    switch operation {
    case .not: number(value == 0)
    case .negate: 0 &- value
    case .complement: ~value
    }
  }

  /// The value of a binary operator whose operands are both known, or nil for a division by zero.
  package static func apply(_ operation: BinaryOperator, _ left: Int64, _ right: Int64) -> Int64? {
    switch operation {
    case .or: number(left != 0 || right != 0)
    case .and: number(left != 0 && right != 0)
    case .bitOr: left | right
    case .bitXor: left ^ right
    case .bitAnd: left & right
    case .equal: number(left == right)
    case .notEqual: number(left != right)
    case .less: number(left < right)
    case .lessOrEqual: number(left <= right)
    case .greater: number(left > right)
    case .greaterOrEqual: number(left >= right)
    case .shiftLeft: shiftLeft(left, right)
    case .shiftRight: shiftRight(left, right)
    case .add: left &+ right
    case .subtract: left &- right
    case .multiply: left &* right
    case .divide: quotient(left, right)
    case .remainder: remainder(left, right)
    }
  }
}
