/// A command line that cannot be understood.
enum UsageError: Error, Hashable {
  case noCommand
  case unknownCommand(String, hint: String?)
  case unknownOption(String, command: String?, hint: String?)
  case missingValue(option: String, placeholder: String, command: String?)
  case unwantedValue(option: String)
  case badValue(option: String, value: String, reason: String, hint: String?)
  case givenTwice(option: String)
  case missingArgument(String, command: String)
  case extraArgument(String, command: String, hint: String?)

  /// One sentence without a full stop, starting in lower case.
  var message: String {
    switch self {
    case .noCommand: "say what to do"
    case .unknownCommand(let name, _): "there is no command '\(name)'"
    case .unknownOption(let option, let command?, _): "'\(command)' has no option '\(option)'"
    case .unknownOption(let option, nil, _): "there is no option '\(option)'"
    case .missingValue(let option, let placeholder, _): "\(option) needs a value: \(option) \(placeholder)"
    case .unwantedValue(let option): "\(option) takes no value"
    case .badValue(let option, let value, let reason, _): "\(option) '\(value)': \(reason)"
    case .givenTwice(let option): "\(option) is given twice"
    case .missingArgument(let argument, let command): "'\(command)' needs \(argument)"
    case .extraArgument(let argument, let command, _): "'\(command)' has no place for '\(argument)'"
    }
  }

  var hint: String? {
    switch self {
    case .unknownCommand(_, let hint), .unknownOption(_, _, let hint), .badValue(_, _, _, let hint),
      .extraArgument(_, _, let hint):
      hint
    default: nil
    }
  }
}
