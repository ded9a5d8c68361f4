import LabLanguage
import XCTest

/// The outline of a text without errors.
func outline(_ text: String, line: UInt = #line) -> String {
  let source = SourceText(text, file: "a.lab")
  let result = Parser.parse(source)
  XCTAssertEqual(source.render(result.diagnostics), "", line: line)
  return result.file.map(Outline.text(of:)) ?? ""
}

/// The outlines of the items of a file.
func items(_ text: String, line: UInt = #line) -> [String] {
  outline("scenario \"s\"\n" + text, line: line).split(separator: "\n").dropFirst().map(String.init)
}

/// The outline of the one statement in an actor.
func statement(_ text: String, line: UInt = #line) -> String {
  let item = items("main { \(text) }", line: line).first ?? ""
  let head = "(main plain main none (block "
  XCTAssertTrue(item.hasPrefix(head), item, line: line)
  return String(item.dropFirst(head.count).dropLast(2))
}

/// The outline of an expression.
func expression(_ text: String, line: UInt = #line) -> String {
  String(statement("return \(text)", line: line).dropFirst("(return ".count).dropLast())
}

/// Everything the parser has to say about a file that starts with its scenario line.
func complaints(_ text: String) -> String {
  let source = SourceText("scenario \"s\"\n" + text, file: "a.lab")
  return source.render(Parser.parse(source).diagnostics)
}

/// The same for the content of an actor on line 3.
func complaintsInside(_ text: String) -> String { complaints("main {\n\(text)\n}") }

/// The messages only, with their places.
func messages(_ text: String) -> [String] {
  let source = SourceText("scenario \"s\"\n" + text, file: "a.lab")
  return Parser.parse(source).diagnostics.map {
    let position = source.position(of: $0.range.start)
    return "\(position.line):\(position.column) \($0.message)"
  }
}

func messagesInside(_ text: String) -> [String] { messages("main {\n\(text)\n}") }
