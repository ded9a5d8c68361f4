extension RecursiveDescent {
  mutating func expression() throws(SyntaxFailure) -> Expression {
    try expression(atLeast: 0)
  }

  /// Precedence climbing: operators that bind at least as strongly as `strength`.
  private mutating func expression(atLeast strength: Int) throws(SyntaxFailure) -> Expression {
    var left = try unary()
    var highest = height
    while let binary = token.kind.binaryOperator, binary.precedence >= strength {
      try refuseForeignOperator()
      take()
      let right = try expression(atLeast: binary.precedence + 1)
      highest = max(highest, height) + 1
      guard highest <= Parser.heightLimit else {
        throw failure(
          "the expression is too long", at: left.range.through(right.range),
          hint: "at most \(Parser.heightLimit) operators in a row; use locals for its parts")
      }
      left = Expression(.binary(binary, left, right), left.range.through(right.range))
    }
    height = highest
    return left
  }

  /// `++`, `--`, `*=` and their like, which other languages have.
  mutating func refuseForeignOperator() throws(SyntaxFailure) {
    let first = token
    let second = tokens[index + 1]
    guard second.start == first.end else { return }
    let range = first.range.through(second.range)
    let both = source.text(of: range)
    if both == "++" {
      throw failure("there is no operator '++'", at: range, hint: "write '+= 1'")
    } else if both == "--", tokens[min(index + 2, tokens.count - 1)].endsStatement {
      throw failure("there is no operator '--'", at: range, hint: "write '-= 1'")
    } else if second.kind == .assign, first.kind == .binary(.equal) || first.kind == .binary(.notEqual) {
      throw failure("there is no operator '\(both)'", at: range, hint: "write '\(text(first))'")
    } else if second.kind == .assign {
      throw failure("there is no operator '\(both)'", at: range, hint: "write 'x = x \(text(first)) …'")
    }
  }

  private mutating func unary() throws(SyntaxFailure) -> Expression {
    let first = token
    let sign: UnaryOperator? =
      switch first.kind {
      case .not: .not
      case .complement: .complement
      case .binary(.subtract): .negate
      default: nil
      }
    guard let sign else { return try primary() }
    try enter()
    defer { leave() }
    take()
    if sign == .negate, at(.number), text(token) == "9223372036854775808" {
      // The smallest number has no positive counterpart: -(Int64.min) wraps to itself.
      let digits = take()
      height = 2
      return Expression(
        .unary(.negate, Expression(.number(.min), digits.range)), first.range.through(digits.range))
    }
    let operand = try unary()
    height += 1
    return Expression(.unary(sign, operand), first.range.through(operand.range))
  }

  private mutating func primary() throws(SyntaxFailure) -> Expression {
    height = 1
    switch token.kind {
    case .number:
      return number()
    case .leftParenthesis:
      try enter()
      defer { leave() }
      let opening = take()
      let inner = try expression()
      try close(opening)
      height += 1
      return Expression(.parenthesized(inner), range(from: opening.start))
    case .identifier:
      return try named()
    case .time:
      throw failure(
        "a time cannot be a value", hint: "times stand after 'sleep', 'work' and 'timeout:'")
    case .string:
      throw failure(
        "a string cannot be a value",
        hint: "strings stand after 'print', 'mark', 'fail' and as an assert's last part")
    default:
      throw expected("a value")
    }
  }

  private mutating func number() -> Expression {
    let token = take()
    let value = Int64(text(token))
    if value == nil, !token.isReported { reportTooLarge(token.range) }
    return Expression(.number(value ?? 0), token.range)
  }

  /// Whatever starts with a name: a value, a call, an operation, a member.
  mutating func named() throws(SyntaxFailure) -> Expression {
    let first = token
    switch first.word {
    case .true, .false:
      take()
      return Expression(.boolean(first.word == .true), first.range)
    case .selfIndex:
      take()
      return Expression(.selfIndex, first.range)
    case .choose where nextToken.kind == .leftParenthesis:
      take()
      return try call(Name("choose", first.range))
    case .some(let word) where word.isReserved:
      throw failure("expected a value, found the keyword '\(word.rawValue)'")
    default: break
    }
    if nextToken.kind == .leftParenthesis {
      let name = try name()
      return try call(name)
    }
    let place = try place()
    guard take(.dot) else { return Expression(.place(place), place.range) }
    let indexHeight = height
    guard at(.identifier) else { throw expected("the name of an operation or local") }
    let member = take()
    let name = Name(text(member), member.range)
    guard at(.leftParenthesis) else {
      return Expression(.member(place, name), range(from: first.start))
    }
    let arguments = try arguments(ofOperation: true)
    height = max(height, indexHeight) + 1
    return Expression(.operation(place, name, arguments), range(from: first.start))
  }

  private mutating func call(_ name: Name) throws(SyntaxFailure) -> Expression {
    let arguments = try arguments(ofOperation: false)
    height += 1
    return Expression(.call(name, arguments), range(from: name.range.start))
  }

  /// `x` or `x[i]`, also for actors.
  mutating func place(_ what: String = "a name") throws(SyntaxFailure) -> Place {
    height = 1
    let name = try name(what)
    guard at(.leftBracket) else { return Place(name, range: name.range) }
    let index = try bracketed()
    height += 1
    return Place(name, index: index, range: range(from: name.range.start))
  }

  mutating func bracketed() throws(SyntaxFailure) -> Expression {
    try enter()
    defer { leave() }
    let opening = take()
    let inner = try expression()
    try close(opening)
    return inner
  }

  private mutating func arguments(ofOperation: Bool) throws(SyntaxFailure) -> [Argument] {
    try enter()
    defer { leave() }
    let opening = take()
    var arguments: [Argument] = []
    var highest = 0
    if !at(.rightParenthesis) {
      repeat {
        height = 1
        arguments.append(try argument(ofOperation: ofOperation))
        highest = max(highest, height)
      } while take(.comma)
    }
    try close(opening, orComma: !arguments.isEmpty)
    height = highest
    return arguments
  }

  private mutating func argument(ofOperation: Bool) throws(SyntaxFailure) -> Argument {
    if at(.timeout), nextToken.kind == .colon {
      let start = token.start
      take()
      take()
      let (duration, _) = try time()
      return .timeout(duration, range(from: start))
    }
    // An order word is an order only as a whole argument of an operation; elsewhere it is a name.
    if ofOperation, at(.identifier), nextToken.kind == .comma || nextToken.kind == .rightParenthesis,
      let order = OrderWord(rawValue: text(token))
    {
      return .order(order, take().range)
    }
    return .value(try expression())
  }
}
