import LabJudgement
import LabLanguage
import LabPlatform
import LabPrimitives
import LabRecorder
import LabTrace

/// The supervisor's look into the shared mapping of a run, also after the child has died.
final class ArenaView {
  let control: ControlBlock
  private let program: Program
  private let layout: ArenaLayout
  private let base: UnsafeMutableRawPointer
  private let mapping: MappedFile

  init(program: Program, mapping: MappedFile) {
    self.program = program
    self.mapping = mapping
    base = mapping.address
    control = ControlBlock(base: base)
    layout = ArenaLayout(program)
  }

  private func address(_ object: Int, _ index: Int) -> UnsafeMutableRawPointer {
    base + layout.objectOffsets[object] + index * layout.strides[object]
  }

  /// All variables and atomics, to see whether something changed.
  func values() -> [UInt8] {
    layout.valueRanges.flatMap { range in
      Array(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
    }
  }

  /// Kernel's id of the thread that owns a mutex, 0 for none.
  func owner(_ object: Int, _ index: Int) -> UInt32 {
    TracedMutex(at: address(object, index), object: .none).core.owner
  }

  /// Whether an actor that asks for this now would have to wait.
  func wouldBlock(_ object: Int, _ index: Int, amount: Int, opcode: Opcode?) -> Bool {
    let at = address(object, index)
    switch program.objects[object].kind {
    case .mutex: return owner(object, index) != 0
    case .rwlock:
      let core = TracedRWLock(at: at, object: .none).core
      return core.writer != 0 || core.readerCount != 0 || core.waiterCount > 1
    case .semaphore: return TracedSemaphore(at: at, object: .none).core.value < amount
    case .event: return !TracedEvent(at: at, object: .none).core.isSet
    case .buffer:
      let core = TracedBuffer(at: at, object: .none).core
      return !core.isClosed && (opcode == .bufferPut ? core.count == core.capacity : core.count == 0)
    // A sleeper that was claimed is awake in the kernel's eyes.
    case .condition, .barrier: return true
    case .variable, .atomic, .ring, .pool, .section: return false
    }
  }

  /// The state of the program as it lies in memory now.
  func state() -> FinalState {
    var cells: [Int64] = []
    cells.reserveCapacity(program.cellCount)
    for (object, declaration) in program.objects.enumerated() {
      for index in 0..<declaration.count { cells.append(value(object, index)) }
    }
    let registers = program.actors.enumerated().map { index, actor in
      let words = (base + layout.registerOffsets[index]).assumingMemoryBound(to: Int64.self)
      return Array(UnsafeBufferPointer(start: words, count: program.codes[actor.code].registerCount))
    }
    return FinalState(cells: cells, registers: registers)
  }

  private func value(_ object: Int, _ index: Int) -> Int64 {
    let at = address(object, index)
    switch program.objects[object].kind {
    case .variable: return at.load(as: Int64.self)
    case .atomic: return TracedAtomic(at: at, object: .none).value
    case .semaphore: return Int64(TracedSemaphore(at: at, object: .none).core.value)
    case .event: return TracedEvent(at: at, object: .none).core.isSet ? 1 : 0
    case .buffer: return Int64(TracedBuffer(at: at, object: .none).core.count)
    case .mutex: return owner(object, index) == 0 ? 0 : 1
    case .rwlock:
      let core = TracedRWLock(at: at, object: .none).core
      return core.writer != 0 ? 1 : Int64(core.readerCount)
    case .condition: return Int64(TracedCondition(at: at, object: .none).core.waiterCount)
    case .barrier: return Int64(TracedBarrier(at: at, object: .none).core.arrivedCount)
    case .ring, .pool, .section: return 0
    }
  }
}
