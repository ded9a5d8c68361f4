import LabExploration
import LabLanguage
import LabSemantics
import LabTrace

/// Turns the visible instructions of a code into points, as the actors of one view see it.
struct CodeDecoder {
  let program: Program
  let code: Code
  let outline: CodeOutline
  let layout: StateLayout
  let view: Int
  let options: ControlledOptions

  private(set) var points: [Point] = []
  private(set) var gates: [Gate] = []
  private(set) var homes: [Liveness.Home] = []
  private(set) var reaches: [Reach] = []
  private(set) var regionAccesses: [Access] = []
  private var reachNumbers: [Reach: Int32] = [:]

  init(
    _ program: Program, code: Code, outline: CodeOutline, layout: StateLayout, view: Int,
    options: ControlledOptions
  ) {
    self.program = program
    self.code = code
    self.outline = outline
    self.layout = layout
    self.view = view
    self.options = options
    decode()
  }

  private mutating func decode() {
    for _ in 0..<LifePoint.count { points.append(Point(.end)) }
    addHomes(ofEnd: LifePoint.finished, .end)
    addHomes(ofEnd: LifePoint.killed, .crash)
    addHomes(ofEnd: LifePoint.exited, .exit)
    for place in outline.visible { points.append(point(at: place)) }
    gates = points.map { gate($0) }
    for index in points.indices { points[index].isSpecial = gates[index].isSpecial != 0 }
    for index in points.indices.dropFirst(LifePoint.count) { link(index) }
  }

  /// At an end only what is observed is alive, so that one place stands for all of the kind.
  private mutating func addHomes(ofEnd point: Int, _ opcode: Opcode) {
    guard let place = outline.ends.first(where: { code.instructions[$0].opcode == opcode }) else { return }
    var end = points[point]
    addHomes(&end, at: place)
    points[point] = end
  }

  private mutating func addHomes(_ point: inout Point, at place: Int) {
    let alive = outline.liveness.homes(at: place)
    point.firstHome = Int32(homes.count)
    point.homeCount = Int32(alive.count)
    homes += alive
  }

  // MARK: one point

  private mutating func point(at place: Int) -> Point {
    let instruction = code.instructions[place]
    var point = Point(instruction.opcode)
    point.pc = Int32(place)
    point.resume = Int32(place + 1)
    point.site = instruction.site
    point.modifier = instruction.modifier
    point.extra = instruction.extra
    if instruction.a != .none { point.result = Int32(instruction.a.rawValue) }
    point.b = operand(instruction.b)
    point.c = operand(instruction.c)
    point.d = operand(instruction.d)
    point.object = instruction.object
    addHomes(&point, at: place)
    switch instruction.opcode {
    case .spawn, .join:
      let group = program.groups[Int(instruction.object)]
      point.groupCount = Int32(group.count)
      point.cell = Int32(group.firstActor)
      if instruction.b != .none { point.count = point.groupCount }
    case .sectionEnter, .sectionLeave:
      point.cell = layout.sectionOffsets[Int(instruction.object)]
      point.number = Int32(layout.firstSection + Int(instruction.object))
    case .yield, .sleep, .choose, .fence: break
    case .regionBegin: addRegion(&point, at: place)
    default: addObject(&point, instruction)
    }
    addDetails(&point, instruction)
    return point
  }

  /// Where an operand is: in a slot, or among the constants.
  private func operand(_ register: Register) -> Int32 {
    guard register != .none else { return Point.none }
    if register.index >= code.registerCount { return ~Int32(register.index) }
    return outline.liveness.offsets[register.index]
  }

  private func constant(_ operand: Int32) -> Int64? {
    guard operand < 0 else { return nil }
    return code.constants[Int(~operand) - code.registerCount]
  }

  private func addObject(_ point: inout Point, _ instruction: Instruction) {
    let object = Int(instruction.object)
    let shape = layout.shapes[object]
    let placement = layout.placements[view][object]
    point.attributes = shape.attributes.rawValue
    point.stride = shape.stride
    point.cell = placement.offset
    point.number = placement.number
    if let mutex = program.objects[object].mutex {
      let companion = layout.placements[view][mutex]
      point.mutexCell = companion.offset
      point.mutexNumber = companion.number
      point.mutexAttributes = layout.shapes[mutex].attributes.rawValue
      point.mutexStride = program.objects[mutex].isArray ? layout.shapes[mutex].stride : 0
      point.mutexNumberStride = program.objects[mutex].isArray ? 1 : 0
    }
    guard point.b != Point.none else { return }
    point.count = shape.count
    guard let index = constant(point.b), index >= 0, index < Int64(shape.count) else { return }
    // The cell is known. (An index that is always wrong stays an array, and fails when it is reached.)
    point.count = 0
    point.cell += Int32(index) * shape.stride
    point.number += Int32(index)
    point.mutexCell += Int32(index) * point.mutexStride
    point.mutexNumber += Int32(index) * point.mutexNumberStride
  }

