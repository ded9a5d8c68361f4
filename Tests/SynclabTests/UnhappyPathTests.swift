import Foundation
import LabPlatform
import LabTestSupport
import XCTest

/// What goes wrong is said in a sentence, with the right exit code.
final class UnhappyPathTests: XCTestCase {
  // MARK: finding scenarios

  func testNamesThatAreNotThereAreUsageErrors() throws {
    try CommandLine.inFolder { line in
      try line.assertFails(74, "run", "good", says: "there is no folder of scenarios", "--scenarios DIR")
      try line.write(goodScenario, to: "Scenarios/test/good.lab")
      try line.assertFails(64, "run", "goood", says: "there is no scenario 'goood'", "did you mean 'good'?")
      try line.assertFails(64, "check", "nothing-like-it", says: "synclab list shows what there is")
      try line.write(goodScenario, to: "plain")
      try line.assertFails(64, "run", "plain", says: "there is a file of that name: write ./plain")
      try line.write(goodScenario, to: "Scenarios/other/good.lab")
      try line.assertFails(
        64, "check", "good", says: "there are 2 scenarios 'good'", "Scenarios/other/good.lab", "give the path"
      )
    }
  }

  func testFoldersThatAreNotThereAreInputErrors() throws {
    try CommandLine.inFolder { line in
      try line.assertFails(74, "list", says: "there is no folder of scenarios")
      try line.assertFails(
        74, "list", "--scenarios", "nowhere", says: "--scenarios: there is no folder 'nowhere'")
      let result = try line.run("list", environment: ["SYNCLAB_SCENARIOS": "nowhere"])
      XCTAssertEqual(result.status, .exited(74))
      XCTAssertTrue(result.errors.contains("SYNCLAB_SCENARIOS: there is no folder 'nowhere'"), "\(result)")
    }
  }

  func testNothingSelectedHasItsOwnExitCode() throws {
    try CommandLine.inFolder { line in
      try line.write(goodScenario, to: "Scenarios/test/good.lab")
      try line.assertFails(4, "list", "--tag", "unheard-of", says: "nothing found")
      try Files.createFolder(line.path("empty"))
      try line.assertFails(4, "list", "--scenarios", "empty", says: "nothing found in empty")
    }
  }

  // MARK: reading files

  func testFilesThatCannotBeReadAreInputErrors() throws {
    try CommandLine.inFolder { line in
      for command in ["check", "fmt", "run"] {
        try line.assertFails(74, command, "missing.lab", says: "open missing.lab: No such file or directory")
        try line.assertFails(74, command, "./", says: "./ is a folder, not a scenario", "./*.lab")
        try line.assertFails(74, command, "/dev/zero", says: "/dev/zero is not a plain file")
        try line.assertFails(74, command, "missing/x.lab", says: "No such file or directory")
      }
      symlink("loop.lab", line.path("loop.lab"))
      try line.assertFails(74, "check", "loop.lab", says: "loop.lab: Too many levels of symbolic links")
      try line.write(goodScenario, to: "file")
      try line.assertFails(74, "check", "file/x.lab", says: "Not a directory")
    }
  }

  func testUnreadableFilesAreInputErrors() throws {
    try XCTSkipIf(getuid() == 0, "root may read everything")
    try CommandLine.inFolder { line in
      try line.write(goodScenario, to: "secret.lab")
      chmod(line.path("secret.lab"), 0)
      try line.assertFails(74, "check", "secret.lab", says: "open secret.lab: Permission denied")
    }
  }

  func testTextsThatAreNoScenarioAreBadData() throws {
    try CommandLine.inFolder { line in
      try line.write([], to: "empty.lab")
      try line.write([0x2F, 0x2F, 0x0A, 0xC3, 0x28, 0x0A], to: "latin.lab")
      try line.write([0x73, 0x00, 0xFF, 0xFE], to: "binary.lab")
      try line.write(Array(repeating: 0x20, count: (1 << 20) + 1), to: "huge.lab")
      try line.write("scenario \"bad\"\nthread a {\n", to: "bad.lab")
      for command in ["check", "fmt", "run"] {
        try line.assertFails(65, command, "latin.lab", says: "latin.lab:2: the text is not valid UTF-8")
        try line.assertFails(65, command, "binary.lab", says: "not valid UTF-8")
        try line.assertFails(65, command, "huge.lab", says: "huge.lab is larger than 1 MiB")
      }
      for name in ["empty.lab", "bad.lab"] {
        try line.assertFails(65, "fmt", name, says: "\(name):", "error:", "\(name) is left as it is")
        try line.assertFails(65, "run", name, says: "\(name):", "error:")
        let result = try line.run("check", name)
        XCTAssertEqual(result.status, .exited(65), "\(result)")
        XCTAssertTrue(result.output.hasPrefix("\(name):"), "\(result)")
        XCTAssertTrue(result.errors.contains("1 file, "), "\(result)")
      }
    }
  }

