extension BodyChecker {
  mutating func check(_ statement: Statement) {
    switch statement.kind {
    case .local(let name, let value):
      check(value)
      facts.locals.append(name)
      declare(name, .local)
    case .assign(let place, let operation, let value): checkAssignment(place, operation, value, statement)
    case .call(let expression): checkCallStatement(expression)
    case .if(let condition, let block, let other): checkIf(condition, block, other)
    case .while, .loop, .repeat, .for: checkLoop(statement)
    case .break, .continue: checkJump(statement)
    case .return(let value): checkReturn(value, statement)
    case .with, .section, .atomic, .await, .choose: checkScope(statement)
    case .spawn(let place), .join(let place): checkSpawnOrJoin(place, statement)
    case .yield: refuseInRegion("yield", at: statement.range)
    case .fence: refuseInRegion("fence", at: statement.range)
    case .sleep: refuseInRegion("sleep", at: keyword("sleep", statement))
    case .workTime: break
    case .workCall(let expression): checkWorkload(expression)
    case .crash: checkCrash("crash", statement)
    case .mayCrash: checkCrash("may crash", statement)
    case .exit(let code): checkExit(code, statement)
    case .assert(let condition, _): check(condition)
    case .fail: break
    case .print(_, let values), .mark(_, let values): for value in values { check(value) }
    }
  }

  /// Where the first word of a statement stands.
  func keyword(_ word: String, _ statement: Statement) -> SourceRange {
    SourceRange(statement.range.start, min(statement.range.end, statement.range.start + word.utf8.count))
  }

  // MARK: assignments and calls

  private mutating func checkAssignment(
    _ place: Place, _ operation: AssignmentOperator, _ value: Expression, _ statement: Statement
  ) {
    let name = place.name.text
    if let local = local(name) {
      if place.index != nil {
        sink.error("'\(name)' is \(local.kind.phrase) and has no elements", at: place.range)
      }
      if local.kind == .loopVariable {
        sink.error(
          "'\(name)' counts the rounds of a loop and cannot be assigned", at: place.range,
          hint: "use a local and 'while' to count otherwise")
      }
    } else if let symbol = declarations.symbol(name) {
      checkTarget(place, symbol, operation, value, statement)
    } else {
      reportUnknownTarget(place, operation)
    }
    check(value)
  }

  private mutating func checkTarget(
    _ place: Place, _ symbol: Symbol, _ operation: AssignmentOperator, _ value: Expression,
    _ statement: Statement
  ) {
    guard let index = symbol.object else {
      sink.error("cannot assign to '\(place.name.text)'", at: place.range, label: declarations.phrase(symbol))
      return
    }
    let object = declarations.objects[index]
    switch object.kind {
    case .var: checkPlace(place, of: index)
    case .atomic:
      checkPlace(place, of: index)
      if operation != .set {
        let range = place.range.through(value.range)
        sink.error(
          "'\(operation.rawValue)' on an atomic is not one step", at: range,
          hint: AtomicHint(sink: sink).text(place, operation, value))
      }
    default:
      sink.error("cannot assign to '\(object.name)'", at: place.range, label: object.kind.phrase)
      if let index = place.index { check(index) }
    }
  }

  private mutating func reportUnknownTarget(_ place: Place, _ operation: AssignmentOperator) {
    let locals = scopes.flatMap { $0.map(\.name.text) }
    let known = locals + declarations.names { $0.isValue(declarations) && !$0.isConstant }
    let name = place.name.text
    let standard = operation == .set && place.index == nil ? "write 'local \(name) = …' for a new local" : nil
    sink.error(
      "unknown name '\(name)'", at: place.name.range,
      hint: Suggestion.hint(for: name, among: known) ?? standard)
    if let index = place.index { check(index) }
  }

  private mutating func checkCallStatement(_ expression: Expression) {
    switch expression.kind {
    case .operation(let place, let name, let arguments):
      checkOperation(place, name, arguments, expression.range, isStatement: true)
    case .call(let name, _):
      if Builtin(rawValue: name.text) != nil {
        sink.error(
          "the value of '\(name.text)' is dropped", at: expression.range, hint: "assign it, or leave it out")
      }
      check(expression)
    default: check(expression)
    }
  }

