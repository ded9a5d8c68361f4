import Foundation
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
      if let out = ProcessInfo.processInfo.environment["DUMP"], let p = result.program {
        try (p.disassembly + source.render(result.diagnostics)).write(
          toFile: out + "/" + file.name + ".txt", atomically: true, encoding: .utf8)
      }
    }
  }
}
