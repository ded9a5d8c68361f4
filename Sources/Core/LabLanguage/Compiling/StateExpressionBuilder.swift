import LabTrace

/// Checks an expression of an expectation and builds what evaluates it in a state.
struct StateExpressionBuilder {
  let declarations: Declarations
  let sink: DiagnosticSink
  let actors: [BodyFacts]
  var observed: ObservedLocals

  /// Nil if something is wrong with it, which was reported.
  mutating func node(_ expression: Expression) -> StateExpression.Node? {
    if let value = declarations.folder().fold(expression) { return .constant(value) }
    switch expression.kind {
    case .number(let value): return .constant(value)
    case .boolean(let value): return .constant(Arithmetic.number(value))
    case .parenthesized(let inner): return node(inner)
    case .selfIndex:
      sink.error(
        "'self' means nothing in 'expect'", at: expression.range, hint: "only an actor has an index")
      return nil
    case .unary(let operation, let operand): return node(operand).map { .unary(operation, $0) }
    case .binary(let operation, let left, let right):
      let first = node(left)
      let second = node(right)
      guard let first, let second else { return nil }
      return .binary(operation, first, second)
    case .place(let place): return self.place(place)
    case .member(let place, let name): return member(place, name, expression.range)
    case .call(let name, let arguments): return call(name, arguments, expression.range)
    case .operation(let place, let name, _):
      return refuse(place, name, expression.range)
    }
  }

  private func refuse(_ place: Place, _ name: Name, _ range: SourceRange) -> StateExpression.Node? {
    let readable = ["value", "size", "load"].contains(name.text)
    sink.error(
      "an expectation has no operations", at: range,
      hint: readable ? "write '\(sink.text(of: place.range))'" : "it only reads")
    return nil
  }

  // MARK: places

  private mutating func place(_ place: Place) -> StateExpression.Node? {
    let name = place.name.text
    guard let symbol = declarations.symbol(name) else {
      sink.error(
        "unknown name '\(name)'", at: place.name.range,
        hint: Suggestion.hint(for: name, among: declarations.names { $0.isReadable(declarations) })
          ?? localHint(name))
      return nil
    }
    guard let index = symbol.object, symbol.isReadable(declarations) else {
      sink.error("'\(name)' is \(declarations.phrase(symbol)) and has no value", at: place.range)
      return nil
    }
    let object = declarations.objects[index]
    guard let expression = place.index else {
      if object.declaration.isArray {
        sink.error("'\(name)' is an array", at: place.range, hint: "say which element: '\(name)[0]'")
        return nil
      }
      return .cell(object: index, index: nil)
    }
    guard object.declaration.isArray else {
      sink.error("'\(name)' is not an array", at: expression.range, hint: "leave out the index")
      return nil
    }
    return node(expression).flatMap { element($0, of: index, expression) }
  }

  private func element(
    _ position: StateExpression.Node, of index: Int, _ expression: Expression
  ) -> StateExpression.Node? {
    let object = declarations.objects[index]
    if case .constant(let value) = position, !object.isBroken,
      value < 0 || value >= Int64(object.declaration.count)
    {
      sink.error(
        "index \(value) is out of range", at: expression.range,
        label:
          "'\(object.name)' has \(counted(object.declaration.count, "element")), from 0 to \(object.declaration.count - 1)"
      )
      return nil
    }
    return .cell(object: index, index: position)
  }

  /// A name that is unknown here may be a local of some actor.
  private func localHint(_ name: String) -> String? {
    for (index, facts) in actors.enumerated() where facts.locals.contains(where: { $0.text == name }) {
      let actor = declarations.actors[index]
      return "the local of an actor is read as '\(actor.name)\(actor.isArray ? "[0]" : "").\(name)'"
    }
    return nil
  }

  // MARK: members

  private mutating func member(_ place: Place, _ name: Name, _ range: SourceRange) -> StateExpression.Node? {
    guard let (actor, group) = ActorResolver(declarations: declarations, sink: sink).actor(place) else {
      return nil
    }
    if let symbol = declarations.symbol(name.text) { return forked(symbol, actor, name) }
    guard group < actors.count else {
      sink.error("the workers of a pool have no locals that can be read", at: range)
      return nil
    }
    let facts = actors[group]
    let count = facts.locals.count { $0.text == name.text }
    let phrase = declarations.actors[group].phrase
    guard count == 1 else {
      if count > 1 {
        sink.error(
          "'\(phrase)' has \(count) locals '\(name.text)'", at: name.range,
          hint: "which of them is meant cannot be told; give them different names")
      } else if facts.loopVariables.contains(where: { $0.text == name.text }) {
        sink.error(
          "'\(name.text)' is the variable of a loop and cannot be read here", at: name.range,
          hint: "keep it in a local")
      } else {
        sink.error(
          "'\(phrase)' has no local '\(name.text)'", at: name.range,
          hint: Suggestion.hint(for: name.text, among: facts.locals.map(\.text))
            ?? "only locals of its own body can be read, not those of routines")
      }
      return nil
    }
    return .local(actor: actor, observed.register(name.text, group: group))
  }

  private func forked(_ symbol: Symbol, _ actor: Int, _ name: Name) -> StateExpression.Node? {
    guard let index = symbol.object, declarations.objects[index].declaration.sharing == .forked else {
      sink.error(
        "'\(name.text)' is \(declarations.phrase(symbol)) that all actors share", at: name.range,
        hint: symbol.object == nil ? nil : "write '\(name.text)' alone, or declare it 'forked'")
      return nil
    }
    guard symbol.isReadable(declarations) else {
      sink.error("'\(name.text)' is \(declarations.phrase(symbol)) and has no value", at: name.range)
      return nil
    }
    if declarations.objects[index].declaration.isArray {
      sink.error("an element of an actor's copy of an array cannot be read", at: name.range)
      return nil
    }
    return .forked(actor: actor, object: index, index: nil)
  }

  // MARK: calls

  private mutating func call(
    _ name: Name, _ arguments: [Argument], _ range: SourceRange
  ) -> StateExpression.Node? {
    guard let builtin = Builtin(rawValue: name.text), builtin != .choose else {
      sink.error(
        name.text == "choose" ? "an expectation cannot choose" : "an expectation cannot call routines",
        at: range)
      return nil
    }
    var nodes: [StateExpression.Node] = []
    for case .value(let value) in arguments {
      guard let node = node(value) else { return nil }
      nodes.append(node)
    }
    guard nodes.count == arguments.count, builtin.arguments.contains(nodes.count) else {
      sink.error("wrong number of values for '\(name.text)'", at: range)
      return nil
    }
    switch builtin {
    case .abs: return .absolute(nodes[0])
    case .min: return nodes.dropFirst().reduce(nodes[0]) { .minimum($0, $1) }
    default: return nodes.dropFirst().reduce(nodes[0]) { .maximum($0, $1) }
    }
  }
}

extension Symbol {
  /// Whether an expectation can read it.
  func isReadable(_ declarations: Declarations) -> Bool {
    switch self {
    case .parameter, .constant: true
    case .object(let index):
      switch declarations.objects[index].kind {
      case .var, .atomic, .semaphore, .event, .buffer, .ring: true
      default: false
      }
    default: false
    }
  }
}
