import LabLanguage
import XCTest

final class CompilerCorpusTests: XCTestCase {
  func testEveryForeignProgramCompilesWithoutErrors() throws {
    let files = try corpus()
    XCTAssertGreaterThan(files.count, 100)
    for file in files {
      let source = SourceText(file.text, file: file.name)
      let result = Compiler.compile(source)
      XCTAssertNotNil(result.program, source.render(result.diagnostics))
    }
  }

  /// A warning about a program that others published is a false alarm unless it is known to be right.
  func testTheOnlyWarningsAboutForeignProgramsAreRight() throws {
    var warnings: [String] = []
    for file in try corpus() {
      let source = SourceText(file.text, file: file.name)
      warnings += Compiler.compile(source).diagnostics.map { "\(file.name): \($0.message)" }
    }
    XCTAssertEqual(
      warnings,
      [
        "lbs.santa.lab: the var 'hitched' is never used",
        "sct.cs.phase01.lab: 'x' is not unlocked on every path",
      ])
  }

  func testCompilingTwiceGivesTheSameProgram() throws {
    for file in try corpus() {
      let source = SourceText(file.text, file: file.name)
      XCTAssertEqual(Compiler.compile(source).program, Compiler.compile(source).program, file.name)
    }
  }

  /// The text in the program is a scenario with the same meaning, and stays as it is.
  func testTheTextOfAProgramCompilesToTheSameCode() throws {
    for file in try corpus() {
      let first = try XCTUnwrap(Compiler.compile(SourceText(file.text, file: file.name)).program)
      let second = try XCTUnwrap(Compiler.compile(SourceText(first.text, file: file.name)).program)
      XCTAssertEqual(second.text, first.text, file.name)
      XCTAssertEqual(second.withoutSites.disassembly, first.withoutSites.disassembly, file.name)
    }
  }
}

extension Program {
  /// The program as if it had no places in a text.
  fileprivate var withoutSites: Program {
    var program = self
    for code in program.codes.indices {
      for position in program.codes[code].instructions.indices {
        program.codes[code].instructions[position].site = .unknown
      }
    }
    return program
  }
}
