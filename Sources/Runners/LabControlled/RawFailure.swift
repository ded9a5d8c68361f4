import LabLanguage
import LabSemantics
import LabTrace

/// What went wrong in a step, without any memory of its own.
struct RawFailure: BitwiseCopyable {
  enum Reason: BitwiseCopyable {
    case none
    case assertion
    case divisionByZero
    /// The index; of a cell, or of an actor.
    case index(Int64)
    case actorIndex(Int64)
    case crowd
    case misuse(Misuse, Int64)
    case endless
    case poolLimit
  }

  var reason = Reason.none
  var actor: Int32 = 0
  /// The instruction.
  var pc: Int32 = 0
}

/// What a model notes while it steps, in memory that needs no checks of exclusive access.
struct StepNotes: BitwiseCopyable {
  var failure = RawFailure()
  var isObserved = false
}

extension ControlledProgram {
  /// What ended the last execution early: the message, where, and whose step it was.
  package var lastFailure: ControlledFailure? {
    let failure = notes.pointee.failure
    let actor = Int(failure.actor)
    guard program.actors.indices.contains(actor) else { return nil }
    let code = program.codes[program.actors[actor].code]
    let instruction = code.instructions[Int(failure.pc)]
    guard let (kind, message) = text(of: failure.reason, actor, instruction) else { return nil }
    return ControlledFailure(kind: kind, actor: actor, message: message, site: instruction.site)
  }

  private func text(
    of reason: RawFailure.Reason, _ actor: Int, _ instruction: Instruction
  ) -> (ControlledFailure.Kind, String)? {
    switch reason {
    case .none: return nil
    case .assertion: return (.failure, program.strings[Int(instruction.object)])
    case .divisionByZero: return (.failure, "division by zero")
    case .index(let index):
      let object = program.objects[Int(instruction.object)]
      let elements = object.count == 1 ? "1 element" : "\(object.count) elements"
      return (.failure, "index \(index) is out of range: '\(object.name)' has \(elements)")
    case .actorIndex(let index):
      let group = program.groups[Int(instruction.object)]
      return (.failure, "index \(index) is out of range: '\(group.name)' has \(group.count)")
    case .crowd:
      let section = program.sections[Int(instruction.object)]
      let crowd = section.limit == 1 ? "two actors" : "more than \(section.limit) actors"
      return (.failure, "\(crowd) in section \(section.name)")
    case .misuse(let misuse, let detail):
      return (.misuse, text(of: misuse, detail, actor, instruction))
    case .endless: return (.divergence, "\(program.actors[actor].name) loops for ever without any step")
    case .poolLimit:
      let pool = program.objects[Int(instruction.object)].name
      return (
        .limit,
        "the queue of '\(pool)' holds more than \(options.poolQueueLimit) tasks: give the pool a bound"
      )
    }
  }

  private func text(
    of misuse: Misuse, _ detail: Int64, _ actor: Int, _ instruction: Instruction
  ) -> String {
    let name = program.actors[actor].name
    let object = cellName(Int(instruction.object), element: detail)
    return switch misuse {
    case .unlockNotHeld: "unlock of \(object), which \(name) does not hold"
    case .relock: "lock of \(object), which \(name) holds already"
    case .waitNotHeld: "wait on \(object) without holding its mutex"
    case .tooManyPermits: "release of \(object) above \(Int32.max) permits"
    case .badPermits: "a number of permits of \(object) that makes no sense"
    case .badTicket: "commit to \(object) of a ticket that is not reserved"
    case .tooDeep: "lock of \(object) more than 65536 times"
    }
  }

  /// `fork[2]`, or `m`.
  func cellName(_ object: Int, element: Int64) -> String {
    let declaration = program.objects[object]
    return declaration.isArray ? "\(declaration.name)[\(element)]" : declaration.name
  }
}
