import LabTrace

extension ActorCompiler {
  mutating func compileOperation(
    _ place: Place, _ name: Name, _ arguments: [Argument], _ range: SourceRange, into target: Operand?,
    isUsed: Bool
  ) -> Operand {
    guard let object = declarations.symbol(place.name.text)?.object,
      let operation = Operation.named(name.text, of: declarations.objects[object].kind)
    else { return builder.constant(0) }
    if operation.isSubmit { return compileSubmit(object, arguments, range, into: target, isUsed: isUsed) }
    let top = builder.top
    let index = index(of: place)
    if operation.isOK { return readOK(object, index, into: target) }
    if let preloaded, preloaded.object == object, operation.opcode == .atomicLoad {
      return preloaded.register
    }
    let values = arguments.values.map { value(of: $0) }
    var draft = Draft(
      opcode: operation.opcode, site: site(range), b: index, c: values.first ?? .none,
      d: values.count > 1 ? values[1] : .none, object: Int32(object))
    for argument in arguments {
      switch argument {
      case .timeout(let duration, _): draft.extra = tables.duration(duration)
      case .order(let word, _): draft.modifier = word.memoryOrder.rawValue
      case .value: break
      }
    }
    let isGet = operation.opcode == .bufferGet || operation.opcode == .bufferTryGet
    if isGet, okRegisters[object] != nil {
      return compileGet(draft, object, index, into: target, isUsed: isUsed)
    }
    // What the result overwrites was read before; but a condition or barrier reads its index twice.
    if !operation.isTwoSteps { builder.top = top }
    if isUsed, operation.hasResult { draft.a = destination(target) }
    emit(draft, operation)
    return draft.a == .none ? builder.constant(0) : draft.a
  }

  private mutating func emit(_ draft: Draft, _ operation: Operation) {
    builder.emit(draft)
    guard operation.isTwoSteps else { return }
    var second = draft
    second.opcode = operation.opcode == .barrierArrive ? .barrierPass : .conditionReacquire
    builder.emit(second)
  }

  // MARK: get and ok

  /// A `get` in a code that asks for `ok()`: the answer is kept by cell.
  private mutating func compileGet(
    _ draft: Draft, _ object: Int, _ index: Operand, into target: Operand?, isUsed: Bool
  ) -> Operand {
    var draft = draft
    if isUsed { draft.a = destination(target) }
    if let register = okRegister(object, index) {
      draft.d = register
      builder.emit(draft)
    } else {
      // The cell is known only when the code runs.
      let delivered = builder.allocate()
      draft.d = delivered
      builder.emit(draft)
      forEachCell(of: object, index) { compiler, register in
        compiler.builder.emit(Draft(opcode: .move, site: compiler.site, a: register, b: delivered))
      }
    }
    return draft.a == .none ? builder.constant(0) : draft.a
  }

  private mutating func readOK(_ object: Int, _ index: Operand, into target: Operand?) -> Operand {
    // A copy: a later `get` in the same expression changes the register.
    let result = destination(target)
    if let register = okRegister(object, index) {
      builder.emit(Draft(opcode: .move, site: site, a: result, b: register))
    } else {
      builder.emit(Draft(opcode: .move, site: site, a: result, b: builder.constant(0)))
      forEachCell(of: object, index) { compiler, register in
        compiler.builder.emit(Draft(opcode: .move, site: compiler.site, a: result, b: register))
      }
    }
    return result
  }

  /// The register of a cell's `ok()`, if it is known now which cell it is.
  private func okRegister(_ object: Int, _ index: Operand) -> Operand? {
    guard let first = okRegisters[object] else { return nil }
    if index == .none { return .register(first) }
    guard let value = builder.value(of: index) else { return nil }
    let count = Int64(declarations.objects[object].declaration.count)
    // An index out of range fails in the `get`; what is kept for it does not matter.
    return .register(first + (value >= 0 && value < count ? Int(value) : 0))
  }

  private mutating func forEachCell(
    of object: Int, _ index: Operand, _ body: (inout ActorCompiler, Operand) -> Void
  ) {
    guard let first = okRegisters[object] else { return }
    let test = builder.allocate()
    for cell in 0..<declarations.objects[object].declaration.count {
      let next = builder.label()
      builder.emit(
        Draft(opcode: .equal, site: site, a: test, b: index, c: builder.constant(Int64(cell))))
      builder.emit(Draft(opcode: .jumpIfZero, site: site, b: test, extra: next.number))
      body(&self, .register(first + cell))
      builder.place(next)
    }
  }

  // MARK: pools

  private mutating func compileSubmit(
    _ pool: Int, _ arguments: [Argument], _ range: SourceRange, into target: Operand?, isUsed: Bool
  ) -> Operand {
    guard case .value(let first)? = arguments.first, case .place(let place) = first.kind,
      case .routine(let task)? = declarations.symbol(place.name.text)
    else { return builder.constant(0) }
    let values = Array(arguments.dropFirst()).values
    let registers = consecutive(values)
    let result = isUsed ? destination(target) : .none
    builder.emit(
      Draft(
        opcode: .poolSubmit, modifier: UInt8(clamping: values.count), site: site(range), a: result,
        c: registers, object: Int32(pool), extra: Int32(taskNumber(task))))
    return result == .none ? builder.constant(0) : result
  }
}

extension Operation {
  /// A wait on a condition or barrier: two instructions with the same operands.
  var isTwoSteps: Bool { opcode == .conditionEnqueue || opcode == .barrierArrive }
}
