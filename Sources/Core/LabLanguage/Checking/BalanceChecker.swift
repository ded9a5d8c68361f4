/// Warns of locks taken by hand that some path does not give back, and of unlocks that some path has no lock for.
///
/// A small abstract interpretation of each actor, with its routines expanded: the states are what is held, and
/// which conditions over locals were found true or false. It gives up silently when there are too many states,
/// and says nothing of an object whose cell or result it cannot follow.
struct BalanceChecker {
  struct Held: Hashable {
    var cell: StaticCell
    var range: SourceRange
  }

  struct State: Hashable {
    var held: [Held] = []
    /// Conditions over locals, by their text.
    var known: [String: Bool] = [:]
  }

  /// Where control goes on.
  struct Flow {
    var next: Set<State> = []
    var breaks: Set<State> = []
    var continues: Set<State> = []
    var returns: Set<State> = []

    mutating func add(jumpsOf other: Flow) {
      breaks.formUnion(other.breaks)
      continues.formUnion(other.continues)
      returns.formUnion(other.returns)
    }
  }

  static let stateLimit = 64
  static let visitLimit = 20_000
  static let callLimit = 16
  static let nestingLimit = 250

  let declarations: Declarations
  let sink: DiagnosticSink
  let cells: StaticCells
  let folder: ConstantFolder

  var gaveUp = false
  var visits = 0
  var depth = 0
  private var nesting = 0
  /// Objects that cannot be followed in this actor.
  var unknown: Set<Int> = []
  /// Unlocks that some path reaches without the lock.
  var unheld: [Held] = []

  init(declarations: Declarations, sink: DiagnosticSink) {
    self.declarations = declarations
    self.sink = sink
    cells = StaticCells(declarations: declarations, sink: sink)
    folder = declarations.folder()
  }

  /// Checks one actor; `self` may be any index.
  mutating func check(_ actor: DeclaredActor) {
    (gaveUp, visits, unknown, unheld) = (false, 0, [], [])
    let flow = run(actor.item.body, [State()])
    guard !gaveUp else { return }
    var reported = unknown
    for held in unheld.sorted(by: { $0.range.start < $1.range.start })
    where reported.insert(held.cell.object).inserted {
      sink.warning(
        "'\(name(held.cell))' is not locked on every path that unlocks it", at: held.range,
        label: "a path of '\(actor.phrase)' gets here without it")
    }
    let left = flow.next.union(flow.returns).flatMap(\.held)
    for held in left.sorted(by: { $0.range.start < $1.range.start })
    where reported.insert(held.cell.object).inserted {
      sink.warning(
        "'\(name(held.cell))' is not unlocked on every path", at: held.range,
        label: "a path of '\(actor.phrase)' ends with it")
    }
  }

  private func name(_ cell: StaticCell) -> String {
    declarations.objects[cell.object].name + (cell.index.isEmpty ? "" : "[\(cell.index)]")
  }

  // MARK: statements

  mutating func run(_ block: Block, _ states: Set<State>) -> Flow {
    var flow = Flow()
    flow.next = states
    nesting += 1
    defer { nesting -= 1 }
    if nesting > Self.nestingLimit { gaveUp = true }
    for statement in block.statements {
      if flow.next.isEmpty || gaveUp { break }
      let step = run(statement, flow.next)
      flow.next = step.next
      flow.add(jumpsOf: step)
    }
    return flow
  }

