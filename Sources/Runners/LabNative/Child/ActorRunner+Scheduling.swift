import LabLanguage
import LabPlatform
import LabPrimitives
import LabRecorder
import LabTrace
import Synchronization

extension ActorRunner {
  func executeScheduling(_ instruction: Instruction) {
    switch instruction.opcode {
    case .spawn: spawn(instruction)
    case .join: join(instruction)
    case .yield:
      trace.record(.yield, site: instruction.site)
      NativeThread.yield()
    case .sleep:
      sleep(instruction)
    case .choose:
      let alternative = choice(of: Int64(max(1, instruction.extra)), instruction)
      trace.record(.decision, site: instruction.site, value: alternative)
      set(instruction.a, alternative)
      noteProgress()
    case .sectionEnter: enterSection(instruction)
    case .sectionLeave: leaveSection(instruction)
    case .regionBegin:
      runRegion(instruction)
      return
    default:
      // Refused by NativeSupport before the run; a clear end is better than a wrong one.
      end(.died, instruction, "the native runner cannot run \(instruction.opcode)")
    }
    counter += 1
  }

  /// One of several alternatives: the schedule's, or a random one.
  private func choice(of count: Int64, _ instruction: Instruction) -> Int64 {
    guard let alternative = scheduledAlternative else { return Int64(generator.below(UInt64(count))) }
    if alternative < count { return Int64(alternative) }
    diverge(instruction, "there are only \(count) alternatives")
  }

  // MARK: actors

  private func targets(_ instruction: Instruction) -> Range<Int> {
    let group = world.program.groups[Int(instruction.object)]
    guard instruction.b != .none else { return group.firstActor..<group.firstActor + group.count }
    let index = value(instruction.b)
    guard index >= 0, index < Int64(group.count) else {
      end(.failure, instruction, "index \(index) is out of range: '\(group.name)' has \(group.count)")
    }
    return group.firstActor + Int(index)..<group.firstActor + Int(index) + 1
  }

  private func spawn(_ instruction: Instruction) {
    for target in targets(instruction) where !world.control.hasStarted(target) {
      let event = trace.record(.threadSpawn, site: instruction.site, value: Int64(target + 1))
      guard world.control.start(target, cause: event) else { continue }
      if !world.program.actors[target].isDaemon { world.control.countUp() }
      do {
        try ActorThread.start(target, in: world)
      } catch {
        end(.died, instruction, "cannot start \(world.program.actors[target].name): \(error)")
      }
    }
    noteProgress()
  }

  private func join(_ instruction: Instruction) {
    for target in targets(instruction) {
      let thread = Int64(target + 1)
      if !world.control.hasFinished(target), scheduledAlternative != nil {
        diverge(instruction, "\(actorName) cannot join \(world.program.actors[target].name) there")
      }
      if !world.control.hasFinished(target) {
        trace.record(.joinBegin, site: instruction.site, value: thread)
        trace.publishWait(for: .none, amount: UInt32(target), isTimed: false)
        world.control.waitUntilFinished(target)
        trace.publishRunning()
      }
      trace.record(.joinEnd, site: instruction.site, value: thread, cause: world.control.exitEvent(target))
    }
    noteProgress()
  }

  private func sleep(_ instruction: Instruction) {
    let duration = world.program.durations[Int(instruction.extra) - 1]
    trace.record(.sleep, site: instruction.site, value: duration)
    if spin.isCircling {
      NativeThread.sleep(until: .after(nanoseconds: duration))
      return
    }
    trace.publishSleeping()
    NativeThread.sleep(until: .after(nanoseconds: duration))
    trace.publishRunning()
  }

  // MARK: sections

  /// The counter orders nothing: a section must show what goes wrong, not prevent it.
  private func counterWord(_ instruction: Instruction) -> UnsafeMutablePointer<Atomic<Int64>> {
    world.sectionCounter(Int(instruction.object)).assumingMemoryBound(to: Atomic<Int64>.self)
  }

  private func enterSection(_ instruction: Instruction) {
    let section = world.program.sections[Int(instruction.object)]
    let inside = counterWord(instruction).pointee.wrappingAdd(1, ordering: .relaxed).newValue
    trace.record(
      .sectionEnter, site: instruction.site, object: world.sectionID(Int(instruction.object)), value: inside)
    if inside > section.limit {
      let crowd = section.limit == 1 ? "two actors" : "more than \(section.limit) actors"
      end(.failure, instruction, "\(crowd) in section \(section.name)")
    }
    noteProgress()
  }

  private func leaveSection(_ instruction: Instruction) {
    let inside = counterWord(instruction).pointee.wrappingSubtract(1, ordering: .relaxed).newValue
    trace.record(
      .sectionLeave, site: instruction.site, object: world.sectionID(Int(instruction.object)), value: inside)
    noteProgress()
  }

  // MARK: local instructions with an effect outside

  func executeLocal(_ instruction: Instruction) {
    switch instruction.opcode {
    case .print, .mark: say(instruction)
    case .round: break
    case .workTime: work(nanoseconds: world.program.durations[Int(instruction.extra) - 1])
    case .exit:
      finish(exitCode: Int64(instruction.extra))
      return
    case .end:
      finish(exitCode: 0)
      return
    default: end(.died, instruction, "the native runner cannot run \(instruction.opcode)")
    }
    counter += 1
  }

  private func say(_ instruction: Instruction) {
    let string = ObjectID(rawValue: UInt32(instruction.object) + 1)
    let numbers = (0..<Int(instruction.extra)).map { registers[instruction.c.index + $0] }
    let kind: EventKind = instruction.opcode == .print ? .print : .mark
    trace.record(kind, site: instruction.site, object: string, value: numbers.first ?? 0)
    for number in numbers.dropFirst() { trace.record(.argument, site: instruction.site, value: number) }
    if kind == .mark { noteProgress() }
    if kind == .print, world.printsLines {
      let text = ([world.program.strings[Int(instruction.object)]] + numbers.map(String.init)).joined(
        separator: " ")
      try? Terminal.write("\(actorName): \(text)\n", to: .output)
    }
  }

  /// Keeps the processor busy.
  private func work(nanoseconds: Int64) {
    let end = Deadline.after(nanoseconds: nanoseconds)
    while !end.hasPassed { for _ in 0..<50 { CurrentThread.spinPause() } }
  }
}
