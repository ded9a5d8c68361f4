import LabAnalysis
import LabLanguage
import LabTrace
import XCTest

@testable import LabJudgement

/// Judgements of small programs on facts made by hand.
enum Sample {
  static let body = """
    scenario "sample"
    param N = 2 in 0...9
    var x = 0
    var y = 0
    var cell[2] = [3, 4]
    mutex m
    thread a { with m { x = 1 } }
    thread b { with m { y = 1 } }
    thread c { cell[0] = 1 }

    """

  /// All classes that anything looks for.
  static let everything = Set(Finding.Class.allCases)

  static func program(
    _ expectations: String, _ parameters: [RunInfo.Parameter] = [], file: StaticString = #filePath,
    line: UInt = #line
  ) throws -> Program {
    let source = SourceText(body + expectations + "\n", file: "sample.lab")
    let result = Compiler.compile(source, overrides: parameters)
    return try XCTUnwrap(result.program, source.render(result.diagnostics), file: file, line: line)
  }

  static func facts(_ coverage: Coverage, visible: Set<Finding.Class> = everything) -> Facts {
    Facts(coverage: coverage, visible: visible)
  }

  static let coverages: [Coverage] = [.runs(3), .complete, .stopped("time")]

  /// Index of an actor or an object by name.
  static func actor(_ name: String, _ program: Program) -> Int {
    program.actors.firstIndex { $0.name == name } ?? -1
  }
  static func object(_ name: String, _ program: Program) -> Int {
    program.objects.firstIndex { $0.name == name } ?? -1
  }
}

/// A state given by the values of its cells.
struct SampleState: StateView {
  var cells: [Int64]

  func cell(_ cell: Int) -> Int64 { cells.indices.contains(cell) ? cells[cell] : 0 }
  func local(actor: Int, _ register: Register) -> Int64 { 0 }
  func forked(actor: Int, cell: Int) -> Int64 { 0 }

  init(_ program: Program, _ values: [String: Int64]) {
    cells = Array(repeating: 0, count: program.cellCount)
    for (name, value) in values {
      guard let object = program.objects.first(where: { $0.name == name }) else { continue }
      cells[object.firstCell] = value
    }
  }
}

extension XCTestCase {
  /// The words of the first line of a judgement under runs, a completed search and a stopped one.
  func assertWords(
    _ expectations: String, _ expected: [LineVerdict.Word], visible: Set<Finding.Class> = Sample.everything,
    parameters: [RunInfo.Parameter] = [], file: StaticString = #filePath, line: UInt = #line,
    _ fill: (inout Facts, Program) -> Void = { _, _ in }
  ) throws {
    let program = try Sample.program(expectations, parameters, file: file, line: line)
    for (coverage, word) in zip(Sample.coverages, expected) {
      var facts = Sample.facts(coverage, visible: visible)
      fill(&facts, program)
      let judgement = Judge.judge(program, facts)
      XCTAssertEqual(
        judgement.lines.first?.word, word, "\(expectations), \(coverage): \(judgement.lines)", file: file,
        line: line)
    }
  }
}
