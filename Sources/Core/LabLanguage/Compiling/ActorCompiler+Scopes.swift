import LabTrace

/// Statements that take something and give it back, atomic regions, and choices.
extension ActorCompiler {
  mutating func compileWith(_ mode: WithMode, _ place: Place, _ block: Block) {
    guard let object = declarations.symbol(place.name.text)?.object else { return }
    let index = keep(self.index(of: place))
    let take: Opcode
    let give: Opcode
    switch (declarations.objects[object].kind, mode) {
    case (.rwlock, .read): (take, give) = (.rwlockLockRead, .rwlockUnlock)
    case (.rwlock, _): (take, give) = (.rwlockLockWrite, .rwlockUnlock)
    case (.semaphore, _): (take, give) = (.semaphoreAcquire, .semaphoreRelease)
    default: (take, give) = (.mutexLock, .mutexUnlock)
    }
    builder.emit(Draft(opcode: take, site: site, b: index, object: Int32(object)))
    compile(
      block, holding: Draft(opcode: give, site: endSite(block), b: index, object: Int32(object)))
  }

  mutating func compileSection(_ name: Name, _ block: Block) {
    guard let section = declarations.section(name.text) else { return }
    builder.emit(Draft(opcode: .sectionEnter, site: site, object: Int32(section)))
    compile(block, holding: Draft(opcode: .sectionLeave, site: endSite(block), object: Int32(section)))
  }

  private mutating func compile(_ block: Block, holding draft: Draft) {
    held.append(draft)
    compile(block)
    held.removeLast()
    builder.emit(draft)
  }

  /// Where the block ends: the place of giving back.
  private func endSite(_ block: Block) -> SiteID {
    site(SourceRange(max(block.range.start, block.range.end - 1), block.range.end))
  }

  /// A copy of a value in a register that no assignment reaches.
  private mutating func keep(_ operand: Operand) -> Operand {
    guard operand.isRegister else { return operand }
    let isLocal = frames[frames.count - 1].scopes.contains { $0.contains { $0.register == operand } }
    guard isLocal else { return operand }
    let copy = builder.allocate()
    builder.emit(Draft(opcode: .move, site: site, a: copy, b: operand))
    return copy
  }

  // MARK: atomic regions

  mutating func compileAtomic(_ block: Block) {
    let end = builder.label()
    var rest = block
    var condition: Statement?
    if let first = block.statements.first, case .await = first.kind {
      condition = first
      rest.statements.removeFirst()
    }
    builder.emit(
      Draft(opcode: .regionBegin, modifier: condition == nil ? 0 : 1, site: site, extra: end.number))
    if let condition, case .await(let expression) = condition.kind {
      let before = statement
      statement = condition
      emitGuard(expression)
      statement = before
    }
    compile(rest)
    builder.place(end)
    builder.emit(Draft(opcode: .regionEnd, site: site))
  }

  mutating func compileAwait(_ condition: Expression) {
    let end = builder.label()
    builder.emit(Draft(opcode: .regionBegin, modifier: 3, site: site, extra: end.number))
    preload(condition)
    emitGuard(condition)
    preloaded = nil
    builder.place(end)
    builder.emit(Draft(opcode: .regionEnd, site: site))
  }

  private mutating func emitGuard(_ condition: Expression) {
    let top = builder.top
    let test = value(of: condition)
    builder.emit(Draft(opcode: .guardRegion, site: site, b: test))
    builder.top = top
  }

  /// Reads the only cell of a condition once, so that natively no hidden lock is needed to read it as a whole.
  private mutating func preload(_ condition: Expression) {
    var counter = CellCounter(declarations: declarations)
    counter.count(condition, selfIndex: selfIndex)
    guard let cell = counter.single else { return }
    let object = declarations.objects[cell.object]
    guard cell.index >= 0, cell.index < Int64(object.declaration.count) else { return }
    let register = builder.allocate()
    builder.emit(
      Draft(
        opcode: object.kind == .atomic ? .atomicLoad : .load, site: site, a: register,
        b: object.declaration.isArray ? builder.constant(cell.index) : .none, object: Int32(cell.object)))
    preloaded = (cell.object, cell.index, register)
  }

  // MARK: choices

  mutating func compileChoose(_ blocks: [Block]) {
    let alternative = builder.allocate()
    builder.emit(Draft(opcode: .choose, site: site, a: alternative, extra: Int32(blocks.count)))
    branch(on: alternative, count: blocks.count) { $0.compile(blocks[$1]) }
  }

  /// Code that does one of several things, by the number in a register.
  mutating func branch(
    on number: Operand, count: Int, _ alternative: (inout ActorCompiler, Int) -> Void
  ) {
    let labels = (0..<count).map { _ in builder.label() }
    let end = builder.label()
    for position in stride(from: count - 1, to: 0, by: -1) {
      let top = builder.top
      var test = number
      if count > 2 {
        test = builder.allocate()
        builder.emit(
          Draft(opcode: .equal, site: site, a: test, b: number, c: builder.constant(Int64(position))))
      }
      builder.emit(Draft(opcode: .jumpIfNotZero, site: site, b: test, extra: labels[position].number))
      builder.top = top
    }
    for position in 0..<count {
      builder.place(labels[position])
      let top = builder.top
      alternative(&self, position)
      builder.top = top
      if position < count - 1 { builder.emit(Draft(opcode: .jump, site: site, extra: end.number)) }
    }
    builder.place(end)
  }
}
