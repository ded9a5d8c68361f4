extension SyntaxPrinter {
  /// A whole statement on one line.
  mutating func put(_ statement: Statement) {
    switch statement.kind {
    case .if(_, let body, let rest):
      putHeader(statement)
      put(body)
      put(rest)
    case .choose(let blocks):
      for (index, block) in blocks.enumerated() {
        put(index == 0 ? "choose " : " or ")
        put(block)
      }
    default:
      putHeader(statement)
      if let body = statement.bodies.first { put(body) }
    }
  }

  private mutating func put(_ rest: Statement.Else?) {
    switch rest {
    case .block(let block):
      put(" else ")
      put(block)
    case .statement(let statement):
      put(" else ")
      put(statement)
    case nil: break
    }
  }

  /// A statement up to its first block, with the space before it; a statement without blocks whole.
  mutating func putHeader(_ statement: Statement) {
    switch statement.kind {
    case .if, .while, .loop, .repeat, .for, .with, .section, .atomic, .choose:
      putBlockHeader(statement)
    case .local, .assign, .call, .return, .await, .assert, .fail, .print, .mark, .exit:
      putValueStatement(statement)
    default:
      putActorStatement(statement)
    }
  }

  private mutating func putBlockHeader(_ statement: Statement) {
    switch statement.kind {
    case .if(let condition, _, _):
      put("if ")
      putCondition(condition)
    case .while(let condition, _):
      put("while ")
      putCondition(condition)
    case .loop: put("loop")
    case .repeat(let count, _):
      put("repeat ")
      put(count)
    case .for(let name, let low, let high, _):
      put("for \(name.text) in ")
      put(low)
      put(" ..< ")
      put(high)
    case .with(let mode, let place, _):
      put(mode == .plain ? "with " : mode == .read ? "with read " : "with write ")
      put(place)
    case .section(let name, let limit, _):
      put("section \(name.text)")
      if let limit {
        put(" limit ")
        put(limit)
      }
    case .atomic: put("atomic")
    default: put("choose")
    }
    put(" ")
  }

  private mutating func putValueStatement(_ statement: Statement) {
    switch statement.kind {
    case .local(let name, let value):
      put("local \(name.text) = ")
      put(value)
    case .assign(let place, let assignment, let value):
      put(place)
      put(" \(assignment.rawValue) ")
      put(value)
    case .call(let call): put(call)
    case .return(let value):
      put("return")
      if let value {
        put(" ")
        put(value)
      }
    case .await(let condition):
      put("await ")
      putCondition(condition)
    case .assert(let condition, let message):
      put("assert ")
      putCondition(condition)
      if let message {
        put(", ")
        put(message)
      }
    case .fail(let message):
      put("fail ")
      put(message)
    case .print(let text, let values): putMessage("print ", text, values)
    case .mark(let text, let values): putMessage("mark ", text, values)
    case .exit(let code):
      put("exit ")
      put(code)
    default: break
    }
  }

  private mutating func putMessage(_ keyword: String, _ text: StringLiteral, _ values: [Expression]) {
    put(keyword)
    put(text)
    for value in values {
      put(", ")
      put(value)
    }
  }

  private mutating func putActorStatement(_ statement: Statement) {
    switch statement.kind {
    case .break: put("break")
    case .continue: put("continue")
    case .spawn(let actor):
      put("spawn ")
      put(actor)
    case .join(let actor):
      put("join ")
      put(actor)
    case .yield: put("yield")
    case .fence: put("fence")
    case .sleep(let duration):
      put("sleep ")
      put(duration)
    case .workTime(let duration):
      put("work ")
      put(duration)
    case .workCall(let call):
      put("work ")
      put(call)
    case .crash: put("crash")
    case .mayCrash: put("may crash")
    default: break
    }
  }
}

extension Statement {
  /// The blocks written in the statement itself, not those in the statements of its blocks; an `else if` is a
  /// statement of its own.
  var bodies: [Block] {
    switch kind {
    case .if(_, let body, else: .block(let other)): [body, other]
    case .if(_, let body, _): [body]
    case .while(_, let body), .loop(let body), .repeat(_, let body), .for(_, _, _, let body),
      .with(_, _, let body), .section(_, limit: _, let body), .atomic(let body):
      [body]
    case .choose(let blocks): blocks
    default: []
    }
  }
}
