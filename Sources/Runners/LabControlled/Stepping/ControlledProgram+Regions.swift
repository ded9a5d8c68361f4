import LabExploration
import LabLanguage
import LabSemantics

/// Atomic regions and `await`: one step as a whole.
extension ControlledProgram {
  /// How the evaluation of a region's instructions went.
  private enum Progress {
    case reached(Int)
    case failed(StepOutcome)
    case closed
  }

  /// Whether a region can be entered: its condition holds, or fails to have a value.
  ///
  /// The condition only reads, so that nothing of an evaluation in vain is left.
  func guardHolds(_ actor: Int, _ point: UnsafeMutablePointer<Point>, _ state: UnsafeRawPointer) -> Bool {
    guard point.pointee.modifier & 1 != 0 else { return true }
    load(actor, point, state)
    let kept = notes.pointee.failure
    defer { notes.pointee.failure = kept }
    let place = Int(point.pointee.pc) &+ 1
    switch run(actor, from: place, UnsafeMutableRawPointer(mutating: state), isGuard: true) {
    case .reached, .failed: return true
    case .closed: return false
    }
  }

  /// Takes the step of a region, with the local work behind it.
  func stepRegion(
    _ actor: Int, _ point: UnsafeMutablePointer<Point>, _ state: UnsafeMutableRawPointer
  ) -> StepOutcome {
    load(actor, point, state)
    switch run(actor, from: Int(point.pointee.pc) &+ 1, state, isGuard: false) {
    case .reached(let place): return advance(actor, from: place, state)
    case .failed(let outcome): return outcome
    case .closed: return fail(.assertion, actor, Int(point.pointee.pc), .failed)
    }
  }

  /// Runs instructions of a region: to its guard, or to its end.
  private func run(
    _ actor: Int, from start: Int, _ state: UnsafeMutableRawPointer, isGuard: Bool
  ) -> Progress {
    let table = actors[actor].table
    var pc = start
    var budget = options.localBudget
    while true {
      switch LocalMachine.run(table.instructions, pc: &pc, registers: table.scratch, budget: 4096) {
      case .failed(let reason): return .failed(fail(reason, actor, pc))
      case .budget:
        budget &-= 4096
        if budget <= 0 { return .failed(fail(.endless, actor, pc, .diverged)) }
        continue
      case .instruction: break
      }
      let instruction = table.instructions[pc]
      switch instruction.opcode {
      case .guardRegion:
        if table.scratch[instruction.b.index] == 0 { return .closed }
        if isGuard { return .reached(pc) }
      case .regionEnd: return .reached(pc &+ 1)
      case .load, .store, .atomicLoad, .atomicStore, .atomicAdd, .atomicSwap, .atomicCompareAndSwap:
        budget &-= 1
        guard access(actor, instruction, state) else { return .failed(failIndex(actor, pc, instruction)) }
      case .print, .mark:
        if !isGuard, notes.pointee.isObserved { observer?.say(actor, instruction, table.scratch) }
      default: break
      }
      pc &+= 1
    }
  }

  private func failIndex(_ actor: Int, _ pc: Int, _ instruction: Instruction) -> StepOutcome {
    let index = actors[actor].table.scratch[instruction.b.index]
    return fail(.index(index), actor, pc, .failed)
  }

  /// One access inside a region.
  /// - Returns: False for an index out of range.
  private func access(_ actor: Int, _ instruction: Instruction, _ state: UnsafeMutableRawPointer) -> Bool {
    let scratch = actors[actor].table.scratch
    let object = Int(instruction.object)
    var element = 0
    if instruction.b != .none {
      let index = scratch[instruction.b.index]
      guard index >= 0, index < Int64(shapes[object].count) else { return false }
      element = Int(index)
    }
    let record = state + cellOffset(object, element, view: Int(actors[actor].view))
    let before = AtomicMachine.load(record)
    var result = before
    switch instruction.opcode {
    case .store, .atomicStore, .atomicSwap: AtomicMachine.store(scratch[instruction.c.index], record)
    case .atomicAdd: _ = AtomicMachine.add(scratch[instruction.c.index], record)
    case .atomicCompareAndSwap:
      result = AtomicMachine.compareAndSwap(
        scratch[instruction.c.index], scratch[instruction.d.index], record)
    default: break
    }
    if instruction.a != .none { scratch[instruction.a.index] = result }
    if notes.pointee.isObserved {
      observer?.access(actor, instruction, element, before, AtomicMachine.load(record), result)
    }
    return true
  }

  /// Where the record of a cell is, as the actors of a view see it.
  func cellOffset(_ object: Int, _ element: Int, view: Int) -> Int {
    if view == 0 { return Int(shapes[object].offset) &+ element &* Int(shapes[object].stride) }
    return Int(layout.placements[view][object].offset) &+ element &* Int(shapes[object].stride)
  }
}
