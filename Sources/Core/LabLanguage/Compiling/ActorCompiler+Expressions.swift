import LabTrace

extension ActorCompiler {
  /// The value of an expression: a constant, the register of a local, or a temporary.
  mutating func value(of expression: Expression) -> Operand { compile(expression, into: nil) }

  /// The value of an expression in a given register.
  ///
  /// A register that is not fresh can be seen by others, or is read by the expression: it changes only once,
  /// when the value is complete.
  mutating func value(of expression: Expression, into target: Operand, isFresh: Bool) {
    let isSingleWrite = isFresh || !expression.writesEarly
    let result = compile(expression, into: isSingleWrite ? target : nil)
    if result != target { builder.emit(Draft(opcode: .move, site: site, a: target, b: result)) }
  }

  private mutating func compile(_ expression: Expression, into target: Operand?) -> Operand {
    if let value = folder.fold(expression) { return builder.constant(value) }
    guard enter() else { return builder.constant(0) }
    defer { leave() }
    switch expression.kind {
    case .parenthesized(let inner): return compile(inner, into: target)
    case .place(let place): return read(place, into: target)
    case .unary(let operation, let operand):
      let top = builder.top
      let value = value(of: operand)
      builder.top = top
      let result = destination(target)
      builder.emit(Draft(opcode: operation.opcode, site: site, a: result, b: value))
      return result
    case .binary(let operation, let left, let right):
      switch operation {
      case .and, .or: return compileLogic(operation, left, right, into: target)
      default: return compileArithmetic(operation, left, right, expression.range, into: target)
      }
    case .call(let name, let arguments): return compileCall(name, arguments, into: target)
    case .operation(let place, let name, let arguments):
      return compileOperation(place, name, arguments, expression.range, into: target, isUsed: true)
    case .number, .boolean, .selfIndex, .member: return builder.constant(0)
    }
  }

  mutating func destination(_ target: Operand?) -> Operand { target ?? builder.allocate() }

  /// Values in registers one after the other; none if there are none.
  mutating func consecutive(_ values: [Expression]) -> Operand {
    guard !values.isEmpty else { return .none }
    let first = builder.allocate(values.count)
    for (position, value) in values.enumerated() {
      let top = builder.top
      self.value(of: value, into: .register(Int(first.raw) + position), isFresh: true)
      builder.top = top
    }
    return first
  }

  // MARK: reading

  private mutating func read(_ place: Place, into target: Operand?) -> Operand {
    if place.index == nil, let register = local(place.name.text) { return register }
    guard let object = declarations.symbol(place.name.text)?.object else { return builder.constant(0) }
    let top = builder.top
    let index = index(of: place)
    if let preloaded, preloaded.object == object { return preloaded.register }
    builder.top = top
    let result = destination(target)
    let isAtomic = declarations.objects[object].kind == .atomic
    builder.emit(
      Draft(
        opcode: isAtomic ? .atomicLoad : .load, site: site(place.range), a: result, b: index,
        object: Int32(object)))
    return result
  }

  /// The register of an index, or none.
  mutating func index(of place: Place) -> Operand {
    guard let index = place.index else { return .none }
    return value(of: index)
  }

  // MARK: operators

  private mutating func compileArithmetic(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ range: SourceRange,
    into target: Operand?
  ) -> Operand {
    let top = builder.top
    let first = value(of: left)
    let second = value(of: right)
    builder.top = top
    let result = destination(target)
    let canFail = operation == .divide || operation == .remainder
    let (opcode, isSwapped) = operation.instruction
    builder.emit(
      Draft(
        opcode: opcode, site: canFail ? site(range) : site, a: result, b: isSwapped ? second : first,
        c: isSwapped ? first : second))
    return result
  }

  /// `&&` and `||` as a value.
  private mutating func compileLogic(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, into target: Operand?
  ) -> Operand {
    let result = destination(target)
    let end = builder.label()
    compileTruth(of: left, into: result)
    builder.emit(
      Draft(
        opcode: operation == .and ? .jumpIfZero : .jumpIfNotZero, site: site, b: result, extra: end.number))
    compileTruth(of: right, into: result)
    builder.place(end)
    return result
  }

  private mutating func compileTruth(of expression: Expression, into result: Operand) {
    let top = builder.top
    if expression.isTruthValue {
      value(of: expression, into: result, isFresh: true)
    } else {
      let value = value(of: expression)
      builder.emit(Draft(opcode: .boolean, site: site, a: result, b: value))
    }
    builder.top = top
  }

  // MARK: conditions