  private func addDetails(_ point: inout Point, _ instruction: Instruction) {
    switch instruction.opcode {
    case .mutexLock, .rwlockLockRead, .rwlockLockWrite, .semaphoreAcquire, .conditionReacquire, .barrierPass,
      .eventWait, .bufferPut, .ringReserve, .poolDrain:
      point.isTimed = instruction.extra > 0 && options.allowsTimeouts
    case .bufferGet:
      point.isTimed = instruction.extra > 0 && options.allowsTimeouts
      addSecondResult(&point, instruction)
    case .bufferTryGet: addSecondResult(&point, instruction)
    case .poolTake:
      point.secondResult = instruction.c == .none ? -1 : Int32(instruction.c.rawValue)
    default: break
    }
    if instruction.opcode == .barrierPass {
      // The result of the arrival stays, unless the pass times out.
      point.d = instruction.extra > 0 ? operand(instruction.a) : Point.none
      if instruction.extra == 0 { point.result = -1 }
    }
  }

  private func addSecondResult(_ point: inout Point, _ instruction: Instruction) {
    point.d = Point.none
    if instruction.d != .none { point.secondResult = Int32(instruction.d.rawValue) }
  }

  private func gate(_ point: Point) -> Gate {
    let isSimple = point.count == 0 && !point.isTimed
    switch point.opcode {
    case .end: return .never
    case .load, .store, .atomicLoad, .atomicStore, .atomicAdd, .atomicSwap, .atomicCompareAndSwap, .fence,
      .mutexTryLock, .mutexUnlock, .mutexRecover, .rwlockUnlock, .rwlockTryRead, .rwlockTryWrite,
      .semaphoreTryAcquire, .semaphoreRelease, .semaphoreValue, .conditionEnqueue, .conditionBroadcast,
      .barrierArrive, .eventSet, .eventReset, .bufferTryPut, .bufferTryGet, .bufferClose, .bufferSize,
      .ringCommit, .poolFinish, .spawn, .yield, .sleep, .sectionEnter, .sectionLeave:
      return .always
    case .conditionSignal, .choose: return Gate(wantsZero: 1, hasAlternatives: 1)
    case .regionBegin: return point.modifier & 1 == 0 ? .always : .special
    case .mutexLock where isSimple && point.attributes == 0: return .zero(byteAt: point.cell)
    case .semaphoreAcquire where isSimple && point.c == Point.none:
      return Gate(cell: point.cell, mask: .max, wantsZero: 0)
    case .eventWait where isSimple: return Gate(cell: point.cell, mask: 0xFF, wantsZero: 0)
    case .barrierPass where isSimple && program.actors.count <= 32:
      return Gate(waiters: point.cell, waiterMask: .max, wantsZero: 1)
    case .conditionReacquire
    where isSimple && point.mutexAttributes == 0 && program.actors.count <= 32
      && !options.allowsSpuriousWakes:
      var gate = Gate.zero(byteAt: point.mutexCell)
      gate.waiters = point.cell
      gate.waiterMask = .max
      return gate
    default: return .special
    }
  }

  // MARK: regions

  /// Everything that a region names: a write of a cell covers its reads; of an array whose index is not known
  /// all cells.
  private mutating func addRegion(_ point: inout Point, at place: Int) {
    let end = Int(code.instructions[place].extra)
    point.resume = Int32(end + 1)
    var found: [(number: Int32, isWrite: Bool, isPlain: Bool)] = []
    for instruction in code.instructions[place...end] {
      let isWrite: Bool
      switch instruction.opcode {
      case .load, .atomicLoad: isWrite = false
      case .store, .atomicStore, .atomicAdd, .atomicSwap, .atomicCompareAndSwap: isWrite = true
      default: continue
      }
      var part = Point(instruction.opcode)
      part.b = operandOfRegion(instruction.b)
      addObject(&part, instruction)
      let isPlain = program.objects[Int(instruction.object)].kind == .variable
      for number in part.number..<part.number + max(1, part.count) {
        if let known = found.firstIndex(where: { $0.number == number }) {
          found[known].isWrite = found[known].isWrite || isWrite
        } else {
          found.append((number, isWrite, isPlain))
        }
      }
    }
    point.firstAccess = Int32(regionAccesses.count)
    point.accessCount = Int32(found.count)
    regionAccesses += found.sorted { $0.number < $1.number }.map {
      Access(object: UInt32($0.number), isWrite: $0.isWrite, isPlain: $0.isPlain)
    }
  }

