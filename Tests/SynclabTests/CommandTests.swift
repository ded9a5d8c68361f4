import Foundation
import LabPlatform
import LabTestSupport
import LabTrace
import XCTest

/// The commands as a user sees them.
final class CommandTests: XCTestCase {
  private func json(_ result: ProgramResult, file: StaticString = #filePath, line: UInt = #line) throws
    -> [String: Any]
  {
    let object = try? JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let members = try XCTUnwrap(object as? [String: Any], "\(result)", file: file, line: line)
    XCTAssertEqual(members["synclab"] as? Int, 1, file: file, line: line)
    return members
  }

  func testTheTemplateIsFreeOfErrorsAndInCanonicalForm() throws {
    try CommandLine.inFolder { line in
      let result = try line.run("new", "my-first")
      result.assertSucceeds()
      XCTAssertEqual(result.output, "my-first.lab\n")
      let check = try line.run("check", "my-first.lab")
      check.assertSucceeds()
      XCTAssertEqual(check.output, "", "no warnings either")
      try line.run("fmt", "--check", "my-first.lab").assertSucceeds()
      XCTAssertEqual(try Files.list(line.folder), ["my-first.lab"])
    }
  }

  func testFormattingKeepsModeAndLinks() throws {
    try CommandLine.inFolder { line in
      let untidy = "scenario \"good\"\nvar x=0\nthread a { x=1 }\n"
      try line.write(untidy, to: "folder/good.lab")
      chmod(line.path("folder/good.lab"), 0o640)
      symlink("folder/good.lab", line.path("good.lab"))
      let differs = try line.run("fmt", "--check", "good.lab")
      XCTAssertEqual(differs.status, .exited(1))
      XCTAssertEqual(differs.output, "good.lab: not in canonical form\n")
      let printed = try line.run("fmt", "--stdout", "good.lab")
      printed.assertSucceeds()
      XCTAssertEqual(try line.read("good.lab"), untidy)
      try line.run("fmt", "good.lab").assertSucceeds()
      XCTAssertEqual(try line.read("folder/good.lab"), printed.output)
      XCTAssertEqual(try Files.permissions(line.path("folder/good.lab")), 0o640)
      XCTAssertEqual(try line.shell("test -L good.lab").status, .exited(0))
      let again = try line.run("fmt", "good.lab")
      XCTAssertEqual(again.errors, "", "nothing to say the second time")
    }
  }

  func testListFindsScenariosUpwardAndByTag() throws {
    try CommandLine.inFolder { line in
      try line.write(goodScenario, to: "Scenarios/test/good.lab")
      try line.write(
        goodScenario.replacingOccurrences(of: "tags test", with: "tags other"), to: "Scenarios/b.lab")
      try line.write("nonsense", to: "Scenarios/test/bad.lab")
      try line.write("hidden", to: "Scenarios/.hidden/x.lab")
      try line.shell("mkdir -p a/b && ln -s ../Scenarios Scenarios/loop").assertSucceeds()
      let all = try line.shell("cd a/b && exec \"$0\" list")
      all.assertSucceeds()
      for words in ["test\n", "good", "Nothing is wrong here", "bad", "synclab check shows what is wrong"] {
        XCTAssertTrue(all.output.contains(words), "\(words) in \(all)")
      }
      XCTAssertFalse(all.output.contains("hidden"), "\(all)")
      let tagged = try json(try line.run("list", "--tag", "other", "--json"))
      let names = (tagged["scenarios"] as? [[String: Any]])?.compactMap { $0["name"] as? String }
      XCTAssertEqual(names, ["b"])
    }
  }

  func testCheckInJSONSaysWhereAndWhat() throws {
    try CommandLine.inFolder { line in
      try line.write(goodScenario.replacingOccurrences(of: "x = 1", with: "xx = 1"), to: "good.lab")
      let result = try line.run("check", "--json", "good.lab", "missing.lab")
      XCTAssertEqual(result.status, .exited(65))
      let members = try json(result)
      XCTAssertEqual(members["command"] as? String, "check")
      let files = try XCTUnwrap(members["files"] as? [[String: Any]])
      XCTAssertEqual(files.count, 2)
      let first = try XCTUnwrap((files[0]["diagnostics"] as? [[String: Any]])?.first)
      XCTAssertEqual(first["line"] as? Int, 8)
      XCTAssertEqual(first["column"] as? Int, 5)
      XCTAssertEqual(first["severity"] as? String, "error")
      XCTAssertNotNil(files[1]["problem"] as? String)
    }
  }

  func testColourIsSwitchedByOptionAndEnvironment() throws {
    try CommandLine.inFolder { line in
      try line.write(goodScenario, to: "Scenarios/test/good.lab")
      let plain = try line.run("list")
      XCTAssertFalse(plain.output.contains("\u{1B}"), "no terminal, no colour")
      let colored = try line.run("list", "--color", "always", environment: ["NO_COLOR": "1"])
      XCTAssertTrue(colored.output.contains("\u{1B}["), "asked for, so given")
    }
  }

  func testQuietLeavesOnlyResults() throws {
    try CommandLine.inFolder { line in
      try line.write(goodScenario, to: "good.lab")
      XCTAssertEqual(try line.run("check", "good.lab", "-q").errors, "")
      XCTAssertNotEqual(try line.run("check", "good.lab").errors, "")
    }
  }

  func testVersionIsText() throws {
    try CommandLine.inFolder { line in
      XCTAssertTrue(try line.run("--version").output.hasPrefix("synclab "))
      XCTAssertNotNil(try json(try line.run("--version", "--json"))["version"])
    }
  }

  // MARK: inspect

  func testInspectShowsActorsLocksPlacesAndTheCycle() throws {
    try CommandLine.inFolder { line in
      try line.write(TraceCodec.encode(SampleTraces.deadlock()), to: "t.trace")
      let lanes = try line.run("inspect", "t.trace")
      lanes.assertSucceeds()
      for words in [
        "DEADLOCK (witnessed)", "abba.lab", "8:25", "10:15", "──b──▶ right ──a──▶ left", "━a━",
      ] {
        XCTAssertTrue(lanes.output.contains(words), "\(words) in \(lanes)")
      }
      let state = try line.run("inspect", "t.trace", "--view", "state", "--at", "4")
      XCTAssertTrue(state.output.contains("state after step 4"), "\(state)")
      let ascii = try line.run("inspect", "t.trace", "--ascii", "--width", "80")
      XCTAssertTrue(ascii.output.utf8.allSatisfy { $0 < 0x80 }, "\(ascii)")
      let members = try json(try line.run("inspect", "t.trace", "--json"))
      XCTAssertEqual(members["verdict"] as? String, "deadlock")
      XCTAssertEqual((members["findings"] as? [Any])?.count, 2, "the deadlock, and the order that made it")
    }
  }

  func testEveryCutOfATraceIsAnsweredWithoutACrash() throws {
    try CommandLine.inFolder { line in
      let bytes = TraceCodec.encode(SampleTraces.deadlock())
      for length in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 12)) {
        try line.write(Array(bytes.prefix(length)), to: "cut.trace")
        let result = try line.run("inspect", "cut.trace")
        XCTAssertTrue(
          result.status == .exited(65) || result.status == .exited(0), "cut at \(length): \(result)")
      }
    }
  }
}
