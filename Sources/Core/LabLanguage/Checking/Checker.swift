import LabTrace

/// Runs all rules over a parsed file, and keeps what they found out for the compiler.
struct Checker {
  let sink: DiagnosticSink
  let sites: SiteTable
  private let overrides: [RunInfo.Parameter]
  private let nativeValues: [RunInfo.Parameter]

  private(set) var declarations = Declarations()
  private(set) var overrideErrors: [OverrideError] = []
  private(set) var nativeParameters: [RunInfo.Parameter] = []
  private(set) var actors: [BodyFacts] = []
  private(set) var routines: [BodyFacts] = []
  private(set) var expectations: [Expectation] = []
  private(set) var observed = ObservedLocals()

  init(source: SourceText, overrides: [RunInfo.Parameter], nativeValues: [RunInfo.Parameter] = []) {
    sink = DiagnosticSink(source: source)
    sites = SiteTable(source: source)
    self.overrides = overrides
    self.nativeValues = nativeValues
  }

  var context: ContextChecker {
    ContextChecker(declarations: declarations, sink: sink, actors: actors, routines: routines)
  }

  mutating func check(_ file: ScenarioFile) {
    checkDeclarations(file)
    checkBodies()
    context.check()
    var withChecker = WithChecker(declarations: declarations, sink: sink)
    withChecker.check()
    checkExpectations(file)
    if !sink.hasErrors { warn(file) }
  }

  private mutating func checkDeclarations(_ file: ScenarioFile) {
    var checker = DeclarationChecker(sink: sink, overrides: overrides, nativeValues: nativeValues)
    checker.check(file)
    declarations = checker.declarations
    overrideErrors = checker.overrideErrors
    nativeParameters = checker.nativeParameters
    var sections = SectionCollector(sink: sink, declarations: declarations)
    for item in file.items {
      switch item.kind {
      case .actor(let actor): sections.collect(actor.body)
      case .routine(let routine): sections.collect(routine.body)
      default: break
      }
    }
    declarations.sections = sections.sections
  }

  private mutating func checkBodies() {
    for index in declarations.actors.indices {
      var checker = BodyChecker(declarations, sink: sink, owner: .actor(index))
      checker.check()
      actors.append(checker.facts)
    }
    for index in declarations.routines.indices {
      var checker = BodyChecker(declarations, sink: sink, owner: .routine(index))
      checker.check()
      routines.append(checker.facts)
    }
  }

  private mutating func checkExpectations(_ file: ScenarioFile) {
    var builder = ExpectationBuilder(declarations: declarations, sink: sink, sites: sites, actors: actors)
    for item in file.items {
      if case .expect(let expect) = item.kind { builder.add(expect, at: item.range) }
    }
    expectations = builder.expectations
    observed = builder.observed
  }

  // MARK: warnings

  /// Warnings come only with a file that has no errors: a wrong name would bring many.
  private func warn(_ file: ScenarioFile) {
    UnusedChecker(declarations: declarations, sink: sink).check(file)
    ResultChecker(declarations: declarations, sink: sink, context: context).check()
    if !declaresLockTrouble(file) {
      var balance = BalanceChecker(declarations: declarations, sink: sink)
      for actor in declarations.actors { balance.check(actor) }
    }
    warnIfNothingStarts(file)
  }

  /// The file says itself that locks are not given back, or given back too often.
  private func declaresLockTrouble(_ file: ScenarioFile) -> Bool {
    file.items.contains { item in
      guard case .expect(let expect) = item.kind, case .finding(let word, true, _) = expect.property else {
        return false
      }
      return word == .leak || word == .misuse
    }
  }

  private func warnIfNothingStarts(_ file: ScenarioFile) {
    let spawned = (actors + routines).reduce(into: Set<Int>()) { $0.formUnion($1.spawns) }
    if declarations.actors.isEmpty {
      sink.warning("the scenario has no actors", at: file.name.range, hint: "nothing happens in it")
    } else if declarations.actors.indices.allSatisfy({ spawned.contains($0) }) {
      sink.warning(
        "no actor starts by itself", at: declarations.actors[0].item.name.range,
        hint: "every actor is spawned by another, so that none ever begins")
    }
  }
}
