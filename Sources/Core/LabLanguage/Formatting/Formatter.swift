/// The canonical form of scenario texts, and short texts for reports.
package enum Formatter {
  /// Lines are broken, and one-line blocks opened, to stay within so many columns.
  package static let columns = 100

  /// The canonical text of a whole file: same structure, same comments, one layout.
  package static func format(_ source: SourceText) -> Result<String, FormatError> {
    let lexer = Lexer(source)
    let result = Parser.parse(source, lexer)
    guard let file = result.file, result.diagnostics.isEmpty else {
      return .failure(FormatError(diagnostics: result.diagnostics))
    }
    var formatter = FileFormatter(source, lexer.tokens, lexer.comments)
    return .success(formatter.format(file))
  }

  package static func text(of expression: Expression) -> String {
    var printer = SyntaxPrinter()
    printer.put(expression)
    return printer.text
  }

  /// A statement on one line; its blocks are shown as `{ … }` unless they are asked for.
  package static func text(of statement: Statement, withBlocks: Bool = false) -> String {
    var printer = SyntaxPrinter(blocks: withBlocks ? .full : .elided)
    printer.put(statement)
    return printer.text
  }

  /// An expectation without `expect`, its rows and its `when`.
  package static func text(of expectation: ExpectItem) -> String {
    var printer = SyntaxPrinter()
    printer.put(expectation.property)
    return printer.text
  }

  package static func text(of place: Place) -> String {
    var printer = SyntaxPrinter()
    printer.put(place)
    return printer.text
  }
}
