import LabLanguage
import LabSemantics
import LabTrace

/// An object as it lies in a state.
struct Shape: BitwiseCopyable {
  var kind: ObjectKind
  var attributes: MutexMachine.Attributes
  /// Number of cells.
  var count: Int32
  /// Number of the first cell in `Program`.
  var firstCell: Int32
  /// Offset of the first cell in a state, and the distance between cells.
  var offset: Int32 = 0
  var stride: Int32 = 0
  var buffer: BufferMachine
  var pool: PoolMachine
  var barrier: BarrierMachine
  var event: EventMachine
  /// Number of the clocks that belong to the object beside those of its cells: readers of a rwlock, places of a
  /// buffer, finished tasks of a pool; -1 for none.
  var firstClock: Int32 = -1
  var clocksPerCell: Int32 = 0

  /// Bytes of a cell.
  init(
    _ object: ObjectDeclaration, actorCount: Int, hasPlaces: Bool, hasReservations: Bool, pool: PoolMachine
  ) {
    kind = object.kind
    attributes = Self.attributes(object.attributes)
    count = Int32(object.count)
    firstCell = Int32(object.firstCell)
    let capacity = Int(object.capacity)
    buffer = BufferMachine(capacity: capacity, hasPlaces: hasPlaces, hasReservations: hasReservations)
    self.pool = pool
    barrier = BarrierMachine(actorCount: actorCount, parties: capacity)
    event = EventMachine(isManual: object.attributes.contains(.manual))
    stride = Int32(size(actorCount))
    switch kind {
    case .rwlock, .pool: clocksPerCell = 1
    case .buffer, .ring: clocksPerCell = buffer.hasPlaces ? Int32(capacity) : 0
    default: break
    }
  }

  func mutex(_ actorCount: Int) -> MutexMachine {
    MutexMachine(attributes: attributes, actorCount: actorCount)
  }

  func rwlock(_ actorCount: Int) -> RWLockMachine {
    RWLockMachine(isFair: attributes.contains(.fair), actorCount: actorCount)
  }

  private func size(_ actorCount: Int) -> Int {
    switch kind {
    case .variable, .atomic: AtomicMachine.byteCount
    case .mutex: mutex(actorCount).byteCount
    case .rwlock: rwlock(actorCount).byteCount
    case .semaphore: SemaphoreMachine().byteCount
    case .condition: ConditionMachine(actorCount: actorCount).byteCount
    case .barrier: barrier.byteCount
    case .event: event.byteCount
    case .buffer, .ring: buffer.byteCount
    case .pool: pool.byteCount
    case .section: 0
    }
  }

  private static func attributes(_ attributes: ObjectDeclaration.Attributes) -> MutexMachine.Attributes {
    var result: MutexMachine.Attributes = []
    if attributes.contains(.recursive) { result.insert(.recursive) }
    if attributes.contains(.errorcheck) { result.insert(.errorcheck) }
    if attributes.contains(.robust) { result.insert(.robust) }
    if attributes.contains(.fair) { result.insert(.fair) }
    return result
  }
}
