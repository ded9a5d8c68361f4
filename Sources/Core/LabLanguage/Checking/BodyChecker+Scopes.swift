extension BodyChecker {
  mutating func checkScope(_ statement: Statement) {
    switch statement.kind {
    case .with(let mode, let place, let block): checkWith(mode, place, block, statement)
    case .section(_, let limit, let block):
      refuseInRegion("section", at: keyword("section", statement))
      // The limit itself was judged when the sections were collected.
      _ = limit
      check(block)
    case .atomic(let block): checkAtomic(block, statement)
    case .await(let condition): checkAwait(condition, statement)
    case .choose(let blocks):
      refuseInRegion("choose", at: keyword("choose", statement))
      for block in blocks { check(block) }
    default: break
    }
  }

  private mutating func checkWith(_ mode: WithMode, _ place: Place, _ block: Block, _ statement: Statement) {
    refuseInRegion("with", at: keyword("with", statement))
    defer { check(block) }
    guard local(place.name.text) == nil, let index = declarations.symbol(place.name.text)?.object else {
      if local(place.name.text) == nil, declarations.symbol(place.name.text) == nil {
        reportUnknown(place.name) { $0.object.map { declarations.objects[$0].kind.isLock } ?? false }
      } else {
        sink.error("'with' takes a mutex, an rwlock or a semaphore", at: place.range)
      }
      return
    }
    let object = declarations.objects[index]
    checkPlace(place, of: index)
    switch (object.kind, mode) {
    case (.mutex, .plain), (.semaphore, .plain), (.rwlock, .read), (.rwlock, .write): break
    case (.rwlock, .plain):
      sink.error(
        "an rwlock is taken for reading or for writing", at: place.range,
        hint: "write 'with read \(object.name)' or 'with write \(object.name)'")
    case (.mutex, _), (.semaphore, _):
      sink.error(
        "only an rwlock has readers and writers", at: place.range, label: object.kind.phrase,
        hint: "write 'with \(object.name)'")
    default:
      sink.error(
        "'with' takes a mutex, an rwlock or a semaphore", at: place.range, label: object.kind.phrase)
    }
  }

  // MARK: atomic regions

  private mutating func checkAtomic(_ block: Block, _ statement: Statement) {
    refuseInRegion(
      "atomic", at: keyword("atomic", statement),
      hint: region == .atomic ? "one block is one step already" : nil)
    let before = (region, loopsOutsideRegion)
    region = .atomic
    loopsOutsideRegion = loopDepth
    var rest = block
    scopes.append([])
    if case .await(let condition)? = block.statements.first?.kind {
      checkCondition(condition)
      rest.statements.removeFirst()
    }
    check(rest)
    scopes.removeLast()
    (region, loopsOutsideRegion) = before
  }

  private mutating func checkAwait(_ condition: Expression, _ statement: Statement) {
    if region == .atomic {
      sink.error(
        "'await' inside 'atomic { }' can only be the first statement", at: keyword("await", statement),
        hint: "the block is one step: it waits before it begins, or not at all")
    } else {
      refuseInRegion("await", at: keyword("await", statement))
    }
    checkCondition(condition)
    var cells = CellCounter(declarations: declarations)
    cells.count(condition)
    if cells.areSeveral || region == .atomic { facts.regionObjects.formUnion(cells.objects) }
  }

  private mutating func checkCondition(_ condition: Expression) {
    let before = region
    if before == .atomic {
      var cells = CellCounter(declarations: declarations)
      cells.count(condition)
      facts.regionObjects.formUnion(cells.objects)
    }
    region = .await
    check(condition)
    region = before
  }

  // MARK: actors

  mutating func checkSpawnOrJoin(_ place: Place, _ statement: Statement) {
    let isSpawn = if case .spawn = statement.kind { true } else { false }
    let word = isSpawn ? "spawn" : "join"
    refuseInRegion(word, at: keyword(word, statement))
    let name = place.name.text
    guard let symbol = local(name) == nil ? declarations.symbol(name) : nil else {
      let actors = declarations.names { if case .actor = $0 { true } else { false } }
      sink.error(
        "unknown actor '\(name)'", at: place.name.range, hint: Suggestion.hint(for: name, among: actors))
      if let index = place.index { check(index) }
      return
    }
    guard case .actor(let group) = symbol else {
      sink.error("'\(name)' is \(declarations.phrase(symbol)), not an actor", at: place.range)
      if let index = place.index { check(index) }
      return
    }
    let actor = declarations.actors[group]
    if let index = place.index {
      check(index)
      checkIndex(index, ofArray: actor.isArray, count: actor.count, name, isBroken: actor.isBroken)
    }
    if actor.item.kind == .main {
      sink.error(
        "main cannot be \(isSpawn ? "spawned" : "joined")", at: place.range,
        hint: isSpawn ? "it starts at once" : "main may be the one that joins the others")
    }
    checkNotItself(place, group, isSpawn)
    if isSpawn {
      facts.spawns.insert(group)
    } else {
      facts.joins.append((group, statement.range))
    }
  }

  /// An element of an array may start or await another one, but not itself.
  private func checkNotItself(_ place: Place, _ group: Int, _ isSpawn: Bool) {
    guard case .actor(let own) = owner, own == group, declarations.actors[group].item.kind != .main else {
      return
    }
    if let index = place.index?.unwrapped {
      guard case .selfIndex = index.kind else { return }
    }
    sink.error(
      isSpawn ? "an actor cannot spawn itself" : "an actor that joins itself waits for ever", at: place.range)
  }
}

