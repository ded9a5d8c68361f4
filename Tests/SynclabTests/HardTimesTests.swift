import LabTestSupport
import XCTest

/// What `synclab run` does when its surroundings fail it.
final class HardTimesTests: XCTestCase {
  private let talkative = """
    scenario "talk"
    thread t { repeat 3000 { print "a line that is long enough to fill the pipe before the end" } }
    """

  func testAReaderThatGoesAwayDoesNotEndAPrintingRun() throws {
    try CommandLine.inFolder { line in
      try line.write(talkative, to: "talk.lab")
      let result = try line.shell("{ \"$0\" run ./talk.lab; echo \"code $?\" >&2; } | head -1")
      XCTAssertTrue(result.errors.contains("code 0"), "\(result)")
    }
  }

  func testALimitOfTheFileSizeIsAnInputOutputError() throws {
    try CommandLine.inFolder { line in
      try line.write(talkative, to: "talk.lab")
      let result = try line.shell("ulimit -f 20; exec \"$0\" run ./talk.lab")
      XCTAssertEqual(result.status, .exited(74), "\(result)")
      XCTAssertTrue(result.errors.contains("File too large"), "\(result)")
    }
  }

  func testAnInterruptedRunIsNotReportedAsHeld() throws {
    try CommandLine.inFolder { line in
      try line.write("scenario \"long\"\nthread t { print \"on\"; loop { sleep 1ms } }", to: "long.lab")
      // The interrupt comes when the scenario is known to run.
      let result = try line.shell(
        """
        mkfifo out; { "$0" run ./long.lab > out & pid=$!; { read first; kill -INT $pid; cat; } < out; wait $pid; \
        echo "code $?" >&2; }
        """)
      XCTAssertTrue(result.errors.contains("code 130"), "\(result)")
      XCTAssertTrue(result.output.contains("INTERRUPTED"), "\(result)")
      XCTAssertFalse(result.output.contains("HELD"), "\(result)")
    }
  }
}
