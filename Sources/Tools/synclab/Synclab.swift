import LabPlatform
import LabReports

/// The program: from the words of the command line to the exit code.
enum Synclab {
  static let version = "0.1.0"

  /// Does what the command line says.
  static func run(_ words: [String]) -> ExitCode {
    InterruptFlag.ignoreBrokenPipes()
    let parser = ArgumentParser(commands: CommandTable.commands, globals: GlobalOptions.all)
    let console = GlobalOptions.console(for: parser.settings(words))
    do throws(UsageError) {
      switch try parser.parse(words) {
      case .help(let command):
        console.write(command.map { HelpText.lines($0, console.style) } ?? HelpText.lines(console.style))
        return close(console, .held)
      case .version:
        if console.isJSON {
          console.write(command: "version", [.init("version", .string(version))])
        } else {
          console.write("synclab \(version)\n")
        }
        return close(console, .held)
      case .run(let invocation): return run(invocation, console)
      }
    } catch {
      console.complain(UsageText.lines(error))
      return .usage
    }
  }

  private static func run(_ invocation: Invocation, _ console: Console) -> ExitCode {
    do throws(CommandFailure) {
      return close(console, try invocation.command.run(invocation, console))
    } catch {
      console.complain(error)
      return error.exitCode
    }
  }

  /// An output that could not be written is an error, whatever the command said.
  private static func close(_ console: Console, _ code: ExitCode) -> ExitCode {
    guard let error = console.outputError else { return code }
    console.complain(CommandFailure(error))
    return .inputOutput
  }
}
