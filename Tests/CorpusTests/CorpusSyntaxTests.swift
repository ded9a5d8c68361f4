import LabLanguage
import XCTest

final class CorpusSyntaxTests: XCTestCase {
  func testEveryCorpusFileParsesWithoutDiagnostics() throws {
    let entries = try Corpus.entries()
    XCTAssertGreaterThanOrEqual(entries.count, 143)
    for entry in entries {
      let result = Parser.parse(entry.source)
      XCTAssertEqual(entry.source.render(result.diagnostics), "", entry.name)
      XCTAssertEqual(result.file?.name.text, String(entry.name.dropLast(4)))
    }
  }
}
