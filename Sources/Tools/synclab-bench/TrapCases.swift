internal import LabPrimitives

/// The ways to misuse a primitive that must end the process with a sentence.
private let trapCases: [(name: String, run: @Sendable () -> Void)] = [
  ("mutex-unlock-free", { Mutex().unlock() }),
  (
    "mutex-unlock-other",
    {
      let mutex = Mutex()
      mutex.lock()
      runThreads(1) { _ in mutex.unlock() }
    }
  ),
  (
    "mutex-relock-errorcheck",
    {
      let mutex = Mutex(.errorcheck)
      mutex.lock()
      mutex.lock()
    }
  ),
  ("mutex-destroy-held", { Mutex().lock() }),
  (
    "locked-within-itself",
    {
      let locked = Locked(0)
      locked.withLock { _ in locked.withLock { $0 += 1 } }
    }
  ),
  ("rwlock-unlock-read-free", { RWLock().unlockRead() }),
  (
    "rwlock-unlock-write-other",
    {
      let lock = RWLock()
      lock.lockWrite()
      runThreads(1) { _ in lock.unlockWrite() }
    }
  ),
  ("rwlock-destroy-held", { RWLock().lockRead() }),
  ("semaphore-overflow", { CountingSemaphore(Int(Int32.max)).release() }),
  ("semaphore-negative", { _ = CountingSemaphore(-1) }),
  (
    "condition-without-mutex",
    {
      let mutex = Mutex()
      let condition = ConditionVariable(on: mutex)
      try? condition.wait(until: { false })
    }
  ),
  ("barrier-no-parties", { _ = Barrier(parties: 0) }),
  ("buffer-no-capacity", { _ = BoundedBuffer<Int>(capacity: 0) }),
]

/// Runs one case, which does not return.
///
/// - Returns: 64 for an unknown case, 1 for a misuse that went unnoticed.
func runTrapCase(_ name: String?) -> Int32 {
  guard let found = trapCases.first(where: { $0.name == name }) else {
    writeError("synclab-bench trap: cases: \(trapCases.map(\.name).joined(separator: " "))")
    return 64
  }
  found.run()
  return 1
}
