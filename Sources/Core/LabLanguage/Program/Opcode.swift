/// What an instruction does.
///
/// Those from `load` on are *visible*: one step of the scheduler each, except
/// inside an atomic region, which is one step as a whole. The others are local and free.
///
/// Operand conventions (see `Instruction`): `a` destination register, `b` first operand, `c` second operand.
/// For an operation on an object: `object` is the index of the declaration in `Program.objects`, `b` the
/// register of the array index or `.none`, `c` and `d` the arguments, `extra` the timeout (index + 1 into
/// `Program.durations`, 0 for none), `a` the result. A register operand may be `.none` where it is unused.
@frozen
@usableFromInline
package enum Opcode: UInt8, Sendable, CaseIterable, BitwiseCopyable {
  // MARK: local
  /// a = b
  case move = 0
  // a = b op c. Wrapping; comparisons and logic give 0 or 1. Division by zero is a failure.
  case add
  case subtract
  case multiply
  case divide
  case remainder
  case bitAnd
  case bitOr
  case bitXor
  case shiftLeft
  case shiftRight
  case equal
  case notEqual
  case less
  case lessOrEqual
  case minimum
  case maximum
  // a = op b
  case negate
  case not
  case complement
  case absolute
  /// a = b != 0
  case boolean
  /// Go to `extra`.
  case jump
  /// If b is 0, go to `extra`.
  case jumpIfZero
  /// If b is not 0, go to `extra`.
  case jumpIfNotZero
  /// If b is 0, fail with the string `object`.
  case assert
  /// Print the string `object` and `extra` numbers from register c on.
  case print
  /// As print, into the timeline; also progress.
  case mark
  /// A new round of an outermost `loop`: progress.
  case round
  /// Natively use the processor for duration index `extra` - 1; free under the controlled scheduler.
  case workTime
  /// Natively run the workload named by string `object` with `d` arguments from register c on; result in a.
  case workCall
  /// The actor's process is killed here.
  case crash
  /// The actor's process ends with exit code `extra`; nothing is released.
  case exit
  /// The actor has finished.
  case end
  /// In an atomic region: if b is 0, the region is not enabled, and what it did so far never happened.
  case guardRegion

  // MARK: memory
  /// a = variable. Plain.
  case load = 64
  /// variable = c. Plain.
  case store
  /// `modifier` is the `MemoryOrder` of these five.
  case atomicLoad
  /// atomic = c
  case atomicStore
  /// a = atomic; atomic += c
  case atomicAdd
  /// a = atomic; atomic = c
  case atomicSwap
  /// a = 1 and atomic = d if atomic == c, else a = 0
  case atomicCompareAndSwap
  case fence

  // MARK: locks. Results as in LANGUAGE.
  case mutexLock
  case mutexTryLock
  case mutexUnlock
  case mutexRecover
  case rwlockLockRead
  case rwlockLockWrite
  case rwlockUnlock
  case rwlockTryRead
  case rwlockTryWrite
  /// c is the register of the number of permits, or `.none` for 1; also for the next two.
  case semaphoreAcquire
  case semaphoreTryAcquire
  case semaphoreRelease
  case semaphoreValue

  // MARK: conditions. A wait is two instructions, one after the other, with the same operands.
  /// Enqueue and release the mutex.
  case conditionEnqueue
  /// Woken and mutex free: retake it. The result is in a.
  case conditionReacquire
  case conditionSignal
  case conditionBroadcast

  // MARK: barriers and events
  /// a = 1 for the last to arrive, else 0.
  case barrierArrive
  case barrierPass
  case eventSet
  case eventReset
  case eventWait

  // MARK: buffers and rings. c is the item.
  case bufferPut
  /// The item in a; register d gets 1 if one was delivered, else 0, unless d is `.none`. Also for `bufferTryGet`.
  case bufferGet
  case bufferTryPut
  case bufferTryGet
  case bufferClose
  case bufferSize
  /// The ticket in a.
  case ringReserve
  /// c the ticket, d the item.
  case ringCommit

  // MARK: pools
  /// Submit task number `extra`, with its arguments in the registers from c on.
  case poolSubmit
  /// Blocks until nothing is queued or running.
  case poolDrain
  /// A worker takes a task: its number in a (-1 when the pool has ended), its arguments in the registers from c on.
  case poolTake
  /// A worker has finished its task.
  case poolFinish

  // MARK: scheduling
  /// Start the actors of group `object`: all, or the one in register b.
  case spawn
  /// Enabled when they have finished.
  case join
  case yield
  /// Duration index + 1 in `extra`.
  case sleep
  /// a = the number of the alternative taken, of `extra`.
  case choose
  /// Enter and leave section `object` of `Program.sections`.
  case sectionEnter
  case sectionLeave

  // MARK: atomic regions
  /// Up to the `regionEnd` at `extra` everything is one step. `modifier` bit 0: the region begins with a
  /// condition, ended by a `guardRegion`; bit 1: it is an `await`, with nothing behind the condition.
  case regionBegin
  case regionEnd

  /// Whether the instruction is a step of the scheduler, when it stands outside an atomic region.
  @inlinable
  package var isVisible: Bool { rawValue >= Opcode.load.rawValue }
}