  func testOneBadFileDoesNotHideTheOthers() throws {
    try CommandLine.inFolder { line in
      try line.write(goodScenario, to: "good.lab")
      try line.write(goodScenario.replacingOccurrences(of: "x = 1", with: "y = 1"), to: "other.lab")
      let result = try line.run("check", "missing.lab", "good.lab", "other.lab")
      XCTAssertEqual(result.status, .exited(65), "\(result)")
      XCTAssertTrue(result.errors.contains("missing.lab: No such file"), "\(result)")
      XCTAssertTrue(result.output.contains("other.lab:8:5: error: unknown name 'y'"), "\(result)")
      XCTAssertTrue(result.output.contains("holds a scenario of another name"), "\(result)")
    }
  }

  // MARK: new and fmt

  func testNewNeverOverwrites() throws {
    try CommandLine.inFolder { line in
      try line.write("precious", to: "mine.lab")
      try line.assertFails(74, "new", "mine", says: "create mine.lab: File exists", "choose another name")
      XCTAssertEqual(try line.read("mine.lab"), "precious")
      symlink("nowhere", line.path("link.lab"))
      try line.assertFails(74, "new", "link", says: "File exists")
      XCTAssertEqual(try Files.list(line.folder), ["link.lab", "mine.lab"])
    }
  }

  func testNewRefusesNamesThatAreNone() throws {
    try CommandLine.inFolder { line in
      for name in ["", "3x", "a b", "a.b", "é", "-x ", "../x", "a/b", String(repeating: "x", count: 101)] {
        try line.assertFails(64, "new", "--", name, says: "cannot be the name of a scenario")
      }
      try line.assertFails(64, "new", "x.lab", says: "synclab new x")
      XCTAssertEqual(try Files.list(line.folder), [])
      let result = try line.shell("mkdir gone && cd gone && rmdir ../gone && exec \"$0\" new x")
      XCTAssertEqual(result.status, .exited(74), "\(result)")
    }
  }

  func testFormattingNeverLosesAFile() throws {
    try CommandLine.inFolder { line in
      let broken = "scenario \"broken\"\nthread a { x = = 1 }\n"
      try line.write(broken, to: "broken.lab")
      try line.assertFails(65, "fmt", "broken.lab", says: "broken.lab is left as it is")
      XCTAssertEqual(try line.read("broken.lab"), broken)
      // No room for the name of the temporary file: writing fails, for every user.
      let long = String(repeating: "x", count: 245) + ".lab"
      let text = "scenario \"x\"\nthread a {   yield   }\n"
      try line.shell("printf '%s' \"$1\" > \"$2\"", [text, long]).assertSucceeds()
      try line.assertFails(74, "fmt", long, says: "File name too long")
      XCTAssertEqual(try line.shell("cat x*").output, text)
    }
  }

  // MARK: output

  func testOutputThatCannotBeWrittenIsAnInputOutputError() throws {
    try CommandLine.inFolder { line in
      let full = try line.shell("exec \"$0\" --help > /dev/full")
      XCTAssertEqual(full.status, .exited(74), "\(full)")
      XCTAssertTrue(full.errors.contains("No space left on device"), "\(full)")
      let closed = try line.shell("exec \"$0\" --help >&-")
      XCTAssertEqual(closed.status, .exited(74), "\(closed)")
    }
  }

  func testAReaderThatGoesAwayIsNoError() throws {
    try CommandLine.inFolder { line in
      let result = try line.shell("{ sleep 0.1; \"$0\" --help; echo \"code $?\" >&2; } | true")
      XCTAssertTrue(result.errors.contains("code 0"), "\(result)")
      XCTAssertFalse(result.errors.contains("pipe"), "\(result)")
    }
  }
}

extension ProgramResult {
  func assertSucceeds(file: StaticString = #filePath, line: UInt = #line) {
    XCTAssertEqual(status, .exited(0), "\(self)", file: file, line: line)
  }
}
