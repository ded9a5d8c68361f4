import LabLanguage

/// What a scenario says of itself, read without checking it.
package struct CatalogueSummary: Hashable, Sendable {
  package private(set) var title = ""
  package private(set) var teaches = ""
  package private(set) var tags: [String] = []
  package private(set) var fixedBy: [String] = []
  package private(set) var fixes: [String] = []
  /// Why the file cannot be used, nil if its syntax is right.
  package private(set) var problem: String?

  package init(_ source: SourceText) {
    let result = Parser.parse(source)
    let errors = result.diagnostics.count { $0.severity == .error }
    if errors > 0 { problem = "\(errors) error\(errors == 1 ? "" : "s"); synclab check shows what is wrong" }
    for item in result.file?.items ?? [] {
      switch item.kind {
      case .metadata(.title, let text): title = text.text
      case .metadata(.teaches, let text): teaches = text.text
      case .metadata(.fixedBy, let text): fixedBy.append(text.text)
      case .metadata(.fixes, let text): fixes.append(text.text)
      case .tags(let names): tags += names.map(\.text)
      default: break
      }
    }
  }
}
