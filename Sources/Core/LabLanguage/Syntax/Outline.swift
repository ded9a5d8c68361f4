/// A syntax tree as text in prefix form, without places, comments, layout and parentheses.
///
/// Two files with equal outlines have the same structure: what tests of the formatter compare.
package enum Outline {
  package static func text(of file: ScenarioFile) -> String {
    (["scenario \(quoted(file.name))"] + file.items.map(text)).joined(separator: "\n") + "\n"
  }

  // MARK: Expressions

  package static func text(of expression: Expression) -> String {
    switch expression.kind {
    case .number(let value): "\(value)"
    case .boolean(let value): "\(value)"
    case .selfIndex: "self"
    case .place(let place): text(place)
    case .member(let place, let name): list("member", text(place), name.text)
    case .unary(let sign, let operand): list("unary\(sign.rawValue)", text(of: operand))
    case .binary(let binary, let left, let right): list(binary.rawValue, text(of: left), text(of: right))
    case .call(let name, let arguments): list("call", [name.text] + arguments.map(text))
    case .operation(let place, let name, let arguments):
      list("operation", [text(place), name.text] + arguments.map(text))
    case .parenthesized(let inner): text(of: inner)
    }
  }

  private static func text(_ argument: Argument) -> String {
    switch argument {
    case .value(let value): text(of: value)
    case .timeout(let duration, _): list("timeout", text(duration))
    case .order(let order, _): list("order", order.rawValue)
    }
  }

  private static func text(_ place: Place) -> String {
    guard let index = place.index else { return place.name.text }
    return list("index", place.name.text, text(of: index))
  }

  private static func text(_ duration: Duration) -> String { "\(duration.count)\(duration.unit.rawValue)" }

  private static func text(_ expression: Expression?) -> String { expression.map(text(of:)) ?? "none" }

  private static func text(_ name: Name?) -> String { name?.text ?? "none" }

  private static func quoted(_ string: StringLiteral?) -> String { string.map { "\"\($0.text)\"" } ?? "none" }

  private static func list(_ head: String, _ parts: [String]) -> String {
    "(" + ([head] + parts).joined(separator: " ") + ")"
  }

  private static func list(_ head: String, _ parts: String...) -> String { list(head, parts) }

  // MARK: Statements

  private static func text(_ block: Block) -> String { list("block", block.statements.map(text(of:))) }

  package static func text(of statement: Statement) -> String {
    switch statement.kind {
    case .local(let name, let value): list("local", name.text, text(of: value))
    case .assign(let place, let how, let value): list(how.rawValue, text(place), text(of: value))
    case .call(let call): list("do", text(of: call))
    case .return(let value): list("return", text(value))
    case .await(let condition): list("await", text(of: condition))
    case .exit(let code): list("exit", text(of: code))
    case .assert(let condition, let message): list("assert", text(of: condition), quoted(message))
    case .fail(let message): list("fail", quoted(message))
    case .print(let message, let values): list("print", [quoted(message)] + values.map(text(of:)))
    case .mark(let message, let values): list("mark", [quoted(message)] + values.map(text(of:)))
    case .spawn(let actor): list("spawn", text(actor))
    case .join(let actor): list("join", text(actor))
    case .sleep(let duration): list("sleep", text(duration))
    case .workTime(let duration): list("work", text(duration))
    case .workCall(let call): list("work", text(of: call))
    case .break: "break"
    case .continue: "continue"
    case .yield: "yield"
    case .fence: "fence"
    case .crash: "crash"
    case .mayCrash: "may-crash"
    default: compound(statement)
    }
  }

  private static func compound(_ statement: Statement) -> String {
    switch statement.kind {
    case .if(let condition, let body, let rest):
      list("if", text(of: condition), text(body), text(rest))
    case .while(let condition, let body): list("while", text(of: condition), text(body))
    case .loop(let body): list("loop", text(body))
    case .repeat(let count, let body): list("repeat", text(of: count), text(body))
    case .for(let name, let low, let high, let body):
      list("for", name.text, text(of: low), text(of: high), text(body))
    case .with(let mode, let place, let body): list("with", "\(mode)", text(place), text(body))
    case .section(let name, let limit, let body): list("section", name.text, text(limit), text(body))
    case .atomic(let body): list("atomic", text(body))
    case .choose(let blocks): list("choose", blocks.map(text))
    default: ""
    }
  }

  private static func text(_ rest: Statement.Else?) -> String {
    switch rest {
    case .block(let block): text(block)
    case .statement(let statement): text(of: statement)
    case nil: "none"
    }
  }

  // MARK: Items

  private static func text(_ item: Item) -> String {
    switch item.kind {
    case .metadata(let key, let value): list(key.rawValue, quoted(value))
    case .tags(let tags): list("tags", tags.map(\.text))
    case .parameter(let name, let value, let bounds):
      list("param", name.text, text(of: value), text(bounds?.low), text(bounds?.high))
    case .constants(let constants): list("const", constants.map { list($0.name.text, text(of: $0.value)) })
    case .objects(let objects):
      list(objects.kind.rawValue, [objects.sharing.rawValue] + objects.declarators.map(text))
    case .routine(let routine):
      list(
        routine.isTask ? "task" : "func", routine.name.text, list("of", routine.parameters.map(\.text)),
        text(routine.body))
    case .actor(let actor):
      list(
        actor.kind.rawValue, actor.isDaemon ? "daemon" : "plain", actor.name.text, text(actor.count),
        text(actor.body))
    case .expect(let expectation):
      list("expect", text(expectation.property), text(expectation.condition))
    case .native(let settings): list("native", settings.map(text))
    }
  }

  private static func text(_ declarator: ObjectItem.Declarator) -> String {
    let initial =
      switch declarator.initial {
      case .value(let value): text(of: value)
      case .list(let values, _): list("list", values.map(text(of:)))
      case .threads(let count, _): list("threads", text(of: count))
      case .processes(let count, _): list("processes", text(of: count))
      case nil: "none"
      }
    return list(
      declarator.name.text, text(declarator.count), text(declarator.capacity), initial,
      list("attributes", declarator.attributes.map(\.text)), text(declarator.on), text(declarator.guardedBy))
  }

  private static func text(_ property: ExpectItem.Property) -> String {
    switch property {
    case .always(let condition): list("always", text(of: condition))
    case .finally(let condition): list("finally", text(of: condition))
    case .possible(let condition): list("possible", text(of: condition))
    case .possibleFinally(let condition): list("possible-finally", text(of: condition))
    case .eventually(let condition): list("eventually", text(of: condition))
    case .race(let isExpected, let names): list(isExpected ? "race" : "no-race", names.map(\.text))
    case .finding(let word, let isExpected, let actors):
      list((isExpected ? "" : "no-") + word.rawValue, actors.map(text))
    case .outcomes(let values, let rows):
      list("outcomes", [list("of", values.map(text(of:)))] + rows.map(text))
    }
  }

  private static func text(_ row: OutcomeRow) -> String {
    list("row", list("of", row.values.map(text(of:))), row.grade.rawValue, quoted(row.note))
  }

  private static func text(_ setting: NativeSetting) -> String {
    switch setting {
    case .runs(let count): list("runs", text(of: count))
    case .timeout(let duration, _): list("timeout", text(duration))
    case .parameter(let name, let value): list("param", name.text, text(of: value))
    }
  }
}
