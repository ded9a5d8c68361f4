import LabAnalysis
import LabJudgement
import LabLanguage
import LabPlatform
import LabReports
import LabTestSupport
import LabTrace
import LabWorkbench
import XCTest

/// Every shipped scenario, run on real threads: nothing may contradict what its file says.
final class ShippedScenarioTests: XCTestCase {
  /// Paths of all shipped scenarios.
  static func paths() throws -> [String] {
    let root = Repository.path("Scenarios")
    let themes = try Files.list(root).map { "\(root)/\($0)" }.filter(Files.isFolder)
    return try themes.flatMap { theme in
      try Files.list(theme).filter { $0.hasSuffix(".lab") }.map { "\(theme)/\($0)" }
    }
  }

  static func program(_ path: String) throws -> Program {
    let text = String(decoding: try Files.read(path), as: UTF8.self)
    let source = SourceText(text, file: String(path.split(separator: "/").last ?? ""))
    let result = Compiler.compile(source, appliesNativeBlock: true)
    return try XCTUnwrap(result.program, source.render(result.diagnostics))
  }

  private func session(_ path: String, runs: Int, isChaotic: Bool) throws -> SessionResult {
    let request = NativeSession.Request(
      program: try Self.program(path), runs: runs, seed: TestSettings.seed, isChaotic: isChaotic,
      timeoutNanoseconds: 20_000_000_000, child: try Repository.program("synclab-child"))
    return try NativeSession(request).perform()
  }

  func testNativeRunsContradictNoShippedScenario() throws {
    let paths = try Self.paths()
    XCTAssertGreaterThanOrEqual(paths.count, 10)
    for path in paths {
      let result = try session(path, runs: TestSettings.count(4, long: 20), isChaotic: true)
      let failed = result.judgement.lines.filter { $0.word == .failed }
      XCTAssertTrue(failed.isEmpty, "\(path): \(failed), seed \(result.failingSeed ?? 0)")
      XCTAssertEqual(result.facts.timedOut, 0, path)
      for (finding, log) in result.findings { assertWhole(finding, log, path) }
    }
  }

  /// Everything that a finding is to carry, in its JSON form; and the report keeps to the width.
  private func assertWhole(_ finding: Finding, _ log: EventLog, _ path: String) {
    let json = FindingReport.json(finding, log: log)
    let name = "\(path), \(finding.kind.rawValue)"
    for key in ["class", "confidence", "claim", "fix", "term", "fingerprint"] {
      guard case .string(let text)? = json[key], !text.isEmpty, text != "0" else {
        XCTFail("\(name): no \(key)")
        continue
      }
    }
    XCTAssertNotNil(Glossary.term(finding.term), "\(name): nobody explains \(finding.term)")
    XCTAssertFalse(finding.reasons.isEmpty, "\(name): no reasons")
    XCTAssertGreaterThan(finding.count, 0, name)
    XCTAssertGreaterThanOrEqual(finding.sides.count, finding.kind == .race ? 2 : 1, name)
    guard case .array(let sides)? = json["sides"] else { return XCTFail("\(name): no sides") }
    for side in sides {
      XCTAssertNotEqual(side["site"], .null, "\(name): a side without a source line")
      XCTAssertNotEqual(side["event"], .null, "\(name): a side without its event")
      XCTAssertNotNil(side["locksHeld"], name)
      XCTAssertNotNil(side["lastSynchronisation"], name)
    }
    for line in FindingReport.render(finding, log: log, style: TextStyle(width: 80)).split(separator: "\n") {
      XCTAssertLessThanOrEqual(VisibleWidth.of(String(line)), 80, "\(name): \(line)")
    }
  }

  func testCorrectedTwinsRunCleanManyTimesUnderChaos() throws {
    let twins = [
      "abba-ordered", "dining-philosophers-ordered", "bounded-buffer", "semaphore-buffer", "readers-writers",
      "gate-lock",
    ]
    let paths = try Self.paths()
    for twin in twins {
      let path = try XCTUnwrap(paths.first { $0.hasSuffix("/\(twin).lab") }, twin)
      let result = try session(path, runs: TestSettings.count(40, long: 200), isChaotic: true)
      XCTAssertNotEqual(result.judgement.outcome, .failed, "\(twin): \(result.judgement.lines)")
      XCTAssertTrue(result.findings.isEmpty, "\(twin): \(result.findings.map(\.finding.claim))")
      XCTAssertTrue(result.facts.deadlocks.isEmpty, "\(twin): a deadlock where none can be")
      XCTAssertEqual(result.facts.completed, result.runCount, twin)
    }
  }
}
