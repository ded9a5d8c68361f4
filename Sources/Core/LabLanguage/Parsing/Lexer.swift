/// A comment, from `//` to the end of its line.
struct Comment: Sendable {
  var start: Int
  var end: Int
  /// Nothing but white space stands before it on its line.
  var isAlone: Bool
}

/// Cuts a source text into tokens, in one pass over its bytes.
///
/// Wrong characters are reported here, once, and leave tokens the parser can go on with in silence.
struct Lexer {
  let source: SourceText
  private let bytes: [UInt8]
  private(set) var tokens: [Token] = []
  private(set) var comments: [Comment] = []
  private(set) var diagnostics: [Diagnostic] = []
  private var offset = 0

  /// More would not be shown.
  private static let errorLimit = 40

  init(_ source: SourceText) {
    self.source = source
    bytes = source.bytes
    tokens.reserveCapacity(bytes.count / 3 + 1)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    while offset < bytes.count { next() }
    tokens.append(Token(kind: .endOfFile, start: bytes.count, end: bytes.count))
  }

  private func byte(_ distance: Int = 0) -> UInt8 {
    offset + distance < bytes.count ? bytes[offset + distance] : 0
  }

  private mutating func next() {
    let current = bytes[offset]
    switch current {
    case UInt8(ascii: " "), UInt8(ascii: "\t"):
      offset += 1
    case UInt8(ascii: "\n"):
      add(.newline, 1)
    case UInt8(ascii: "\r") where byte(1) == UInt8(ascii: "\n"):
      add(.newline, 2)
    case UInt8(ascii: ";"):
      add(.semicolon, 1)
    case UInt8(ascii: "\""):
      string()
    case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
      comment()
    case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"):
      blockComment()
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      number()
    default:
      if Self.isNameStart(current) || current >= 0x80 || current == UInt8(ascii: "_") {
        identifier()
      } else if let (kind, length) = operatorHere(current) {
        add(kind, length)
      } else {
        unexpectedCharacter()
      }
    }
  }

  private mutating func add(_ kind: TokenKind, _ length: Int, word: Word? = nil, isReported: Bool = false) {
    tokens.append(
      Token(kind: kind, word: word, isReported: isReported, start: offset, end: offset + length))
    offset += length
  }

  private mutating func report(_ message: String, _ range: SourceRange, hint: String? = nil) {
    guard diagnostics.count < Self.errorLimit else { return }
    diagnostics.append(Diagnostic(.error, message, at: range, hint: hint))
  }

  // MARK: Names and numbers

