import LabLanguage
import LabTrace

/// What a replay sees of the local work that a search has no use for.
final class StepObserver {
  enum Note {
    /// A `print` or `mark`.
    case say(actor: Int, Instruction, numbers: [Int64])
    /// An access inside a region.
    case access(actor: Int, Instruction, element: Int, before: Int64, after: Int64, result: Int64)
    case end(actor: Int, Instruction)
  }

  var notes: [Note] = []

  func say(_ actor: Int, _ instruction: Instruction, _ registers: UnsafePointer<Int64>) {
    let numbers = (0..<Int(instruction.extra)).map { registers[instruction.c.index + $0] }
    notes.append(.say(actor: actor, instruction, numbers: numbers))
  }

  func access(
    _ actor: Int, _ instruction: Instruction, _ element: Int, _ before: Int64, _ after: Int64, _ result: Int64
  ) {
    notes.append(
      .access(actor: actor, instruction, element: element, before: before, after: after, result: result))
  }

  func ended(_ actor: Int, _ instruction: Instruction) { notes.append(.end(actor: actor, instruction)) }
}
