import LabTrace

extension ActorCompiler {
  mutating func compile(_ statement: Statement) {
    guard builder.overflow == nil else { return }
    let before = self.statement
    self.statement = statement
    let top = builder.top
    switch statement.kind {
    case .local(let name, let value): compileLocal(name, value)
    default:
      compileRest(statement)
      builder.top = top
    }
    self.statement = before
  }

  private mutating func compileRest(_ statement: Statement) {
    switch statement.kind {
    case .local: break
    case .assign(let place, let operation, let value): compileAssignment(place, operation, value)
    case .call(let expression): drop(expression)
    case .if(let condition, let block, let other): compileIf(condition, block, other)
    case .while, .loop, .repeat, .for: compileLoop(statement)
    case .break: leaveLoop { $0.end }
    case .continue: leaveLoop { $0.next }
    case .return(let value): compileReturn(value)
    case .with(let mode, let place, let block): compileWith(mode, place, block)
    case .section(let name, _, let block): compileSection(name, block)
    case .atomic(let block): compileAtomic(block)
    case .await(let condition): compileAwait(condition)
    case .choose(let blocks): compileChoose(blocks)
    case .assert(let condition, let message):
      let test = value(of: condition)
      let text = message?.text ?? "assert \(Formatter.text(of: condition))"
      builder.emit(Draft(opcode: .assert, site: site, b: test, object: tables.string(text)))
    case .fail(let message):
      builder.emit(
        Draft(opcode: .assert, site: site, b: builder.constant(0), object: tables.string(message.text)))
    case .print(let text, let values): compileMessage(.print, text, values)
    case .mark(let text, let values): compileMessage(.mark, text, values)
    default: compileActorStatement(statement)
    }
  }

  private mutating func compileActorStatement(_ statement: Statement) {
    switch statement.kind {
    case .spawn(let place): compileGroup(.spawn, place)
    case .join(let place): compileGroup(.join, place)
    case .yield: builder.emit(Draft(opcode: .yield, site: site))
    case .fence: builder.emit(Draft(opcode: .fence, site: site))
    case .sleep(let duration):
      builder.emit(Draft(opcode: .sleep, site: site, extra: tables.duration(duration)))
    case .workTime(let duration):
      builder.emit(Draft(opcode: .workTime, site: site, extra: tables.duration(duration)))
    case .workCall(let call): compileWorkload(call)
    case .crash: builder.emit(Draft(opcode: .crash, site: site))
    case .mayCrash: compileMayCrash()
    case .exit(let code):
      builder.emit(
        Draft(opcode: .exit, site: site, extra: Int32(truncatingIfNeeded: folder.fold(code) ?? 0)))
    default: break
    }
  }

  // MARK: locals and variables

  private mutating func compileLocal(_ name: Name, _ value: Expression) {
    if frames.count == 1, let register = observed[name.text] {
      let top = builder.top
      self.value(of: value, into: register, isFresh: false)
      builder.top = top
      return declare(name.text, register)
    }
    let register = builder.allocate()
    let top = builder.top
    self.value(of: value, into: register, isFresh: true)
    builder.top = top
    declare(name.text, register)
  }

  private mutating func compileAssignment(
    _ place: Place, _ operation: AssignmentOperator, _ expression: Expression
  ) {
    if let register = local(place.name.text) {
      guard operation != .set else {
        value(of: expression, into: register, isFresh: false)
        return
      }
      let right = value(of: expression)
      builder.emit(Draft(opcode: operation.opcode, site: site, a: register, b: register, c: right))
      return
    }
    guard let object = declarations.symbol(place.name.text)?.object else { return }
    let isAtomic = declarations.objects[object].kind == .atomic
    let index = self.index(of: place)
    var result: Operand
    if operation == .set {
      result = value(of: expression)
    } else {
      let old = builder.allocate()
      builder.emit(Draft(opcode: .load, site: site(place.range), a: old, b: index, object: Int32(object)))
      let right = value(of: expression)
      result = builder.allocate()
      builder.emit(Draft(opcode: operation.opcode, site: site, a: result, b: old, c: right))
    }
    builder.emit(
      Draft(
        opcode: isAtomic ? .atomicStore : .store, site: site(place.range), b: index, c: result,
        object: Int32(object)))
  }

  // MARK: control

  private mutating func compileIf(_ condition: Expression, _ block: Block, _ other: Statement.Else?) {
    let otherwise = builder.label()
    jump(to: otherwise, unless: condition)
    compile(block)
    guard let other else { return builder.place(otherwise) }
    let end = builder.label()
    builder.emit(Draft(opcode: .jump, extra: end.number))
    builder.place(otherwise)
    switch other {
    case .block(let block): compile(block)
    case .statement(let statement): compile(Block([statement], statement.range))
    }
    builder.place(end)
  }

