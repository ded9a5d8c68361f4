import LabTrace

/// Reads the declarations of a file: names, constants, sizes, initial values.
struct DeclarationChecker {
  let sink: DiagnosticSink
  let overrides: [RunInfo.Parameter]
  /// Values of a `native` block, weaker than the overrides.
  let nativeValues: [RunInfo.Parameter]

  var declarations = Declarations()
  /// Overrides that do not fit; the command line's mistake, not the file's.
  var overrideErrors: [OverrideError] = []
  /// Names of constants and parameters anywhere in the file: those further down get a hint of their own.
  private var constantNames: Set<String> = []
  var parameterLimits: [String: ClosedRange<Int64>] = [:]
  /// What the `native` block says of parameters.
  var nativeParameters: [RunInfo.Parameter] = []
  private var cellsSoFar = 0

  /// All cells of all objects together.
  static let cellLimit = 1_000_000
  static let actorLimit = 128
  static let routineParameterLimit = 255

  init(sink: DiagnosticSink, overrides: [RunInfo.Parameter], nativeValues: [RunInfo.Parameter]) {
    self.sink = sink
    self.overrides = overrides
    self.nativeValues = nativeValues
  }

  mutating func check(_ file: ScenarioFile) {
    collectConstantNames(file)
    for item in file.items { declareNames(item) }
    for item in file.items { readMetadata(item) }
    for item in file.items {
      if case .objects(let objects) = item.kind { check(objects) }
    }
    resolveCompanions()
    countActors()
    for item in file.items {
      if case .native(let settings) = item.kind { check(settings) }
    }
    checkOverrides()
  }

  // MARK: names

  private mutating func collectConstantNames(_ file: ScenarioFile) {
    for item in file.items {
      switch item.kind {
      case .parameter(let name, _, _): constantNames.insert(name.text)
      case .constants(let list): constantNames.formUnion(list.map(\.name.text))
      default: break
      }
    }
  }

  private mutating func declareNames(_ item: Item) {
    switch item.kind {
    case .parameter(let name, let value, let bounds): declareParameter(name, value, bounds)
    case .constants(let list):
      for entry in list {
        let value = constant(entry.value)
        if declare(entry.name, .constant) { declarations.values[entry.name.text] = value ?? 1 }
      }
    case .objects(let objects):
      for declarator in objects.declarators {
        let number = declarations.objects.count
        guard declare(declarator.name, .object(number)) else { continue }
        declarations.objects.append(
          DeclaredObject(
            declarator: declarator, kind: objects.kind,
            declaration: ObjectDeclaration(
              name: declarator.name.text, kind: objects.kind.objectKind, sharing: objects.sharing,
              isArray: declarator.count != nil, firstCell: 0)))
      }
    case .routine(let routine):
      if let extra = routine.parameters.dropFirst(Self.routineParameterLimit).first {
        sink.error("a routine has at most \(Self.routineParameterLimit) parameters", at: extra.range)
      }
      if declare(routine.name, .routine(declarations.routines.count)) {
        declarations.routines.append(routine)
      }
    case .actor(let actor):
      if declare(actor.name, .actor(declarations.actors.count)) {
        declarations.actors.append(DeclaredActor(item: actor))
      }
    default: break
    }
  }

  /// Enters a name; false if it was taken.
  mutating func declare(_ name: Name, _ symbol: Symbol) -> Bool {
    if Builtin(rawValue: name.text) != nil {
      sink.error(
        "'\(name.text)' is a function of the language", at: name.range, hint: "choose another name")
      return false
    }
    if let first = declarations.range(of: name.text), let other = declarations.symbol(name.text) {
      sink.error(
        "'\(name.text)' is declared twice", at: name.range,
        hint: "line \(sink.line(of: first)) declares it as \(declarations.phrase(other))")
      return false
    }
    declarations.declare(name, symbol)
    return true
  }

  // MARK: constants

  /// The value of a constant expression; what is wrong with it is reported.
  func constant(_ expression: Expression) -> Int64? {
    ConstantReporter(sink: sink, declarations: declarations, later: constantNames).constant(expression)
  }

  // MARK: actors

  private mutating func countActors() {
    var next = 0
    for actor in declarations.actors {
      var count = 1
      if let expression = actor.item.count {
        let value = constant(expression)
        actor.isBroken = value == nil
        count = checkedActorCount(value, at: expression.range, "an array of actors needs at least one")
      }
      actor.count = count
      actor.firstActor = next
      next = add(count, to: next, at: actor.item.name.range)
    }
    for object in declarations.objects where object.kind == .pool {
      next = add(object.workerCount, to: next, at: object.declarator.name.range)
    }
  }

  private func checkedActorCount(_ value: Int64?, at range: SourceRange, _ complaint: String) -> Int {
    guard let value else { return 1 }
    guard value > 0 else {
      sink.error("\(complaint), not \(value)", at: range)
      return 1
    }
    return Int(min(value, Int64(Self.actorLimit) + 1))
  }

  private func add(_ count: Int, to actors: Int, at range: SourceRange) -> Int {
    if actors <= Self.actorLimit, actors + count > Self.actorLimit {
      sink.error(
        "a scenario has at most \(Self.actorLimit) actors", at: range,
        label: "this one makes it more", hint: "the workers of pools are actors as well")
    }
    return actors + count
  }

  func workerCount(_ expression: Expression) -> Int {
    checkedActorCount(constant(expression), at: expression.range, "a pool needs at least one worker")
  }

  // MARK: objects

  private mutating func check(_ item: ObjectItem) {
    for declarator in item.declarators {
      // A second declaration of a name was refused and has no entry.
      guard let symbol = declarations.symbol(declarator.name.text), case .object(let number) = symbol,
        declarations.objects[number].declarator.name == declarator.name
      else { continue }
      let object = declarations.objects[number]
      ObjectChecker(sink: sink, checker: self).check(object)
      object.declaration.firstCell = cellsSoFar
      if cellsSoFar + object.declaration.count > Self.cellLimit {
        sink.error(
          "more than \(Self.cellLimit) cells of objects", at: declarator.name.range,
          hint: "make the arrays smaller")
        object.isBroken = true
        object.declaration.count = 1
      }
      cellsSoFar += object.declaration.count
    }
  }

  private mutating func resolveCompanions() {
    let resolver = CompanionResolver(sink: sink, declarations: declarations)
    for object in declarations.objects {
      resolver.resolveMutex(of: object)
      resolver.resolveGuard(of: object)
    }
  }
}

extension Symbol {
  var isConstant: Bool {
    switch self {
    case .parameter, .constant: true
    default: false
    }
  }

  var object: Int? {
    if case .object(let index) = self { index } else { nil }
  }
}
