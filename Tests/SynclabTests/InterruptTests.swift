import LabPlatform
import LabTestSupport
import XCTest

/// Ctrl-C ends a session at once, with a report and nothing left behind.
final class InterruptTests: XCTestCase {
  func testInterruptStopsTheRunReportsAndKeepsTheTimeline() throws {
    try withTemporaryFolder { folder in
      let scenario = "\(folder)/forever.lab"
      let text = "scenario \"forever\"\nvar n = 0\nthread t { loop { n = n + 1; sleep 1ms } }\n"
      try Files.write(Array(text.utf8), to: scenario)
      let trace = "\(folder)/t.trace"
      try withWatchdog(60) {
        let process = try ChildProcess.spawn(
          Repository.program("synclab"), arguments: ["run", scenario, "--timeout", "50s", "--trace", trace],
          options: .init(output: .captured, errors: .captured, environment: ["SYNCLAB_RUNDIR": folder]))
        // The run has begun when its folder is there.
        while try !Files.list(folder).contains(where: { $0.hasPrefix("synclab-") }) {
          NativeThread.sleep(until: .after(nanoseconds: 5_000_000))
        }
        NativeThread.sleep(until: .after(nanoseconds: 200_000_000))
        process.kill(Signal.interrupt)
        XCTAssertEqual(try process.wait(), .exited(130))
        let output = String(decoding: process.output, as: UTF8.self)
        XCTAssertTrue(output.contains("INTERRUPTED"), output)
      }
      XCTAssertEqual(try Files.list(folder), ["forever.lab", "t.trace"])
      let inspected = try runProgram(Repository.program("synclab"), ["inspect", trace])
      XCTAssertEqual(inspected.status, .exited(0), "\(inspected)")
    }
  }
}
