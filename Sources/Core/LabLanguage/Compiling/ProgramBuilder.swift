import LabTrace

/// Builds the program of a checked file.
struct ProgramBuilder {
  private let checked: Checker
  private let source: SourceText
  private let tables: ProgramTables
  private let context: ContextChecker
  private var codes: [Code] = []
  private var codeNumbers: [Code: Int] = [:]
  private var groups: [ActorGroup] = []
  private var actors: [Actor] = []

  init(checked: Checker, source: SourceText) {
    self.checked = checked
    self.source = source
    tables = ProgramTables(sites: checked.sites)
    context = checked.context
  }

  private var declarations: Declarations { checked.declarations }

  mutating func build(_ file: ScenarioFile) -> Program? {
    let objects = self.objects()
    for index in declarations.actors.indices where !addActors(index) { return nil }
    for index in declarations.objects.indices where declarations.objects[index].kind == .pool {
      guard addWorkers(index) else { return nil }
    }
    guard case .success(let text) = Formatter.format(source) else { return nil }
    return Program(
      name: file.name.text, text: text, metadata: declarations.metadata, parameters: declarations.parameters,
      objects: objects,
      sections: declarations.sections.map { Section(name: $0.name.text, limit: $0.limit) },
      groups: groups, actors: actors, codes: codes,
      tasks: declarations.routines.filter(\.isTask).map {
        Task(name: $0.name.text, parameterCount: $0.parameters.count)
      },
      strings: tables.strings, durations: tables.durations, sites: tables.sites.sites,
      expectations: checked.expectations, native: declarations.native)
  }

  // MARK: objects

  private func objects() -> [ObjectDeclaration] {
    let inRegion = context.regionObjects
    return declarations.objects.enumerated().map { index, object in
      var declaration = object.declaration
      declaration.isInRegion = inRegion.contains(index)
      declaration.site = tables.sites.site(
        object.declarator.name.range, text: "\(object.kind.rawValue) \(object.name)")
      if object.kind == .pool {
        declaration.workers = declarations.workerGroup(ofPool: index)
        declaration.workersAreProcesses = object.workersAreProcesses
      }
      return declaration
    }
  }

  // MARK: actors

  private mutating func addActors(_ index: Int) -> Bool {
    let actor = declarations.actors[index]
    let bodies = context.reachable(from: checked.actors[index])
    let okObjects = bodies.reduce(into: Set<Int>()) { $0.formUnion($1.okObjects) }
    let usesSelf = bodies.contains(where: \.usesSelf)
    let spawned = (checked.actors + checked.routines).contains { $0.spawns.contains(index) }
    let site = tables.sites.site(actor.item.name.range, text: actor.phrase)
    var shared: Int?
    groups.append(
      ActorGroup(
        name: actor.name, firstActor: actors.count, count: actor.count, isArray: actor.isArray))
    for position in 0..<actor.count {
      if shared == nil || usesSelf {
        var compiler = ActorCompiler(
          declarations: declarations, tables: tables, selfIndex: Int64(position),
          observed: checked.observed.names[index] ?? [], okObjects: okObjects)
        guard let code = compiler.compileActor(actor.item.body) else {
          report(compiler.builder.overflow, actor.name, at: actor.item.name.range)
          return false
        }
        shared = number(of: code)
      }
      actors.append(
        Actor(
          name: actor.isArray ? "\(actor.name)[\(position)]" : actor.name, group: index, index: position,
          kind: actor.item.kind.actorKind, isDaemon: actor.item.isDaemon, isSpawned: spawned,
          code: shared ?? 0, site: site))
    }
    return true
  }

  /// The workers of a pool end with `main`; without a `main` nothing ends them, so they are daemons.
  private mutating func addWorkers(_ index: Int) -> Bool {
    let pool = declarations.objects[index]
    let group = groups.count
    let tasks = context.tasks(ofPool: index)
    let bodies = tasks.flatMap { context.reachable(from: checked.routines[$0]) }
    let okObjects = bodies.reduce(into: Set<Int>()) { $0.formUnion($1.okObjects) }
    let hasMain = declarations.actors.contains { $0.item.kind == .main }
    let site = tables.sites.site(pool.declarator.name.range, text: "pool \(pool.name)")
    groups.append(
      ActorGroup(name: pool.name, firstActor: actors.count, count: pool.workerCount, isArray: true))
    for position in 0..<pool.workerCount {
      var compiler = ActorCompiler(
        declarations: declarations, tables: tables, selfIndex: Int64(position), okObjects: okObjects)
      guard let code = compiler.compileWorker(pool: index, tasks: tasks) else {
        report(compiler.builder.overflow, "\(pool.name)[\(position)]", at: pool.declarator.name.range)
        return false
      }
      actors.append(
        Actor(
          name: "\(pool.name)[\(position)]", group: group, index: position, kind: .poolWorker,
          isDaemon: !hasMain, isSpawned: false, code: number(of: code), site: site))
    }
    return true
  }

  private mutating func number(of code: Code) -> Int {
    if let known = codeNumbers[code] { return known }
    codes.append(code)
    codeNumbers[code] = codes.count - 1
    return codes.count - 1
  }

  private func report(_ overflow: CodeOverflow?, _ name: String, at range: SourceRange) {
    switch overflow {
    case .instructions, nil:
      checked.sink.error(
        "'\(name)' is longer than \(CodeBuilder.instructionLimit) instructions", at: range,
        hint: "the routines it calls are expanded in place")
    case .registers:
      checked.sink.error(
        "'\(name)' needs more than \(CodeBuilder.registerLimit) registers", at: range,
        hint: "it has too many locals or constants")
    case .nesting:
      checked.sink.error(
        "'\(name)' nests deeper than \(ActorCompiler.nestingLimit) levels", at: range,
        hint: "counted are blocks, expressions, and the routines that are expanded in place")
    }
  }
}

extension ActorItem.Kind {
  var actorKind: Actor.Kind {
    switch self {
    case .thread: .thread
    case .process: .process
    case .main: .main
    }
  }
}
