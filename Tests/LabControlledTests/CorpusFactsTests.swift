import Foundation
import LabControlled
import LabLanguage
import LabTestSupport
import XCTest

/// The foreign programs, stepped by a naive search, against their settled facts.
final class CorpusFactsTests: XCTestCase {
  private struct Row: Decodable {
    struct Traces: Decodable {
      var exact: Bool?
      var ended: Int
      var deadlocked: Int
    }
    struct Outcomes: Decodable {
      var of: String
      var tuples: [[Int64]]
    }
    var id: String
    var file: String
    var verdict: [String]
    var deadlocked: [[String]]
    var racy: [String]
    var leak: [String]
    var misuse: [String]
    var mazurkiewiczTraces: Int?
    var traces: Traces?
    var outcomes: Outcomes?
    var searchComplete: Bool
    var acceptance: String
    var referenceStates: Int?
  }

  private static let folder = Repository.path("Tests/CorpusTests/Corpus")

  private func rows() throws -> [Row] {
    let text = try String(contentsOfFile: Self.folder + "/expected.jsonl", encoding: .utf8)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try text.split(separator: "\n").map { try decoder.decode(Row.self, from: Data($0.utf8)) }
  }

  private func model(_ row: Row) throws -> ControlledProgram {
    let text = try String(contentsOfFile: Self.folder + "/" + row.file, encoding: .utf8)
    return try ControlledProgram(compile(text))
  }

  func testVerdictsOfSmallPrograms() throws {
    var compared = 0
    for row in try rows() where row.searchComplete && row.acceptance == "yes" {
      let model = try model(row)
      let search = NaiveSearch(model, NaiveSearch.Limits(states: 20_000))
      if ProcessInfo.processInfo.environment["DUMP"] != nil {
        print("STATES", row.id, search.states, row.referenceStates ?? -1, search.isComplete, model.stateSize)
      }
      guard search.isComplete else { continue }
      compared += 1
      XCTAssertEqual(!search.failures.isEmpty, row.verdict.contains("failure"), row.id)
      XCTAssertEqual(
        Set(search.deadlocks.map { $0.sorted() }), Set(row.deadlocked.map { $0.sorted() }), row.id)
      XCTAssertEqual(search.leaks, Set(row.leak), row.id)
      XCTAssertEqual(search.misuses.isEmpty, row.misuse.isEmpty, row.id)
      if let expected = row.outcomes {
        let index = model.program.expectations.firstIndex { $0.text == "outcomes (\(expected.of))" }
        let outcomes = search.outcomes[try XCTUnwrap(index, row.id)] ?? []
        // The facts keep 40 tuples of a table.
        if expected.tuples.count < 40 {
          XCTAssertEqual(outcomes, Set(expected.tuples), row.id)
        } else {
          XCTAssertTrue(outcomes.isSuperset(of: expected.tuples), row.id)
        }
      }
    }
    XCTAssertGreaterThan(compared, 80)
  }

  func testTraceCountsOfSmallPrograms() throws {
    var compared = 0
    for row in try rows() where row.searchComplete && row.acceptance == "yes" {
      guard let expected = row.traces, expected.ended + expected.deadlocked < 300 else { continue }
      let traces = NaiveTraces(try model(row), limit: 2000)
      guard traces.isComplete else { continue }
      compared += 1
      XCTAssertEqual(traces.ended, expected.ended, row.id)
      XCTAssertEqual(traces.deadlocked, expected.deadlocked, row.id)
    }
    XCTAssertGreaterThan(compared, 60)
  }

  func testRacesOfSmallPrograms() throws {
    var compared = 0
    for row in try rows() where row.searchComplete && row.acceptance == "yes" {
      guard row.referenceStates ?? .max < 400 else { continue }
      let races = NaiveRaces(try model(row), limit: 3000)
      guard races.isComplete else { continue }
      compared += 1
      XCTAssertEqual(races.racy, Set(row.racy), row.id)
    }
    XCTAssertGreaterThan(compared, 50)
  }
}
