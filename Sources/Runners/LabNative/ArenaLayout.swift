import LabLanguage
import LabPrimitives
import LabRecorder
import LabTrace

/// Where everything of a program lies in the run's shared mapping.
///
/// A pure function of the program: the supervisor and the child compute it apart and agree. The mapping starts
/// with the control block, then come the cells of all objects, the counters of the sections, and the registers
/// of the actors, so that a look from outside sees every value, also after the child was killed.
struct ArenaLayout {
  /// Offset of the first cell of each object, and the distance between its cells.
  private(set) var objectOffsets: [Int] = []
  private(set) var strides: [Int] = []
  private(set) var sectionOffset = 0
  /// Offset of the registers of each actor; its constants follow behind them.
  private(set) var registerOffsets: [Int] = []
  private(set) var byteCount = ControlBlock.byteCount
  /// The part that holds the values of variables and atomics: what an awaiting actor looks at.
  private(set) var valueRanges: [Range<Int>] = []

  init(_ program: Program) {
    for object in program.objects {
      let stride = Self.stride(of: object)
      let start = allocate(stride * object.count)
      objectOffsets.append(start)
      strides.append(stride)
      if object.kind == .variable || object.kind == .atomic {
        valueRanges.append(start..<start + stride * object.count)
      }
    }
    sectionOffset = allocate(program.sections.count * 8)
    for actor in program.actors {
      let code = program.codes[actor.code]
      registerOffsets.append(allocate((code.registerCount + code.constants.count) * 8))
    }
  }

  /// Every object starts on a cache line of its own, so that the lab adds no false sharing between objects.
  private mutating func allocate(_ size: Int) -> Int {
    let start = (byteCount + 63) & ~63
    byteCount = start + size
    return start
  }

  private static func stride(of object: ObjectDeclaration) -> Int {
    switch object.kind {
    case .variable: 8
    case .atomic: TracedAtomic.byteCount
    case .mutex: TracedMutex.byteCount
    case .rwlock: TracedRWLock.byteCount
    case .semaphore: TracedSemaphore.byteCount
    case .condition: TracedCondition.byteCount
    case .barrier: TracedBarrier.byteCount
    case .event: TracedEvent.byteCount
    case .buffer: TracedBuffer.byteCount(capacity: Int(object.capacity))
    case .ring, .pool, .section: 8
    }
  }
}
