import Foundation
import LabTestSupport
import LabTrace
import XCTest

@testable import synclab

/// `--json` of every command: one object, its version, and members that programs may rely on.
final class JSONOutputTests: XCTestCase {
  /// Keys on every level, as `a`, `a.b`, `a[].b`; those of maps with free names are left out.
  private func keys(_ value: Any, _ prefix: String = "", free: Set<String>) -> Set<String> {
    if let object = value as? [String: Any] {
      var result: Set<String> = []
      for (key, member) in object {
        let path = prefix.isEmpty ? key : "\(prefix).\(key)"
        result.insert(path)
        if !free.contains(path) { result.formUnion(keys(member, path, free: free)) }
      }
      return result
    }
    guard let array = value as? [Any] else { return [] }
    return array.reduce(into: []) { $0.formUnion(keys($1, prefix + "[]", free: free)) }
  }

  private func object(
    _ line: CommandLine, _ words: [String], file: StaticString = #filePath, at: UInt = #line
  ) throws
    -> [String: Any]
  {
    let environment = ["SYNCLAB_SCENARIOS": Repository.path("Scenarios")]
    let result = try line.shell("exec \"$0\" \"$@\" --json", words, environment: environment)
    let value = try? JSONSerialization.jsonObject(with: Data(result.output.utf8))
    let members = try XCTUnwrap(value as? [String: Any], "\(words): \(result)", file: file, line: at)
    XCTAssertEqual(members["synclab"] as? Int, 1, "\(words)", file: file, line: at)
    XCTAssertNotNil(members["command"] as? String, "\(words)", file: file, line: at)
    XCTAssertFalse(result.errors.contains("Fatal error"), "\(result)", file: file, line: at)
    return members
  }

  private let free: Set<String> = ["run.parameters", "parameters", "ends", "scenario.parameters"]

  /// Words, the command that the object names, and keys that must be there.
  private let commands: [(words: [String], command: String, keys: [String])] = [
    (
      ["list"], "list",
      ["folder", "scenarios[].name", "scenarios[].title", "scenarios[].teaches", "scenarios[].tags"]
    ),
    (["new", "fresh"], "new", ["path"]),
    (["check", "fresh.lab"], "check", ["errors", "warnings", "files[].file", "files[].diagnostics"]),
    (["fmt", "--check", "fresh.lab"], "fmt", ["files[].file", "files[].outcome"]),
    (
      ["run", "lost-update", "--seed", "1", "--trace", "lu.trace"], "run",
      ["scenario", "seed", "runs", "ends", "findings", "judgement", "verdict.expectations[].verdict"]
    ),
    (
      ["inspect", "t.trace"], "inspect",
      ["trace", "view", "run.seed", "findings[].fingerprint", "state.objects", "limits"]
    ),
    (
      ["inspect", "t.trace", "--view", "waits"], "inspect",
      ["waits.waits[].length", "waits.objects[].contended", "waits.graph[].waitsFor", "waits.unit"]
    ),
    (
      ["inspect", "t.trace", "--view", "locks"], "inspect",
      [
        "locks.locks[].heldBy", "locks.order[].cycle", "locks.cycles[].sides", "locks.guards",
        "locks.violations",
      ]
    ),
    (
      ["inspect", "lu.trace", "--view", "races"], "inspect",
      ["races.races[].sides[].site.line", "races.variables"]
    ),
    (
      ["inspect", "bb.trace", "--view", "hb"], "inspect",
      ["hb.handOvers[].from.step", "hb.handOvers[].reason"]
    ),
    (
      ["inspect", "bb.trace", "--view", "hb", "--at", "9"], "inspect",
      ["hb.event.words", "hb.past.events", "hb.future.own", "hb.concurrent"]
    ),
    (
      ["inspect", "bb.trace", "--view", "hb", "--at", "9", "--and", "2"], "inspect",
      ["hb.order", "hb.chain", "hb.race"]
    ),
    (
      ["inspect", "t.trace", "--view", "state", "--at", "3"], "inspect",
      ["state.step", "state.actors[].holds"]
    ),
    (
      ["inspect", "t.trace", "--view", "steps"], "inspect",
      ["steps[].step", "steps[].actor", "steps[].words"]
    ),
    (["inspect", "t.trace", "--view", "findings"], "inspect", ["findings[].class", "findings[].fix"]),
    (["explain"], "explain", ["terms[].name", "terms[].meaning", "terms[].scenario"]),
    (["explain", "deadlock"], "explain", ["term.meaning", "term.command", "scenario"]),
    (
      ["explain", "abba-deadlock"], "explain",
      ["scenario.teaches", "scenario.terms", "scenario.expectations"]
    ),
    (["explain", "t.trace"], "explain", ["trace", "findings[].claim", "terms", "limits"]),
    (["completions", "bash"], "completions", ["shell", "script"]),
    (["--version"], "version", ["version"]),
  ]

  func testEveryCommandAnswersInOneVersionedObject() throws {
    let covered = Set(commands.map(\.command))
    for command in CommandTable.commands {
      XCTAssertTrue(covered.contains(command.name), "\(command.name) has no row")
    }
    try CommandLine.inFolder { line in
      try line.write(TraceCodec.encode(SampleTraces.deadlock()), to: "t.trace")
      _ = try object(line, ["run", "bounded-buffer", "--seed", "1", "--trace", "bb.trace"])
      for (words, command, expected) in commands {
        let members = try object(line, words)
        XCTAssertEqual(members["command"] as? String, command, "\(words)")
        let keys = keys(members, free: free)
        for key in expected { XCTAssertTrue(keys.contains(key), "\(words): no \(key) in \(keys.sorted())") }
      }
    }
  }

  func testMembersOfAFindingAreWhatProgramsRelyOn() throws {
    try CommandLine.inFolder { line in
      try line.write(TraceCodec.encode(SampleTraces.deadlock()), to: "t.trace")
      let members = try object(line, ["inspect", "t.trace"])
      let finding = try XCTUnwrap((members["findings"] as? [[String: Any]])?.first)
      XCTAssertEqual(
        finding.keys.sorted(),
        [
          "claim", "class", "confidence", "count", "fingerprint", "fix", "reasons", "schedule", "sides",
          "term",
        ])
      let side = try XCTUnwrap((finding["sides"] as? [[String: Any]])?.first)
      XCTAssertEqual(
        side.keys.sorted(),
        ["action", "actor", "event", "lastSynchronisation", "locksHeld", "object", "site", "waitsFor"])
    }
  }
}
