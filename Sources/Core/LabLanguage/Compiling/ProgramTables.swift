/// What all codes of a program share: strings, durations, sites.
final class ProgramTables {
  let sites: SiteTable
  private(set) var strings: [String] = []
  private(set) var durations: [Int64] = []
  private var stringNumbers: [String: Int32] = [:]
  private var durationNumbers: [Int64: Int32] = [:]
  /// One-line texts of statements: a routine is expanded many times and printed once.
  private var texts: [SourceRange: String] = [:]

  init(sites: SiteTable) { self.sites = sites }

  func string(_ text: String) -> Int32 {
    if let known = stringNumbers[text] { return known }
    let number = Int32(strings.count)
    strings.append(text)
    stringNumbers[text] = number
    return number
  }

  /// Index + 1 of a duration: 0 means that there is none.
  func duration(_ duration: Duration) -> Int32 {
    let nanoseconds = duration.nanoseconds
    if let known = durationNumbers[nanoseconds] { return known }
    durations.append(nanoseconds)
    let number = Int32(durations.count)
    durationNumbers[nanoseconds] = number
    return number
  }

  func text(of statement: Statement) -> String {
    if let known = texts[statement.range] { return known }
    let text = Formatter.text(of: statement)
    texts[statement.range] = text
    return text
  }
}
