import LabPlatform
import LabTestSupport
import Synchronization
import XCTest

final class NativeThreadTests: XCTestCase {
  func testJoinWaitsForTheBody() throws {
    try withWatchdog {
      let done = Atomic(0)
      let threads = try (0..<20).map { number in
        try NativeThread.start(name: "worker \(number)", stackSize: 256 << 10) {
          NativeThread.yield()
          done.add(1, ordering: .relaxed)
        }
      }
      for thread in threads { thread.join() }
      for thread in threads { thread.join() }
      XCTAssertEqual(done.load(ordering: .relaxed), 20)
    }
  }

  func testThreadHasItsNameAndNiceValue() throws {
    try withWatchdog {
      let name = Mutex("")
      let isNicer = Atomic(false)
      try NativeThread.start(name: "a name that is too long") {
        let comm = try? Files.read("/proc/self/task/\(CurrentThread.id)/comm")
        name.withLock { $0 = String(decoding: comm ?? [], as: UTF8.self) }
        isNicer.store((try? NativeThread.setNice(19)) != nil, ordering: .relaxed)
      }.join()
      XCTAssertEqual(name.withLock { $0 }, "a name that is \n")
      XCTAssertTrue(isNicer.load(ordering: .relaxed))
    }
  }

  func testSleepDoesNotEndBeforeItsMoment() {
    let end = Deadline.after(.milliseconds(5))
    NativeThread.sleep(until: end)
    XCTAssertTrue(end.hasPassed)
    NativeThread.sleep(until: .now)
  }

  func testImpossibleStackIsAnError() {
    XCTAssertThrowsError(try NativeThread.start(name: "tiny", stackSize: 1) {}) {
      XCTAssertEqual(($0 as? SystemError)?.call, "pthread_attr_setstacksize")
    }
  }
}
