/// Ways through a syntax tree for rules that do not care about most of it.
extension Statement {
  /// The blocks directly inside.
  var blocks: [Block] {
    switch kind {
    case .if(_, let block, let other):
      switch other {
      case .block(let second): [block, second]
      case .statement(let statement): [block, Block([statement], statement.range)]
      case nil: [block]
      }
    case .while(_, let block), .loop(let block), .repeat(_, let block), .for(_, _, _, let block),
      .with(_, _, let block), .section(_, _, let block), .atomic(let block):
      [block]
    case .choose(let blocks): blocks
    default: []
    }
  }

  /// The expressions directly inside, in the order of the text.
  var expressions: [Expression] {
    switch kind {
    case .local(_, let value), .call(let value), .while(let value, _), .repeat(let value, _),
      .await(let value), .workCall(let value), .exit(let value), .assert(let value, _), .if(let value, _, _):
      [value]
    case .assign(let place, _, let value): (place.index.map { [$0] } ?? []) + [value]
    case .for(_, let low, let high, _): [low, high]
    case .return(let value): value.map { [$0] } ?? []
    case .with(_, let place, _), .spawn(let place), .join(let place): place.index.map { [$0] } ?? []
    case .section(_, let limit, _): limit.map { [$0] } ?? []
    case .print(_, let values), .mark(_, let values): values
    default: []
    }
  }

  /// A place that is named by the statement itself.
  var place: Place? {
    switch kind {
    case .assign(let place, _, _), .with(_, let place, _), .spawn(let place), .join(let place): place
    default: nil
    }
  }
}

extension Block {
  /// Every statement, in the order of the text, those inside others as well.
  func forEachStatement(_ body: (Statement) -> Void) {
    for statement in statements {
      body(statement)
      for block in statement.blocks { block.forEachStatement(body) }
    }
  }
}

extension Expression {
  /// The expression and every part of it, in the order of the text.
  func visit(_ body: (Expression) -> Void) {
    body(self)
    switch kind {
    case .unary(_, let inner), .parenthesized(let inner): inner.visit(body)
    case .binary(_, let left, let right):
      left.visit(body)
      right.visit(body)
    case .place(let place), .member(let place, _): place.index?.visit(body)
    case .call(_, let arguments):
      for case .value(let value) in arguments { value.visit(body) }
    case .operation(let place, _, let arguments):
      place.index?.visit(body)
      for case .value(let value) in arguments { value.visit(body) }
    case .number, .boolean, .selfIndex: break
    }
  }

  /// The names that are looked up to evaluate it.
  func forEachName(_ body: (Name) -> Void) {
    visit { part in
      switch part.kind {
      case .place(let place), .operation(let place, _, _), .member(let place, _): body(place.name)
      case .call(let name, _): body(name)
      default: break
      }
    }
  }
}

extension Item {
  /// Every name that the item uses, not those it declares.
  func forEachUsedName(_ body: (Name) -> Void) {
    switch kind {
    case .metadata, .tags: break
    case .parameter(_, let value, let bounds):
      value.forEachName(body)
      bounds?.low.forEachName(body)
      bounds?.high.forEachName(body)
    case .constants(let list): for entry in list { entry.value.forEachName(body) }
    case .objects(let objects): for declarator in objects.declarators { declarator.forEachUsedName(body) }
    case .routine(let routine): routine.body.forEachUsedName(body)
    case .actor(let actor):
      actor.count?.forEachName(body)
      actor.body.forEachUsedName(body)
    case .expect(let expect): expect.forEachUsedName(body)
    case .native(let settings):
      for setting in settings {
        switch setting {
        case .runs(let value): value.forEachName(body)
        case .parameter(_, let value): value.forEachName(body)
        case .timeout: break
        }
      }
    }
  }
}

extension Block {
  func forEachUsedName(_ body: (Name) -> Void) {
    forEachStatement { statement in
      if let place = statement.place { body(place.name) }
      for expression in statement.expressions { expression.forEachName(body) }
    }
  }
}

extension ObjectItem.Declarator {
  func forEachUsedName(_ body: (Name) -> Void) {
    count?.forEachName(body)
    capacity?.forEachName(body)
    switch initial {
    case .value(let value), .threads(let value, _), .processes(let value, _): value.forEachName(body)
    case .list(let values, _): for value in values { value.forEachName(body) }
    case nil: break
    }
    if let on { body(on) }
    if let guardedBy { body(guardedBy) }
  }
}

extension ExpectItem {
  func forEachUsedName(_ body: (Name) -> Void) {
    condition?.forEachName(body)
    switch property {
    case .always(let value), .finally(let value), .possible(let value), .possibleFinally(let value),
      .eventually(let value):
      value.forEachName(body)
    case .race(_, let names): for name in names { body(name) }
    case .finding(_, _, let places):
      for place in places {
        body(place.name)
        place.index?.forEachName(body)
      }
    case .outcomes(let values, let rows):
      for value in values { value.forEachName(body) }
      for row in rows { for value in row.values { value.forEachName(body) } }
    }
  }
}
