/// Prints pieces of syntax on one line, with the canonical spaces.
///
/// Inside parentheses and brackets it can leave marks where a line that is too long may be broken.
struct SyntaxPrinter {
  /// How blocks are shown.
  enum Blocks {
    /// `{ a; b }`
    case full
    /// `{ … }`
    case elided
  }

  /// The marks for a space at which a line may end: C1 control characters, which source texts cannot have.
  ///
  /// The first is for the commas of the outermost parentheses, then come its operators from the weakest,
  /// then the same for the parentheses inside, as far as the marks go.
  static let softBreaks: ClosedRange<UInt32> = 0x80...0x9F

  private(set) var text = ""
  private let blocks: Blocks
  private let keepsBreaks: Bool
  /// Print the parentheses around whole conditions, which are redundant.
  private let keepsConditionParentheses: Bool
  private var openParentheses = 0

  init(blocks: Blocks = .full, keepsBreaks: Bool = false, keepsConditionParentheses: Bool = false) {
    self.blocks = blocks
    self.keepsBreaks = keepsBreaks
    self.keepsConditionParentheses = keepsConditionParentheses
  }

  mutating func put(_ piece: String) { text += piece }

  /// A space where a line may end; the smaller the strength, the better the place.
  mutating func putSpace(_ strength: Int) {
    guard keepsBreaks, openParentheses > 0 else { return put(" ") }
    let level = min(UInt32((openParentheses - 1) * 11 + strength), UInt32(Self.softBreaks.count - 1))
    text.unicodeScalars.append(Unicode.Scalar(Self.softBreaks.lowerBound + level) ?? " ")
  }

  mutating func putInside(_ opening: String, _ closing: String, _ content: (inout SyntaxPrinter) -> Void) {
    text += opening
    openParentheses += 1
    content(&self)
    openParentheses -= 1
    text += closing
  }

  mutating func putList<Element>(_ elements: [Element], _ one: (inout SyntaxPrinter, Element) -> Void) {
    for (index, element) in elements.enumerated() {
      if index > 0 {
        text += ","
        putSpace(0)
      }
      one(&self, element)
    }
  }

  mutating func putNames(_ names: [Name]) { putList(names) { $0.put($1.text) } }

  // MARK: Expressions

  mutating func put(_ expression: Expression) {
    switch expression.kind {
    case .number(let value): text += String(value.magnitude)
    case .boolean(let value): text += value ? "true" : "false"
    case .selfIndex: text += "self"
    case .place(let place): put(place)
    case .member(let place, let name):
      put(place)
      text += "." + name.text
    case .unary(let sign, let operand):
      text += sign.rawValue
      put(operand, inParentheses: operand.isBinary)
    case .binary(let binary, let left, let right):
      put(left, inParentheses: left.precedence < binary.precedence)
      text += " " + binary.rawValue
      putSpace(binary.precedence + 1)
      put(right, inParentheses: right.precedence <= binary.precedence)
    case .call(let name, let arguments):
      text += name.text
      put(arguments)
    case .operation(let place, let name, let arguments):
      put(place)
      text += "." + name.text
      put(arguments)
    case .parenthesized(let inner):
      putInside("(", ")") { $0.put(inner) }
    }
  }

  private mutating func put(_ expression: Expression, inParentheses: Bool) {
    if inParentheses {
      putInside("(", ")") { $0.put(expression) }
    } else {
      put(expression)
    }
  }

  /// An expression that ends by itself, so that parentheses around the whole of it say nothing.
  mutating func putCondition(_ expression: Expression) {
    put(keepsConditionParentheses ? expression : expression.withoutParentheses)
  }

  mutating func put(_ place: Place) {
    text += place.name.text
    if let index = place.index { putInside("[", "]") { $0.put(index) } }
  }

  mutating func put(_ arguments: [Argument]) {
    putInside("(", ")") { printer in
      printer.putList(arguments) { printer, argument in
        switch argument {
        case .value(let value): printer.put(value)
        case .timeout(let duration, _):
          printer.put("timeout: ")
          printer.put(duration)
        case .order(let order, _): printer.put(order.rawValue)
        }
      }
    }
  }

  mutating func put(_ duration: Duration) { text += "\(duration.count)\(duration.unit.rawValue)" }

  mutating func put(_ string: StringLiteral) { text += "\"\(string.text)\"" }

  mutating func put(_ block: Block) {
    guard !block.statements.isEmpty else { return put("{ }") }
    if blocks == .elided { return put("{ … }") }
    text += "{ "
    for (index, statement) in block.statements.enumerated() {
      if index > 0 { text += "; " }
      put(statement)
    }
    text += " }"
  }
}

extension Expression {
  var isBinary: Bool { if case .binary = kind { true } else { false } }

  /// How strongly its outermost operator binds; what is no binary operation binds strongest.
  fileprivate var precedence: Int {
    if case .binary(let binary, _, _) = kind { binary.precedence } else { Int.max }
  }

  var withoutParentheses: Expression {
    var expression = self
    while case .parenthesized(let inner) = expression.kind { expression = inner }
    return expression
  }
}
