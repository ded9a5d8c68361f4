/// A term of the glossary, or the list of them, for people and for programs.
package enum TermReport {
  /// All terms by subject, each line with its end.
  package static func index(style: TextStyle) -> String {
    var lines: [StyledText] = [.strong("the field's words") + ", by subject", ""]
    for (title, terms) in Glossary.subjects {
      let names = terms.map(\.name).sorted { $0.lowercased() < $1.lowercased() }
      lines += labelled(
        .strong(title), StyledText(names.joined(separator: ", ")), labelWidth: 12, style: style)
    }
    lines.append("")
    return style.render(
      lines
        + labelled(
          "",
          .hint("synclab explain TERM") + " says what one means; it also takes a trace or a scenario's name",
          labelWidth: 0, style: style))
  }

  /// What a term means, each line with its end.
  package static func render(_ term: Term, style: TextStyle) -> String {
    var head = StyledText.strong(term.name)
    let aliases = term.aliases.filter { Glossary.key($0) != Glossary.key(term.name) }
    if !aliases.isEmpty { head += .faint("  (also: \(aliases.joined(separator: ", ")))") }
    var lines = labelled("", head, labelWidth: 0, style: style) + [""]
    lines += labelled("", text(term.meaning), labelWidth: 0, indent: 3, style: style) + [""]
    lines += row("signs", text(term.signs), style)
    lines += row("what to do", text(term.cure), style)
    lines += row("see also", StyledText(term.related.joined(separator: ", ")), style)
    return style.render(lines + row("try", .hint("synclab run \(term.run)"), style))
  }

  private static func row(_ label: String, _ text: StyledText, _ style: TextStyle) -> [StyledText] {
    labelled(.strong(label), text, labelWidth: 12, style: style)
  }

  /// Text between backquotes is code.
  static func text(_ sentence: String) -> StyledText {
    var result = StyledText()
    for (index, piece) in sentence.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
      result += StyledText(String(piece), index % 2 == 1 ? .object : .plain)
    }
    return result
  }

  package static func json(_ term: Term) -> JSONValue {
    [
      "name": .string(term.name), "slug": .string(term.slug), "aliases": .strings(term.aliases),
      "meaning": .string(term.meaning), "signs": .string(term.signs), "cure": .string(term.cure),
      "related": .strings(term.related), "scenario": .string(term.scenario),
      "command": .string("synclab run \(term.run)"),
    ]
  }
}
