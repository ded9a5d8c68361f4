import LabTrace
import XCTest

@testable import synclab

final class ArgumentParserTests: XCTestCase {
  private let parser = ArgumentParser(commands: CommandTable.commands, globals: GlobalOptions.all)

  private func invocation(_ words: String..., file: StaticString = #filePath, line: UInt = #line)
    -> Invocation?
  {
    do {
      if case .run(let invocation) = try parser.parse(words) { return invocation }
      XCTFail("no command in \(words)", file: file, line: line)
    } catch {
      XCTFail("\(words): \(error.message)", file: file, line: line)
    }
    return nil
  }

  private func error(_ words: String..., file: StaticString = #filePath, line: UInt = #line) -> UsageError? {
    do {
      _ = try parser.parse(words)
      XCTFail("\(words) was understood", file: file, line: line)
      return nil
    } catch { return error }
  }

  func testOptionsMayStandAnywhere() {
    let orders = [
      invocation("run", "x", "--runs", "3", "--json"), invocation("--json", "run", "--runs=3", "x"),
      invocation("--runs", "3", "--json", "run", "x"), invocation("run", "--json", "--runs", "3", "x"),
    ]
    for invocation in orders {
      XCTAssertEqual(invocation?.command.name, "run")
      XCTAssertEqual(invocation?.arguments, ["x"])
      XCTAssertEqual(invocation?.options.integer("--runs"), 3)
      XCTAssertEqual(invocation?.options.isOn("--json"), true)
    }
  }

  func testEverySpellingOfAParameterMeansTheSame() {
    for words in [["-p", "N=-3"], ["-pN=-3"], ["--param", "N=-3"], ["--param=N=-3"], ["-p=N=-3"]] {
      guard case .run(let invocation)? = try? parser.parse(["run", "x"] + words) else {
        XCTFail("\(words)")
        continue
      }
      let parameters = RunOptions(invocation).parameters
      XCTAssertEqual(parameters, [.init(name: "N", value: -3)], "\(words)")
    }
    let many = invocation("run", "x", "-p", "b=1", "-p", "a=2").map { RunOptions($0).parameters.map(\.name) }
    XCTAssertEqual(many, ["b", "a"])
  }

  func testEverythingBehindTwoDashesIsAnArgument() {
    XCTAssertEqual(invocation("check", "--json", "--", "--odd.lab", "-p")?.arguments, ["--odd.lab", "-p"])
    XCTAssertEqual(invocation("check", "-")?.arguments, ["-"])
  }

  func testRunOptionsAreReadInFull() {
    let options = invocation(
      "run", "abba", "--runs", "50", "--chaos", "--seed", "18446744073709551615", "--timeout", "2m", "--as",
      "threads", "--trace", "t.trace", "--scenarios", "S"
    ).map(RunOptions.init)
    var expected = RunOptions(target: "abba", scenarios: "S", runs: 50)
    expected.isChaotic = true
    expected.seed = .max
    expected.timeoutNanoseconds = 120_000_000_000
    expected.actors = .threads
    expected.trace = "t.trace"
    XCTAssertEqual(options, expected)
  }

  func testLengthsOfTimeHaveUnits() {
    for (text, nanoseconds) in [
      ("10s", 10_000_000_000), ("500ms", 500_000_000), ("2m", 120_000_000_000), ("250us", 250_000),
      ("1h", 3600 * 1_000_000_000),
    ] as [(String, Int64)] {
      XCTAssertEqual(invocation("run", "x", "--timeout", text)?.options.nanoseconds("--timeout"), nanoseconds)
    }
    for text in ["10", "s", "", "1.5s", "-1s", "0s", "9999999999999999999s", "25h", "10 s", "1d", "٣s"] {
      guard case .badValue? = error("run", "x", "--timeout=\(text)") else {
        XCTFail("\(text) was understood")
        continue
      }
    }
  }

  func testNumbersAreCheckedAgainstTheirRange() {
    for text in ["0", "-1", "x", "", "1e3", "0x10", "+1", "1_000", "99999999999999999999", "1000001", " 1"] {
      guard case .badValue(option: "--runs", value: text, _, _)? = error("run", "x", "--runs=\(text)") else {
        XCTFail("\(text) was understood")
        continue
      }
    }
    XCTAssertEqual(invocation("run", "x", "--runs", "1000000")?.options.integer("--runs"), 1_000_000)
  }

  func testUnknownWordsAreAnsweredWithTheNearestOne() {
    XCTAssertEqual(error("chekc", "x"), .unknownCommand("chekc", hint: "did you mean 'check'?"))
    XCTAssertEqual(
      error("check", "--jsn", "x"), .unknownOption("--jsn", command: "check", hint: "did you mean '--json'?"))
    XCTAssertEqual(
      error("check", "x", "--chaos"),
      .unknownOption("--chaos", command: "check", hint: "it belongs to 'synclab run'"))
    XCTAssertEqual(error("--jsn"), .unknownOption("--jsn", command: nil, hint: "did you mean '--json'?"))
  }

  func testMissingAndSurplusWordsAreErrors() {
    XCTAssertEqual(error(), .noCommand)
    XCTAssertEqual(error("--json"), .noCommand)
    XCTAssertEqual(error("check"), .missingArgument("FILE", command: "check"))
    XCTAssertEqual(error("list", "x"), .extraArgument("x", command: "list", hint: nil))
    XCTAssertEqual(
      error("run", "x", "N=3"),
      .extraArgument("N=3", command: "run", hint: "write -p N=3 to set a parameter"))
    XCTAssertEqual(
      error("run", "x", "--runs"), .missingValue(option: "--runs", placeholder: "N", command: "run"))
    XCTAssertEqual(
      error("run", "x", "--runs", "--json"), .missingValue(option: "--runs", placeholder: "N", command: "run")
    )
    XCTAssertEqual(error("list", "--json=yes"), .unwantedValue(option: "--json"))
    XCTAssertEqual(error("run", "x", "--seed", "1", "--seed=2"), .givenTwice(option: "--seed"))
  }

  func testHelpWinsOverOtherMistakes() {
    for words in [["--help"], ["-h"], ["help"]] {
      guard case .help(nil)? = try? parser.parse(words) else {
        XCTFail("\(words)")
        continue
      }
    }
    for words in [["run", "--help"], ["help", "run"], ["run", "--runs", "x", "-h"], ["--help", "run"]] {
      guard case .help(let command?)? = try? parser.parse(words), command.name == "run" else {
        XCTFail("\(words)")
        continue
      }
    }
    XCTAssertEqual(error("help", "rum"), .unknownCommand("rum", hint: "did you mean 'run'?"))
  }

  func testNoWordsTrapTheParser() {
    let words = [
      "run", "check", "--", "-", "-p", "-pN", "-p=", "--param", "N=1", "=", "--=", "---", "-x", "--runs",
      "--runs=", "",
      "--json=", "--width", "40", "help", "--help=1", "é", "-é", "\u{0}", "--color", "always",
    ]
    var random = SplitMix64(seed: 20_250_101)
    for _ in 0..<20_000 {
      let line = (0..<random.below(6)).map { _ in words[Int(random.below(UInt64(words.count)))] }
      _ = try? parser.parse(line)
      _ = parser.settings(line)
    }
  }
}
