import LabExploration
import LabLanguage
import LabSemantics
import LabTrace

/// A program as something the exploration engine can step: LANGUAGE section 2, sequentially consistent.
///
/// A state holds for each actor where it is and the registers that are alive there, and for each object its
/// record as `LabSemantics` lays it out. Everything else (the decoded code, the scratch registers) is made once.
/// Confined to one search at a time; `makeCopy` gives another one for another thread.
package final class ControlledProgram: Model {
  package let program: Program
  package let options: ControlledOptions
  package let actorCount: Int
  package let stateSize: Int
  package let maximumAccesses: Int
  /// How many numbers accesses and effects use: objects count from 0.
  package let objectCount: Int

  let layout: StateLayout
  let outlines: [CodeOutline]
  /// One for each code and view that some actor has.
  let tables: [CodeTable]
  let reaches: [[Reach]]
  let tableOfActor: [Int]
  /// 1 for a reach by actor and number that touches something.
  let reachSummaries: [UnsafeMutablePointer<UInt8>]
  /// What the first local work of an actor may come to, by table; nil if nothing.
  let entryReaches: [Reach?]
  let actors: UnsafeMutablePointer<ActorTable>
  let shapes: UnsafeMutablePointer<Shape>
  let robustMutexes: [[(offset: Int, number: UInt32, machine: MutexMachine)]]
  let sections: UnsafeMutablePointer<SectionMachine>
  /// By actor, the gates of its points.
  let gates: UnsafeMutablePointer<UnsafeMutablePointer<Gate>>
  private let summaryMemory: [UnsafeMutablePointer<UInt8>]
  let initial: UnsafeMutableRawPointer
  let scratchState: UnsafeMutableRawPointer
  private(set) var initialOutcome: StepOutcome = []
  let mainActor: Int
  let width: Int
  let counterOffset: Int
  let hasFairLocks: Bool
  let notes: UnsafeMutablePointer<StepNotes>
  /// Set by whoever wants to see every event; nil in a search.
  var observer: StepObserver? {
    didSet { notes.pointee.isObserved = observer != nil }
  }

  /// Prepares a program.
  /// - Parameters:
  ///   - program: The program.
  ///   - options: What a run may do.
  /// - Throws: Why it cannot be stepped.
  package init(_ program: Program, options: ControlledOptions = ControlledOptions()) throws(ControlledError) {
    self.program = program
    self.options = options
    let observed = Self.observedRegisters(program)
    let outlines = program.codes.enumerated().map { CodeOutline($1, observed: observed[$0].sorted()) }
    let layout = try StateLayout(program, outlines, options)
    self.outlines = outlines
    self.layout = layout
    actorCount = program.actors.count
    stateSize = max(8, layout.byteCount)
    objectCount = layout.numberCount
    width = layout.pcWidth
    counterOffset = layout.pcOffset
    mainActor = program.actors.firstIndex { $0.kind == .main } ?? -1
    hasFairLocks = program.objects.contains { $0.attributes.contains(.fair) }
    let decoders = Self.decode(program, outlines, layout, options)
    tables = decoders.tables
    reaches = decoders.reaches
    tableOfActor = decoders.ofActor
    let summaries = reaches.map { Self.summary($0) }
    summaryMemory = summaries
    reachSummaries = tableOfActor.map { summaries[$0] }
    entryReaches = decoders.entries
    actors = .allocate(capacity: max(1, actorCount))
    for (index, actor) in program.actors.enumerated() {
      (actors + index).initialize(
        to: ActorTable(
          table: tables[tableOfActor[index]], counter: Int32(layout.pcOffset + index * layout.pcWidth),
          registers: layout.registerOffsets[index], view: Int32(layout.viewOfActor[index]),
          isDaemon: actor.isDaemon, isSpawned: actor.isSpawned))
    }
    shapes = .allocate(capacity: max(1, layout.shapes.count))
    for (index, shape) in layout.shapes.enumerated() { (shapes + index).initialize(to: shape) }
    sections = .allocate(capacity: max(1, program.sections.count))
    for (index, section) in program.sections.enumerated() {
      (sections + index).initialize(to: SectionMachine(limit: section.limit))
    }
    gates = .allocate(capacity: max(1, actorCount))
    for index in program.actors.indices {
      (gates + index).initialize(to: tables[tableOfActor[index]].gates)
    }
    robustMutexes = Self.robust(layout, actorCount)
    notes = .allocate(capacity: 1)
    notes.initialize(to: StepNotes())
    initial = .allocate(byteCount: stateSize, alignment: 16)
    scratchState = .allocate(byteCount: stateSize, alignment: 16)
    maximumAccesses = Self.maximumAccesses(program, tables, reaches, robustMutexes)
    prepareInitial()
  }

  deinit {
    for table in tables { table.deallocate() }
    for memory in summaryMemory { memory.deallocate() }
    actors.deallocate()
    shapes.deallocate()
    notes.deallocate()
    sections.deallocate()
    gates.deallocate()
    initial.deallocate()
    scratchState.deallocate()
  }

  /// The same program for another search.
  package func makeCopy() throws(ControlledError) -> ControlledProgram {
    try ControlledProgram(program, options: options)
  }

  // MARK: preparation

  /// The registers that expectations read, by code.
  private static func observedRegisters(_ program: Program) -> [Set<Int>] {
    var result = [Set<Int>](repeating: [], count: program.codes.count)
    for expression in program.expectations.flatMap(\.stateExpressions) {
      expression.node.visitLocals { actor, register in
        result[program.actors[actor].code].insert(register.index)
      }
    }
    return result
  }

  private static func decode(
    _ program: Program, _ outlines: [CodeOutline], _ layout: StateLayout, _ options: ControlledOptions
  ) -> (tables: [CodeTable], reaches: [[Reach]], entries: [Reach?], ofActor: [Int]) {
    var entries: [Reach?] = []
    var tables: [CodeTable] = []
    var reaches: [[Reach]] = []
    var known: [[Int]: Int] = [:]
    let ofActor = program.actors.enumerated().map { index, actor in
      let key = [actor.code, layout.viewOfActor[index]]
      if let table = known[key] { return table }
      let decoder = CodeDecoder(
        program, code: program.codes[actor.code], outline: outlines[actor.code], layout: layout, view: key[1],
        options: options)
      tables.append(CodeTable(decoder))
      reaches.append(decoder.reaches)
      let entry = decoder.reach(from: [0])
      entries.append(entry == Reach() ? nil : entry)
      known[key] = tables.count - 1
      return tables.count - 1
    }
    return (tables, reaches, entries, ofActor)
  }

  private static func summary(_ reaches: [Reach]) -> UnsafeMutablePointer<UInt8> {
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, reaches.count))
    for (index, reach) in reaches.enumerated() { memory[index] = reach == Reach() ? 0 : 1 }
    return memory
  }

  private static func robust(
    _ layout: StateLayout, _ actorCount: Int
  ) -> [[(offset: Int, number: UInt32, machine: MutexMachine)]] {
    layout.placements.map { view in
      var result: [(offset: Int, number: UInt32, machine: MutexMachine)] = []
      for (object, shape) in layout.shapes.enumerated()
      where shape.kind == .mutex && shape.attributes.contains(.robust) {
        for cell in 0..<Int(shape.count) {
          result.append(
            (
              Int(view[object].offset) + cell * Int(shape.stride), UInt32(Int(view[object].number) + cell),
              shape.mutex(actorCount)
            ))
        }
      }
      return result
    }
  }

  private static func maximumAccesses(
    _ program: Program, _ tables: [CodeTable], _ reaches: [[Reach]],
    _ robust: [[(offset: Int, number: UInt32, machine: MutexMachine)]]
  ) -> Int {
    var most = 4
    let crashes = robust.map(\.count).max() ?? 0
    for (table, reaches) in zip(tables, reaches) {
      let arrivals = reaches.map(\.arrivals.count).max() ?? 0
      for point in UnsafeBufferPointer(start: table.points, count: table.pointCount) {
        var count = 4 + Int(point.accessCount) * 3 + arrivals + crashes
        switch point.opcode {
        case .spawn, .join: count += (2 + arrivals) * Int(point.groupCount)
        case .barrierArrive, .conditionBroadcast: count += program.actors.count
        default: break
        }
        most = max(most, count)
      }
    }
    return most
  }

  // MARK: the initial state

  private func prepareInitial() {
    initial.initializeMemory(as: UInt8.self, repeating: 0, count: stateSize)
    for (object, declaration) in program.objects.enumerated() where !declaration.initial.isEmpty {
      for view in layout.placements.indices {
        for cell in 0..<declaration.count {
          let record =
            initial + Int(layout.placements[view][object].offset)
            + cell * Int(layout.shapes[object].stride)
          switch declaration.kind {
          case .variable, .atomic: AtomicMachine.store(declaration.initial[cell], record)
          case .semaphore: SemaphoreMachine().set(declaration.initial[cell], record)
          case .event: layout.shapes[object].event.set(declaration.initial[cell] != 0, record)
          default: break
          }
        }
      }
    }
    for actor in 0..<actorCount where !actors[actor].isSpawned {
      initialOutcome.rawValue |= start(actor, initial).rawValue
      if !initialOutcome.isContinuing { break }
    }
  }

  package func reset(_ state: UnsafeMutableRawPointer) -> StepOutcome {
    state.copyMemory(from: initial, byteCount: stateSize)
    return initialOutcome
  }
}

extension Expectation {
  /// The expressions over states in it.
  var stateExpressions: [StateExpression] {
    switch property {
    case .always(let one), .finally(let one), .possible(let one), .possibleFinally(let one),
      .eventually(let one):
      [one]
    case .outcomes(let several, _): several
    case .race, .finding: []
    }
  }
}

extension StateExpression.Node {
  /// Calls a function with each local that is read.
  func visitLocals(_ visit: (Int, Register) -> Void) {
    switch self {
    case .constant: break
    case .local(let actor, let register): visit(actor, register)
    case .cell(_, let index), .forked(_, _, let index): index?.visitLocals(visit)
    case .unary(_, let operand), .absolute(let operand): operand.visitLocals(visit)
    case .binary(_, let left, let right), .minimum(let left, let right), .maximum(let left, let right):
      left.visitLocals(visit)
      right.visitLocals(visit)
    }
  }
}
