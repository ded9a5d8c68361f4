import Foundation
import XCTest

@testable import LabReports

final class JSONValueTests: XCTestCase {
  func testObjectsKeepTheirOrder() {
    let value: JSONValue = ["b": 1, "a": [true, .null], "empty": .object([]), "none": []]
    XCTAssertEqual(value.text(isPretty: false), #"{"b":1,"a":[true,null],"empty":{},"none":[]}"#)
    XCTAssertEqual(
      value.text(),
      "{\n  \"b\": 1,\n  \"a\": [\n    true,\n    null\n  ],\n  \"empty\": {},\n  \"none\": []\n}")
  }

  func testIntegersAreExact() {
    let value = JSONValue.array([.integer(Int64.min), .integer(Int64.max), .unsigned(UInt64.max)])
    XCTAssertEqual(
      value.text(isPretty: false), "[-9223372036854775808,9223372036854775807,18446744073709551615]")
  }

  func testNumbersJSONCannotSayAreNull() {
    let value = JSONValue.array([.number(.nan), .number(.infinity), .number(0.5), .number(1e300)])
    XCTAssertEqual(value.text(isPretty: false), "[null,null,0.5,1e+300]")
  }

  func testEveryStringComesBackFromAnotherReader() throws {
    let strings = ["", "\"\\/\u{8}\n\r\t\u{0}\u{1F}\u{7F}", "é写👩‍👩‍👧\u{2028}\u{10FFFF}", "</script>"]
    let text = JSONValue.strings(strings).text(isPretty: true)
    let read = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String]
    XCTAssertEqual(read, strings)
  }

  func testOutputSaysItsVersionAndCommand() {
    let text = JSONValue.output(command: "list", [.init("rows", [])]).text(isPretty: false)
    XCTAssertEqual(text, #"{"synclab":1,"command":"list","rows":[]}"#)
  }
}
