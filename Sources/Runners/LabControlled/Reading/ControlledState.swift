import LabLanguage
import LabSemantics

/// A state as expectations see it: the same members as judgement's `StateView`.
///
/// Valid as long as the state it looks at.
package struct ControlledState {
  let model: ControlledProgram
  let state: UnsafeRawPointer

  /// Value of a cell: of a variable, atomic, semaphore or event; size of a buffer; 1 for a lock that is held.
  package func cell(_ cell: Int) -> Int64 { model.value(ofCell: cell, view: 0, state) }

  /// Value of an actor's local.
  package func local(actor: Int, _ register: Register) -> Int64 {
    model.local(actor: actor, register, state)
  }

  /// Value of an actor's private copy of a forked cell.
  package func forked(actor: Int, cell: Int) -> Int64 {
    model.value(ofCell: cell, view: Int(model.actors[actor].view), state)
  }
}

extension ControlledProgram {
  /// A state for expectations.
  package func view(_ state: UnsafeRawPointer) -> ControlledState {
    ControlledState(model: self, state: state)
  }

  /// The object of a cell, and which element it is.
  package func element(ofCell cell: Int) -> (object: Int, element: Int) {
    var low = 0
    var high = program.objects.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if program.objects[middle].firstCell <= cell { low = middle } else { high = middle - 1 }
    }
    return (low, cell - program.objects[low].firstCell)
  }

  func value(ofCell cell: Int, view: Int, _ state: UnsafeRawPointer) -> Int64 {
    let (object, element) = element(ofCell: cell)
    let record = state + cellOffset(object, element, view: view)
    let shape = shapes[object]
    switch shape.kind {
    case .variable, .atomic: return AtomicMachine.load(record)
    case .semaphore: return SemaphoreMachine().value(record)
    case .event: return shape.event.isSet(record) ? 1 : 0
    case .buffer, .ring: return Int64(shape.buffer.size(record))
    case .mutex: return shape.mutex(actorCount).isFree(record) ? 0 : 1
    case .rwlock:
      let lock = shape.rwlock(actorCount)
      return lock.writer(record) >= 0 ? 1 : Int64(lock.readers(record).count)
    case .condition: return Int64(condition.waiters(record).count)
    case .barrier: return Int64(shape.barrier.arrived(record).count)
    case .pool: return Int64(shape.pool.count(record))
    case .section: return 0
    }
  }

  func local(actor: Int, _ register: Register, _ state: UnsafeRawPointer) -> Int64 {
    let code = program.codes[program.actors[actor].code]
    if register.index >= code.registerCount { return code.constants[register.index - code.registerCount] }
    let offset = outlines[program.actors[actor].code].liveness.offsets[register.index]
    guard offset >= 0 else { return 0 }
    return state.load(fromByteOffset: Int(actors[actor].registers + offset), as: Int64.self)
  }

  // MARK: ends of executions

  /// The locks that actors hold who finished normally: what an end state leaks.
  ///
  /// Cells, in order.
  package func leaks(_ state: UnsafeRawPointer) -> [Int] {
    (0..<program.cellCount).filter { cell in
      let (object, element) = element(ofCell: cell)
      let record = state + cellOffset(object, element, view: 0)
      switch shapes[object].kind {
      case .mutex:
        let machine = shapes[object].mutex(actorCount)
        return !machine.isFree(record) && hasFinished(machine.owner(record), state)
      case .rwlock:
        let machine = shapes[object].rwlock(actorCount)
        if machine.writer(record) >= 0 { return hasFinished(machine.writer(record), state) }
        let readers = machine.readers(record)
        return (0..<actorCount).contains { readers.contains($0) && hasFinished($0, state) }
      default: return false
      }
    }
  }

  /// Whether an actor came to its end, and was not killed.
  package func hasFinished(_ actor: Int, _ state: UnsafeRawPointer) -> Bool {
    let place = place(of: actor, state)
    return place == LifePoint.finished || place == LifePoint.exited
  }

  /// Whether an actor's process was killed.
  package func wasKilled(_ actor: Int, _ state: UnsafeRawPointer) -> Bool {
    place(of: actor, state) == LifePoint.killed
  }

  /// Whether an actor has started, be it finished or not.
  package func hasStarted(_ actor: Int, _ state: UnsafeRawPointer) -> Bool {
    place(of: actor, state) != LifePoint.notStarted
  }

  // MARK: names

  /// The object that a number of an access or effect belongs to; nil for the starts and ends of actors.
  package func object(ofNumber number: UInt32) -> Int? {
    let number = Int(number)
    if number < program.cellCount { return element(ofCell: number).object }
    for view in layout.placements.dropFirst() {
      for (object, placement) in view.enumerated() where program.objects[object].sharing == .forked {
        let first = Int(placement.number)
        if number >= first, number < first + program.objects[object].count { return object }
      }
    }
    return nil
  }

  /// How the thing behind a number is called: `fork[2]`, `section s`, `start of worker[1]`.
  package func name(ofNumber number: UInt32) -> String {
    let number = Int(number)
    if number < program.cellCount {
      let (object, element) = element(ofCell: number)
      return cellName(object, element: Int64(element))
    }
    if number < layout.firstStart { return "section \(program.sections[number - layout.firstSection].name)" }
    if number < layout.firstDone { return "start of \(program.actors[number - layout.firstStart].name)" }
    if number < layout.firstDone + actorCount {
      return "end of \(program.actors[number - layout.firstDone].name)"
    }
    for (actor, view) in layout.viewOfActor.enumerated() where view > 0 {
      for (object, placement) in layout.placements[view].enumerated() {
        let element = number - Int(placement.number)
        if program.objects[object].sharing == .forked, element >= 0, element < program.objects[object].count {
          return "\(program.actors[actor].name).\(cellName(object, element: Int64(element)))"
        }
      }
    }
    return "clock \(number)"
  }
}
