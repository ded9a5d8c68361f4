/// Warns of what is declared and never named.
struct UnusedChecker {
  let declarations: Declarations
  let sink: DiagnosticSink

  func check(_ file: ScenarioFile) {
    var used: Set<String> = []
    for item in file.items { item.forEachUsedName { used.insert($0.text) } }
    for object in declarations.objects where !used.contains(object.name) {
      warn(object.declarator.name, "the \(object.kind.rawValue)")
    }
    for routine in declarations.routines where !used.contains(routine.name.text) {
      warn(routine.name, routine.isTask ? "the task" : "the func")
    }
    for name in declarations.parameterNames where !used.contains(name.text) { warn(name, "the parameter") }
  }

  private func warn(_ name: Name, _ what: String) {
    sink.warning("\(what) '\(name.text)' is never used", at: name.range)
  }
}