  mutating func jump(to label: Label, unless condition: Expression) {
    jump(to: label, on: condition, if: false)
  }

  /// Goes to the label if the truth of the condition is as given; goes on otherwise.
  private mutating func jump(to label: Label, on condition: Expression, if wanted: Bool) {
    if let value = folder.fold(condition) {
      if (value != 0) == wanted { builder.emit(Draft(opcode: .jump, site: site, extra: label.number)) }
      return
    }
    guard enter() else { return }
    defer { leave() }
    switch condition.kind {
    case .parenthesized(let inner): jump(to: label, on: inner, if: wanted)
    case .unary(.not, let operand): jump(to: label, on: operand, if: !wanted)
    case .binary(let operation, let left, let right) where operation == .and || operation == .or:
      // `a && b` is false as soon as `a` is; `a || b` is true as soon as `a` is.
      if (operation == .or) == wanted {
        jump(to: label, on: left, if: wanted)
        jump(to: label, on: right, if: wanted)
      } else {
        let otherwise = builder.label()
        jump(to: otherwise, on: left, if: !wanted)
        jump(to: label, on: right, if: wanted)
        builder.place(otherwise)
      }
    default:
      let top = builder.top
      let test = value(of: condition)
      builder.emit(
        Draft(opcode: wanted ? .jumpIfNotZero : .jumpIfZero, site: site, b: test, extra: label.number))
      builder.top = top
    }
  }

  // MARK: calls

  private mutating func compileCall(
    _ name: Name, _ arguments: [Argument], into target: Operand?
  ) -> Operand {
    let values = arguments.values
    switch Builtin(rawValue: name.text) {
    case .min: return compileExtreme(.minimum, values, into: target)
    case .max: return compileExtreme(.maximum, values, into: target)
    case .abs:
      let top = builder.top
      let operand = value(of: values[0])
      builder.top = top
      let result = destination(target)
      builder.emit(Draft(opcode: .absolute, site: site, a: result, b: operand))
      return result
    case .choose: return compileChoice(values, into: target)
    case nil:
      guard case .routine(let routine)? = declarations.symbol(name.text) else { return builder.constant(0) }
      return compileRoutine(declarations.routines[routine], values, into: target)
    }
  }

  private mutating func compileExtreme(
    _ opcode: Opcode, _ values: [Expression], into target: Operand?
  ) -> Operand {
    let operands = values.map { value(of: $0) }
    var result = operands[0]
    for (position, operand) in operands.enumerated().dropFirst() {
      let isLast = position == operands.count - 1
      let next = isLast ? destination(target) : builder.allocate()
      builder.emit(Draft(opcode: opcode, site: site, a: next, b: result, c: operand))
      result = next
    }
    return result
  }

  private mutating func compileRoutine(
    _ routine: RoutineItem, _ values: [Expression], into target: Operand?
  ) -> Operand {
    let result = destination(target)
    let top = builder.top
    let arguments = consecutive(values)
    builder.emit(Draft(opcode: .move, site: site, a: result, b: builder.constant(0)))
    expand(routine, arguments: arguments, result: result)
    builder.top = top
    return result
  }

  /// `choose(a, b)`: what reads shared objects is read before the choice, left to right like any arguments;
  /// the rest is worked out in the chosen branch.
  private mutating func compileChoice(_ values: [Expression], into target: Operand?) -> Operand {
    let result = destination(target)
    let top = builder.top
    let early: [Operand?] = values.map { value in
      guard value.isShared(declarations) else { return nil }
      let register = builder.allocate()
      self.value(of: value, into: register, isFresh: true)
      return register
    }
    let alternative = builder.allocate()
    builder.emit(Draft(opcode: .choose, site: site, a: alternative, extra: Int32(values.count)))
    branch(on: alternative, count: values.count) { compiler, position in
      if let known = early[position] {
        compiler.builder.emit(Draft(opcode: .move, site: compiler.site, a: result, b: known))
      } else {
        compiler.value(of: values[position], into: result, isFresh: true)
      }
    }
    builder.top = top
    return result
  }

  /// A call or operation whose result nobody wants.
  mutating func drop(_ expression: Expression) {
    switch expression.kind {
    case .operation(let place, let name, let arguments):
      _ = compileOperation(place, name, arguments, expression.range, into: nil, isUsed: false)
    case .call(let name, let arguments):
      guard case .routine(let routine)? = declarations.symbol(name.text) else { break }
      let first = consecutive(arguments.values)
      expand(declarations.routines[routine], arguments: first, result: .none)
    default: _ = value(of: expression)
    }
  }
}
