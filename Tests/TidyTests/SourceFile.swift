import Foundation

/// A text file and what can be said about it without a compiler.
struct SourceFile {
  /// Relative to the repository.
  let path: String
  let text: String
  let lines: [String]
  /// The text without comments and without what stands in string literals, with the same line numbers.
  let code: String

  init(path: String, text: String) {
    self.path = path
    self.text = text
    lines = text.components(separatedBy: "\n")
    code = path.hasSuffix(".swift") ? SwiftText.code(of: text) : text
  }

  var name: String { String(path.split(separator: "/").last ?? "") }

  /// A module this file imports, and the line that does.
  var imports: [(module: String, line: Int)] {
    code.components(separatedBy: "\n").enumerated().compactMap { index, line in
      SwiftText.importedModule(in: line).map { ($0, index + 1) }
    }
  }

  /// Places, as `path:line`, that match a regular expression; in Swift files, those in code only unless told.
  func places(matching pattern: String, inCode: Bool = true) -> [String] {
    guard let regex = try? NSRegularExpression(pattern: pattern, options: .anchorsMatchLines) else {
      return ["\(path): the pattern \(pattern) is no regular expression"]
    }
    let subject = (inCode ? code : text) as NSString
    let matches = regex.matches(in: subject as String, range: NSRange(location: 0, length: subject.length))
    return matches.map { match in
      let before = subject.substring(to: match.range.location)
      return "\(path):\(before.utf8.count(where: { $0 == UInt8(ascii: "\n") }) + 1)"
    }
  }
}
