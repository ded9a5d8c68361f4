import LabTrace

/// The places of the source that instructions carry, each once.
final class SiteTable {
  private let source: SourceText
  private(set) var sites = [Site(file: "", line: 0, column: 0, text: "")]
  private var numbers: [Key: SiteID] = [:]

  private struct Key: Hashable {
    var start: Int
    /// Start of the statement whose text the site shows.
    var statement: Int
  }

  init(source: SourceText) { self.source = source }

  /// The number of a place in a statement; past the last number that fits it is the unknown place.
  func site(_ range: SourceRange, in statement: SourceRange, text: @autoclosure () -> String) -> SiteID {
    let key = Key(start: range.start, statement: statement.start)
    if let known = numbers[key] { return known }
    guard let number = UInt16(exactly: sites.count) else { return .unknown }
    let position = source.position(of: range.start)
    sites.append(
      Site(
        file: source.file, line: UInt32(clamping: position.line), column: UInt32(clamping: position.column),
        text: text()))
    let site = SiteID(rawValue: number)
    numbers[key] = site
    return site
  }

  func site(_ range: SourceRange, text: String) -> SiteID { site(range, in: range, text: text) }
}
