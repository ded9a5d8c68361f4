internal import Glibc
internal import LabPrimitives
internal import Synchronization

/// A counter behind a lock of some kind.
protocol LockedCounter: AnyObject, Sendable {
  static var name: String { get }
  init()
  /// Locks, adds one, unlocks.
  func increment()
  /// How often it was incremented, when all threads are done.
  var count: Int { get }
}

final class LabCounter: LockedCounter, @unchecked Sendable {
  // @unchecked, here and below: `count` is guarded by the lock.
  static let name = "LabPrimitives.Mutex"
  let mutex = LabPrimitives.Mutex()
  var count = 0

  @inline(__always)
  func increment() {
    mutex.lock()
    count &+= 1
    mutex.unlock()
  }
}

final class LabFairCounter: LockedCounter, @unchecked Sendable {
  static let name = "LabPrimitives.Mutex(.fair)"
  let mutex = LabPrimitives.Mutex(.fair)
  var count = 0

  @inline(__always)
  func increment() {
    mutex.lock()
    count &+= 1
    mutex.unlock()
  }
}

final class PthreadCounter: LockedCounter, @unchecked Sendable {
  static let name = "pthread_mutex"
  let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  var count = 0

  init() { pthread_mutex_init(mutex, nil) }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }

  @inline(__always)
  func increment() {
    pthread_mutex_lock(mutex)
    count &+= 1
    pthread_mutex_unlock(mutex)
  }
}

final class StandardCounter: LockedCounter, Sendable {
  static let name = "Synchronization.Mutex"
  let mutex = Synchronization.Mutex(0)
  var count: Int { mutex.withLock { $0 } }

  @inline(__always)
  func increment() { mutex.withLock { $0 &+= 1 } }
}

final class SemaphoreCounter: LockedCounter, @unchecked Sendable {
  static let name = "sem_t"
  let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
  var count = 0

  init() { sem_init(semaphore, 0, 1) }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  @inline(__always)
  func increment() {
    while sem_wait(semaphore) != 0 {}
    count &+= 1
    sem_post(semaphore)
  }
}
