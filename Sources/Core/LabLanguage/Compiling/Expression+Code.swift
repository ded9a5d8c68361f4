import LabTrace

extension Expression {
  /// Whether its code writes the result more than once, or before it has read everything.
  var writesEarly: Bool {
    switch kind {
    case .parenthesized(let inner): inner.writesEarly
    case .binary(.and, _, _), .binary(.or, _, _): true
    case .call(let name, _): [.choose, nil].contains(Builtin(rawValue: name.text))
    case .operation: true
    default: false
    }
  }

  /// Whether its value is 0 or 1 whatever happens.
  var isTruthValue: Bool {
    switch kind {
    case .boolean, .unary(.not, _): true
    case .parenthesized(let inner): inner.isTruthValue
    case .binary(let operation, _, _):
      switch operation {
      case .and, .or, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
      default: false
      }
    default: false
    }
  }

  /// Whether evaluating it takes steps of the scheduler.
  func isShared(_ declarations: Declarations) -> Bool {
    var found = false
    visit { part in
      switch part.kind {
      case .place(let place): found = found || declarations.symbol(place.name.text)?.object != nil
      case .operation: found = true
      case .call(let name, _): found = found || [.choose, nil].contains(Builtin(rawValue: name.text))
      default: break
      }
    }
    return found
  }
}

extension UnaryOperator {
  var opcode: Opcode {
    switch self {
    case .not: .not
    case .negate: .negate
    case .complement: .complement
    }
  }
}

extension BinaryOperator {
  /// The opcode, and whether its operands change places; `&&` and `||` are jumps instead.
  var instruction: (Opcode, isSwapped: Bool) {
    switch self {
    case .or, .bitOr: (.bitOr, false)
    case .and, .bitAnd: (.bitAnd, false)
    case .bitXor: (.bitXor, false)
    case .equal: (.equal, false)
    case .notEqual: (.notEqual, false)
    case .less: (.less, false)
    case .lessOrEqual: (.lessOrEqual, false)
    case .greater: (.less, true)
    case .greaterOrEqual: (.lessOrEqual, true)
    case .shiftLeft: (.shiftLeft, false)
    case .shiftRight: (.shiftRight, false)
    case .add: (.add, false)
    case .subtract: (.subtract, false)
    case .multiply: (.multiply, false)
    case .divide: (.divide, false)
    case .remainder: (.remainder, false)
    }
  }
}