  /// Inside a region a register may have no slot; that it is no constant is all that matters.
  private func operandOfRegion(_ register: Register) -> Int32 {
    if register == .none { return Point.none }
    return register.index >= code.registerCount ? ~Int32(register.index) : 0
  }

  // MARK: links

  /// Finds the point that follows without local work, and what local work may come to.
  private mutating func link(_ index: Int) {
    var point = points[index]
    let needsScratch =
      point.secondResult >= 0 || point.opcode == .regionBegin || point.opcode == .poolTake
      || point.opcode == .spawn
    if !needsScratch { linkDirectly(&point) }
    let (first, other) = reaches(of: point)
    point.firstReach = number(of: first)
    point.otherReach = number(of: other)
    points[index] = point
  }

  private func linkDirectly(_ point: inout Point) {
    var place = Int(point.resume)
    var isProgress = false
    for _ in 0..<64 {
      let instruction = code.instructions[place]
      switch instruction.opcode {
      case .jump: place = Int(instruction.extra)
      case .round:
        isProgress = true
        place += 1
      case .print, .workTime: place += 1
      case .end:
        setDirect(&point, LifePoint.finished, at: place, isProgress: true)
        return
      case let opcode where opcode.isVisible:
        setDirect(&point, Int(outline.points[place]), at: place, isProgress: isProgress)
        return
      default: return
      }
    }
  }

  private func setDirect(_ point: inout Point, _ target: Int, at place: Int, isProgress: Bool) {
    guard outline.liveness.slotCount <= 64, !isFairLock(code.instructions[place]) else { return }
    point.direct = Int32(target)
    point.isProgress = isProgress
    var before: UInt64 = 0
    for home in outline.liveness.homes(at: Int(point.pc)) { before |= 1 << UInt64(home.offset / 8) }
    var after: UInt64 = 0
    for home in outline.liveness.homes(at: place) {
      after |= 1 << UInt64(home.offset / 8)
      if home.register == point.result { point.resultSlot = home.offset }
    }
    point.kills = before & ~after
  }

  func isFairLock(_ instruction: Instruction) -> Bool {
    switch instruction.opcode {
    case .mutexLock, .rwlockLockRead, .rwlockLockWrite:
      program.objects[Int(instruction.object)].attributes.contains(.fair)
    default: false
    }
  }

  // MARK: what local work may come to

  private func reaches(of point: Point) -> (Reach, Reach) {
    let place = Int(point.pc)
    guard point.opcode == .choose, point.extra == 2, place + 1 < code.instructions.count else {
      let reach = reach(from: [Int(point.resume)])
      return (reach, reach)
    }
    // `may crash` and its like: the branch is known.
    let branch = code.instructions[place + 1]
    let isBranch = branch.opcode == .jumpIfZero || branch.opcode == .jumpIfNotZero
    guard isBranch, branch.b.rawValue == code.instructions[place].a.rawValue else {
      let reach = reach(from: [place + 1])
      return (reach, reach)
    }
    let taken = reach(from: [Int(branch.extra)])
    let other = reach(from: [place + 2])
    return branch.opcode == .jumpIfZero ? (taken, other) : (other, taken)
  }

  /// What an actor may come to by local work from some place on, before it stops at a point.
  func reach(from start: [Int]) -> Reach {
    var result = Reach()
    var seen = Set(start)
    var work = start
    func visit(_ place: Int) {
      if seen.insert(place).inserted { work.append(place) }
    }
    while let place = work.popLast() {
      let instruction = code.instructions[place]
      switch instruction.opcode {
      case .end, .exit: result.mayEnd = true
      case .crash: result.mayCrash = true
      case let opcode where opcode.isVisible:
        if isFairLock(instruction) { addArrivals(instruction, to: &result) }
      default:
        if instruction.continuesToNext { visit(place + 1) }
        if let target = instruction.jumpTarget { visit(target) }
      }
    }
    result.arrivals.sort()
    return result
  }

  private func addArrivals(_ instruction: Instruction, to reach: inout Reach) {
    var point = Point(instruction.opcode)
    point.b = operandOfRegion(instruction.b)
    addObject(&point, instruction)
    for number in point.number..<point.number + max(1, point.count)
    where !reach.arrivals.contains(UInt32(number)) {
      reach.arrivals.append(UInt32(number))
    }
  }

  private mutating func number(of reach: Reach) -> Int32 {
    if let known = reachNumbers[reach] { return known }
    reaches.append(reach)
    reachNumbers[reach] = Int32(reaches.count - 1)
    return Int32(reaches.count - 1)
  }
}
