import Foundation
import LabLanguage
import LabNative
import LabTestSupport
import LabTrace
import XCTest

/// What the timeline of a native run says must fit together.
final class NativeTimelineTests: XCTestCase {
  /// The compiled scenarios of the repository that this runner can run.
  private func shippedScenarios() throws -> [(name: String, program: Program)] {
    let folder = URL(fileURLWithPath: Repository.path("Scenarios"))
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
      $0.hasSuffix(".lab")
    }
    XCTAssertGreaterThan(files.count, 9)
    return try files.sorted().compactMap { path in
      let source = SourceText(
        try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8), file: path)
      let result = Compiler.compile(source, overrides: [])
      let program = try XCTUnwrap(result.program, source.render(result.diagnostics))
      return NativeSupport.refusals(of: program).isEmpty ? (path, program) : nil
    }
  }

  func testTimelineOfEveryShippedScenarioIsSound() throws {
    for (name, program) in try shippedScenarios() {
      let run = try NativeCase.runner(program).run(
        NativeOptions(
          seed: TestSettings.seed, isChaotic: true, timeoutNanoseconds: 3_000_000_000, keepsLog: .always))
      XCTAssertNotEqual(run.verdict, .died, "\(name): \(run.message)")
      guard run.verdict == .completed else { continue }
      let log = try XCTUnwrap(run.log, name)
      XCTAssertEqual(log.problems(), [], name)
      XCTAssertEqual(run.lostCount, 0, name)
      assertMutexesAreExact(log, name)
    }
  }

  /// The versions of a mutex number its operations without gap, they alternate, and each acquire knows the
  /// release before it.
  private func assertMutexesAreExact(_ log: EventLog, _ name: String) {
    for (index, info) in log.objects.enumerated() where info.kind == .mutex {
      let object = ObjectID(rawValue: UInt32(index + 1))
      var operations: [(thread: ThreadID, event: Event)] = []
      for (thread, timeline) in log.threads.enumerated() {
        for event in timeline.events
        where event.object == object && (event.kind == .lockAcquire || event.kind == .lockRelease) {
          operations.append((ThreadID(rawValue: UInt32(thread)), event))
        }
      }
      operations.sort { $0.event.version < $1.event.version }
      XCTAssertEqual(operations.map(\.event.version), (0..<operations.count).map { UInt32($0 + 1) }, name)
      var holder: ThreadID?
      var depth = 0
      var release = EventReference.none
      for (thread, event) in operations {
        if event.kind == .lockAcquire {
          XCTAssertTrue(depth == 0 || holder == thread, "\(name): two owners of \(info.name)")
          XCTAssertEqual(event.cause, release, "\(name): cause of an acquire of \(info.name)")
          holder = thread
          depth += 1
        } else {
          XCTAssertEqual(holder, thread, "\(name): release of \(info.name) by another")
          depth -= 1
          release = EventReference(thread: thread, sequence: event.sequence)
        }
      }
    }
  }
}
