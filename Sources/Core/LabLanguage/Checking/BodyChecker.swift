/// Checks the body of one actor or routine: names, kinds, operations, and what may stand where.
struct BodyChecker {
  /// Whose body it is.
  enum Owner {
    case actor(Int)
    case routine(Int)
  }

  /// Inside what kind of atomic region the current place is.
  enum Region {
    case atomic
    case await

    var phrase: String { self == .atomic ? "'atomic { }'" : "'await'" }
  }

  /// A name that lives in a block.
  struct LocalName {
    enum Kind {
      case local
      case parameter
      case loopVariable
    }

    var name: Name
    var kind: Kind
  }

  let declarations: Declarations
  let sink: DiagnosticSink
  let owner: Owner

  var facts = BodyFacts()
  var scopes: [[LocalName]] = [[]]
  var loopDepth = 0
  var region: Region?
  /// Loops around the region: they cannot be left from inside.
  var loopsOutsideRegion = 0
  /// A condition that is constant excludes this place for the parameters in force.
  var isDead = false
  let folder: ConstantFolder

  init(_ declarations: Declarations, sink: DiagnosticSink, owner: Owner) {
    self.declarations = declarations
    self.sink = sink
    self.owner = owner
    folder = declarations.folder()
  }

  mutating func check() {
    switch owner {
    case .actor(let index): check(declarations.actors[index].item.body)
    case .routine(let index):
      let routine = declarations.routines[index]
      for parameter in routine.parameters { declare(parameter, .parameter) }
      // Parameters and the locals of the body share one scope: a local cannot hide a parameter.
      check(routine.body)
    }
  }

  mutating func check(_ block: Block) {
    scopes.append([])
    for statement in block.statements { check(statement) }
    scopes.removeLast()
  }

  // MARK: names

  func local(_ name: String) -> LocalName? {
    for scope in scopes.reversed() {
      if let found = scope.last(where: { $0.name.text == name }) { return found }
    }
    return nil
  }

  mutating func declare(_ name: Name, _ kind: LocalName.Kind) {
    if Builtin(rawValue: name.text) != nil {
      sink.error(
        "'\(name.text)' is a function of the language", at: name.range, hint: "choose another name")
    } else if let other = local(name.text) {
      sink.error(
        "'\(name.text)' is declared twice", at: name.range,
        hint: "line \(sink.line(of: other.name.range)) declares it as \(other.kind.phrase)")
    } else if let symbol = declarations.symbol(name.text), let range = declarations.range(of: name.text) {
      sink.error(
        "'\(name.text)' is declared twice", at: name.range,
        hint: "line \(sink.line(of: range)) declares it as \(declarations.phrase(symbol))")
    }
    scopes[scopes.count - 1].append(LocalName(name: name, kind: kind))
  }

  func reportUnknown(_ name: Name, wanted: (Symbol) -> Bool = { _ in true }) {
    let locals = scopes.flatMap { $0.map(\.name.text) }
    sink.error(
      "unknown name '\(name.text)'", at: name.range,
      hint: Suggestion.hint(for: name.text, among: locals + declarations.names(where: wanted)))
  }

  // MARK: regions

  /// Something that cannot stand inside an atomic region: an error there, noted otherwise.
  mutating func refuseInRegion(_ word: String, at range: SourceRange, hint: String? = nil) {
    guard let region else {
      if facts.regionObstacle == nil { facts.regionObstacle = word }
      return
    }
    let standard =
      region == .await
      ? "an await only reads variables and atomics"
      : "inside stand reads and writes of variables and atomics, 'if', 'for' and 'repeat'"
    sink.error("'\(word)' cannot stand inside \(region.phrase)", at: range, hint: hint ?? standard)
  }

  // MARK: constants

  /// The value of an expression that has to be constant here.
  func constant(_ expression: Expression) -> Int64? {
    ConstantReporter(sink: sink, declarations: declarations).constant(expression)
  }

  /// Checks a part that a constant condition may exclude.
  mutating func checkPart(isDead excluded: Bool, _ body: (inout BodyChecker) -> Void) {
    let before = isDead
    isDead = before || excluded
    body(&self)
    isDead = before
  }
}

extension BodyChecker.LocalName.Kind {
  var phrase: String {
    switch self {
    case .local: "a local"
    case .parameter: "a parameter of the routine"
    case .loopVariable: "the variable of a loop"
    }
  }
}