  private mutating func compileLoop(_ statement: Statement) {
    switch statement.kind {
    case .while(let condition, let block):
      compileRounds(block) { $0.jump(to: $1, unless: condition) }
    case .loop(let block):
      let isOutermost = frames.count == 1 && frames[0].loops.isEmpty
      compileRounds(block) { compiler, _ in
        if isOutermost { compiler.builder.emit(Draft(opcode: .round, site: compiler.site)) }
      }
    case .repeat(let count, let block):
      compileCounted(nil, from: nil, to: count, block)
    case .for(let name, let low, let high, let block):
      compileCounted(name.text, from: low, to: high, block)
    default: break
    }
  }

  /// A loop; `test` stands at the start of every round and may leave to the label.
  private mutating func compileRounds(_ block: Block, _ test: (inout ActorCompiler, Label) -> Void) {
    let loop = Loop(next: builder.label(), end: builder.label(), held: held.count)
    builder.place(loop.next)
    let top = builder.top
    test(&self, loop.end)
    builder.top = top
    compile(block, in: loop)
    builder.emit(Draft(opcode: .jump, extra: loop.next.number))
    builder.place(loop.end)
  }

  private mutating func compileCounted(
    _ name: String?, from low: Expression?, to high: Expression, _ block: Block
  ) {
    let counter = builder.allocate()
    if let low {
      value(of: low, into: counter, isFresh: true)
    } else {
      builder.emit(Draft(opcode: .move, site: site, a: counter, b: builder.constant(0)))
    }
    builder.top = Int(counter.raw) + 1
    let limit: Operand
    if let value = folder.fold(high) {
      limit = builder.constant(value)
    } else {
      // A copy: the bounds are read once.
      limit = builder.allocate()
      value(of: high, into: limit, isFresh: true)
      builder.top = Int(limit.raw) + 1
    }
    let start = builder.label()
    let loop = Loop(next: builder.label(), end: builder.label(), held: held.count)
    builder.place(start)
    let test = builder.allocate()
    builder.emit(Draft(opcode: .less, site: site, a: test, b: counter, c: limit))
    builder.emit(Draft(opcode: .jumpIfZero, site: site, b: test, extra: loop.end.number))
    builder.top = Int(test.raw)
    frames[frames.count - 1].scopes.append([])
    if let name { declare(name, counter) }
    compile(block, in: loop)
    frames[frames.count - 1].scopes.removeLast()
    builder.place(loop.next)
    builder.emit(Draft(opcode: .add, site: site, a: counter, b: counter, c: builder.constant(1)))
    builder.emit(Draft(opcode: .jump, extra: start.number))
    builder.place(loop.end)
  }

  private mutating func compile(_ block: Block, in loop: Loop) {
    frames[frames.count - 1].loops.append(loop)
    compile(block)
    frames[frames.count - 1].loops.removeLast()
  }

  private mutating func leaveLoop(_ target: (Loop) -> Label) {
    guard let loop = frames[frames.count - 1].loops.last else { return }
    release(downTo: loop.held)
    builder.emit(Draft(opcode: .jump, site: site, extra: target(loop).number))
  }

  private mutating func compileReturn(_ expression: Expression?) {
    let frame = frames[frames.count - 1]
    if let expression {
      if frame.result == .none {
        _ = value(of: expression)
      } else {
        value(of: expression, into: frame.result, isFresh: true)
      }
    }
    release(downTo: frame.held)
    builder.emit(Draft(opcode: .jump, site: site, extra: frame.end.number))
  }

  /// Gives back what is held, the latest first, down to what was held further out.
  private mutating func release(downTo count: Int) {
    for draft in held[count...].reversed() { builder.emit(draft) }
  }

  // MARK: others

  private mutating func compileMessage(_ opcode: Opcode, _ text: StringLiteral, _ values: [Expression]) {
    let first = consecutive(values)
    builder.emit(
      Draft(
        opcode: opcode, site: site, c: first, object: tables.string(text.text), extra: Int32(values.count)))
  }

  private mutating func compileWorkload(_ call: Expression) {
    guard case .call(let name, let arguments) = call.kind else { return }
    let values = arguments.values
    let first = consecutive(values)
    builder.emit(
      Draft(
        opcode: .workCall, site: site, c: first, d: .register(values.count), object: tables.string(name.text))
    )
  }

  private mutating func compileGroup(_ opcode: Opcode, _ place: Place) {
    guard case .actor(let group)? = declarations.symbol(place.name.text) else { return }
    let index = place.index.map { value(of: $0) } ?? .none
    builder.emit(Draft(opcode: opcode, site: site, b: index, object: Int32(group)))
  }

  private mutating func compileMayCrash() {
    let alternative = builder.allocate()
    let alive = builder.label()
    builder.emit(Draft(opcode: .choose, site: site, a: alternative, extra: 2))
    builder.emit(Draft(opcode: .jumpIfZero, site: site, b: alternative, extra: alive.number))
    builder.emit(Draft(opcode: .crash, site: site))
    builder.place(alive)
  }
}

extension [Argument] {
  /// The values among the arguments.
  var values: [Expression] {
    compactMap { if case .value(let expression) = $0 { expression } else { nil } }
  }
}

extension AssignmentOperator {
  var opcode: Opcode { self == .subtract ? .subtract : .add }
}
