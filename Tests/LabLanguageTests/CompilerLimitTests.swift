import LabLanguage
import LabTrace
import XCTest

/// Whatever is too large or too deep is refused with a sentence, and in time.
final class CompilerLimitTests: XCTestCase {
  private func messages(_ body: String) -> [String] {
    Compiler.compile(scenario(body)).diagnostics.filter { $0.severity == .error }.map(\.message)
  }

  func testAnExpansionThatDoublesFortyTimes() {
    var text = "var x = 0\nfunc f0() { x = 1 }\n"
    for number in 1...40 { text += "func f\(number)() { f\(number - 1)(); f\(number - 1)() }\n" }
    XCTAssertEqual(messages(text + "thread w { f40() }"), ["'w' is longer than 100000 instructions"])
  }

  func testAWorkerThatIsTooLong() {
    var text = "var x = 0; pool p = threads(2)\nfunc f0() { x = 1 }\n"
    for number in 1...40 { text += "func f\(number)() { f\(number - 1)(); f\(number - 1)() }\n" }
    XCTAssertEqual(
      messages(text + "task t() { f40() }\nmain { p.submit(t) }"),
      ["'p[0]' is longer than 100000 instructions"])
  }

  func testAnExactlyLongEnoughExpansionIsAccepted() throws {
    // 49,999 times load and store, the end, and a jump: what fits, fits.
    let program = try program(
      "var x = 0\nfunc t() { \(Array(repeating: "x = x", count: 100).joined(separator: "; ")) }\n"
        + "thread w { \(Array(repeating: "t()", count: 499).joined(separator: "; ")) }")
    XCTAssertEqual(program.codes[0].instructions.count, 499 * 200 + 1)
  }

  func testAChainOfCallsThatIsTooDeep() {
    var text = "var x = 0\nfunc f0() { x = 1 }\n"
    for number in 1...3_000 { text += "func f\(number)() { if x { f\(number - 1)() } }\n" }
    XCTAssertEqual(messages(text + "thread w { f3000() }"), ["'w' nests deeper than 600 levels"])
  }

  func testBlocksAndCallsThatNestAsDeepAsTheyMay() throws {
    var text = "var x = 0\nfunc f0() { x = 1 }\n"
    for number in 1...3 {
      text += "func f\(number)() { "
      text +=
        String(repeating: "if x { ", count: 190) + "f\(number - 1)()" + String(repeating: " }", count: 190)
      text += " }\n"
    }
    let program = try program(text + "thread w { f3() }")
    XCTAssertEqual(program.steps(of: "w").count, 3 * 190 + 1)
  }

  func testTheHighestExpressionCompiles() throws {
    let program = try program(
      "var x = 0\nthread w { x = \(Array(repeating: "x", count: 400).joined(separator: " + ")) }")
    XCTAssertEqual(program.steps(of: "w").count, 401)
  }

  func testTooManyRegisters() {
    // Each routine holds its 250 parameters while it calls the next.
    let names = (0..<250).map { "p\($0)" }.joined(separator: ", ")
    let values = Array(repeating: "x", count: 250).joined(separator: ", ")
    var text = "var x = 0\nfunc f0(\(names)) { x = 1 }\n"
    for number in 1...260 { text += "func f\(number)(\(names)) { f\(number - 1)(\(values)) }\n" }
    XCTAssertEqual(messages(text + "thread w { f260(\(values)) }"), ["'w' needs more than 60000 registers"])
  }

  func testManyErrorsAreCut() {
    let lines = (0..<500).map { "    y\($0) = 1" }.joined(separator: "\n")
    let found = messages("thread w {\n\(lines)\n}")
    XCTAssertEqual(found.count, 21)
    XCTAssertEqual(found.first, "unknown name 'y0'")
    XCTAssertEqual(found.last, "too many errors")
  }

  func testSitesPastTheLastNumberAreUnknown() throws {
    let lines = Array(repeating: "x = 1; x = 1; x = 1; x = 1; x = 1; x = 1; x = 1; x = 1", count: 9_000)
    let program = try program("var x = 0\nthread w {\n\(lines.joined(separator: "\n"))\n}")
    XCTAssertEqual(program.sites.count, 65_536)
    let sites = program.codes[0].instructions.filter { $0.opcode == .store }.map(\.site)
    XCTAssertEqual(sites.last, .unknown)
    // Two of the sites are those of the variable and the actor.
    XCTAssertEqual(Set(sites).count, 65_534)
  }
}
