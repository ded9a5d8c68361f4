/// Finds the sections of a file: one name is one section, with one limit.
struct SectionCollector {
  let sink: DiagnosticSink
  let reporter: ConstantReporter
  private(set) var sections: [DeclaredSection] = []

  init(sink: DiagnosticSink, declarations: Declarations) {
    self.sink = sink
    reporter = ConstantReporter(sink: sink, declarations: declarations)
  }

  mutating func collect(_ block: Block) {
    for statement in block.statements {
      if case .section(let name, let limit, _) = statement.kind { collect(name, limit) }
      for block in statement.blocks { collect(block) }
    }
  }

  private mutating func collect(_ name: Name, _ expression: Expression?) {
    var limit: Int64 = 1
    if let expression {
      guard let value = reporter.constant(expression) else { return }
      if value <= 0 {
        sink.error("a section lets in at least one actor, not \(value)", at: expression.range)
        return
      }
      limit = value
    }
    guard let known = sections.first(where: { $0.name.text == name.text }) else {
      sections.append(DeclaredSection(name: name, limit: limit, hasLimit: expression != nil))
      return
    }
    if known.limit != limit || known.hasLimit != (expression != nil) {
      let first = known.hasLimit ? "limit \(known.limit)" : "no limit written, which is 1"
      sink.error(
        "section '\(name.text)' has two limits", at: expression?.range ?? name.range,
        hint: "line \(sink.line(of: known.name.range)) has \(first); one name is one section")
    }
  }
}
