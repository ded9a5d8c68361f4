import LabTrace

/// Parameters, the metadata, and the `native` block.
extension DeclarationChecker {
  mutating func declareParameter(_ name: Name, _ value: Expression, _ bounds: Item.Bounds?) {
    let standard = constant(value)
    let limits = bounds.flatMap { self.limits($0, of: name) }
    guard declare(name, .parameter) else { return }
    if let standard, let limits, !limits.contains(standard) {
      sink.error(
        "the value of '\(name.text)' is outside its bounds", at: value.range,
        label: "\(standard) is not in \(limits.lowerBound)...\(limits.upperBound)")
    }
    var inForce = standard ?? limits?.lowerBound ?? 1
    if let native = nativeValues.last(where: { $0.name == name.text }) { inForce = native.value }
    if let override = overrides.first(where: { $0.name == name.text }) {
      if let limits, !limits.contains(override.value) {
        overrideErrors.append(.outOfBounds(name: name.text, value: override.value, bounds: limits))
      } else {
        inForce = override.value
      }
    }
    parameterLimits[name.text] = limits
    declarations.values[name.text] = inForce
    declarations.parameters.append(RunInfo.Parameter(name: name.text, value: inForce))
    declarations.parameterNames.append(name)
  }

  private func limits(_ bounds: Item.Bounds, of name: Name) -> ClosedRange<Int64>? {
    guard let low = constant(bounds.low), let high = constant(bounds.high) else { return nil }
    guard low <= high else {
      sink.error(
        "the bounds of '\(name.text)' leave no value", at: bounds.low.range.through(bounds.high.range))
      return nil
    }
    return low...high
  }

  mutating func checkOverrides() {
    let known = declarations.parameters.map(\.name)
    var seen: Set<String> = []
    for override in overrides {
      if !known.contains(override.name) {
        overrideErrors.append(
          .unknownParameter(
            name: override.name, suggestion: Suggestion.closest(to: override.name, among: known),
            known: known))
      } else if !seen.insert(override.name).inserted {
        overrideErrors.append(.givenTwice(name: override.name))
      }
    }
  }

  // MARK: metadata

  mutating func readMetadata(_ item: Item) {
    switch item.kind {
    case .tags(let names): declarations.metadata.tags += names.map(\.text)
    case .metadata(let key, let literal): readMetadata(key, literal)
    default: break
    }
  }

  private mutating func readMetadata(_ key: MetadataKey, _ literal: StringLiteral) {
    switch key {
    case .fixedBy: declarations.metadata.fixedBy.append(literal.text)
    case .fixes: declarations.metadata.fixes.append(literal.text)
    case .title: set(\.title, key, literal)
    case .teaches: set(\.teaches, key, literal)
    case .story: set(\.story, key, literal)
    case .hint: set(\.hint, key, literal)
    case .source: set(\.source, key, literal)
    }
  }

  private mutating func set(
    _ path: WritableKeyPath<Metadata, String>, _ key: MetadataKey, _ literal: StringLiteral
  ) {
    if !declarations.metadata[keyPath: path].isEmpty {
      sink.error("'\(key.rawValue)' is given twice", at: literal.range)
    }
    declarations.metadata[keyPath: path] = literal.text
  }

  // MARK: the native block

  mutating func check(_ settings: [NativeSetting]) {
    for setting in settings {
      switch setting {
      case .runs(let expression): checkRuns(expression)
      case .timeout(let duration, let range):
        if declarations.native.timeoutNanoseconds != nil {
          sink.error("'timeout' is given twice", at: range)
        }
        if duration.count <= 0 { sink.error("a timeout of nothing", at: range) }
        declarations.native.timeoutNanoseconds = duration.nanoseconds
      case .parameter(let name, let expression): checkNativeParameter(name, expression)
      }
    }
  }

  private mutating func checkRuns(_ expression: Expression) {
    if declarations.native.runs != nil { sink.error("'runs' is given twice", at: expression.range) }
    guard let runs = constant(expression) else { return }
    if runs <= 0 { sink.error("at least one run is needed, not \(runs)", at: expression.range) }
    declarations.native.runs = runs
  }

  private mutating func checkNativeParameter(_ name: Name, _ expression: Expression) {
    let known = declarations.parameters.map(\.name)
    guard known.contains(name.text) else {
      sink.error(
        "unknown parameter '\(name.text)'", at: name.range,
        hint: Suggestion.hint(for: name.text, among: known))
      return
    }
    if nativeParameters.contains(where: { $0.name == name.text }) {
      sink.error("'param \(name.text)' is given twice", at: name.range)
    }
    guard let value = constant(expression) else { return }
    if let limits = parameterLimits[name.text], !limits.contains(value) {
      sink.error(
        "the value of '\(name.text)' is outside its bounds", at: expression.range,
        label: "\(value) is not in \(limits.lowerBound)...\(limits.upperBound)")
    }
    nativeParameters.append(RunInfo.Parameter(name: name.text, value: value))
  }
}
