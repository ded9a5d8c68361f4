extension SyntaxPrinter {
  // MARK: Declarations

  mutating func put(_ objects: ObjectItem) {
    if objects.sharing != .local { put(objects.sharing.rawValue + " ") }
    put(objects.kind.rawValue + " ")
    putList(objects.declarators) { $0.put($1) }
  }

  private mutating func put(_ declarator: ObjectItem.Declarator) {
    put(declarator.name.text)
    if let count = declarator.count { putInside("[", "]") { $0.put(count) } }
    if let capacity = declarator.capacity { putInside("(", ")") { $0.put(capacity) } }
    if let initial = declarator.initial {
      put(" = ")
      put(initial)
    }
    if !declarator.attributes.isEmpty {
      put(" : " + declarator.attributes.map(\.text).joined(separator: " "))
    }
    if let on = declarator.on { put(" on " + on.text) }
    if let lock = declarator.guardedBy { put(" guarded by " + lock.text) }
  }

  private mutating func put(_ initial: ObjectItem.Declarator.Initial) {
    switch initial {
    case .value(let value): put(value)
    case .list(let values, _): putInside("[", "]") { $0.putList(values) { $0.put($1) } }
    case .threads(let count, _): putInside("threads(", ")") { $0.put(count) }
    case .processes(let count, _): putInside("processes(", ")") { $0.put(count) }
    }
  }

  mutating func putParameter(_ name: Name, _ value: Expression, _ bounds: Item.Bounds?) {
    put("param \(name.text) = ")
    put(value)
    guard let bounds else { return }
    put(" in ")
    put(bounds.low)
    put(bounds.low.isBinary || bounds.high.isBinary ? " ... " : "...")
    put(bounds.high)
  }

  /// A routine or actor up to its block, with the space before it.
  mutating func putHeader(_ routine: RoutineItem) {
    put(routine.isTask ? "task " : "func ")
    put(routine.name.text)
    putInside("(", ")") { $0.putNames(routine.parameters) }
    put(" ")
  }

  mutating func putHeader(_ actor: ActorItem) {
    if actor.isDaemon { put("daemon ") }
    put(actor.kind.rawValue)
    if actor.kind != .main { put(" " + actor.name.text) }
    if let count = actor.count { putInside("[", "]") { $0.put(count) } }
    put(" ")
  }

  // MARK: Expectations

  /// A property without `expect`; of `outcomes` what stands before the rows.
  mutating func put(_ property: ExpectItem.Property) {
    switch property {
    case .always(let condition): put("always ", condition)
    case .finally(let condition): put("finally ", condition)
    case .possibleFinally(let condition): put("possible finally ", condition)
    case .eventually(let condition): put("eventually ", condition)
    case .possible(let condition):
      put("possible ")
      // Without its parentheses a variable called 'finally' could be read as the word.
      if case .parenthesized = condition.kind, condition.withoutParentheses.startsWithFinally {
        put(condition)
      } else {
        putCondition(condition)
      }
    case .race(let isExpected, let names):
      put(isExpected ? "race" : "no race")
      if !names.isEmpty { put(" on ") }
      putNames(names)
    case .finding(let word, let isExpected, let actors):
      put((isExpected ? "" : "no ") + word.rawValue)
      if !actors.isEmpty { put(" of ") }
      putList(actors) { $0.put($1) }
    case .outcomes(let values, _):
      put("outcomes ")
      putInside("(", ")") { $0.putList(values) { $0.put($1) } }
    }
  }

  private mutating func put(_ word: String, _ condition: Expression) {
    put(word)
    putCondition(condition)
  }

  mutating func put(_ row: OutcomeRow) {
    putList(row.values) { $0.put($1) }
    put(": " + row.grade.rawValue)
    guard let note = row.note else { return }
    put(" ")
    put(note)
  }

  mutating func put(_ setting: NativeSetting) {
    switch setting {
    case .runs(let count):
      put("runs ")
      put(count)
    case .timeout(let duration, _):
      put("timeout ")
      put(duration)
    case .parameter(let name, let value):
      put("param \(name.text) = ")
      put(value)
    }
  }
}

extension Expression {
  /// Its first word is the variable `finally`.
  fileprivate var startsWithFinally: Bool {
    switch kind {
    case .place(let place), .member(let place, _), .operation(let place, _, _): place.name.text == "finally"
    case .binary(_, let left, _): left.startsWithFinally
    case .call(let name, _): name.text == "finally"
    default: false
    }
  }
}
