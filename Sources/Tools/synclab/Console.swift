import LabPlatform
import LabReports

/// Where a command writes: results to standard output, everything else to standard error.
///
/// A reader that goes away (`synclab list | head`) ends the output quietly.
final class Console {
  /// For standard output.
  let style: TextStyle
  /// For standard error.
  let noteStyle: TextStyle
  let isQuiet: Bool
  let isJSON: Bool
  /// What went wrong with standard output, if anything but a broken pipe did.
  private(set) var outputError: SystemError?
  private var isOutputClosed = false

  init(style: TextStyle, noteStyle: TextStyle, isQuiet: Bool, isJSON: Bool) {
    self.style = style
    self.noteStyle = noteStyle
    self.isQuiet = isQuiet
    self.isJSON = isJSON
  }

  /// Writes a result; the text has its line ends.
  func write(_ text: String) {
    guard !isOutputClosed, !text.isEmpty else { return }
    do throws(SystemError) {
      try Terminal.write(text, to: .output)
    } catch {
      isOutputClosed = true
      if !error.isBrokenPipe { outputError = error }
    }
  }

  func write(_ lines: [StyledText]) { write(style.render(lines)) }

  /// Writes the one object of `--json`.
  func write(command: String, _ members: [JSONValue.Member]) {
    write(JSONValue.output(command: command, members).text() + "\n")
  }

  /// Says something beside the results, unless the user wants it quiet.
  func note(_ text: StyledText) {
    if !isQuiet { complain([text]) }
  }

  /// Says what is wrong.
  func complain(_ lines: [StyledText]) {
    // Nobody is left to be told if this fails.
    try? Terminal.write(noteStyle.render(lines), to: .errors)
  }

  /// Says what went wrong; lines are not wrapped, for programs that look for something in them.
  func complain(_ failure: CommandFailure) {
    let parts = failure.message.split(separator: "\n").map { StyledText(String($0)) }
    var lines = [StyledText.strong("synclab: ") + .bad("error: ") + (parts.first ?? "")] + parts.dropFirst()
    if let hint = failure.hint { lines.append(.hint("  hint: ") + StyledText(hint)) }
    complain(lines)
  }
}
