import LabLanguage
import LabSemantics
import LabTrace

/// Where everything lies in a state, and how the things that steps touch are numbered.
///
/// Numbers: the cells of the program, its sections, a start and an end for each actor, clocks that belong to
/// objects beside those of their cells, and then the private copies of forked objects with their clocks.
struct StateLayout {
  /// An object as some actors see it.
  struct Placement: BitwiseCopyable {
    var offset: Int32
    var number: Int32
    var clock: Int32
  }

  private(set) var shapes: [Shape] = []
  /// By view and object.
  ///
  /// View 0 is that of `main` and all threads; each process has its own if there are forked
  /// objects.
  private(set) var placements: [[Placement]] = []
  private(set) var viewOfActor: [Int]
  private(set) var sectionOffsets: [Int32] = []
  private(set) var registerOffsets: [Int32] = []
  private(set) var pcOffset = 0
  let pcWidth: Int
  private(set) var byteCount = 0
  let firstSection: Int
  let firstStart: Int
  let firstDone: Int
  /// How many numbers there are.
  private(set) var numberCount: Int

  init(_ program: Program, _ outlines: [CodeOutline], _ options: ControlledOptions) throws(ControlledError) {
    let actors = program.actors.count
    guard actors <= 128 else { throw .tooManyActors(count: actors) }
    let most = outlines.map(\.pointCount).max() ?? 0
    pcWidth = most <= 256 ? 1 : most <= 65536 ? 2 : 4
    firstSection = program.cellCount
    firstStart = firstSection + program.sections.count
    firstDone = firstStart + actors
    numberCount = firstDone + actors
    viewOfActor = Array(repeating: 0, count: actors)
    shapes = program.objects.indices.map { Self.shape($0, program, options) }
    try checkSize(program, options)
    numberViews(program)
    placeWords(program, outlines)
    placeBytes(program)
    byteCount = (byteCount + 7) & ~7
    guard byteCount <= options.stateLimit else { throw tooLarge(program, byteCount, options) }
  }

  // MARK: shapes

  private static func shape(_ index: Int, _ program: Program, _ options: ControlledOptions) -> Shape {
    let object = program.objects[index]
    let instructions = program.codes.lazy.flatMap(\.instructions)
    let hasReservations =
      object.kind == .ring
      && instructions.contains { $0.opcode == .ringReserve && Int($0.object) == index }
    // Beyond some capacity a clock for each place costs more than it tells.
    let hasPlaces =
      object.capacity <= 64
      && (options.distinguishesPlaces ?? program.objects.contains { $0.kind == .variable })
    let arguments = object.kind == .pool ? program.tasks.map(\.parameterCount).max() ?? 0 : 0
    let pool = PoolMachine(
      actorCount: program.actors.count, argumentCount: arguments,
      capacity: object.capacity > 0 ? Int(object.capacity) : options.poolQueueLimit,
      isBounded: object.capacity > 0)
    return Shape(
      object, actorCount: program.actors.count, hasPlaces: hasPlaces, hasReservations: hasReservations,
      pool: pool)
  }

  /// The sizes of hostile programs must not overflow the numbers that keep them.
  private func checkSize(_ program: Program, _ options: ControlledOptions) throws(ControlledError) {
    let total = shapes.reduce(0) { $0 + Int($1.stride) * Int($1.count) }
    guard total <= options.stateLimit else { throw tooLarge(program, total, options) }
  }

  private func tooLarge(_ program: Program, _ size: Int, _ options: ControlledOptions) -> ControlledError {
    let largest = shapes.indices.max {
      Int(shapes[$0].stride) * Int(shapes[$0].count) < Int(shapes[$1].stride) * Int(shapes[$1].count)
    }
    return .stateTooLarge(
      byteCount: size, limit: options.stateLimit,
      object: largest.map { program.objects[$0].name } ?? program.name)
  }

  // MARK: numbers

  private mutating func numberViews(_ program: Program) {
    placements = [
      shapes.map { Placement(offset: 0, number: $0.firstCell, clock: -1) }
    ]
    for object in shapes.indices { placements[0][object].clock = clocks(object) }
    let forked = program.objects.indices.filter { program.objects[$0].sharing == .forked }
    guard !forked.isEmpty else { return }
    for (index, actor) in program.actors.enumerated() where isProcess(actor, program) {
      viewOfActor[index] = placements.count
      var view = placements[0]
      for object in forked {
        view[object].number = Int32(numberCount)
        numberCount += Int(shapes[object].count)
        view[object].clock = clocks(object)
      }
      placements.append(view)
    }
  }

  private func isProcess(_ actor: Actor, _ program: Program) -> Bool {
    if actor.kind == .process { return true }
    guard actor.kind == .poolWorker else { return false }
    return program.objects.contains { $0.workers == actor.group && $0.workersAreProcesses }
  }

  private mutating func clocks(_ object: Int) -> Int32 {
    let count = Int(shapes[object].clocksPerCell) * Int(shapes[object].count)
    guard count > 0 else { return -1 }
    numberCount += count
    return Int32(numberCount - count)
  }

  // MARK: places

  /// Everything of 8 bytes comes first, so that it is aligned.
  private mutating func placeWords(_ program: Program, _ outlines: [CodeOutline]) {
    place(program) { $0 == .variable || $0 == .atomic }
    for actor in program.actors {
      registerOffsets.append(Int32(byteCount))
      byteCount += outlines[actor.code].liveness.slotCount * 8
    }
    place(program) { $0 == .semaphore }
  }

  private mutating func placeBytes(_ program: Program) {
    let small: [ObjectKind] = [.mutex, .condition, .barrier, .event]
    place(program) { small.contains($0) }
    let end = byteCount
    pcOffset = (byteCount + pcWidth - 1) / pcWidth * pcWidth
    byteCount = pcOffset + program.actors.count * pcWidth
    place(program) { kind in
      kind != .variable && kind != .atomic && kind != .semaphore && !small.contains(kind)
    }
    for section in program.sections {
      sectionOffsets.append(Int32(byteCount))
      byteCount += SectionMachine(limit: section.limit).byteCount
    }
    // Gates look at four bytes from the start of a record on.
    byteCount = max(byteCount, end + 3)
  }

  private mutating func place(_ program: Program, _ isWanted: (ObjectKind) -> Bool) {
    for object in shapes.indices where isWanted(shapes[object].kind) {
      let isForked = program.objects[object].sharing == .forked
      for view in placements.indices {
        if view > 0 && !isForked {
          placements[view][object].offset = placements[0][object].offset
          continue
        }
        placements[view][object].offset = Int32(byteCount)
        byteCount += Int(shapes[object].stride) * Int(shapes[object].count)
      }
      shapes[object].offset = placements[0][object].offset
      shapes[object].firstClock = placements[0][object].clock
    }
  }
}
