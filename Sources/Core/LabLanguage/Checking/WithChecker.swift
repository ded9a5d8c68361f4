/// Refuses taking and giving back by hand what an enclosing `with` holds, also in the routines called inside it.
struct WithChecker {
  let declarations: Declarations
  let sink: DiagnosticSink
  private let cells: StaticCells

  /// A cell that a `with` around the current place holds.
  struct Held: Hashable {
    var cell: StaticCell
    var line: Int
  }

  private var held: [Held] = []
  /// Routines that were looked through while the same cells were held.
  private var done: Set<Visit> = []
  /// Routines still to be looked through; a list and no recursion, because chains of calls may be long.
  private var pending: [(routine: Int, held: [Held])] = []

  private struct Visit: Hashable {
    var routine: Int
    var held: Set<Held>
  }

  init(declarations: Declarations, sink: DiagnosticSink) {
    self.declarations = declarations
    self.sink = sink
    cells = StaticCells(declarations: declarations, sink: sink)
  }

  mutating func check() {
    for actor in declarations.actors { check(actor.item.body) }
    for routine in declarations.routines { check(routine.body) }
    while let next = pending.popLast() {
      held = next.held
      check(declarations.routines[next.routine].body)
    }
  }

  private mutating func check(_ block: Block) {
    for statement in block.statements { check(statement) }
  }

  private mutating func check(_ statement: Statement) {
    for expression in statement.expressions { check(expression) }
    guard case .with(_, let place, let block) = statement.kind else {
      for block in statement.blocks { check(block) }
      return
    }
    let before = held
    if let cell = cells.cell(place) {
      held.append(Held(cell: cell, line: sink.line(of: statement.range)))
    }
    check(block)
    held = before
  }

  private mutating func check(_ expression: Expression) {
    guard !held.isEmpty else { return }
    var calls: [Int] = []
    expression.visit { part in
      switch part.kind {
      case .operation(let place, let name, _): check(place, name, part.range)
      case .call(let name, _):
        if case .routine(let index)? = declarations.symbol(name.text) { calls.append(index) }
      default: break
      }
    }
    for routine in calls where done.insert(Visit(routine: routine, held: Set(held))).inserted {
      pending.append((routine, held))
    }
  }

  private func check(_ place: Place, _ name: Name, _ range: SourceRange) {
    guard let cell = cells.cell(place), let holder = held.last(where: { $0.cell == cell }) else { return }
    let object = declarations.objects[cell.object]
    let text = sink.text(of: place.range)
    switch (object.kind, name.text) {
    case (.mutex, "unlock"), (.rwlock, "unlock"), (.semaphore, "release"):
      sink.error(
        "'\(text)' is given back by the 'with' in line \(holder.line)", at: range,
        hint: "leave the block instead, or lock and unlock by hand")
    case (.mutex, "lock") where !object.declaration.attributes.contains(.recursive),
      (.rwlock, "lockRead"), (.rwlock, "lockWrite"):
      sink.error(
        "'\(text)' is already held by the 'with' in line \(holder.line)", at: range,
        hint: "the actor would wait for itself for ever")
    default: break
    }
  }
}
