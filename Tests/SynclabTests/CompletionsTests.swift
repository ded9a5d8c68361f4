import LabPlatform
import LabTestSupport
import XCTest

@testable import synclab

final class CompletionsTests: XCTestCase {
  private let completions = Completions(commands: CommandTable.commands, globals: GlobalOptions.all)

  func testEveryCommandOptionAndChoiceIsInEveryScript() {
    for shell in Completions.Shell.allCases {
      let script = completions.script(for: shell)
      for command in CommandTable.commands {
        XCTAssertTrue(script.contains(command.name), "\(shell): \(command.name)")
        for option in command.options + GlobalOptions.all {
          for name in option.names {
            let word =
              shell == .fish
              ? (name.hasPrefix("--") ? "-l \(name.dropFirst(2))" : "-s \(name.dropFirst())") : name
            XCTAssertTrue(script.contains(word), "\(shell): \(command.name) \(name)")
          }
          guard case .choice(let words)? = option.value else { continue }
          XCTAssertTrue(script.contains(words.joined(separator: " ")), "\(shell): \(option.name)")
        }
      }
      XCTAssertTrue(script.contains("synclab list --names"), "\(shell): names of scenarios are asked for")
      XCTAssertTrue(script.contains("synclab explain --names"), "\(shell): terms are asked for")
    }
  }

  func testScriptsAreOfTheShellsSyntax() throws {
    for shell in Completions.Shell.allCases {
      for folder in ["/bin", "/usr/bin", "/usr/local/bin"] {
        let program = "\(folder)/\(shell.rawValue)"
        guard Files.exists(program) else { continue }
        try CommandLine.inFolder { line in
          try line.write(completions.script(for: shell), to: "script")
          let result = try line.shell("\(program) -n script")
          XCTAssertEqual(result.status, .exited(0), "\(shell): \(result)")
          XCTAssertEqual(result.errors, "", "\(shell)")
        }
        break
      }
    }
  }

  func testBashCompletesCommandsOptionsValuesAndNames() throws {
    guard Files.exists("/bin/bash") else { throw XCTSkip("there is no bash") }
    try CommandLine.inFolder { line in
      try line.write(goodScenario, to: "Scenarios/test/good.lab")
      try line.write("", to: "one.trace")
      try line.write("", to: "other.txt")
      try line.write(completions.script(for: .bash), to: "completions")
      let synclab = try Repository.program("synclab")
      let folder = String(synclab[..<(synclab.lastIndex(of: "/") ?? synclab.endIndex)])
      func complete(_ words: String...) throws -> [String] {
        let quoted = words.map { "'\($0)'" }.joined(separator: " ")
        let script = """
          PATH='\(folder)':$PATH; source ./completions; COMP_WORDS=(synclab \(quoted))
          COMP_CWORD=\(words.count); _synclab; printf '%s\\n' "${COMPREPLY[@]}"
          """
        let result = try line.shell("exec /bin/bash -c \"$1\"", [script])
        XCTAssertEqual(result.errors, "", "\(words)")
        return result.output.split(separator: "\n").map(String.init).sorted()
      }
      XCTAssertEqual(try complete("ins"), ["inspect"])
      XCTAssertEqual(try complete("run", "go"), ["good"])
      XCTAssertEqual(try complete("inspect", "--view", "l"), ["lanes", "locks"])
      XCTAssertEqual(try complete("inspect", "--view", "=", "h"), ["hb"])
      XCTAssertEqual(try complete("--width", "80", "inspect", "--an"), ["--and"])
      XCTAssertEqual(try complete("inspect", "o"), ["one.trace"])
      XCTAssertEqual(try complete("list", "--tag", "t"), ["test"])
      XCTAssertEqual(try complete("explain", "self-d"), ["self-deadlock"])
      XCTAssertEqual(try complete("completions", ""), ["bash", "fish", "zsh"])
      XCTAssertEqual(try complete("help", "che"), ["check"])
      XCTAssertEqual(try complete("new", "x"), [])
    }
  }
}
