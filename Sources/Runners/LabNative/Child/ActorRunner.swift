import LabExploration
import LabLanguage
import LabPlatform
import LabPrimitives
import LabRecorder
import LabTrace

/// Runs one actor on the calling thread: local work by the local machine, each visible step by a primitive.
///
/// The steps are in extensions, by kind of object. Confined to its thread.
final class ActorRunner {
  let world: World
  let actor: Int
  let trace: TracedThread
  let registers: UnsafeMutablePointer<Int64>
  let instructions: UnsafePointer<Instruction>
  var counter = 0
  var generator: SplitMix64
  var spin: SpinWatch
  /// Reads made while the condition of an `await` is evaluated, written only if it holds.
  var pending: [PendingRead] = []
  /// 0 outside an atomic region; inside, the number of the region.
  var region: UInt32 = 0
  var isEvaluating = false
  /// Rounds of a known circle.
  var rounds = 0
  /// What the schedule asks for now; nil without a schedule, after it, and between turns.
  var turn: (action: Schedule.Step.Action, number: Int)?
  let node: WaitNode<PrivateFutex>
  var ticket: BarrierTicket?
  /// How often the actor held the mutex that it gave up for a condition.
  var depthBeforeWait = 0
  private var chaos: ChaosMonkey?
  private let nodeMemory: UnsafeMutableRawPointer
  private let code: UnsafeMutableBufferPointer<Instruction>
  private var isFinished = false

  init(world: World, actor: Int, trace file: ThreadTrace) {
    self.world = world
    self.actor = actor
    trace = TracedThread(file)
    registers = world.registers(of: actor)
    let source = world.program.codes[world.program.actors[actor].code]
    code = .allocate(capacity: source.instructions.count)
    _ = code.initialize(from: source.instructions)
    instructions = UnsafePointer(code.baseAddress!)
    generator = SplitMix64(seed: world.seed).split(UInt64(actor) &+ 1000)
    chaos = world.isChaotic ? ChaosMonkey(seed: world.seed, actor: actor) : nil
    spin = SpinWatch(registerCount: source.registerCount)
    nodeMemory = .allocate(byteCount: WaitNode<PrivateFutex>.byteCount, alignment: 64)
    WaitNode<PrivateFutex>.initialize(at: nodeMemory)
    node = WaitNode(at: nodeMemory)
  }

  deinit {
    code.deallocate()
    nodeMemory.deallocate()
  }

  /// From the first instruction to the end of the actor.
  func run() {
    trace.file.attach()
    world.control.setThreadID(actor, CurrentThread.id)
    world.control.waitForGate()
    trace.publishRunning()
    trace.record(.threadStart, site: world.program.actors[actor].site, cause: world.control.spawnEvent(actor))
    while !isFinished {
      runLocally()
      execute(instructions[counter])
    }
  }

  /// Runs the local machine up to the next instruction that concerns others; a failure ends the run.
  ///
  /// The machine gets a copy of the counter: whoever reports a failure reads it.
  func runLocally() {
    while true {
      var pc = counter
      let stop = LocalMachine.run(instructions, pc: &pc, registers: registers, budget: 1 << 20)
      counter = pc
      switch stop {
      case .instruction: return
      case .budget: continue
      case .failed(let failure): fail(failure)
      }
    }
  }

  /// Executes an instruction inside an atomic region.
  func executeInside(_ instruction: Instruction) {
    switch instruction.opcode {
    case .load, .store, .atomicLoad, .atomicStore, .atomicAdd, .atomicSwap, .atomicCompareAndSwap, .fence:
      executeMemory(instruction)
    default:
      executeLocal(instruction)
    }
  }

  private func execute(_ instruction: Instruction) {
    if instruction.opcode.isVisible {
      trace.programCounter = UInt32(counter)
      takeTurn(instruction)
      chaos?.perturb()
    }
    switch instruction.opcode {
    case .print, .mark, .round, .workTime, .workCall, .crash, .exit, .end, .guardRegion:
      executeLocal(instruction)
    case .load, .store, .atomicLoad, .atomicStore, .atomicAdd, .atomicSwap, .atomicCompareAndSwap, .fence:
      executeMemory(instruction)
    case .mutexLock, .mutexTryLock, .mutexUnlock, .mutexRecover, .rwlockLockRead, .rwlockLockWrite,
      .rwlockUnlock, .rwlockTryRead, .rwlockTryWrite:
      executeLock(instruction)
    case .semaphoreAcquire, .semaphoreTryAcquire, .semaphoreRelease, .semaphoreValue:
      executeSemaphore(instruction)
    case .conditionEnqueue, .conditionReacquire, .conditionSignal, .conditionBroadcast:
      executeCondition(instruction)
    case .barrierArrive, .barrierPass, .eventSet, .eventReset, .eventWait:
      executeMeeting(instruction)
    case .bufferPut, .bufferGet, .bufferTryPut, .bufferTryGet, .bufferClose, .bufferSize:
      executeBuffer(instruction)
    default:
      executeScheduling(instruction)
    }
  }

  // MARK: registers

  func value(_ register: Register) -> Int64 { registers[register.index] }

  func set(_ register: Register, _ value: Int64) {
    if register != .none { registers[register.index] = value }
  }

  /// The element of an object that an instruction means; an index out of range ends the run.
  func element(_ instruction: Instruction) -> Int {
    guard instruction.b != .none else { return 0 }
    let index = value(instruction.b)
    let object = world.program.objects[Int(instruction.object)]
    if index >= 0, index < Int64(object.count) { return Int(index) }
    let elements = object.count == 1 ? "1 element" : "\(object.count) elements"
    end(.failure, instruction, "index \(index) is out of range: '\(object.name)' has \(elements)")
  }

  // MARK: ends

  func finish(exitCode: Int64) {
    isFinished = true
    leaveSchedule()
    let event = trace.record(.threadExit, value: exitCode)
    trace.publishFinished()
    world.control.finish(actor, exitEvent: event)
    if !world.program.actors[actor].isDaemon { world.control.countDown() }
  }

  func fail(_ failure: LocalFailure) -> Never {
    let instruction = instructions[counter]
    switch failure {
    case .assertion: end(.failure, instruction, world.program.strings[Int(instruction.object)])
    case .divisionByZero: end(.failure, instruction, "division by zero")
    }
  }

  /// Ends the whole run here: a failure or a misuse is the last step of an execution.
  func end(_ verdict: RunVerdict, _ instruction: Instruction, _ message: String) -> Never {
    let last = trace.lastReference
    let isFirst = world.control.claimOutcome(
      verdict, actor: actor, site: instruction.site, cause: last, message: message)
    // Somebody else was first: his process exit ends this thread too.
    while !isFirst { NativeThread.sleep(until: .after(nanoseconds: 1_000_000_000)) }
    CurrentProcess.exitAtOnce(0)
  }
}