  private mutating func run(_ statement: Statement, _ states: Set<State>) -> Flow {
    visits += states.count
    if visits > Self.visitLimit || states.count > Self.stateLimit { gaveUp = true }
    guard !gaveUp else { return Flow() }
    var flow = Flow()
    switch statement.kind {
    case .if(let condition, let block, let other): return runIf(condition, block, other, states)
    case .while(let condition, let block): return runLoop(block, states) { $0.branch(condition, $1) }
    case .loop(let block): return runLoop(block, states) { ($1, []) }
    case .repeat(let count, let block):
      return runLoop(block, effects(of: count, states)) { ($1, $1) }
    case .for(let name, let low, let high, let block):
      let start = effects(of: high, effects(of: low, states))
      return runLoop(block, start) { _, states in (Self.forget(name.text, states), states) }
    case .break: flow.breaks = states
    case .continue: flow.continues = states
    case .return(let value): flow.returns = value.map { effects(of: $0, states) } ?? states
    case .crash, .exit, .fail: break
    case .choose(let blocks):
      for block in blocks {
        let step = run(block, states)
        flow.next.formUnion(step.next)
        flow.add(jumpsOf: step)
      }
    case .with(_, _, let block), .section(_, _, let block), .atomic(let block): return run(block, states)
    default: flow.next = runSimple(statement, states)
    }
    return flow
  }

  private mutating func runSimple(_ statement: Statement, _ states: Set<State>) -> Set<State> {
    var states = states
    if case .call(let expression) = statement.kind,
      case .operation(let place, let name, let arguments) = expression.kind
    {
      for value in arguments.values { states = effects(of: value, states) }
      return operate(place, name.text, arguments, expression.range, states, isUsed: false)
    }
    for expression in statement.expressions { states = effects(of: expression, states) }
    switch statement.kind {
    case .local(let name, _): return Self.forget(name.text, states)
    case .assign(let place, _, _): return Self.forget(place.name.text, states)
    default: return states
    }
  }

  private mutating func runIf(
    _ condition: Expression, _ block: Block, _ other: Statement.Else?, _ states: Set<State>
  ) -> Flow {
    let (yes, no) = branch(condition, states)
    var flow = run(block, yes)
    let second: Flow
    switch other {
    case .block(let block): second = run(block, no)
    case .statement(let statement): second = run(Block([statement], statement.range), no)
    case nil:
      forgetDifferences(after: condition, flow.next, no)
      flow.next.formUnion(no)
      return flow
    }
    forgetDifferences(after: condition, flow.next, second.next)
    flow.next.formUnion(second.next)
    flow.add(jumpsOf: second)
    return flow
  }

  /// A lock that depends on shared data may be given back depending on it, too: that cannot be followed.
  private mutating func forgetDifferences(after condition: Expression, _ yes: Set<State>, _ no: Set<State>) {
    guard condition.isShared(declarations), !yes.isEmpty, !no.isEmpty else { return }
    let objects = Set(yes.union(no).flatMap { $0.held.map(\.cell.object) })
    for object in objects where heldCounts(of: object, yes) != heldCounts(of: object, no) {
      if !isAttempt(condition, on: object) { unknown.insert(object) }
    }
  }

  private func heldCounts(of object: Int, _ states: Set<State>) -> Set<Int> {
    Set(states.map { $0.held.count { $0.cell.object == object } })
  }

  /// A loop until nothing new comes round; `test` says who goes in and who goes on behind it.
  private mutating func runLoop(
    _ block: Block, _ states: Set<State>,
    _ test: (inout BalanceChecker, Set<State>) -> (inside: Set<State>, behind: Set<State>)
  ) -> Flow {
    var heads = states
    var flow = Flow()
    while !gaveUp {
      let (inside, behind) = test(&self, heads)
      let round = run(block, inside)
      flow.next.formUnion(behind.union(round.breaks))
      flow.returns.formUnion(round.returns)
      let grown = heads.union(round.next).union(round.continues)
      if grown.count == heads.count { break }
      heads = grown
      if heads.count > Self.stateLimit { gaveUp = true }
    }
    return flow
  }

  /// What was known of conditions over a local ends when the local changes.
  private static func forget(_ name: String, _ states: Set<State>) -> Set<State> {
    Set(
      states.map { state in
        var state = state
        state.known = state.known.filter { !mentions($0.key, name) }
        return state
      })
  }

  private static func mentions(_ text: String, _ name: String) -> Bool {
    text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { $0 == name }
  }
}
