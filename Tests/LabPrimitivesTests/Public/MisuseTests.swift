import XCTest

/// Misuse ends a child process with a sentence, in whatever configuration the tests are built.
final class MisuseTests: WatchedTestCase {
  private func assertTrap(_ name: String, _ parts: String..., line: UInt = #line) throws {
    let child = try BenchProcess(["trap", name])
    XCTAssertTrue(child.wasKilledBySignal, "\(name): status \(child.status)", line: line)
    for part in parts { XCTAssertTrue(child.errors.contains(part), "\(name): \(child.errors)", line: line) }
  }

  func testUnlockByNonOwnerTrapsWithMessage() throws {
    try assertTrap("mutex-unlock-free", "unlock of Mutex by thread", "does not hold it; nobody holds it")
    try assertTrap("mutex-unlock-other", "unlock of Mutex by thread", "does not hold it; owner is")
    try assertTrap("rwlock-unlock-read-free", "unlock of RWLock for reading by thread", "nobody holds it")
    try assertTrap("rwlock-unlock-write-other", "unlock of RWLock for writing by thread", "owner is")
  }

  func testRelockTrapsWithMessage() throws {
    try assertTrap("mutex-relock-errorcheck", "lock of Mutex by thread", "which holds it already")
    try assertTrap("locked-within-itself", "lock of Locked by thread", "which holds it already")
  }

  func testDestroyOfAHeldLockTrapsWithMessage() throws {
    try assertTrap("mutex-destroy-held", "Mutex destroyed while thread", "holds it")
    try assertTrap("rwlock-destroy-held", "RWLock destroyed while 1 readers hold it")
  }

  func testSemaphoreOutOfRangeTrapsWithMessage() throws {
    try assertTrap("semaphore-overflow", "release of 1 permits to a CountingSemaphore of 2147483647")
    try assertTrap("semaphore-negative", "CountingSemaphore made with -1 permits")
  }

  func testWaitWithoutTheMutexTrapsWithMessage() throws {
    try assertTrap(
      "condition-without-mutex", "wait on ConditionVariable by thread", "does not hold its mutex")
  }

  func testImpossibleSizesTrapWithMessage() throws {
    try assertTrap("barrier-no-parties", "Barrier made for 0 parties")
    try assertTrap("buffer-no-capacity", "BoundedBuffer made with capacity 0")
  }
}