  private mutating func checkWorkload(_ expression: Expression) {
    guard case .call(_, let arguments) = expression.kind else {
      sink.error("'work' takes a time or a call of a workload", at: expression.range)
      return check(expression)
    }
    for argument in arguments {
      switch argument {
      case .value(let value): check(value)
      case .timeout(_, let range): sink.error("a workload takes no 'timeout:'", at: range)
      case .order(_, let range): sink.error("a workload takes no memory order", at: range)
      }
    }
  }

  // MARK: control

  private mutating func checkIf(_ condition: Expression, _ block: Block, _ other: Statement.Else?) {
    check(condition)
    let value = folder.fold(condition)
    checkPart(isDead: value == 0) { $0.check(block) }
    checkPart(isDead: value != nil && value != 0) { checker in
      switch other {
      case .block(let block): checker.check(block)
      case .statement(let statement): checker.check(Block([statement], statement.range))
      case nil: break
      }
    }
  }

  private mutating func checkLoop(_ statement: Statement) {
    switch statement.kind {
    case .while(let condition, let block):
      refuseInRegion("while", at: keyword("while", statement), hint: openLoopHint)
      check(condition)
      checkRounds(block, isDead: folder.fold(condition) == 0, scope: [])
    case .loop(let block):
      refuseInRegion("loop", at: keyword("loop", statement), hint: openLoopHint)
      checkRounds(block, isDead: false, scope: [])
    case .repeat(let count, let block):
      check(count)
      checkRounds(block, isDead: folder.fold(count).map { $0 <= 0 } ?? false, scope: [])
    case .for(let name, let low, let high, let block):
      check(low)
      check(high)
      var isEmpty = false
      if let low = folder.fold(low), let high = folder.fold(high) { isEmpty = low >= high }
      facts.loopVariables.append(name)
      checkRounds(block, isDead: isEmpty, scope: [name])
    default: break
    }
  }

  private var openLoopHint: String? {
    region == .atomic ? "the number of rounds has to be known: 'for' or 'repeat'" : nil
  }

  private mutating func checkRounds(_ block: Block, isDead: Bool, scope names: [Name]) {
    scopes.append([])
    for name in names { declare(name, .loopVariable) }
    loopDepth += 1
    checkPart(isDead: isDead) { $0.check(block) }
    loopDepth -= 1
    scopes.removeLast()
  }

  private mutating func checkJump(_ statement: Statement) {
    let word = if case .break = statement.kind { "break" } else { "continue" }
    if loopDepth == 0 {
      sink.error("'\(word)' outside of a loop", at: statement.range)
    } else if region != nil, loopDepth == loopsOutsideRegion {
      sink.error("'\(word)' would leave 'atomic { }' in the middle", at: statement.range)
    }
  }

  private mutating func checkReturn(_ value: Expression?, _ statement: Statement) {
    if let value { check(value) }
    let range = keyword("return", statement)
    if region != nil { sink.error("'return' would leave 'atomic { }' in the middle", at: range) }
    guard let value else { return }
    switch owner {
    case .actor: sink.error("an actor returns no value", at: value.range, hint: "write 'return' alone")
    case .routine(let index) where declarations.routines[index].isTask:
      sink.error(
        "a task returns no value", at: value.range, hint: "leave the result in a variable or a buffer")
    default: break
    }
  }

  // MARK: processes

  private mutating func checkCrash(_ word: String, _ statement: Statement) {
    refuseInRegion(word, at: statement.range)
    facts.crashes.append(BodyFacts.Crash(word: word, range: statement.range))
  }

  private mutating func checkExit(_ code: Expression, _ statement: Statement) {
    refuseInRegion("exit", at: keyword("exit", statement))
    guard let value = constant(code) else { return }
    if value < 0 || value > 255 {
      sink.error("an exit code is from 0 to 255, not \(value)", at: code.range)
    }
  }
}

/// What to write instead of `x += e` on an atomic.
struct AtomicHint {
  let sink: DiagnosticSink

  func text(_ place: Place, _ operation: AssignmentOperator, _ value: Expression) -> String {
    let target = sink.text(of: place.range)
    let amount = sink.text(of: value.range)
    let sign = operation == .add ? "+" : "-"
    let isSimple =
      switch value.kind {
      case .number, .place, .parenthesized, .call, .operation: true
      default: false
      }
    let operand = isSimple || operation == .add ? amount : "(\(amount))"
    let added = operation == .add ? amount : "-\(operand)"
    return
      "write \(target).add(\(added)) for one atomic step, or \(target) = \(target) \(sign) \(operand) for two"
  }
}
