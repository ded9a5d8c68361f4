import LabTestSupport
import XCTest

/// The table of bad inputs: a sentence, the right exit code, and nothing on standard output.
final class BadInputTests: XCTestCase {
  private func check(_ inputs: [BadInput]) throws {
    try CommandLine.inFolder { line in
      try BadInput.prepare(line)
      for input in inputs {
        let result = try line.shell("exec \"$0\" \"$@\"", input.words)
        XCTAssertEqual(result.status, .exited(input.code), "\(input.words): \(result)")
        for words in input.says {
          XCTAssertTrue(result.errors.contains(words), "\(input.words): no '\(words)' in\n\(result)")
        }
        XCTAssertTrue(result.errors.contains("error: ") || input.code == 4, "\(input.words): \(result)")
        XCTAssertFalse(result.errors.contains("Fatal error"), "\(input.words): \(result)")
        let hasOutput = input.words.first == "run" && input.says == ["No such file or directory"]
        if !hasOutput { XCTAssertEqual(result.output, "", "\(input.words)") }
      }
    }
  }

  func testTheTableIsLongEnough() { XCTAssertGreaterThanOrEqual(BadInput.all.count, 60) }

  func testWrongWordsAndOptions() throws { try check(BadInput.commandLine) }

  func testWrongRuns() throws { try check(BadInput.run) }

  func testWrongTracesViewsAndSteps() throws { try check(BadInput.inspect) }

  func testWrongTermsScenariosAndShells() throws { try check(BadInput.explain) }
}
