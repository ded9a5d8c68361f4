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

  func testEveryCorpusFileIsInCanonicalForm() throws {
    for entry in try Corpus.entries() {
      let formatted = try Formatter.format(entry.source).get()
      XCTAssertEqual(formatted, entry.source.text, entry.name)
    }
  }

  func testFormattingKeepsTheStructureAndIsAFixedPoint() throws {
    for entry in try Corpus.entries() {
      let tree = try XCTUnwrap(Parser.parse(entry.source).file)
      let formatted = try Formatter.format(entry.source).get()
      let again = SourceText(formatted, file: entry.name)
      let tree2 = try XCTUnwrap(Parser.parse(again).file)
      XCTAssertEqual(Outline.text(of: tree2), Outline.text(of: tree), entry.name)
      XCTAssertEqual(try Formatter.format(again).get(), formatted, entry.name)
    }
  }
}
