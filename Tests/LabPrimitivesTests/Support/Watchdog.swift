import Foundation
import Glibc
import Synchronization
import XCTest

/// Ends the process, with a sentence, when a test takes longer than any test may: a hang must not go on for
/// ever.
enum Watchdog {
  /// When the running test must be done, in seconds of the monotonic clock; 0 if none runs.
  private static let deadline = Atomic<Int>(0)
  private static let starter: Void = start()

  static func arm(seconds: Int) {
    _ = starter
    deadline.store(now() + seconds, ordering: .relaxed)
  }

  static func disarm() { deadline.store(0, ordering: .relaxed) }

  private static func now() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec
  }

  private static func start() {
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { @Sendable _ in
        Watchdog.watch()
        return nil
      }, nil)
    precondition(code == 0, "the watchdog has no thread")
  }

  private static func watch() {
    var limit = 0
    while limit == 0 || now() < limit {
      usleep(200_000)
      limit = deadline.load(ordering: .relaxed)
    }
    let sentence = Array("Watchdog: a test hangs; the process ends.\n".utf8)
    _ = sentence.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    abort()
  }
}

/// How many times longer than usual the stress tests run: `SYNCLAB_STRESS`, 1 if unset.
let stressFactor = max(1, ProcessInfo.processInfo.environment["SYNCLAB_STRESS"].flatMap(Int.init) ?? 1)

/// A test case none of whose tests can hang.
class WatchedTestCase: XCTestCase {
  override func setUp() {
    super.setUp()
    Watchdog.arm(seconds: 60 * stressFactor)
  }

  override func tearDown() {
    Watchdog.disarm()
    super.tearDown()
  }
}
