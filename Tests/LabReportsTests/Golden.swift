import Foundation
import XCTest

/// Compares a report with the text kept beside the tests.
///
/// `SYNCLAB_UPDATE_GOLDEN=1` writes the texts anew:
/// read the difference before it is committed.
func assertGolden(
  _ text: String, _ name: String, file: StaticString = #filePath, line: UInt = #line
) throws {
  let folder = URL(fileURLWithPath: "\(file)").deletingLastPathComponent().appendingPathComponent("Golden")
  let url = folder.appendingPathComponent("\(name).txt")
  if ProcessInfo.processInfo.environment["SYNCLAB_UPDATE_GOLDEN"] == "1" {
    try Data(text.utf8).write(to: url)
    return
  }
  let expected = try String(contentsOf: url, encoding: .utf8)
  guard text != expected else { return }
  let new = text.split(separator: "\n", omittingEmptySubsequences: false)
  let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
  let first =
    zip(new, old).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(new.count, old.count)
  let was = first < old.count ? old[first] : "(end)"
  let now = first < new.count ? new[first] : "(end)"
  XCTFail("\(name), line \(first + 1):\n  expected \(was)\n  got      \(now)", file: file, line: line)
}