extension KindWord {
  var isLock: Bool { self == .mutex || self == .rwlock || self == .semaphore }
}

extension Expression {
  /// Without its parentheses.
  var unwrapped: Expression {
    if case .parenthesized(let inner) = kind { inner.unwrapped } else { self }
  }
}

/// Whether an expression names more than one cell, and which objects.
struct CellCounter {
  let declarations: Declarations
  private(set) var objects: Set<Int> = []
  /// The cell, as far as it is known before the scenario runs, of each place met.
  private var known: Set<[Int64]> = []
  private var hasUnknown = false

  init(declarations: Declarations) { self.declarations = declarations }

  var areSeveral: Bool { known.count + (hasUnknown ? 1 : 0) > 1 || unknowns > 1 }

  /// The one cell that the expression names, if it is known which one it is.
  var single: (object: Int, index: Int64)? {
    guard !hasUnknown, known.count == 1, let cell = known.first else { return nil }
    return (Int(cell[0]), cell[1])
  }

  private var unknowns = 0

  mutating func count(_ expression: Expression, selfIndex: Int64? = nil) {
    switch expression.kind {
    case .place(let place), .operation(let place, _, _):
      if let object = declarations.symbol(place.name.text)?.object {
        count(place, of: object, selfIndex)
      }
      if let index = place.index { count(index, selfIndex: selfIndex) }
      if case .operation(_, _, let arguments) = expression.kind { count(arguments, selfIndex) }
    case .unary(_, let inner), .parenthesized(let inner): count(inner, selfIndex: selfIndex)
    case .binary(_, let left, let right):
      count(left, selfIndex: selfIndex)
      count(right, selfIndex: selfIndex)
    case .call(_, let arguments): count(arguments, selfIndex)
    case .number, .boolean, .selfIndex, .member: break
    }
  }

  private mutating func count(_ arguments: [Argument], _ selfIndex: Int64?) {
    for case .value(let value) in arguments { count(value, selfIndex: selfIndex) }
  }

  private mutating func count(_ place: Place, of object: Int, _ selfIndex: Int64?) {
    objects.insert(object)
    guard let index = place.index else {
      known.insert([Int64(object), 0])
      return
    }
    if let value = declarations.folder(selfIndex: selfIndex).fold(index) {
      known.insert([Int64(object), value])
    } else {
      hasUnknown = true
      unknowns += 1
    }
  }
}
