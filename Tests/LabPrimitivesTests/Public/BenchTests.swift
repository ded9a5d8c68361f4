import Foundation
import XCTest

/// The benchmarks still run and say what they did; how fast they are is not a test.
final class BenchTests: WatchedTestCase {
  func testQuickLockGroupReportsEveryContender() throws {
    let run = try BenchProcess(["locks", "--quick", "--json"])
    XCTAssertEqual(run.status, 0, run.errors)
    let report = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    let benchmarks = report?["benchmarks"] as? [[String: Any]] ?? []
    XCTAssertEqual(
      benchmarks.map { $0["name"] as? String }, ["uncontended", "contended-2", "contended-8"])
    for benchmark in benchmarks {
      let results = benchmark["results"] as? [[String: Any]] ?? []
      XCTAssertEqual(results.count, 5)
      XCTAssertTrue(results.allSatisfy { ($0["checksum"] as? Int ?? 0) > 0 }, "\(results)")
    }
  }

  func testTableNamesTheRivals() throws {
    let run = try BenchProcess(["--quick", "--runs", "1", "locks"])
    XCTAssertEqual(run.status, 0, run.errors)
    for part in ["locks/uncontended", "pthread_mutex", "sem_t", "Synchronization.Mutex", "checksum", "1.00x"]
    {
      XCTAssertTrue(run.output.contains(part), run.output)
    }
  }

  func testBadCommandLinesAreUsageErrors() throws {
    for arguments in [["nonsense"], ["--runs"], ["--runs", "0"], ["--fast"], ["trap"], ["trap", "nothing"]] {
      let run = try BenchProcess(arguments)
      XCTAssertEqual(run.status, 64, "\(arguments)")
      XCTAssertFalse(run.wasKilledBySignal)
      XCTAssertFalse(run.errors.isEmpty)
    }
  }

  func testHelpListsTheGroups() throws {
    let run = try BenchProcess(["--help"])
    XCTAssertEqual(run.status, 0)
    XCTAssertTrue(run.output.contains("locks"))
  }
}
