/// A piece of the source text: what it is and where.
struct Token: Sendable {
  var kind: TokenKind
  /// Set for identifiers that mean something somewhere.
  var word: Word?
  /// The lexer has said what is wrong with it: the parser adds nothing.
  var isReported = false
  var start: Int
  var end: Int

  var range: SourceRange { SourceRange(start, end) }

  /// A statement may end before this token.
  var endsStatement: Bool { kind == .newline || kind == .semicolon || kind == .endOfFile }
}

enum TokenKind: Sendable {
  case endOfFile
  case newline
  case semicolon
  case identifier
  case number
  case time
  case string
  /// Something the lexer could make nothing of.
  case invalid

  case leftBrace
  case rightBrace
  case leftParenthesis
  case rightParenthesis
  case leftBracket
  case rightBracket
  case comma
  case colon
  case dot
  case halfOpenRange
  case closedRange
  case assign
  case addAssign
  case subtractAssign
  case not
  case complement
  case binary(BinaryOperator)
}

extension TokenKind: Equatable {
  var binaryOperator: BinaryOperator? {
    if case .binary(let binary) = self { binary } else { nil }
  }

  /// How the token is spelled, or what it is if that varies.
  var spelling: String {
    switch self {
    case .endOfFile: "end of file"
    case .newline: "end of line"
    case .semicolon: "';'"
    case .identifier: "a name"
    case .number: "a number"
    case .time: "a time"
    case .string: "a string"
    case .invalid: "something unknown"
    case .leftBrace: "'{'"
    case .rightBrace: "'}'"
    case .leftParenthesis: "'('"
    case .rightParenthesis: "')'"
    case .leftBracket: "'['"
    case .rightBracket: "']'"
    case .comma: "','"
    case .colon: "':'"
    case .dot: "'.'"
    case .halfOpenRange: "'..<'"
    case .closedRange: "'...'"
    case .assign: "'='"
    case .addAssign: "'+='"
    case .subtractAssign: "'-='"
    case .not: "'!'"
    case .complement: "'~'"
    case .binary(let binary): "'\(binary.rawValue)'"
    }
  }
}
