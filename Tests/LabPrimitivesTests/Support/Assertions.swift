import XCTest

@testable import LabPrimitives

/// Fails unless `body` throws what is expected; for closures that must not throw themselves.
func assertThrows(
  _ expected: WaitError, line: UInt = #line, file: StaticString = #filePath,
  _ body: () throws(WaitError) -> Void
) {
  do {
    try body()
    XCTFail("nothing thrown", file: file, line: line)
  } catch {
    XCTAssertEqual(error, expected, file: file, line: line)
  }
}

/// Fails if `body` throws; for closures that must not throw themselves.
func assertNoThrow(
  line: UInt = #line, file: StaticString = #filePath, _ body: () throws(WaitError) -> Void
) {
  do { try body() } catch { XCTFail("thrown: \(error)", file: file, line: line) }
}
