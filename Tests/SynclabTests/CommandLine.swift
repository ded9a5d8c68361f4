import Foundation
import LabPlatform
import LabTestSupport
import XCTest

/// The built `synclab`, run in a folder of its own.
struct CommandLine {
  let folder: String

  /// Runs a test with an empty folder as working directory.
  static func inFolder(_ body: (CommandLine) throws -> Void) throws {
    try withTemporaryFolder { try body(CommandLine(folder: $0)) }
  }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  func write(_ text: String, to name: String) throws { try write(Array(text.utf8), to: name) }

  func write(_ bytes: [UInt8], to name: String) throws {
    try FileManager.default.createDirectory(
      atPath: (path(name) as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Files.write(bytes, to: path(name))
  }

  func read(_ name: String) throws -> String { String(decoding: try Files.read(path(name)), as: UTF8.self) }

  func run(_ words: String..., environment: [String: String] = [:]) throws -> ProgramResult {
    try shell("exec \"$0\" \"$@\"", words, environment: environment)
  }

  /// Runs a line of the shell in the folder; `$0` is synclab, `$@` the words.
  func shell(
    _ line: String, _ words: [String] = [], environment: [String: String] = [:]
  ) throws -> ProgramResult {
    let script = "cd \"$SYNCLAB_TEST_FOLDER\" && { \(line); }"
    var variables = [
      "SYNCLAB_TEST_FOLDER": folder, "SYNCLAB_SCENARIOS": "", "NO_COLOR": "", "COLUMNS": "100",
    ]
    variables.merge(environment) { $1 }
    return try runProgram(
      "/bin/sh", ["-c", script, try Repository.program("synclab")] + words, environment: variables)
  }

  /// Expects an exit code, words in the standard error, and nothing that looks like a crash.
  func assertFails(
    _ code: Int32, _ words: String..., says expected: String..., file: StaticString = #filePath,
    line: UInt = #line
  ) throws {
    let result = try shell("exec \"$0\" \"$@\"", words)
    XCTAssertEqual(result.status, .exited(code), "\(words): \(result)", file: file, line: line)
    for text in expected {
      XCTAssertTrue(
        result.errors.contains(text), "\(words): no '\(text)' in\n\(result)", file: file, line: line)
    }
    XCTAssertFalse(result.errors.contains("Fatal error"), "\(result)", file: file, line: line)
  }
}

let goodScenario = """
  scenario "good"
  title "Nothing is wrong here"
  tags test

  var x = 0

  thread a {
      x = 1
  }

  expect finally x == 1

  """
