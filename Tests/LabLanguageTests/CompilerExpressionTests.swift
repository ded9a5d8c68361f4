import LabLanguage
import LabTrace
import XCTest

/// Compiled expressions against a direct evaluation of the syntax tree.
final class CompilerExpressionTests: XCTestCase {
  private static let locals: [String: Int64] = ["a": 5, "b": -3, "c": 0]
  private static let cells: [String: Int64] = ["x": 7, "y": Int64.min, "z": 1]
  private static let constants: [String: Int64] = ["K": 3, "N": -1]

  func testTenThousandRandomExpressions() throws {
    let seed: UInt64 = 20_261
    var random = SplitMix64(seed: seed)
    for round in 0..<200 {
      let texts = (0..<50).map { _ in expression(&random, depth: 5) }
      try check(texts, "seed \(seed), round \(round)")
    }
  }

  private func check(_ texts: [String], _ note: String) throws {
    let threads = texts.enumerated().map { number, text in
      "thread t\(number) { local a = 5; local b = -3; local c = 0; r[\(number)] = \(text) }\n"
    }
    let source = scenario(
      """
      const K = 3; param N = -1
      var x = 7, r[\(texts.count)]; atomic y = -9223372036854775808, z = 1
      func pick(p, q) { if p > q { return p - q }; local d = q * 2; if !p { d += x }; return d }
      \(threads.joined())
      """)
    let file = try XCTUnwrap(Parser.parse(source).file)
    let result = Compiler.compile(source)
    var interpreter = SmallInterpreter(
      try XCTUnwrap(result.program, source.render(result.diagnostics.filter { $0.severity == .error })))
    interpreter.run(limit: 1_000_000)
    var number = 0
    for item in file.items {
      guard case .actor(let actor) = item.kind,
        case .assign(_, _, let tree) = try XCTUnwrap(actor.body.statements.last).kind
      else { continue }
      let expected = value(of: tree)
      let state = interpreter.states[number]
      if let expected {
        XCTAssertEqual(state, .finished, "\(texts[number]); \(note)")
        XCTAssertEqual(interpreter.cell("r", number), expected, "\(texts[number]); \(note)")
      } else {
        XCTAssertEqual(state, .failed("division by zero"), "\(texts[number]); \(note)")
      }
      number += 1
    }
    XCTAssertEqual(number, texts.count)
  }

  // MARK: random expressions

  private func expression(_ random: inout SplitMix64, depth: Int) -> String {
    let kind = depth == 0 ? random.below(3) : random.below(12)
    switch kind {
    case 0: return ["0", "1", "2", "63", "64", "9223372036854775807"][Int(random.below(6))]
    case 1: return ["a", "b", "c", "x", "y", "z", "K", "N"][Int(random.below(8))]
    case 2: return ["true", "false", "self", "y.load()", "z.load(acquire)"][Int(random.below(5))]
    case 3: return ["!", "-", "~"][Int(random.below(3))] + "(\(expression(&random, depth: depth - 1)))"
    case 4:
      let name = ["min", "max", "pick"][Int(random.below(3))]
      let first = expression(&random, depth: depth - 1)
      return "\(name)(\(first), \(expression(&random, depth: depth - 1)))"
    case 5: return "abs(\(expression(&random, depth: depth - 1)))"
    default:
      let operators = BinaryOperator.allCases
      let binary = operators[Int(random.below(UInt64(operators.count)))]
      let left = expression(&random, depth: depth - 1)
      let right = expression(&random, depth: depth - 1)
      let text = "\(left) \(binary.rawValue) \(right)"
      return random.below(3) == 0 ? text : "(\(text))"
    }
  }

  // MARK: direct evaluation

  /// Nil for a division by zero.
  private func value(of expression: LabLanguage.Expression) -> Int64? {
    switch expression.kind {
    case .number(let number): return number
    case .boolean(let value): return value ? 1 : 0
    case .selfIndex: return 0
    case .parenthesized(let inner): return value(of: inner)
    case .place(let place), .operation(let place, _, _):
      let name = place.name.text
      return Self.locals[name] ?? Self.cells[name] ?? Self.constants[name]
    case .unary(let operation, let operand):
      guard let value = value(of: operand) else { return nil }
      switch operation {
      case .not: return value == 0 ? 1 : 0
      case .negate: return 0 &- value
      case .complement: return -1 - value
      }
    case .binary(let operation, let left, let right): return binary(operation, left, right)
    case .call(let name, let arguments): return call(name.text, arguments)
    case .member: return nil
    }
  }

  private func binary(
    _ operation: BinaryOperator, _ left: LabLanguage.Expression, _ right: LabLanguage.Expression
  ) -> Int64? {
    guard let first = value(of: left) else { return nil }
    if operation == .and, first == 0 { return 0 }
    if operation == .or, first != 0 { return 1 }
    guard let second = value(of: right) else { return nil }
    switch operation {
    case .or, .and: return second != 0 ? 1 : 0
    case .bitOr: return first | second
    case .bitXor: return first ^ second
    case .bitAnd: return first & second
    case .equal: return first == second ? 1 : 0
    case .notEqual: return first == second ? 0 : 1
    case .less: return first < second ? 1 : 0
    case .lessOrEqual: return first > second ? 0 : 1
    case .greater: return first > second ? 1 : 0
    case .greaterOrEqual: return first < second ? 0 : 1
    case .shiftLeft: return Int64(truncatingIfNeeded: UInt64(bitPattern: first) << UInt64(second & 63))
    case .shiftRight: return first >> (second & 63)
    case .add: return first.addingReportingOverflow(second).partialValue
    case .subtract: return first.subtractingReportingOverflow(second).partialValue
    case .multiply: return first.multipliedReportingOverflow(by: second).partialValue
    case .divide: return second == 0 ? nil : first.dividedReportingOverflow(by: second).partialValue
    case .remainder: return second == 0 ? nil : second == -1 ? 0 : first % second
    }
  }

  private func call(_ name: String, _ arguments: [Argument]) -> Int64? {
    var values: [Int64] = []
    for case .value(let argument) in arguments {
      guard let value = value(of: argument) else { return nil }
      values.append(value)
    }
    switch name {
    case "min": return values[0] < values[1] ? values[0] : values[1]
    case "max": return values[0] < values[1] ? values[1] : values[0]
    case "abs": return values[0] < 0 ? 0 &- values[0] : values[0]
    default:
      if values[0] > values[1] { return values[0] &- values[1] }
      return values[0] == 0 ? (values[1] &* 2) &+ 7 : values[1] &* 2
    }
  }
}
