import LabTrace

/// Operations of objects: which there are, what they take, where they may stand.
extension BodyChecker {
  mutating func checkOperation(
    _ place: Place, _ name: Name, _ arguments: [Argument], _ range: SourceRange, isStatement: Bool
  ) {
    guard let index = object(ofOperation: place, name) else { return checkArguments(arguments) }
    let object = declarations.objects[index]
    checkPlace(place, of: index)
    guard let operation = Operation.named(name.text, of: object.kind) else {
      reportUnknownOperation(name, object)
      return checkArguments(arguments)
    }
    if operation.isSubmit {
      checkSubmit(index, arguments, range)
    } else {
      checkArguments(arguments)
      checkArguments(of: operation, arguments, "'\(object.name).\(name.text)'", range)
    }
    if isStatement {
      note(operation, index, arguments, range)
    } else if !operation.hasResult, !operation.isSubmit {
      sink.error(
        "'\(name.text)' has no result", at: range, hint: "write it as a statement of its own")
    }
    if operation.isOK {
      facts.okObjects.insert(index)
      if isStatement { sink.error("'ok' only answers a question", at: range, hint: "use it in a condition") }
    }
    if operation.opcode == .bufferClose {
      facts.closes.append(BodyFacts.Use(object: index, range: range))
    }
    checkRegion(operation, object, place, range)
  }

  private mutating func checkRegion(
    _ operation: Operation, _ object: DeclaredObject, _ place: Place, _ range: SourceRange
  ) {
    let isRead = operation.opcode == .atomicLoad || operation.isOK
    if object.kind == .atomic, region != .await || isRead { return }
    if operation.isOK { return }
    refuseInRegion(
      "\(object.name).\(operation.name)", at: range,
      hint: operation.canBlock && region == .atomic
        ? "to wait for something, begin the block with 'await'" : nil)
  }

  private func object(ofOperation place: Place, _ operation: Name) -> Int? {
    let name = place.name.text
    if let local = local(name) {
      sink.error("'\(name)' is \(local.kind.phrase) and has no operations", at: place.range)
      return nil
    }
    guard let symbol = declarations.symbol(name) else {
      reportUnknown(place.name) { $0.object != nil }
      return nil
    }
    guard let index = symbol.object else {
      sink.error("'\(name)' is \(declarations.phrase(symbol)) and has no operations", at: place.range)
      return nil
    }
    return index
  }

  private func reportUnknownOperation(_ name: Name, _ object: DeclaredObject) {
    let known = Operation.all(of: object.kind).map(\.name)
    var hint = Suggestion.hint(for: name.text, among: known)
    if object.kind == .var {
      hint =
        Operation.named(name.text, of: .atomic) == nil
        ? "a var is read and written: 'x = x + 1'" : "declare it 'atomic \(object.name)'"
    }
    sink.error(
      "\(object.kind.phrase) has no operation '\(name.text)'", at: name.range,
      hint: hint ?? "it has \(known.joined(separator: ", "))")
  }

  private func checkArguments(
    of operation: Operation, _ arguments: [Argument], _ what: String, _ range: SourceRange
  ) {
    var values = 0
    var hasTimeout = false
    var hasOrder = false
    for argument in arguments {
      switch argument {
      case .value: values += 1
      case .timeout(_, let place):
        if !operation.canBlock {
          sink.error("\(what) never waits and takes no 'timeout:'", at: place)
        } else if hasTimeout {
          sink.error("'timeout:' is given twice", at: place)
        }
        hasTimeout = true
      case .order(let word, let place):
        checkOrder(word, operation, what, place, isSecond: hasOrder)
        hasOrder = true
      }
    }
    checkCount(values, of: what, expected: operation.arguments, range)
  }

  private func checkOrder(
    _ word: OrderWord, _ operation: Operation, _ what: String, _ range: SourceRange, isSecond: Bool
  ) {
    let fitting = operation.orders.words
    if fitting.isEmpty {
      sink.error(
        "\(what) takes no memory order", at: range, hint: "only the operations of an atomic have one")
    } else if isSecond {
      sink.error("the memory order is given twice", at: range)
    } else if !fitting.contains(word) {
      sink.error(
        "'\(operation.name)' cannot have the order '\(word.rawValue)'", at: range,
        hint: "it can be \(alternatives(fitting.map(\.rawValue)))")
    }
  }

  private mutating func checkSubmit(_ pool: Int, _ arguments: [Argument], _ range: SourceRange) {
    let tasks = declarations.routines.filter(\.isTask).map(\.name.text)
    let rest = Array(arguments.dropFirst())
    guard case .value(let first)? = arguments.first, case .place(let place) = first.kind, place.index == nil
    else {
      sink.error(
        "'submit' needs the name of a task first", at: range,
        hint: tasks.isEmpty ? "declare one: 'task t() { … }'" : "it can be \(alternatives(tasks))")
      return checkArguments(rest)
    }
    let name = place.name
    guard let symbol = local(name.text) == nil ? declarations.symbol(name.text) : nil,
      case .routine(let task) = symbol, declarations.routines[task].isTask
    else {
      let known = declarations.symbol(name.text)
      let phrase = local(name.text)?.kind.phrase ?? known.map { declarations.phrase($0) }
      sink.error(
        phrase.map { "'\(name.text)' is \($0), not a task" } ?? "unknown task '\(name.text)'",
        at: name.range,
        hint: Suggestion.hint(for: name.text, among: tasks)
          ?? (phrase == "a func" ? "declare it 'task \(name.text)'" : nil))
      return checkArguments(rest)
    }
    let count = declarations.routines[task].parameters.count
    checkValues(rest, of: "'\(name.text)'", expected: count...count, range)
    facts.submissions.append(BodyFacts.Submission(pool: pool, task: task, range: range))
  }

  private mutating func note(
    _ operation: Operation, _ object: Int, _ arguments: [Argument], _ range: SourceRange
  ) {
    let hasTimeout = arguments.contains { if case .timeout = $0 { true } else { false } }
    facts.dropped.append(
      BodyFacts.DroppedResult(object: object, operation: operation, hasTimeout: hasTimeout, range: range))
  }
}
