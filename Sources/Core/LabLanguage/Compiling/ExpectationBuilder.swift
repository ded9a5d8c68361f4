import LabTrace

/// Checks the expectations of a file and builds them.
struct ExpectationBuilder {
  let declarations: Declarations
  let sink: DiagnosticSink
  let sites: SiteTable
  let actors: [BodyFacts]
  private(set) var observed = ObservedLocals()
  private(set) var expectations: [Expectation] = []
  private var claims = ExpectationClaims()

  init(declarations: Declarations, sink: DiagnosticSink, sites: SiteTable, actors: [BodyFacts]) {
    self.declarations = declarations
    self.sink = sink
    self.sites = sites
    self.actors = actors
  }

  mutating func add(_ item: ExpectItem, at range: SourceRange) {
    var isApplicable = true
    if let condition = item.condition {
      let reporter = ConstantReporter(sink: sink, declarations: declarations)
      isApplicable = reporter.constant(condition).map { $0 != 0 } ?? true
    }
    guard let property = property(item.property, at: range) else { return }
    let text = ExpectationText.header(of: item)
    if isApplicable { claims.add(property, at: range, sink: sink) }
    expectations.append(
      Expectation(
        property: property, text: text, isApplicable: isApplicable, site: sites.site(range, text: text)))
  }

  private mutating func property(
    _ property: ExpectItem.Property, at range: SourceRange
  ) -> Expectation.Property? {
    switch property {
    case .always(let value): state(value).map { .always($0) }
    case .finally(let value): state(value).map { .finally($0) }
    case .possible(let value): state(value).map { .possible($0) }
    case .possibleFinally(let value): state(value).map { .possibleFinally($0) }
    case .eventually(let value): state(value).map { .eventually($0) }
    case .race(let expected, let names): race(expected, names)
    case .finding(let word, let expected, let places): finding(word, expected, places)
    case .outcomes(let values, let rows): outcomes(values, rows)
    }
  }

  mutating func state(_ expression: Expression) -> StateExpression? {
    var builder = StateExpressionBuilder(
      declarations: declarations, sink: sink, actors: actors, observed: observed)
    let node = builder.node(expression)
    observed = builder.observed
    return node.map { StateExpression($0, text: Formatter.text(of: expression)) }
  }

  // MARK: findings

  private func race(_ expected: Bool, _ names: [Name]) -> Expectation.Property? {
    var objects: [Int] = []
    var isGood = true
    for name in names {
      guard let symbol = declarations.symbol(name.text) else {
        let variables = declarations.objects.filter { $0.kind == .var }.map(\.name)
        sink.error(
          "unknown name '\(name.text)'", at: name.range,
          hint: Suggestion.hint(for: name.text, among: variables))
        isGood = false
        continue
      }
      guard let object = symbol.object, declarations.objects[object].kind == .var else {
        sink.error(
          "a race is on a var, and '\(name.text)' is \(declarations.phrase(symbol))", at: name.range,
          hint: symbol.object == nil ? nil : "its operations never race")
        isGood = false
        continue
      }
      if objects.contains(object) { sink.error("'\(name.text)' is named twice", at: name.range) }
      objects.append(object)
    }
    return isGood ? .race(expected: expected, on: objects) : nil
  }

  private func finding(_ word: FindingWord, _ expected: Bool, _ places: [Place]) -> Expectation.Property? {
    let resolver = ActorResolver(declarations: declarations, sink: sink)
    var all: [Int] = []
    for place in places {
      guard let some = resolver.actors(place) else { return nil }
      for actor in some {
        if all.contains(actor) {
          sink.error("'\(sink.text(of: place.range))' is named twice", at: place.range)
          return nil
        }
        all.append(actor)
      }
    }
    return .finding(word, expected: expected, of: all.sorted())
  }

  // MARK: outcomes

  private mutating func outcomes(_ values: [Expression], _ rows: [OutcomeRow]) -> Expectation.Property? {
    let columns = values.map { state($0) }
    let reporter = ConstantReporter(sink: sink, declarations: declarations)
    var result: [Expectation.Row] = []
    var known: [[Int64]: SourceRange] = [:]
    var isGood = true
    for row in rows {
      let numbers = row.values.map { reporter.constant($0) }
      guard numbers.count == values.count else {
        sink.error(
          "a row of this table has \(counted(values.count, "value")), not \(numbers.count)", at: row.range)
        isGood = false
        continue
      }
      let tuple = numbers.compactMap { $0 }
      guard tuple.count == numbers.count else {
        isGood = false
        continue
      }
      if let first = known[tuple] {
        sink.error(
          "this outcome is listed twice", at: row.range, hint: "line \(sink.line(of: first)) has it already")
        isGood = false
      }
      known[tuple] = row.range
      let text = ExpectationText.row(row)
      result.append(
        Expectation.Row(
          values: tuple, grade: row.grade, note: row.note?.text ?? "", site: sites.site(row.range, text: text)
        ))
    }
    guard isGood, !columns.contains(where: { $0 == nil }) else { return nil }
    return .outcomes(columns.compactMap { $0 }, rows: result)
  }
}
