extension BalanceChecker {
  // MARK: conditions

  /// The states in which a condition was true, and those in which it was false.
  mutating func branch(_ condition: Expression, _ states: Set<State>) -> (Set<State>, Set<State>) {
    if let value = folder.fold(condition) { return value != 0 ? (states, []) : ([], states) }
    switch condition.kind {
    case .parenthesized(let inner): return branch(inner, states)
    case .unary(.not, let inner):
      let (yes, no) = branch(inner, states)
      return (no, yes)
    case .binary(.and, let left, let right):
      let (first, no) = branch(left, states)
      let (yes, second) = branch(right, first)
      return (yes, no.union(second))
    case .binary(.or, let left, let right):
      let (yes, first) = branch(left, states)
      let (second, no) = branch(right, first)
      return (yes.union(second), no)
    case .binary(let operation, let left, let right):
      if let result = branch(operation, left, right, states) { return result }
    case .operation(let place, let name, let arguments):
      if let attempt = attempt(place, name.text, arguments) {
        return attempt.isTry ? branch(attempt, condition.range, states) : give(up: attempt, states)
      }
    default: break
    }
    return branchOnLocals(condition, states)
  }

  /// An operation that may or may not take a lock, by its result.
  private struct Attempt {
    var cell: StaticCell?
    var object: Int
    /// 1 for yes; otherwise 0 for yes and -1 for no.
    var isTry: Bool
  }

  private func attempt(_ place: Place, _ name: String, _ arguments: [Argument]) -> Attempt? {
    guard let object = declarations.symbol(place.name.text)?.object else { return nil }
    let isTry = ["trylock", "tryRead", "tryWrite"].contains(name)
    let isTimed =
      ["lock", "lockRead", "lockWrite"].contains(name)
      && arguments.contains { if case .timeout = $0 { true } else { false } }
    let kind = declarations.objects[object].kind
    guard kind == .mutex || kind == .rwlock, isTry || isTimed else { return nil }
    return Attempt(cell: cells.cell(place), object: object, isTry: isTry)
  }

  /// Whether a condition asks for the result of taking this very lock.
  func isAttempt(_ condition: Expression, on object: Int) -> Bool {
    var found = false
    condition.visit { part in
      if case .operation(let place, let name, let arguments) = part.kind,
        let attempt = attempt(place, name.text, arguments)
      {
        found = found || attempt.object == object
      }
    }
    return found
  }

  private mutating func branch(
    _ attempt: Attempt, _ range: SourceRange, _ states: Set<State>
  ) -> (Set<State>, Set<State>) {
    guard let cell = attempt.cell else { return give(up: attempt, states) }
    return (take(cell, range, states), states)
  }

  private mutating func give(up attempt: Attempt, _ states: Set<State>) -> (Set<State>, Set<State>) {
    unknown.insert(attempt.object)
    return (states, states)
  }

  /// A comparison of such an operation's result with a number.
  private mutating func branch(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ states: Set<State>
  ) -> (Set<State>, Set<State>)? {
    guard case .operation(let place, let name, let arguments) = left.unwrapped.kind,
      let number = folder.fold(right), let attempt = attempt(place, name.text, arguments)
    else { return nil }
    guard let cell = attempt.cell else { return give(up: attempt, states) }
    let isRobust = declarations.objects[attempt.object].declaration.attributes.contains(.robust)
    let taken: [Int64] = attempt.isTry ? (isRobust ? [1, 2] : [1]) : (isRobust ? [0, 1] : [0])
    let failed: [Int64] = attempt.isTry ? [0] : [-1]
    let held = take(cell, left.range, states)
    var yes: Set<State> = []
    var no: Set<State> = []
    for (results, after) in [(taken, held), (failed, states)] {
      for result in results {
        if Arithmetic.apply(operation, result, number) != 0 {
          yes.formUnion(after)
        } else {
          no.formUnion(after)
        }
      }
    }
    return (yes, no)
  }

  /// A condition over locals alone has the same answer until one of them changes.
  private mutating func branchOnLocals(
    _ condition: Expression, _ states: Set<State>
  ) -> (Set<State>, Set<State>) {
    guard !condition.isShared(declarations) else {
      let after = effects(of: condition, states)
      return (after, after)
    }
    let text = Formatter.text(of: condition)
    var yes: Set<State> = []
    var no: Set<State> = []
    for state in states {
      if state.known[text] != false {
        var changed = state
        changed.known[text] = true
        yes.insert(changed)
      }
      if state.known[text] != true {
        var changed = state
        changed.known[text] = false
        no.insert(changed)
      }
    }
    return (yes, no)
  }

  // MARK: effects

  /// What evaluating an expression does to the locks.
  mutating func effects(of expression: Expression, _ states: Set<State>) -> Set<State> {
    var after = states
    switch expression.kind {
    case .parenthesized(let inner), .unary(_, let inner): return effects(of: inner, states)
    case .binary(let operation, let left, let right):
      after = effects(of: left, states)
      let second = effects(of: right, after)
      return operation == .and || operation == .or ? after.union(second) : second
    case .place(let place), .member(let place, _):
      return place.index.map { effects(of: $0, states) } ?? states
    case .call(let name, let arguments):
      for value in arguments.values { after = effects(of: value, after) }
      guard case .routine(let routine)? = declarations.symbol(name.text) else { return after }
      return call(declarations.routines[routine], after)
    case .operation(let place, let name, let arguments):
      for value in arguments.values { after = effects(of: value, after) }
      return operate(place, name.text, arguments, expression.range, after, isUsed: true)
    case .number, .boolean, .selfIndex: return states
    }
  }

  private mutating func call(_ routine: RoutineItem, _ states: Set<State>) -> Set<State> {
    guard depth < Self.callLimit, !gaveUp else {
      gaveUp = true
      return []
    }
    depth += 1
    defer { depth -= 1 }
    var after: Set<State> = []
    for state in states {
      // The routine has locals of its own: what is known of the caller's sleeps meanwhile.
      let flow = run(routine.body, [State(held: state.held)])
      for end in flow.next.union(flow.returns) { after.insert(State(held: end.held, known: state.known)) }
    }
    return after
  }

  mutating func operate(
    _ place: Place, _ name: String, _ arguments: [Argument], _ range: SourceRange, _ states: Set<State>,
    isUsed: Bool
  ) -> Set<State> {
    guard let object = declarations.symbol(place.name.text)?.object,
      [.mutex, .rwlock].contains(declarations.objects[object].kind)
    else { return states }
    let cell = cells.cell(place)
    if attempt(place, name, arguments) != nil || cell == nil { unknown.insert(object) }
    guard let cell else { return states }
    switch name {
    case "lock", "lockRead", "lockWrite": return take(cell, range, states)
    case "unlock": return release(cell, range, states)
    default: return states
    }
  }

  private func take(_ cell: StaticCell, _ range: SourceRange, _ states: Set<State>) -> Set<State> {
    Set(states.map { State(held: $0.held + [Held(cell: cell, range: range)], known: $0.known) })
  }

  private mutating func release(
    _ cell: StaticCell, _ range: SourceRange, _ states: Set<State>
  ) -> Set<State> {
    var after: Set<State> = []
    for var state in states {
      if let position = state.held.lastIndex(where: { $0.cell == cell }) {
        state.held.remove(at: position)
      } else {
        unheld.append(Held(cell: cell, range: range))
      }
      after.insert(state)
    }
    return after
  }
}
