import LabExploration
import LabLanguage
import LabPlatform
import LabPrimitives
import LabRecorder
import LabTrace

/// The running program as all its actors see it: the shared mapping, seen through the program's eyes.
///
/// Immutable after its making; what changes lies in the mapping and is accessed by atomics and primitives.
/// `@unchecked Sendable`: the only pointers lead into the mapping, which outlives all threads.
final class World: @unchecked Sendable {
  let program: Program
  let control: ControlBlock
  let seed: UInt64
  let isChaotic: Bool
  let printsLines: Bool
  /// The order of the steps, in a steered run.
  let steering: Steering?
  private let base: UnsafeMutableRawPointer
  private let layout: ArenaLayout
  private let mapping: MappedFile
  private let traces: TraceFolder

  /// Looks at the mapping of a run; the memory is that of a fresh file.
  init(program: Program, mapping: MappedFile, traces: TraceFolder, options: ChildOptions)
    throws(ScheduleError)
  {
    self.program = program
    self.mapping = mapping
    self.traces = traces
    base = mapping.address
    control = ControlBlock(base: base)
    layout = ArenaLayout(program)
    seed = options.seed
    isChaotic = options.isChaotic
    printsLines = options.printsLines
    if options.schedule.isEmpty {
      steering = nil
    } else {
      let schedule = try Schedule(options.schedule, actors: ActorWords(names: program.actors.map(\.name)))
      steering = Steering(schedule, control: control)
    }
  }

  // MARK: addresses

  func cellAddress(_ object: Int, _ index: Int) -> UnsafeMutableRawPointer {
    base + layout.objectOffsets[object] + index * layout.strides[object]
  }

  func objectID(_ object: Int, _ index: Int) -> ObjectID {
    ObjectID(rawValue: UInt32(program.objects[object].firstCell + index + 1))
  }

  func sectionCounter(_ section: Int) -> UnsafeMutableRawPointer { base + layout.sectionOffset + section * 8 }

  func sectionID(_ section: Int) -> ObjectID { ObjectID(rawValue: UInt32(program.cellCount + section + 1)) }

  func registers(of actor: Int) -> UnsafeMutablePointer<Int64> {
    (base + layout.registerOffsets[actor]).assumingMemoryBound(to: Int64.self)
  }

  /// Opens the trace of an actor; thread 0 of the log is the lab.
  func openTrace(of actor: Int) throws(RecorderError) -> ThreadTrace {
    try traces.openThread(ThreadID(rawValue: UInt32(actor + 1)))
  }

  // MARK: preparation

  /// Gives every object its initial state, and every actor its constants.
  func prepare() {
    let waited = program.actors.filter { !$0.isDaemon && !$0.isSpawned }.count
    control.initialize(remaining: waited)
    for index in program.objects.indices {
      for cell in 0..<program.objects[index].count { prepare(index, cell) }
    }
    for (index, actor) in program.actors.enumerated() {
      let code = program.codes[actor.code]
      let constants = registers(of: index) + code.registerCount
      for (position, value) in code.constants.enumerated() { constants[position] = value }
    }
  }

  private func prepare(_ index: Int, _ cell: Int) {
    let object = program.objects[index]
    let address = cellAddress(index, cell)
    let initial = object.initial.isEmpty ? 0 : object.initial[cell]
    switch object.kind {
    case .variable: address.storeBytes(of: initial, as: Int64.self)
    case .atomic: TracedAtomic.initialize(at: address, value: initial)
    case .mutex: TracedMutex.initialize(at: address, attributes: Self.attributes(object.attributes))
    case .rwlock: TracedRWLock.initialize(at: address, isFair: object.attributes.contains(.fair))
    case .semaphore: TracedSemaphore.initialize(at: address, value: Int(initial))
    case .condition: TracedCondition.initialize(at: address)
    case .barrier: TracedBarrier.initialize(at: address, parties: Int(object.capacity))
    case .event:
      TracedEvent.initialize(at: address, isManual: object.attributes.contains(.manual), isSet: initial != 0)
    case .buffer: TracedBuffer.initialize(at: address, capacity: Int(object.capacity))
    case .ring, .pool, .section: break
    }
  }

  private static func attributes(_ attributes: ObjectDeclaration.Attributes) -> MutexAttributes {
    var result: MutexAttributes = .plain
    if attributes.contains(.recursive) { result.insert(.recursive) }
    if attributes.contains(.errorcheck) { result.insert(.errorcheck) }
    if attributes.contains(.fair) { result.insert(.fair) }
    return result
  }
}
