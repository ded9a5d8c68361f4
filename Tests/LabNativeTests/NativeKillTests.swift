import LabLanguage
import LabNative
import LabPlatform
import LabTestSupport
import LabTrace
import Synchronization
import XCTest

/// Kills the child at random moments: its timeline must survive.
final class NativeKillTests: XCTestCase {
  private static let scenario = """
    mutex m
    condition c on m
    semaphore never = 0
    buffer b(2)
    var turn = 0; atomic n = 0
    thread waiter { never.acquire() }
    thread ping[2] { loop { with m { while turn % 2 != self { c.wait() }; turn += 1; c.broadcast() }; n.add(1) } }
    thread producer { loop { b.put(1) } }
    thread consumer { loop { local x = b.get() } }
    """

  func testEveryTraceOfAKilledChildIsReadableAndShowsWhoWaited() throws {
    let runner = try NativeCase.runner(NativeCase.program(Self.scenario))
    var generator = SplitMix64(seed: TestSettings.seed)
    let before = Self.folders()
    for round in 0..<TestSettings.count(25, long: 100) {
      let delay = Int64(generator.below(30_000_000))
      let run = try withWatchdog(60) {
        let killer = try Killer(after: delay)
        defer { killer.stop() }
        return try runner.run(
          NativeOptions(seed: generator.next(), isChaotic: round % 2 == 0, keepsLog: .always))
      }
      XCTAssertEqual(run.verdict, .died, "round \(round): \(run.message)")
      try check(run, round)
    }
    XCTAssertEqual(Self.folders(), before, "a run folder was left")
    XCTAssertTrue(Killer.children().isEmpty, "a child was left")
  }

  private func check(_ run: NativeRun, _ round: Int) throws {
    let log = try XCTUnwrap(run.log)
    let sound = log.problems().filter { problem in
      // The last thing a killed thread did may be known to others before it is written down.
      problem.kind != .danglingCause
    }
    XCTAssertTrue(sound.isEmpty, "round \(round): \(sound)")
    XCTAssertEqual(log.threads.count, 6)
    XCTAssertEqual(log.threads[0].events.first?.value, RunVerdict.died.rawValue)
    // A waiter that got as far as its wait shows it.
    let waiter = log.threads[1]
    if waiter.events.count > 1 {
      XCTAssertEqual(waiter.events.last?.kind, .semaphoreWaitBegin, "round \(round)")
      XCTAssertEqual(waiter.end, .stopped)
    }
    let bytes = TraceCodec.encode(log)
    XCTAssertEqual(try TraceCodec.decode(bytes), log, "round \(round): the packed trace differs")
  }

  /// Run folders of this process.
  private static func folders() -> [String] {
    let mine = "synclab-\(ProcessTable.currentProcess)-"
    return ((try? Files.list(RunFolder.parent())) ?? []).filter { $0.hasPrefix(mine) }
  }
}

/// Waits for a child of this process to appear, then kills it after a while.
private final class Killer: Sendable {
  private let isStopped = Atomic(false)

  init(after delay: Int64) throws {
    try NativeThread.start(name: "killer") { [self] in hunt(delay) }.detach()
  }

  func stop() { isStopped.store(true, ordering: .releasing) }

  private func hunt(_ delay: Int64) {
    while !isStopped.load(ordering: .acquiring) {
      if let child = Self.children().first {
        NativeThread.sleep(until: .after(nanoseconds: delay))
        if Self.children().contains(child) { ProcessTable.kill(child) }
        return
      }
      NativeThread.sleep(until: .after(nanoseconds: 100_000))
    }
  }

  /// Children of this process that run the lab's child program.
  static func children() -> [Int32] {
    let me = ProcessTable.currentProcess
    return ((try? Files.list("/proc")) ?? []).compactMap { Int32($0) }.filter { process in
      ProcessTable.process(process)?.parent == me
    }
  }
}
