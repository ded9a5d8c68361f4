/// A scenario told before it is run: what it shows, what it expects, its twins, its words, how to start it.
package struct ScenarioStory: Hashable, Sendable {
  package struct Parameter: Hashable, Sendable {
    package var name: String
    package var value: Int64

    package init(name: String, value: Int64) {
      self.name = name
      self.value = value
    }
  }

  package var name: String
  package var path: String
  package var title = ""
  package var teaches = ""
  package var story = ""
  package var hint = ""
  package var source = ""
  package var tags: [String] = []
  package var fixedBy: [String] = []
  package var fixes: [String] = []
  package var parameters: [Parameter] = []
  package var actors: [String] = []
  package var expectations: [String] = []

  package init(name: String, path: String) {
    self.name = name
    self.path = path
  }

  /// The terms that its tags name, each once.
  package var terms: [Term] {
    var result: [Term] = []
    for term in tags.compactMap(Glossary.term) where !result.contains(term) { result.append(term) }
    return result
  }

  /// The command that shows it.
  package var command: String {
    fixedBy.isEmpty ? "synclab run \(name)" : "synclab run \(name) --runs 20 --chaos"
  }

  /// The story, each line with its end.
  package func render(style: TextStyle) -> String {
    var lines = labelled(
      "", .strong(name) + (title.isEmpty ? "" : "  \(title)".styled), labelWidth: 0, style: style)
    lines.append("")
    for paragraph in [teaches, story] where !paragraph.isEmpty {
      lines += labelled("", StyledText(paragraph), labelWidth: 0, indent: 3, style: style) + [""]
    }
    lines += row("in", .site(path), style)
    lines += row("actors", .actor(actors.joined(separator: ", ")), style)
    lines += row("parameters", StyledText(parameterText), style)
    for (index, expectation) in expectations.enumerated() {
      lines += row(index == 0 ? "expects" : "", StyledText(expectation), style)
    }
    if !fixedBy.isEmpty { lines += row("fixed by", .object(fixedBy.joined(separator: ", ")), style) }
    if !fixes.isEmpty { lines += row("fixes", .object(fixes.joined(separator: ", ")), style) }
    let words = terms.map(\.name).joined(separator: ", ")
    if !words.isEmpty { lines += row("words", StyledText(words) + .faint("  (synclab explain WORD)"), style) }
    if !source.isEmpty { lines += row("source", StyledText(source), style) }
    if !hint.isEmpty { lines += row("hint", StyledText(hint), style) }
    return style.render(lines + row("try", .hint(command), style))
  }

  private var parameterText: String {
    parameters.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
      + (parameters.first.map { "  (-p \($0.name)=… changes it)" } ?? "")
  }

  private func row(_ label: String, _ text: StyledText, _ style: TextStyle) -> [StyledText] {
    text.isEmpty ? [] : labelled(.strong(label), text, labelWidth: 12, style: style)
  }

  package var json: JSONValue {
    [
      "name": .string(name), "path": .string(path), "title": .string(title), "teaches": .string(teaches),
      "story": .string(story), "hint": .string(hint), "source": .string(source), "tags": .strings(tags),
      "fixedBy": .strings(fixedBy), "fixes": .strings(fixes),
      "parameters": .object(parameters.map { .init($0.name, .integer($0.value)) }),
      "actors": .strings(actors), "expectations": .strings(expectations),
      "terms": .strings(terms.map(\.slug)), "command": .string(command),
    ]
  }
}
