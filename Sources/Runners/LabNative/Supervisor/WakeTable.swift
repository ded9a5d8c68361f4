import LabLanguage
import LabTrace

/// Which actors could ever end a wait, judged by their code alone.
///
/// For partial deadlocks: an actor that still runs can free a blocked one only if its code has an operation
/// that releases, signals, sets, puts, gets or closes the object in question.
struct WakeTable {
  private let objectCount: Int
  private let wakes: [[Bool]]
  private let spawns: [Bool]
  private let codeOfActor: [Int]

  init(_ program: Program) {
    objectCount = program.objects.count
    let count = program.objects.count
    wakes = program.codes.map { code in
      var row = [Bool](repeating: false, count: count)
      for instruction in code.instructions {
        for object in Self.woken(by: instruction, program) { row[object] = true }
      }
      return row
    }
    spawns = program.codes.map { code in code.instructions.contains { $0.opcode == .spawn } }
    codeOfActor = program.actors.map(\.code)
  }

  /// Whether an actor's code has an operation that may end a wait on an object.
  func actor(_ actor: Int, mayWake object: Int) -> Bool { wakes[codeOfActor[actor]][object] }

  /// Whether an actor's code starts other actors.
  func maySpawn(_ actor: Int) -> Bool { spawns[codeOfActor[actor]] }

  private static func woken(by instruction: Instruction, _ program: Program) -> [Int] {
    let object = Int(instruction.object)
    switch instruction.opcode {
    case .mutexUnlock, .rwlockUnlock, .semaphoreRelease, .conditionSignal, .conditionBroadcast,
      .barrierArrive, .eventSet, .bufferPut, .bufferTryPut, .bufferGet, .bufferTryGet, .bufferClose,
      .ringCommit, .poolFinish,
      .poolSubmit:
      return [object]
    case .conditionEnqueue:
      return program.objects[object].mutex.map { [$0] } ?? []
    case .rwlockLockWrite:
      // A writer that gives up lets the readers behind it in.
      return instruction.extra != 0 ? [object] : []
    default:
      return []
    }
  }
}