  static func isNameStart(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  static func isNamePart(_ byte: UInt8) -> Bool {
    isNameStart(byte) || isDigit(byte) || byte == UInt8(ascii: "_")
  }

  /// A name; with characters that names do not have it is reported and taken as a name all the same.
  private mutating func identifier() {
    let start = offset
    var end = offset
    var isPlain = bytes[start] < 0x80
    while end < bytes.count, Self.isNamePart(bytes[end]) || bytes[end] >= 0x80 {
      if bytes[end] >= 0x80 { isPlain = false }
      end += 1
    }
    if isPlain, bytes[start] != UInt8(ascii: "_") {
      let length = end - start
      let word = length <= 11 ? Word.named(String(decoding: bytes[start..<end], as: UTF8.self)) : nil
      return add(.identifier, length, word: word)
    }
    if isPlain {
      report("a name starts with a letter", SourceRange(start, end))
      return add(.identifier, end - start, isReported: true)
    }
    foreignText(start, end)
  }

  /// A run of name characters with others than ASCII among them.
  private mutating func foreignText(_ start: Int, _ end: Int) {
    let run = String(decoding: bytes[start..<end], as: UTF8.self)
    if run.unicodeScalars.first.map({ $0 == "\u{201C}" || $0 == "\u{201D}" || $0 == "\u{201E}" }) == true {
      var stop = end
      while stop < bytes.count, !Self.endsLine(bytes[stop]) { stop += 1 }
      report("strings stand in straight quotes", SourceRange(start, start + 3), hint: "write \"…\"")
      return add(.string, stop - start, isReported: true)
    }
    var at = start
    for scalar in run.unicodeScalars {
      let length = UTF8.width(scalar)
      if scalar.value >= 0x80 {
        let isLetter = scalar.properties.isAlphabetic
        report(
          isLetter
            ? "names are made of the letters a to z, digits and '_'"
            : "unexpected character \(Self.describe(scalar))",
          SourceRange(at, at + length))
        return add(isLetter ? .identifier : .invalid, end - start, isReported: true)
      }
      at += length
    }
    add(.invalid, end - start, isReported: true)
  }

  private mutating func number() {
    let start = offset
    var end = offset
    while end < bytes.count, Self.isDigit(bytes[end]) { end += 1 }
    let digitsEnd = end
    while end < bytes.count, Self.isNamePart(bytes[end]) || bytes[end] >= 0x80 { end += 1 }
    if end == digitsEnd {
      if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "."), Self.isDigit(bytes[end + 1]) {
        end += 1
        while end < bytes.count, Self.isNamePart(bytes[end]) { end += 1 }
        report("numbers are whole", SourceRange(start, end))
        return add(.number, end - start, isReported: true)
      }
      return add(.number, end - start)
    }
    let suffix = String(decoding: bytes[digitsEnd..<end], as: UTF8.self)
    if Duration.Unit(rawValue: suffix) != nil { return add(.time, end - start) }
    let isPrefixed =
      digitsEnd == start + 1 && bytes[start] == UInt8(ascii: "0") && "xXbBoO".contains(suffix.prefix(1))
    if isPrefixed || suffix.contains("_") {
      report("numbers are written in decimal digits only", SourceRange(start, end))
    } else {
      report(
        "unknown unit '\(suffix)'", SourceRange(digitsEnd, end),
        hint: "the units of time are us, ms and s; a name starts with a letter")
    }
    add(.number, end - start, isReported: true)
  }

  // MARK: Strings and comments

