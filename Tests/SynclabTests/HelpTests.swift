import LabReports
import XCTest

@testable import synclab

final class HelpTests: XCTestCase {
  func testHelpNamesEveryCommandOptionAndExitCode() {
    let text = TextStyle(width: 100).render(HelpText.lines(TextStyle(width: 100)))
    for command in CommandTable.commands { XCTAssertTrue(text.contains("  \(command.name)  "), command.name) }
    for option in GlobalOptions.all { XCTAssertTrue(text.contains(option.name), option.name) }
    for code in ExitCode.allCases { XCTAssertTrue(text.contains("  \(code.rawValue) "), "\(code)") }
  }

  func testHelpOfACommandNamesItsArgumentsOptionsAndExamples() {
    for command in CommandTable.commands {
      let text = TextStyle(width: 100).render(HelpText.lines(command, TextStyle(width: 100)))
      for argument in command.arguments { XCTAssertTrue(text.contains(argument.name), command.name) }
      for option in command.options {
        XCTAssertTrue(text.contains(option.name), "\(command.name) \(option.name)")
      }
      for example in command.examples { XCTAssertTrue(text.contains(example.words), example.words) }
    }
  }

  func testExamplesOfTheHelpAreUnderstood() throws {
    let parser = ArgumentParser(commands: CommandTable.commands, globals: GlobalOptions.all)
    for command in CommandTable.commands {
      XCTAssertFalse(command.examples.isEmpty, command.name)
      for example in command.examples {
        let words = example.words.split(separator: " ").map(String.init)
        guard case .run(let invocation) = try parser.parse(words) else {
          XCTFail(example.words)
          continue
        }
        XCTAssertEqual(invocation.command.name, command.name)
      }
    }
  }

  func testNoOptionHasTwoMeanings() {
    let globals = GlobalOptions.all.flatMap(\.names)
    for command in CommandTable.commands {
      let names = command.options.flatMap(\.names) + globals
      XCTAssertEqual(Set(names).count, names.count, command.name)
    }
    // The position of the command is found before its options are known: the same name must always take a value, or never.
    let all = CommandTable.commands.flatMap(\.options)
    for option in all {
      for other in all where !Set(other.names).isDisjoint(with: option.names) {
        XCTAssertEqual(other.value == nil, option.value == nil, option.name)
      }
    }
  }

  func testHelpKeepsToTheWidthAndToASCII() {
    for width in [40, 80, 120] {
      let style = TextStyle(width: width, ascii: true)
      var texts = [style.render(HelpText.lines(style))]
      texts += CommandTable.commands.map { style.render(HelpText.lines($0, style)) }
      for line in texts.joined().split(separator: "\n") {
        XCTAssertTrue(line.utf8.allSatisfy { $0 < 0x80 }, String(line))
        XCTAssertLessThanOrEqual(line.count, max(width, 70), String(line))
      }
    }
  }
}
