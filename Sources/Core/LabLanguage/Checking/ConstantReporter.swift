/// Evaluates what has to be a constant, and says what is wrong if it is none.
struct ConstantReporter {
  let sink: DiagnosticSink
  let declarations: Declarations
  /// Names of constants and parameters that are declared further down.
  var later: Set<String> = []

  func constant(_ expression: Expression) -> Int64? {
    do throws(ConstantProblem) {
      return try declarations.folder().value(of: expression)
    } catch {
      report(error)
      return nil
    }
  }

  private func report(_ problem: ConstantProblem) {
    switch problem {
    case .divisionByZero(let range): sink.error("division by zero in a constant", at: range)
    case .notConstant(let expression): report(notConstant: expression)
    }
  }

  private func report(notConstant expression: Expression) {
    let range = expression.range
    switch expression.kind {
    case .place(let place): report(place)
    case .call(let name, _)
    where Builtin(rawValue: name.text) != .choose && Builtin(rawValue: name.text) != nil:
      sink.error("wrong number of values for '\(name.text)'", at: range)
    default:
      sink.error(
        "this is not a constant", at: range,
        hint: "only numbers, constants and parameters have a value before the scenario runs")
    }
  }

  private func report(_ place: Place) {
    let name = place.name.text
    if later.contains(name), declarations.symbol(name) == nil {
      sink.error(
        "'\(name)' is declared further down", at: place.name.range,
        hint: "constants and parameters are read from top to bottom")
    } else if let symbol = declarations.symbol(name) {
      sink.error(
        symbol.isConstant ? "'\(name)' has no elements" : "'\(name)' is not a constant", at: place.range,
        label: symbol.isConstant
          ? nil : "\(declarations.phrase(symbol)) has no value before the scenario runs")
    } else {
      sink.error(
        "unknown name '\(name)'", at: place.name.range,
        hint: Suggestion.hint(for: name, among: declarations.names { $0.isConstant }))
    }
  }
}
