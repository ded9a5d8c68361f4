import LabLanguage
import LabTrace

/// Runs programs in the tests.
///
/// One thread, actors take turns, only variables, atomics, mutexes, semaphores,
/// sections, spawn and join. What it does not know ends the actor.
struct SmallInterpreter {
  enum State: Hashable {
    case waiting
    case running
    case finished
    case failed(String)
    case unsupported(Opcode)
  }

  let program: Program
  private(set) var cells: [Int64]
  /// Owner of each cell that is a mutex, by actor; -1 for none.
  private var owners: [Int]
  private(set) var states: [State]
  private(set) var registers: [[Int64]]
  private var counters: [Int]
  private var random: SplitMix64
  private(set) var steps = 0

  init(_ program: Program, seed: UInt64 = 1) {
    self.program = program
    cells = Array(repeating: 0, count: program.cellCount)
    for object in program.objects {
      for (position, value) in object.initial.enumerated() { cells[object.firstCell + position] = value }
    }
    owners = Array(repeating: -1, count: program.cellCount)
    states = program.actors.map { $0.isSpawned ? .waiting : .running }
    registers = program.actors.map { actor in
      let code = program.codes[actor.code]
      return Array(repeating: 0, count: code.registerCount) + code.constants
    }
    counters = program.actors.map { _ in 0 }
    random = SplitMix64(seed: seed)
  }

  /// Takes steps of actors chosen at random until nobody can go on, or the limit is reached.
  mutating func run(limit: Int = 10_000) {
    while steps < limit {
      let first = Int(random.below(UInt64(states.count)))
      var hasMoved = false
      for actor in (0..<states.count).map({ (first + $0) % states.count }) where states[actor] == .running {
        hasMoved = step(actor)
        if hasMoved { break }
      }
      guard hasMoved else { return }
      steps += 1
    }
  }

  /// Runs an actor up to and including its next visible step; false if it has to wait.
  private mutating func step(_ actor: Int) -> Bool {
    let code = program.codes[program.actors[actor].code]
    while true {
      let stop = code.instructions.withUnsafeBufferPointer { instructions in
        registers[actor].withUnsafeMutableBufferPointer { values in
          LocalMachine.run(
            instructions.baseAddress!, pc: &counters[actor], registers: values.baseAddress!, budget: 10_000)
        }
      }
      let instruction = code.instructions[counters[actor]]
      switch stop {
      case .failed(.assertion):
        states[actor] = .failed(program.strings[Int(instruction.object)])
        return true
      case .failed(.divisionByZero):
        states[actor] = .failed("division by zero")
        return true
      case .budget:
        states[actor] = .failed("budget")
        return true
      case .instruction: break
      }
      if instruction.opcode == .regionBegin { return region(actor, instruction, code) }
      guard execute(actor, instruction) else { return false }
      guard states[actor] == .running else { return true }
      counters[actor] += 1
      if instruction.opcode.isVisible { return true }
    }
  }

  private mutating func region(_ actor: Int, _ begin: Instruction, _ code: Code) -> Bool {
    let before = (cells, registers[actor], counters[actor])
    counters[actor] += 1
    while counters[actor] != Int(begin.extra) {
      _ = code.instructions.withUnsafeBufferPointer { instructions in
        registers[actor].withUnsafeMutableBufferPointer { values in
          LocalMachine.run(
            instructions.baseAddress!, pc: &counters[actor], registers: values.baseAddress!, budget: 10_000)
        }
      }
      let instruction = code.instructions[counters[actor]]
      if instruction.opcode == .regionEnd { break }
      if instruction.opcode == .guardRegion {
        if registers[actor][instruction.b.index] == 0 {
          (cells, registers[actor], counters[actor]) = before
          return false
        }
      } else {
        _ = execute(actor, instruction)
        guard states[actor] == .running else { return true }
      }
      counters[actor] += 1
    }
    counters[actor] += 1
    return true
  }

  /// False if the instruction has to wait.
  private mutating func execute(_ actor: Int, _ instruction: Instruction) -> Bool {
    func value(_ register: Register) -> Int64 { register == .none ? 1 : registers[actor][register.index] }
    var result: Int64 = 0
    switch instruction.opcode {
    case .end:
      states[actor] = .finished
      return true
    case .round, .mark, .print, .yield, .sleep, .fence, .workTime, .workCall, .sectionEnter, .sectionLeave:
      return true
    case .choose: result = Int64(random.below(UInt64(instruction.extra)))
    case .spawn, .join:
      let group = program.groups[Int(instruction.object)]
      let position = instruction.b == .none ? nil : Int(value(instruction.b))
      let members = position.map { group.firstActor + $0..<group.firstActor + $0 + 1 }
      for other in members ?? group.firstActor..<group.firstActor + group.count {
        if instruction.opcode == .spawn {
          states[other] = .running
        } else if states[other] != .finished {
          return false
        }
      }
      return true
    default:
      guard let answer = access(actor, instruction) else { return states[actor] != .running }
      result = answer
    }
    if instruction.a != .none { registers[actor][instruction.a.index] = result }
    return true
  }

  /// The result of an operation on a cell; nil if it waits, or ends the actor.
  private mutating func access(_ actor: Int, _ instruction: Instruction) -> Int64? {
    func value(_ register: Register) -> Int64 { register == .none ? 1 : registers[actor][register.index] }
    let object = program.objects[Int(instruction.object)]
    let index = instruction.b == .none ? 0 : registers[actor][instruction.b.index]
    guard index >= 0, index < Int64(object.count) else {
      states[actor] = .failed("index")
      return nil
    }
    let cell = object.firstCell + Int(index)
    let old = cells[cell]
    switch instruction.opcode {
    case .load, .atomicLoad, .semaphoreValue: return old
    case .store, .atomicStore: cells[cell] = value(instruction.c)
    case .atomicAdd: cells[cell] = old &+ value(instruction.c)
    case .atomicSwap: cells[cell] = value(instruction.c)
    case .atomicCompareAndSwap:
      guard old == value(instruction.c) else { return 0 }
      cells[cell] = value(instruction.d)
      return 1
    case .mutexLock:
      guard owners[cell] < 0 else { return nil }
      owners[cell] = actor
      return 0
    case .mutexTryLock:
      guard owners[cell] < 0 else { return 0 }
      owners[cell] = actor
      return 1
    case .mutexUnlock: owners[cell] = -1
    case .semaphoreAcquire:
      guard old >= value(instruction.c) else { return nil }
      cells[cell] = old - value(instruction.c)
      return 0
    case .semaphoreTryAcquire:
      guard old >= value(instruction.c) else { return 0 }
      cells[cell] = old - value(instruction.c)
      return 1
    case .semaphoreRelease: cells[cell] = old + value(instruction.c)
    default:
      states[actor] = .unsupported(instruction.opcode)
      return nil
    }
    return old
  }

  /// The value of a variable.
  func cell(_ name: String, _ index: Int = 0) -> Int64? {
    program.objects.first { $0.name == name }.map { cells[$0.firstCell + index] }
  }
}
