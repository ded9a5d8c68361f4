import LabExploration
import LabLanguage
import LabSemantics

/// The local work that is glued to a step.
extension ControlledProgram {
  /// Loads the registers of an actor that are alive at a point.
  @inline(__always)
  func load(_ actor: Int, _ point: UnsafeMutablePointer<Point>, _ state: UnsafeRawPointer) {
    let table = actors[actor].table
    let homes = table.homes + Int(point.pointee.firstHome)
    let registers = state + Int(actors[actor].registers)
    for index in 0..<Int(point.pointee.homeCount) {
      table.scratch[Int(homes[index].register)] =
        registers.load(fromByteOffset: Int(homes[index].offset), as: Int64.self)
    }
  }

  /// Leaves an actor at a point: what is alive there goes into the state, the rest is zero.
  func stop(_ actor: Int, at place: Int, _ state: UnsafeMutableRawPointer) {
    let table = actors[actor].table
    let registers = state + Int(actors[actor].registers)
    for offset in stride(from: 0, to: table.registerBytes, by: 8) {
      registers.storeBytes(of: 0, toByteOffset: offset, as: Int64.self)
    }
    let point = table.points + place
    let homes = table.homes + Int(point.pointee.firstHome)
    for index in 0..<Int(point.pointee.homeCount) {
      registers.storeBytes(
        of: table.scratch[Int(homes[index].register)], toByteOffset: Int(homes[index].offset), as: Int64.self)
    }
    setPlace(place, of: actor, state)
    if hasFairLocks { arrive(actor, state) }
  }

  /// Starts an actor: its private copies are in place, its registers are zero.
  func start(_ actor: Int, _ state: UnsafeMutableRawPointer) -> StepOutcome {
    let table = actors[actor].table
    for register in 0..<table.registerCount { table.scratch[register] = 0 }
    return advance(actor, from: 0, state)
  }

  /// Works from an instruction on, until the actor comes to its next step or ends.
  ///
  /// The registers are those in the scratch memory of the actor's code.
  func advance(_ actor: Int, from start: Int, _ state: UnsafeMutableRawPointer) -> StepOutcome {
    let table = actors[actor].table
    var pc = start
    var outcome = StepOutcome(rawValue: 0)
    var budget = options.localBudget
    while true {
      let next = Int(table.pointOf[pc])
      if next >= 0 {
        stop(actor, at: next, state)
        return outcome
      }
      let before = pc
      switch LocalMachine.run(table.instructions, pc: &pc, registers: table.scratch, budget: 4096) {
      case .failed(let reason): return fail(reason, actor, pc)
      case .budget:
        budget &-= 4096
        if budget <= 0 { return fail(.endless, actor, pc, .diverged) }
        continue
      case .instruction: break
      }
      if pc == before { budget &-= 1 }
      if budget <= 0 { return fail(.endless, actor, pc, .diverged) }
      let instruction = table.instructions + pc
      switch instruction.pointee.opcode {
      case .print, .mark:
        if instruction.pointee.opcode == .mark { outcome.rawValue |= 4 }
        if notes.pointee.isObserved { observer?.say(actor, instruction.pointee, table.scratch) }
      case .round: outcome.rawValue |= 4
      case .workCall:
        if instruction.pointee.a != .none { table.scratch[instruction.pointee.a.index] = 0 }
      case .workTime: break
      case .end, .exit, .crash:
        end(actor, instruction.pointee, state)
        outcome.rawValue |= 4
        return outcome
      default: continue
      }
      pc &+= 1
    }
  }

  private func end(_ actor: Int, _ instruction: Instruction, _ state: UnsafeMutableRawPointer) {
    switch instruction.opcode {
    case .end: stop(actor, at: LifePoint.finished, state)
    case .exit:
      stop(actor, at: LifePoint.exited, state)
      abandon(actor, state)
    default:
      stop(actor, at: LifePoint.killed, state)
      abandon(actor, state)
    }
    if notes.pointee.isObserved { observer?.ended(actor, instruction) }
  }

  /// A process is gone: its robust mutexes are handed on, all else stays as it was.
  private func abandon(_ actor: Int, _ state: UnsafeMutableRawPointer) {
    for mutex in robustMutexes[Int(actors[actor].view)] {
      mutex.machine.ownerDied(actor, state + mutex.offset)
    }
  }

  // MARK: failures

  func fail(_ reason: LocalFailure, _ actor: Int, _ pc: Int) -> StepOutcome {
    switch reason {
    case .assertion: fail(.assertion, actor, pc, .failed)
    case .divisionByZero: fail(.divisionByZero, actor, pc, .failed)
    }
  }

  func fail(
    _ reason: RawFailure.Reason, _ actor: Int, _ pc: Int, _ outcome: StepOutcome
  ) -> StepOutcome {
    notes.pointee.failure = RawFailure(reason: reason, actor: Int32(actor), pc: Int32(pc))
    return outcome
  }
}
