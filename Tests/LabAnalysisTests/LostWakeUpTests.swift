import LabTrace
import XCTest

@testable import LabAnalysis

/// Which signal was missed, and why.
final class LostWakeUpTests: XCTestCase {
  private struct Scene {
    var trace = Trace("wake-up")
    let receiver: ThreadID
    let sender: ThreadID
    let m: ObjectID
    let ready: ObjectID
    let data: ObjectID

    init() {
      receiver = trace.actor("receiver")
      sender = trace.actor("sender")
      m = trace.object("m", .mutex)
      ready = trace.object("ready", .condition, of: m)
      data = trace.object("data", .variable)
    }

    mutating func send(_ isBroadcast: Bool = false) {
      trace.lock(sender, m, line: 20)
      trace.write(sender, data, 42, line: 21)
      if isBroadcast {
        trace.broadcast(sender, ready, line: 22)
      } else {
        trace.signal(sender, ready, line: 22)
      }
      trace.unlock(sender, m, line: 23)
    }

    mutating func finding(members: [ThreadID]? = nil) -> Finding? {
      trace.verdict(.deadlock, members: members ?? [receiver])
      return Analyzer.findings(trace.log).first { $0.kind == .deadlock }
    }
  }

  func testASignalBeforeTheWaitIsNamed() {
    for isBroadcast in [false, true] {
      var scene = Scene()
      scene.send(isBroadcast)
      scene.trace.lock(scene.receiver, scene.m, line: 10)
      scene.trace.wait(scene.receiver, scene.ready, line: 11)
      let finding = scene.finding()
      XCTAssertEqual(finding?.term, "lost-wake-up")
      XCTAssertEqual(finding?.claim, "receiver waits for a signal on ready that has been and gone")
      let verb = isBroadcast ? "broadcast" : "signalled"
      XCTAssertEqual(
        finding?.reasons.last,
        "sender \(verb) ready at 22:5 before receiver began to wait at 11:5: it woke nobody")
      XCTAssertTrue(finding?.fix.contains("while !ready") ?? false)
    }
  }

  func testAPredicateReadBeforeTheMutexWasTakenIsNamed() {
    var scene = Scene()
    scene.trace.read(scene.receiver, scene.data, 0, line: 9)
    scene.send()
    scene.trace.lock(scene.receiver, scene.m, line: 10)
    scene.trace.wait(scene.receiver, scene.ready, line: 11)
    let finding = scene.finding()
    XCTAssertEqual(
      finding?.reasons.last, "receiver had read data -> 0 at 9:5, before it took m: by then it was outdated")
    XCTAssertTrue(finding?.fix.hasPrefix("read data with m held") ?? false, finding?.fix ?? "")
  }

  func testAPredicateReadUnderTheMutexIsNotBlamed() {
    var scene = Scene()
    scene.send()
    scene.trace.lock(scene.receiver, scene.m, line: 10)
    scene.trace.read(scene.receiver, scene.data, 42, line: 11)
    scene.trace.wait(scene.receiver, scene.ready, line: 12)
    XCTAssertFalse(scene.finding()?.reasons.contains { $0.contains("outdated") } ?? true)
  }

  func testASignalThatWokeAnotherAsksForABroadcast() {
    var scene = Scene()
    let other = scene.trace.actor("other")
    for thread in [other, scene.receiver] {
      scene.trace.lock(thread, scene.m, line: 10)
      scene.trace.wait(thread, scene.ready, line: 11)
    }
    scene.send()
    scene.trace.wake(other, scene.ready, line: 11)
    scene.trace.unlock(other, scene.m, line: 12)
    scene.trace.exit(other)
    let finding = scene.finding()
    XCTAssertEqual(finding?.claim, "receiver waits for a signal on ready that woke another")
    XCTAssertEqual(
      finding?.reasons.last,
      "sender signalled ready at 22:5 while receiver waited, and woke other: a signal wakes one")
    XCTAssertTrue(finding?.fix.contains("broadcast ready") ?? false)
  }

  func testWithoutAnySignalItIsNoLostWakeUp() {
    var scene = Scene()
    scene.trace.lock(scene.receiver, scene.m, line: 10)
    scene.trace.wait(scene.receiver, scene.ready, line: 11)
    let finding = scene.finding()
    XCTAssertEqual(finding?.term, "condition")
    XCTAssertEqual(finding?.reasons.last, "nobody has signalled ready")
  }
}
