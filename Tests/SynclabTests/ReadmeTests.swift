import LabPlatform
import LabTestSupport
import XCTest

/// What the README shows must work.
final class ReadmeTests: XCTestCase {
  private func lines() throws -> [String] {
    String(decoding: try Files.read(Repository.path("README.md")), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  func testCommandsOfTheReadmeWork() throws {
    let synclab = try Repository.program("synclab")
    let commands = try lines().filter { $0.hasPrefix("$ synclab ") }.map {
      String($0.dropFirst("$ synclab ".count))
    }
    XCTAssertGreaterThan(commands.count, 5)
    try withTemporaryFolder { folder in
      for command in commands {
        // Debug runs are slower: what counts is that the command is understood and ends well.
        let shorter = command.replacing("N=100000", with: "N=1000")
        let script =
          "cd '\(folder)' && SYNCLAB_SCENARIOS='\(Repository.path("Scenarios"))' '\(synclab)' \(shorter)"
        let result = try runProgram("/bin/sh", ["-c", script], seconds: 120)
        let isFine = [.exited(0), .exited(2)].contains(result.status)
        XCTAssertTrue(isFine, "synclab \(shorter): \(result)")
      }
    }
  }

  func testScenarioOfTheReadmeIsCorrectAndCanonical() throws {
    let text = try lines()
    let start = try XCTUnwrap(text.firstIndex { $0.hasPrefix("scenario \"abba\"") })
    let end = try XCTUnwrap(text[start...].firstIndex { $0.hasPrefix("```") })
    try withTemporaryFolder { folder in
      let file = "\(folder)/abba.lab"
      try Files.write(Array((text[start..<end].joined(separator: "\n") + "\n").utf8), to: file)
      let synclab = try Repository.program("synclab")
      let result = try runProgram(synclab, ["check", file])
      XCTAssertEqual(result.status, .exited(0), "\(result)")
    }
  }

  func testEveryModuleIsInTheMap() throws {
    let text = try lines().joined(separator: "\n")
    for group in try Files.list(Repository.path("Sources")) {
      for module in try Files.list(Repository.path("Sources/\(group)")) {
        XCTAssertTrue(text.contains("`\(module)`"), "\(module) is missing in the README's module map")
      }
    }
  }
}
