/// Lays a parsed file out in lines.
struct FileFormatter {
  let source: SourceText
  let tokens: [Token]
  var writer: LineWriter

  init(_ source: SourceText, _ tokens: [Token], _ comments: [Comment]) {
    self.source = source
    self.tokens = tokens
    writer = LineWriter(source, comments)
  }

  mutating func format(_ file: ScenarioFile) -> String {
    let start = tokens.first { !$0.endsStatement }?.start ?? 0
    writer.begin(at: start, hoistingUpTo: start)
    writer.add(Self.aligned("scenario", file.name))
    for item in file.items { put(item) }
    return writer.finish()
  }

  /// A line of the file's head: keys take eight columns.
  private static func aligned(_ key: String, _ value: StringLiteral) -> String {
    aligned(key, "\"\(value.text)\"")
  }

  private static func aligned(_ key: String, _ value: String) -> String {
    key + String(repeating: " ", count: max(0, 8 - key.count)) + " " + value
  }

  /// A line as it is printed if it fits; else with every place where it can be broken.
  func line(_ print: (inout SyntaxPrinter) -> Void) -> String {
    var printer = SyntaxPrinter(keepsBreaks: true)
    print(&printer)
    guard printer.text.count > writer.room else { return printer.text }
    var broken = SyntaxPrinter(keepsBreaks: true, keepsConditionParentheses: true)
    print(&broken)
    return broken.text
  }

  // MARK: Items

  private mutating func put(_ item: Item) {
    switch item.kind {
    case .routine(let routine):
      put(routine.body, from: item.range.start) { $0.putHeader(routine) }
    case .actor(let actor):
      put(actor.body, from: item.range.start) { $0.putHeader(actor) }
    case .expect(let expectation):
      put(expectation, item.range)
    case .native(let settings):
      put(settings, item.range)
    default:
      writer.begin(at: item.range.start, hoistingUpTo: item.range.end)
      writer.add(simple(item))
    }
  }

  private func simple(_ item: Item) -> String {
    switch item.kind {
    case .metadata(.fixedBy, let value): Self.aligned("fixed by", value)
    case .metadata(let key, let value): Self.aligned(key.rawValue, value)
    case .tags(let tags): Self.aligned("tags", tags.map(\.text).joined(separator: ", "))
    case .parameter(let name, let value, let bounds): line { $0.putParameter(name, value, bounds) }
    case .constants(let constants):
      line { printer in
        printer.put("const ")
        printer.putList(constants) {
          $0.put("\($1.name.text) = ")
          $0.put($1.value)
        }
      }
    case .objects(let objects): line { $0.put(objects) }
    default: ""
    }
  }

  /// A routine or actor.
  private mutating func put(_ body: Block, from start: Int, header: (inout SyntaxPrinter) -> Void) {
    writer.begin(at: start, hoistingUpTo: body.range.start)
    if fitsOnOneLine(body.range) {
      let inline = line { printer in
        header(&printer)
        printer.put(body)
      }
      if inline.count <= writer.room { return writer.add(inline) }
    }
    writer.open(line(header) + "{")
    putContent(of: body)
    writer.add("}")
  }

  private mutating func put(_ expectation: ExpectItem, _ range: SourceRange) {
    let head: (inout SyntaxPrinter) -> Void = {
      $0.put("expect ")
      $0.put(expectation.property)
    }
    let tail: (inout SyntaxPrinter) -> Void = {
      guard let condition = expectation.condition else { return }
      $0.put(" when ")
      $0.putCondition(condition)
    }
    guard case .outcomes(let values, let rows) = expectation.property else {
      writer.begin(at: range.start, hoistingUpTo: range.end)
      return writer.add(
        line {
          head(&$0)
          tail(&$0)
        })
    }
    let braces = self.braces(after: values.last?.range.end ?? range.start)
    writer.begin(at: range.start, hoistingUpTo: braces.start)
    putTable(
      rows, braces, head: head, tail: tail, start: { _, row in row.range.start }, print: { $0.put($1) })
  }

  private mutating func put(_ settings: [NativeSetting], _ range: SourceRange) {
    let braces = self.braces(after: range.start)
    writer.begin(at: range.start, hoistingUpTo: braces.start)
    putTable(
      settings, braces, head: { $0.put("native") }, tail: { _ in },
      start: { formatter, setting in formatter.start(of: setting) }, print: { $0.put($1) })
  }

  private func start(of setting: NativeSetting) -> Int {
    switch setting {
    case .runs(let count): startOfToken(before: count.range.start)
    case .timeout(_, let range): range.start
    case .parameter(let name, _): startOfToken(before: name.range.start)
    }
  }

  /// Rows between braces, on one line if they were and fit.
  private mutating func putTable<Row>(
    _ rows: [Row], _ braces: SourceRange,
    head: (inout SyntaxPrinter) -> Void, tail: (inout SyntaxPrinter) -> Void,
    start: (FileFormatter, Row) -> Int, print: (inout SyntaxPrinter, Row) -> Void
  ) {
    if fitsOnOneLine(braces) {
      let inline = line { printer in
        head(&printer)
        printer.put(" { ")
        for (index, row) in rows.enumerated() {
          if index > 0 { printer.put("; ") }
          print(&printer, row)
        }
        printer.put(rows.isEmpty ? "}" : " }")
        tail(&printer)
      }
      if inline.count <= writer.room { return writer.add(inline) }
    }
    writer.open(line(head) + " {")
    for row in rows {
      let text = line { print(&$0, row) }
      // A row's line ends where the next separator is; its comments inside parentheses go before it.
      writer.begin(at: start(self, row), hoistingUpTo: start(self, row))
      writer.add(text)
    }
    writer.close(before: braces.end - 1)
    writer.add("}" + line(tail))
  }

  // MARK: Places in the source

  /// Written on one line, and short enough to look closer.
  func fitsOnOneLine(_ range: SourceRange) -> Bool {
    guard source.lineNumber(of: range.start) == source.lineNumber(of: range.end) else { return false }
    var count = 0
    for byte in source.bytes[range.start..<range.end] where byte != UInt8(ascii: " ") {
      count += 1
      if count > 4 * Formatter.columns { return false }
    }
    return true
  }

  /// Index of the first token that starts at or after an offset.
  private func tokenIndex(from offset: Int) -> Int {
    var low = 0
    var high = tokens.count - 1
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].start < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func startOfToken(before offset: Int) -> Int {
    tokens[max(0, tokenIndex(from: offset) - 1)].start
  }

  /// From the first `{` after an offset to its `}`; there is no brace between.
  private func braces(after offset: Int) -> SourceRange {
    var index = tokenIndex(from: offset)
    while tokens[index].kind != .leftBrace, index < tokens.count - 1 { index += 1 }
    let start = tokens[index].start
    while tokens[index].kind != .rightBrace, index < tokens.count - 1 { index += 1 }
    return SourceRange(start, tokens[index].end)
  }
}
