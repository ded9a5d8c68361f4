import LabPlatform
import LabReports

/// The options that every command has.
enum GlobalOptions {
  static let all: [OptionSpec] = [
    OptionSpec(names: ["--json"], help: "write one JSON object instead of text"),
    OptionSpec(
      names: ["--color"], value: .choice(["auto", "always", "never"]), placeholder: "WHEN",
      standard: "auto: on a terminal, unless NO_COLOR is set", help: "auto, always or never"),
    OptionSpec(names: ["--ascii"], help: "draw with ASCII only"),
    OptionSpec(
      names: ["--width"],
      value: .integer(Int64(TextStyle.widths.lowerBound)...Int64(TextStyle.widths.upperBound)),
      placeholder: "N", standard: "the terminal's, else 100", help: "columns of a line"),
    OptionSpec(
      names: ["--scenarios"], value: .folder, placeholder: "DIR",
      standard: "SYNCLAB_SCENARIOS, a folder Scenarios here or above, or beside the program",
      help: "where to look for scenarios by name"),
    OptionSpec(names: ["--quiet", "-q"], help: "no notes and no progress on standard error"),
    OptionSpec(names: ["--help", "-h"], help: "explain the command"),
    OptionSpec(names: ["--version"], help: "say which version this is"),
  ]

  /// The console that the options ask for.
  static func console(for options: GivenOptions) -> Console {
    let width = options.integer("--width").map { Int($0) }
    let ascii = options.isOn("--ascii")
    func style(_ stream: Terminal.Stream) -> TextStyle {
      TextStyle(
        width: width ?? Terminal.width(stream) ?? 100, color: hasColor(options, stream), ascii: ascii)
    }
    return Console(
      style: style(.output), noteStyle: style(.errors), isQuiet: options.isOn("--quiet"),
      isJSON: options.isOn("--json"))
  }

  private static func hasColor(_ options: GivenOptions, _ stream: Terminal.Stream) -> Bool {
    switch options.text("--color") {
    case "always": true
    case "never": false
    default:
      Terminal.isTerminal(stream) && (Environment.variable("NO_COLOR") ?? "").isEmpty
        && Environment.variable("TERM") != "dumb"
    }
  }
}