  private static func endsLine(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private mutating func string() {
    let start = offset
    var end = offset + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "\""), bytes[end] != UInt8(ascii: "\n") { end += 1 }
    if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
      let isClean = checkText(start, end)
      return add(.string, end + 1 - start, isReported: !isClean)
    }
    if bytes[end - 1] == UInt8(ascii: "\r"), end < bytes.count { end -= 1 }
    report(
      "the string does not end on its line", SourceRange(start, end),
      hint: "close it with '\"'; a string has no line ends and no escapes")
    add(.string, end - start, isReported: true)
  }

  private mutating func comment() {
    let start = offset
    var end = offset
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
    offset = end
    if end < bytes.count, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    checkText(start, end)
    while end > start, bytes[end - 1] == UInt8(ascii: " ") || bytes[end - 1] == UInt8(ascii: "\t") {
      end -= 1
    }
    let isAlone = tokens.last.map { $0.kind == .newline } ?? true
    comments.append(Comment(start: start, end: end, isAlone: isAlone))
  }

  private mutating func blockComment() {
    let start = offset
    report("comments start with '//' and end with their line", SourceRange(start, start + 2))
    offset += 2
    while offset < bytes.count, !(byte() == UInt8(ascii: "*") && byte(1) == UInt8(ascii: "/")) { offset += 1 }
    offset = min(offset + 2, bytes.count)
  }

  /// Reports the first character of a string or comment that is not what it looks like.
  @discardableResult private mutating func checkText(_ start: Int, _ end: Int) -> Bool {
    var at = start
    while at < end, bytes[at] >= 0x20, bytes[at] < 0x7F { at += 1 }
    guard at < end else { return true }
    for scalar in String(decoding: bytes[at..<end], as: UTF8.self).unicodeScalars {
      let length = UTF8.width(scalar)
      if scalar != "\t", SourceText.isControl(scalar) {
        report(
          "unexpected character \(Self.describe(scalar))", SourceRange(at, at + length),
          hint: "control characters are not allowed in a scenario")
        return false
      }
      at += length
    }
    return true
  }

  // MARK: Other characters

  private func operatorHere(_ first: UInt8) -> (TokenKind, Int)? {
    let second = byte(1)
    let isDoubled = first == second
    let isEqual = second == UInt8(ascii: "=")
    switch first {
    case UInt8(ascii: "{"): return (.leftBrace, 1)
    case UInt8(ascii: "}"): return (.rightBrace, 1)
    case UInt8(ascii: "("): return (.leftParenthesis, 1)
    case UInt8(ascii: ")"): return (.rightParenthesis, 1)
    case UInt8(ascii: "["): return (.leftBracket, 1)
    case UInt8(ascii: "]"): return (.rightBracket, 1)
    case UInt8(ascii: ","): return (.comma, 1)
    case UInt8(ascii: ":"): return (.colon, 1)
    case UInt8(ascii: "~"): return (.complement, 1)
    case UInt8(ascii: "^"): return (.binary(.bitXor), 1)
    case UInt8(ascii: "*"): return (.binary(.multiply), 1)
    case UInt8(ascii: "/"): return (.binary(.divide), 1)
    case UInt8(ascii: "%"): return (.binary(.remainder), 1)
    case UInt8(ascii: "+"): return isEqual ? (.addAssign, 2) : (.binary(.add), 1)
    case UInt8(ascii: "-"): return isEqual ? (.subtractAssign, 2) : (.binary(.subtract), 1)
    case UInt8(ascii: "="): return isEqual ? (.binary(.equal), 2) : (.assign, 1)
    case UInt8(ascii: "!"): return isEqual ? (.binary(.notEqual), 2) : (.not, 1)
    case UInt8(ascii: "&"): return isDoubled ? (.binary(.and), 2) : (.binary(.bitAnd), 1)
    case UInt8(ascii: "|"): return isDoubled ? (.binary(.or), 2) : (.binary(.bitOr), 1)
    case UInt8(ascii: "<"):
      return isDoubled
        ? (.binary(.shiftLeft), 2) : isEqual ? (.binary(.lessOrEqual), 2) : (.binary(.less), 1)
    case UInt8(ascii: ">"):
      return isDoubled
        ? (.binary(.shiftRight), 2) : isEqual ? (.binary(.greaterOrEqual), 2) : (.binary(.greater), 1)
    case UInt8(ascii: "."):
      guard second == UInt8(ascii: ".") else { return (.dot, 1) }
      if byte(2) == UInt8(ascii: "<") { return (.halfOpenRange, 3) }
      return byte(2) == UInt8(ascii: ".") ? (.closedRange, 3) : nil
    default: return nil
    }
  }

  private mutating func unexpectedCharacter() {
    let start = offset
    switch bytes[start] {
    case UInt8(ascii: "."):
      report(
        "unexpected '..'", SourceRange(start, start + 2),
        hint: "a loop runs over 'a ..< b', a parameter in 'a...b'")
      return add(.invalid, 2, isReported: true)
    case UInt8(ascii: "#"):
      report("unexpected character '#'", SourceRange(start, start + 1), hint: "comments start with '//'")
      while offset < bytes.count, !Self.endsLine(bytes[offset]) { offset += 1 }
      return
    case UInt8(ascii: "'"):
      report("strings stand in double quotes", SourceRange(start, start + 1), hint: "write \"…\"")
      var end = start + 1
      while end < bytes.count, !Self.endsLine(bytes[end]), bytes[end] != UInt8(ascii: "'") { end += 1 }
      if end < bytes.count, bytes[end] == UInt8(ascii: "'") { end += 1 }
      return add(.string, end - start, isReported: true)
    case UInt8(ascii: "\r"):
      report(
        "a carriage return without a line feed", SourceRange(start, start + 1),
        hint: "lines end with LF or CR LF")
      return add(.newline, 1)
    default:
      let character = Self.describe(Unicode.Scalar(bytes[start]))
      report("unexpected character \(character)", SourceRange(start, start + 1))
      add(.invalid, 1, isReported: true)
    }
  }

  private static func describe(_ scalar: Unicode.Scalar) -> String {
    guard scalar.value < 0x20 || SourceText.isControl(scalar) || scalar.properties.isWhitespace else {
      return "'\(scalar)'"
    }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
