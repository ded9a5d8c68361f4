import LabExploration
import LabLanguage
import LabSemantics

/// How a state is read and written.
extension ControlledProgram {
  @inline(__always)
  func place(of actor: Int, _ state: UnsafeRawPointer) -> Int {
    let counter = counterOffset &+ actor &* width
    switch width {
    case 1: return Int(state.load(fromByteOffset: counter, as: UInt8.self))
    case 2: return Int(state.load(fromByteOffset: counter, as: UInt16.self))
    default: return Int(state.load(fromByteOffset: counter, as: UInt32.self))
    }
  }

  @inline(__always)
  func setPlace(_ place: Int, of actor: Int, _ state: UnsafeMutableRawPointer) {
    let counter = counterOffset &+ actor &* width
    switch width {
    case 1: state.storeBytes(of: UInt8(truncatingIfNeeded: place), toByteOffset: counter, as: UInt8.self)
    case 2: state.storeBytes(of: UInt16(truncatingIfNeeded: place), toByteOffset: counter, as: UInt16.self)
    default: state.storeBytes(of: UInt32(truncatingIfNeeded: place), toByteOffset: counter, as: UInt32.self)
    }
  }

  @inline(__always)
  func point(of actor: Int, _ state: UnsafeRawPointer) -> UnsafeMutablePointer<Point> {
    actors[actor].table.points + place(of: actor, state)
  }

  /// Whether an actor has finished, of whatever cause.
  @inline(__always)
  func hasEnded(_ actor: Int, _ state: UnsafeRawPointer) -> Bool {
    let place = place(of: actor, state)
    return place != LifePoint.notStarted && place < LifePoint.count
  }

  @inline(__always)
  func operand(_ operand: Int32, _ actor: Int, _ state: UnsafeRawPointer) -> Int64 {
    if operand < 0 { return actors[actor].table.scratch[Int(~operand)] }
    return state.load(fromByteOffset: Int(actors[actor].registers &+ operand), as: Int64.self)
  }

  /// The cell of its object that a step means, -1 for an index out of range.
  @inline(__always)
  func element(_ point: UnsafeMutablePointer<Point>, _ actor: Int, _ state: UnsafeRawPointer) -> Int {
    if point.pointee.count == 0 { return 0 }
    let index = operand(point.pointee.b, actor, state)
    return index >= 0 && index < Int64(point.pointee.count) ? Int(index) : -1
  }

  /// Where the record of that cell is.
  @inline(__always)
  func offset(_ point: UnsafeMutablePointer<Point>, _ element: Int) -> Int {
    Int(point.pointee.cell) &+ element &* Int(point.pointee.stride)
  }

  /// The actors that a spawn or join means; nil for an index out of range.
  @inline(__always)
  func targets(_ point: UnsafeMutablePointer<Point>, _ actor: Int, _ state: UnsafeRawPointer) -> Range<Int>? {
    let first = Int(point.pointee.cell)
    let count = Int(point.pointee.groupCount)
    if point.pointee.b == Point.none { return first..<first &+ count }
    let index = operand(point.pointee.b, actor, state)
    guard index >= 0, index < Int64(count) else { return nil }
    return first &+ Int(index)..<first &+ Int(index) &+ 1
  }

  /// The number of permits that an operation on a semaphore asks for or gives.
  @inline(__always)
  func permits(_ point: UnsafeMutablePointer<Point>, _ actor: Int, _ state: UnsafeRawPointer) -> Int64 {
    point.pointee.c == Point.none ? 1 : operand(point.pointee.c, actor, state)
  }

  // MARK: machines

  @inline(__always)
  func mutex(_ point: UnsafeMutablePointer<Point>) -> MutexMachine {
    MutexMachine(
      attributes: MutexMachine.Attributes(rawValue: point.pointee.attributes), actorCount: actorCount)
  }

  @inline(__always)
  func conditionMutex(_ point: UnsafeMutablePointer<Point>) -> MutexMachine {
    MutexMachine(
      attributes: MutexMachine.Attributes(rawValue: point.pointee.mutexAttributes), actorCount: actorCount)
  }

  @inline(__always)
  func mutexOffset(_ point: UnsafeMutablePointer<Point>, _ element: Int) -> Int {
    Int(point.pointee.mutexCell) &+ element &* Int(point.pointee.mutexStride)
  }

  @inline(__always)
  func rwlock(_ point: UnsafeMutablePointer<Point>) -> RWLockMachine {
    RWLockMachine(isFair: point.pointee.attributes & 8 != 0, actorCount: actorCount)
  }

  @inline(__always)
  var condition: ConditionMachine { ConditionMachine(actorCount: actorCount) }

  /// Whether a pool's `main` is over, so that workers with nothing to do end.
  @inline(__always)
  func poolsHaveEnded(_ state: UnsafeRawPointer) -> Bool { mainActor >= 0 && hasEnded(mainActor, state) }
}
