/// One command: parsing, help, usage errors and completions all come from here.
struct CommandSpec: Sendable {
  struct Argument: Sendable {
    enum Count: Sendable {
      case one
      case optional
      case any
      case oneOrMore
    }

    /// What may stand there, for completions.
    enum Kind: Sendable {
      case text
      case file(ending: String)
      /// A name of the catalogue, or a file.
      case scenario
      /// A term, a name of the catalogue, or a trace.
      case subject
      case choice([String])
    }

    /// In capitals, as the usage line shows it: `NAME|FILE`.
    var name: String
    var count: Count
    var help: String
    var kind = Kind.text
  }

  struct Topics: Sendable {
    var title: String
    var rows: [(word: String, help: String)]
  }

  struct Example: Sendable {
    /// Without `synclab`.
    var words: String
    var help: String
  }

  var name: String
  /// One line, starting in lower case, without a full stop.
  var summary: String
  /// Paragraphs for the help of the command.
  var details: [String] = []
  /// Words with a meaning of their own, such as the views, under a heading.
  var topics: Topics?
  var arguments: [Argument] = []
  var options: [OptionSpec] = []
  var examples: [Example] = []
  var run: @Sendable (Invocation, Console) throws(CommandFailure) -> ExitCode

  /// `list [--tag T]… [options]`, without `synclab`.
  var usage: String {
    var words = [name]
    for argument in arguments {
      switch argument.count {
      case .one: words.append(argument.name)
      case .optional: words.append("[\(argument.name)]")
      case .any: words.append("[\(argument.name)]…")
      case .oneOrMore: words.append("\(argument.name)…")
      }
    }
    words += options.map { "[\($0.usage)]" + ($0.isRepeatable ? "…" : "") }
    return words.joined(separator: " ")
  }
}
