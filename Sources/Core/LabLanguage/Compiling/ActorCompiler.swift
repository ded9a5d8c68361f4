import LabTrace

/// Compiles the body of one actor: routines expanded, `self` filled in, flat.
struct ActorCompiler {
  /// A loop around the current place.
  struct Loop {
    var next: Label
    var end: Label
    /// What was held outside of the loop.
    var held: Int
  }

  /// The body of the actor, or of a routine that is being expanded.
  struct Frame {
    var scopes: [[(name: String, register: Operand)]] = [[]]
    var loops: [Loop] = []
    /// Where `return` puts its value.
    var result = Operand.none
    var end: Label
    /// What was held when the routine was called.
    var held: Int
  }

  /// How deep blocks, calls and expressions may nest once routines are expanded: a debug build needs up to
  /// 5 KiB of stack for a level, and a main thread has 8 MiB.
  static let nestingLimit = 600

  let declarations: Declarations
  let tables: ProgramTables
  let selfIndex: Int64
  let folder: ConstantFolder
  /// Registers of locals that expectations read; only in the actor's own body.
  let observed: [String: Operand]
  /// Registers of the answers of `ok()`, by object: one for each cell.
  let okRegisters: [Int: Int]

  var builder = CodeBuilder()
  var frames: [Frame] = []
  /// What `with` and `section` hold here: the instructions that give it back, outermost first.
  var held: [Draft] = []
  /// The statement whose code is being written.
  var statement: Statement?
  /// The one cell that an `await` reads, already in a register.
  var preloaded: (object: Int, index: Int64, register: Operand)?
  private var nesting = 0

  init(
    declarations: Declarations, tables: ProgramTables, selfIndex: Int64, observed: [String] = [],
    okObjects: Set<Int> = []
  ) {
    self.declarations = declarations
    self.tables = tables
    self.selfIndex = selfIndex
    folder = declarations.folder(selfIndex: selfIndex)
    var registers: [String: Operand] = [:]
    for name in observed { registers[name] = builder.allocate() }
    self.observed = registers
    var ok: [Int: Int] = [:]
    for object in okObjects.sorted() {
      ok[object] = builder.top
      builder.top += declarations.objects[object].declaration.count
    }
    okRegisters = ok
  }

  // MARK: whole codes

  /// The code of an actor.
  mutating func compileActor(_ body: Block) -> Code? {
    let end = builder.label()
    frames = [Frame(end: end, held: 0)]
    compile(body)
    statement = nil
    builder.place(end)
    builder.emit(Draft(opcode: .end))
    return builder.link()
  }

  /// The code of a pool's worker: take a task, run it, until the pool has ended.
  mutating func compileWorker(pool: Int, tasks: [Int]) -> Code? {
    let end = builder.label()
    let next = builder.label()
    frames = [Frame(end: end, held: 0)]
    let site = poolSite(pool)
    let count = tasks.map { declarations.routines[$0].parameters.count }.max() ?? 0
    let number = builder.allocate()
    let arguments = builder.allocate(count)
    builder.place(next)
    builder.emit(
      Draft(
        opcode: .poolTake, site: site, a: number, c: count > 0 ? arguments : .none, object: Int32(pool),
        extra: Int32(count)))
    let test = builder.allocate()
    builder.emit(Draft(opcode: .less, a: test, b: number, c: builder.constant(0)))
    builder.emit(Draft(opcode: .jumpIfNotZero, b: test, extra: end.number))
    let finish = builder.label()
    for task in tasks {
      let other = builder.label()
      builder.emit(Draft(opcode: .equal, a: test, b: number, c: builder.constant(taskNumber(task))))
      builder.emit(Draft(opcode: .jumpIfZero, b: test, extra: other.number))
      expand(declarations.routines[task], arguments: arguments, result: .none)
      builder.emit(Draft(opcode: .jump, extra: finish.number))
      builder.place(other)
    }
    builder.place(finish)
    builder.emit(Draft(opcode: .poolFinish, site: site, object: Int32(pool)))
    builder.emit(Draft(opcode: .jump, extra: next.number))
    builder.place(end)
    builder.emit(Draft(opcode: .end))
    return builder.link()
  }

  private func poolSite(_ pool: Int) -> SiteID {
    let object = declarations.objects[pool]
    return tables.sites.site(object.declarator.name.range, text: "pool \(object.name)")
  }

  /// The number of a task in `Program.tasks`.
  func taskNumber(_ routine: Int) -> Int64 {
    Int64(declarations.routines[..<routine].count { $0.isTask })
  }

  // MARK: blocks and names

  mutating func compile(_ block: Block) {
    guard enter() else { return }
    let top = builder.top
    frames[frames.count - 1].scopes.append([])
    for statement in block.statements { compile(statement) }
    frames[frames.count - 1].scopes.removeLast()
    builder.top = top
    leave()
  }

  /// False if the code cannot become any more: too deep, or too long already.
  mutating func enter() -> Bool {
    guard builder.overflow == nil else { return false }
    nesting += 1
    guard nesting <= Self.nestingLimit else {
      builder.overflow = .nesting
      nesting -= 1
      return false
    }
    return true
  }

  mutating func leave() { nesting -= 1 }

  mutating func declare(_ name: String, _ register: Operand) {
    let frame = frames.count - 1
    frames[frame].scopes[frames[frame].scopes.count - 1].append((name, register))
  }

  /// The register of a local, a parameter of a routine, or a loop's variable.
  func local(_ name: String) -> Operand? {
    // No local has the name of something declared outside: most names need no search.
    guard declarations.symbol(name) == nil else { return nil }
    for scope in frames[frames.count - 1].scopes.reversed() {
      if let found = scope.last(where: { $0.name == name }) { return found.register }
    }
    return nil
  }

  // MARK: sites

  /// The site of a part of the current statement.
  func site(_ range: SourceRange) -> SiteID {
    guard let statement else { return .unknown }
    return tables.sites.site(range, in: statement.range, text: tables.text(of: statement))
  }

  /// The site of the current statement itself.
  var site: SiteID { statement.map { site($0.range) } ?? .unknown }

  // MARK: routines

  /// Expands a routine whose parameters lie in consecutive registers.
  mutating func expand(_ routine: RoutineItem, arguments: Operand, result: Operand) {
    guard enter() else { return }
    let before = statement
    let end = builder.label()
    var frame = Frame(result: result, end: end, held: held.count)
    for (position, parameter) in routine.parameters.enumerated() {
      frame.scopes[0].append((parameter.text, .register(Int(arguments.raw) + position)))
    }
    frames.append(frame)
    compile(routine.body)
    frames.removeLast()
    builder.place(end)
    statement = before
    leave()
  }
}
