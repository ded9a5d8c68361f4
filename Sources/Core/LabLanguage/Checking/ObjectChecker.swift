import LabTrace

/// Checks one declared object and works out its size, capacity and initial values.
struct ObjectChecker {
  let sink: DiagnosticSink
  let checker: DeclarationChecker

  static let capacityLimit: Int64 = 1_000_000
  static let permitLimit: Int64 = 2_147_483_647

  func check(_ object: DeclaredObject) {
    checkSharing(object)
    checkCount(object)
    checkCapacity(object)
    checkInitial(object)
    checkAttributes(object)
  }

  private func checkSharing(_ object: DeclaredObject) {
    let name = object.declarator.name
    switch (object.kind, object.declaration.sharing) {
    case (.ring, .local), (.ring, .forked):
      sink.error(
        "a ring lies between processes and needs 'shm'", at: name.range,
        hint: "write 'shm ring \(name.text)', or 'buffer \(name.text)' for threads")
    case (.buffer, .shm):
      sink.error(
        "a buffer cannot be shared between processes", at: name.range,
        hint: "write 'shm ring \(name.text)': the same, across processes")
    case (.pool, .forked):
      sink.error("a pool cannot be forked", at: name.range, hint: "its workers run on one queue")
    default: break
    }
  }

  private func checkCount(_ object: DeclaredObject) {
    guard let expression = object.declarator.count else { return }
    if object.kind == .pool {
      sink.error("a pool cannot be an array", at: expression.range, hint: "declare one pool after the other")
      object.isBroken = true
      return
    }
    guard let count = checker.constant(expression) else {
      object.isBroken = true
      return
    }
    guard count > 0, count <= Int64(DeclarationChecker.cellLimit) else {
      sink.error(
        count > 0
          ? "an array has at most \(DeclarationChecker.cellLimit) elements"
          : "an array needs at least one element, not \(count)", at: expression.range)
      object.isBroken = true
      return
    }
    object.declaration.count = Int(count)
  }

  private func checkCapacity(_ object: DeclaredObject) {
    let name = object.declarator.name
    let what: String
    switch object.kind {
    case .buffer, .ring, .pool: what = "capacity"
    case .barrier: what = "number of parties"
    default:
      if let expression = object.declarator.capacity {
        sink.error("\(object.kind.phrase) has no capacity", at: expression.range)
      }
      return
    }
    guard let expression = object.declarator.capacity else {
      if object.kind != .pool {
        sink.error(
          "\(object.kind.phrase) needs its \(what)", at: name.range,
          hint: "write '\(object.kind == .ring ? "shm " : "")\(object.kind.rawValue) \(name.text)(2)'")
      }
      return
    }
    guard let value = checker.constant(expression) else { return }
    guard value > 0, value <= Self.capacityLimit else {
      sink.error(
        "the \(what) of \(object.kind.phrase) is from 1 to \(Self.capacityLimit), not \(value)",
        at: expression.range)
      return
    }
    object.declaration.capacity = value
    if object.kind == .buffer || object.kind == .ring,
      value * Int64(object.declaration.count) > Self.capacityLimit
    {
      sink.error("'\(name.text)' has room for more than \(Self.capacityLimit) items", at: expression.range)
    }
  }

  // MARK: initial values

  private func checkInitial(_ object: DeclaredObject) {
    if object.kind == .pool { return checkWorkers(object) }
    let count = object.declaration.count
    switch object.kind {
    case .var, .atomic, .semaphore, .event: object.declaration.initial = Array(repeating: 0, count: count)
    default:
      if let initial = object.declarator.initial {
        sink.error("\(object.kind.phrase) has no initial value", at: initial.range)
      }
      return
    }
    switch object.declarator.initial {
    case nil: break
    case .value(let expression):
      guard let value = initialValue(expression, object.kind) else { return }
      object.declaration.initial = Array(repeating: value, count: count)
    case .list(let expressions, let range): checkList(expressions, range, object)
    case .threads(_, let range), .processes(_, let range):
      sink.error(
        "only a pool has workers", at: range, hint: "write 'pool \(object.name) = …'")
    }
  }

  private func checkList(_ expressions: [Expression], _ range: SourceRange, _ object: DeclaredObject) {
    let values = expressions.map { initialValue($0, object.kind) }
    if !object.declaration.isArray {
      sink.error(
        "'\(object.name)' is not an array", at: range,
        hint: "write '\(object.name)[\(expressions.count)]', or one value without brackets")
    } else if values.count != object.declaration.count {
      if !object.isBroken {
        sink.error(
          "'\(object.name)' has \(counted(object.declaration.count, "element")) and \(counted(values.count, "value"))",
          at: range, hint: "give one value for each element, or a single value without brackets for all")
      }
    } else {
      object.declaration.initial = values.map { $0 ?? 0 }
    }
  }

  private func initialValue(_ expression: Expression, _ kind: KindWord) -> Int64? {
    guard let value = checker.constant(expression) else { return nil }
    if kind == .semaphore, value < 0 || value > Self.permitLimit {
      sink.error(
        "a semaphore starts with 0 to \(Self.permitLimit) permits, not \(value)", at: expression.range)
    }
    if kind == .event, value != 0, value != 1 {
      sink.error("an event starts unset (0) or set (1), not \(value)", at: expression.range)
    }
    return value
  }

  private func checkWorkers(_ object: DeclaredObject) {
    switch object.declarator.initial {
    case .threads(let expression, _): object.workerCount = checker.workerCount(expression)
    case .processes(let expression, _):
      object.workerCount = checker.workerCount(expression)
      object.workersAreProcesses = true
    default:
      sink.error(
        "a pool needs its workers", at: object.declarator.initial?.range ?? object.declarator.name.range,
        hint: "write 'pool \(object.name) = threads(3)'")
      object.isBroken = true
    }
  }

  // MARK: attributes

  private func checkAttributes(_ object: DeclaredObject) {
    let fitting: [(String, ObjectDeclaration.Attributes)] =
      switch object.kind {
      case .mutex:
        [
          ("recursive", .recursive), ("errorcheck", .errorcheck), ("robust", .robust), ("fair", .fair),
        ]
      case .rwlock: [("fair", .fair)]
      case .event: [("manual", .manual)]
      default: []
      }
    for name in object.declarator.attributes {
      guard let attribute = fitting.first(where: { $0.0 == name.text })?.1 else {
        sink.error(
          "\(object.kind.phrase) cannot be '\(name.text)'", at: name.range,
          hint: Suggestion.hint(for: name.text, among: fitting.map(\.0))
            ?? (fitting.isEmpty
              ? "\(object.kind.phrase) has no attributes"
              : "\(object.kind.phrase) can be \(alternatives(fitting.map(\.0)))"))
        continue
      }
      if object.declaration.attributes.contains(attribute) {
        sink.error("'\(name.text)' is given twice", at: name.range)
      }
      object.declaration.attributes.insert(attribute)
      if object.declaration.attributes.isSuperset(of: [.recursive, .errorcheck]) {
        sink.error(
          "a mutex cannot be both 'recursive' and 'errorcheck'", at: name.range,
          hint: "relocking is either counted or refused")
      }
    }
  }
}

extension ObjectItem.Declarator.Initial {
  var range: SourceRange {
    switch self {
    case .value(let expression): expression.range
    case .list(_, let range), .threads(_, let range), .processes(_, let range): range
    }
  }
}
