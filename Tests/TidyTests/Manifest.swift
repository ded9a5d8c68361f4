import Foundation

/// The targets of a Package.swift, read from its text.
///
/// Understands the manifest's own helpers `core(name, dependencies)` and `system(name, dependencies)`, and
/// the package description's `.target`, `.executableTarget` and `.testTarget`.
struct Manifest {
  struct Target {
    enum Kind {
      case library
      case executable
      case test
    }

    var name: String
    var kind: Kind
    var dependencies: [String]
    var path: String
  }

  let targets: [Target]

  init(text: String) {
    // Comments would not disturb the search, but calls quoted in them would.
    let body = text.components(separatedBy: "\n")
      .map { line in line.range(of: "//").map { String(line[..<$0.lowerBound]) } ?? line }
      .joined(separator: "\n")
    let start = body.range(of: "targets: [\n")?.upperBound ?? body.startIndex
    targets = Manifest.calls(in: body[start...]).map(Manifest.target(from:))
  }

  func target(named name: String) -> Target? { targets.first { $0.name == name } }

  /// The target a file belongs to.
  func target(of file: SourceFile) -> Target? {
    targets.first { file.path.hasPrefix($0.path + "/") }
  }

  private struct Call {
    var function: String
    var arguments: String
  }

  /// Calls that declare a target, with the text between their parentheses.
  private static func calls(in text: Substring) -> [Call] {
    let pattern = #"(\bcore|\bsystem|\.target|\.executableTarget|\.testTarget)\("#
    var result: [Call] = []
    var rest = text
    while let range = rest.range(of: pattern, options: .regularExpression) {
      var depth = 1
      var end = range.upperBound
      while end < rest.endIndex, depth > 0 {
        if rest[end] == "(" { depth += 1 } else if rest[end] == ")" { depth -= 1 }
        end = rest.index(after: end)
      }
      let function = rest[range].dropLast().drop { $0 == "." }
      let arguments = rest[range.upperBound..<rest.index(before: end)]
      result.append(Call(function: String(function), arguments: String(arguments)))
      rest = rest[end...]
    }
    return result
  }

  private static func target(from call: Call) -> Target {
    let name = strings(in: call.arguments).first ?? ""
    let kinds: [String: Target.Kind] = ["executableTarget": .executable, "testTarget": .test]
    let defaultFolders = ["core": "Sources/Core", "system": "Sources/System", "testTarget": "Tests"]
    let path =
      call.arguments.range(of: #"path: "[^"]*""#, options: .regularExpression)
      .flatMap { strings(in: String(call.arguments[$0])).first }
    return Target(
      name: name, kind: kinds[call.function] ?? .library, dependencies: dependencies(in: call.arguments),
      path: path ?? "\(defaultFolders[call.function] ?? "Sources")/\(name)")
  }

  /// The strings of the first list, which is the list of dependencies in all forms used here.
  private static func dependencies(in arguments: String) -> [String] {
    let pattern = #"^[^\[]*?(dependencies:\s*|"\w+",\s*)\[[^\]]*\]"#
    guard let range = arguments.range(of: pattern, options: .regularExpression),
      let open = arguments[range].firstIndex(of: "[")
    else { return [] }
    return strings(in: String(arguments[open..<range.upperBound]))
  }

  private static func strings(in text: String) -> [String] {
    let parts = text.components(separatedBy: "\"")
    return stride(from: 1, to: parts.count, by: 2).map { parts[$0] }
  }
}
