import LabTrace

extension BodyChecker {
  /// Checks an expression whose value is used.
  mutating func check(_ expression: Expression) {
    switch expression.kind {
    case .number, .boolean: break
    case .selfIndex: facts.usesSelf = true
    case .parenthesized(let inner), .unary(_, let inner): check(inner)
    case .place(let place): checkRead(place)
    case .member(let place, let name):
      sink.error(
        "a local of another actor can be read in 'expect' only", at: expression.range,
        hint: "if '\(place.name.text)' should tell '\(name.text)' to others, use a variable")
    case .binary(let operation, let left, let right): check(operation, left, right)
    case .call(let name, let arguments): checkCall(name, arguments, expression.range)
    case .operation(let place, let name, let arguments):
      checkOperation(place, name, arguments, expression.range, isStatement: false)
    }
  }

  private mutating func check(_ operation: BinaryOperator, _ left: Expression, _ right: Expression) {
    check(left)
    let decided: Bool =
      switch (operation, folder.fold(left)) {
      case (.and, 0?): true
      case (.or, let value?): value != 0
      default: false
      }
    checkPart(isDead: decided) { $0.check(right) }
  }

  // MARK: reading

  private mutating func checkRead(_ place: Place) {
    let name = place.name.text
    if let local = local(name) {
      if place.index != nil { refuseIndex(of: place, local.kind.phrase) }
      return
    }
    guard let symbol = declarations.symbol(name) else {
      return reportUnknown(place.name) { $0.isValue(declarations) }
    }
    switch symbol {
    case .parameter, .constant:
      if place.index != nil { refuseIndex(of: place, declarations.phrase(symbol)) }
    case .object(let index): checkRead(place, of: index)
    case .routine(let index):
      sink.error(
        "'\(name)' is \(declarations.phrase(symbol)) and has no value", at: place.range,
        hint: declarations.routines[index].isTask
          ? "a pool runs it: 'p.submit(\(name))'" : "call it: '\(name)()'")
    case .actor:
      sink.error("'\(name)' is \(declarations.phrase(symbol)) and has no value", at: place.range)
    }
  }

  private mutating func checkRead(_ place: Place, of index: Int) {
    let object = declarations.objects[index]
    checkPlace(place, of: index)
    let operation: String
    switch object.kind {
    case .var, .atomic: return
    case .semaphore: operation = "value"
    case .buffer, .ring: operation = "size"
    default:
      return sink.error("'\(object.name)' is \(object.kind.phrase) and has no value", at: place.range)
    }
    sink.error(
      "'\(object.name)' is \(object.kind.phrase) and has no value", at: place.range,
      hint: "write '\(object.name)\(object.declaration.isArray ? "[…]" : "").\(operation)()'")
  }

  private mutating func refuseIndex(of place: Place, _ what: String) {
    sink.error("'\(place.name.text)' is \(what) and has no elements", at: place.range)
    if let index = place.index { check(index) }
  }

  /// Checks the use of an object: whether it has an index where it needs one, and notes the use.
  mutating func checkPlace(_ place: Place, of index: Int) {
    facts.uses.append(BodyFacts.Use(object: index, range: place.range))
    if region == .atomic { facts.regionObjects.insert(index) }
    let object = declarations.objects[index]
    guard let expression = place.index else {
      if object.declaration.isArray {
        sink.error(
          "'\(object.name)' is an array", at: place.range,
          hint: "say which element: '\(object.name)[0]'")
      }
      return
    }
    check(expression)
    checkIndex(
      expression, ofArray: object.declaration.isArray, count: object.declaration.count, object.name,
      isBroken: object.isBroken)
  }

  /// Checks an index against the number of elements, as far as it is constant.
  func checkIndex(_ expression: Expression, ofArray isArray: Bool, count: Int, _ name: String, isBroken: Bool)
  {
    guard isArray else {
      sink.error(
        "'\(name)' is not an array", at: expression.range,
        hint: "leave out the index, or declare '\(name)[2]'")
      return
    }
    guard !isBroken, !isDead, let value = folder.fold(expression) else { return }
    if value < 0 || value >= Int64(count) {
      sink.error(
        "index \(value) is out of range", at: expression.range,
        label: "'\(name)' has \(counted(count, "element")), from 0 to \(count - 1)")
    }
  }

  // MARK: calls

  mutating func checkCall(_ name: Name, _ arguments: [Argument], _ range: SourceRange) {
    if let builtin = Builtin(rawValue: name.text) { return checkBuiltin(builtin, arguments, range) }
    guard let symbol = declarations.symbol(name.text) else {
      let routines = declarations.names { if case .routine = $0 { true } else { false } }
      sink.error(
        "unknown routine '\(name.text)'", at: name.range,
        hint: Suggestion.hint(for: name.text, among: routines + Builtin.allCases.map(\.rawValue)))
      return checkArguments(arguments)
    }
    guard case .routine(let index) = symbol else {
      sink.error("'\(name.text)' is \(declarations.phrase(symbol)) and cannot be called", at: name.range)
      return checkArguments(arguments)
    }
    let routine = declarations.routines[index]
    checkValues(
      arguments, of: "'\(name.text)'", expected: routine.parameters.count...routine.parameters.count, range)
    if routine.isTask {
      sink.error(
        "'\(name.text)' is a task, which a pool runs", at: name.range,
        hint: "write 'p.submit(\(name.text)…)', or declare it 'func \(name.text)'")
      return
    }
    facts.calls.append(BodyFacts.Call(routine: index, range: range))
    switch region {
    case .await: refuseInRegion("\(name.text)()", at: range)
    case .atomic: facts.regionCalls.append(BodyFacts.RegionCall(routine: index, range: range))
    case nil: break
    }
  }

  private mutating func checkBuiltin(_ builtin: Builtin, _ arguments: [Argument], _ range: SourceRange) {
    if builtin == .choose { refuseInRegion("choose", at: range) }
    checkValues(arguments, of: "'\(builtin.rawValue)'", expected: builtin.arguments, range)
  }

  /// Checks arguments that are all values.
  mutating func checkValues(
    _ arguments: [Argument], of what: String, expected: ClosedRange<Int>, _ range: SourceRange
  ) {
    checkArguments(arguments)
    var count = 0
    for argument in arguments {
      switch argument {
      case .value: count += 1
      case .timeout(_, let place): sink.error("\(what) takes no 'timeout:'", at: place)
      case .order(_, let place): sink.error("\(what) takes no memory order", at: place)
      }
    }
    checkCount(count, of: what, expected: expected, range)
  }

  func checkCount(_ count: Int, of what: String, expected: ClosedRange<Int>, _ range: SourceRange) {
    guard !expected.contains(count) else { return }
    let wanted: String
    if expected.lowerBound == expected.upperBound {
      wanted = counted(expected.lowerBound, "value")
    } else if expected.upperBound == .max {
      wanted = "at least \(counted(expected.lowerBound, "value"))"
    } else {
      wanted = "at most \(counted(expected.upperBound, "value"))"
    }
    sink.error("\(what) takes \(wanted == "0 values" ? "no values" : wanted), not \(count)", at: range)
  }

  mutating func checkArguments(_ arguments: [Argument]) {
    for case .value(let expression) in arguments { check(expression) }
  }
}

extension Symbol {
  /// Whether the name can stand in an expression.
  func isValue(_ declarations: Declarations) -> Bool {
    switch self {
    case .parameter, .constant: true
    case .object(let index): [.var, .atomic].contains(declarations.objects[index].kind)
    default: false
    }
  }
}
