import LabTrace

/// Warns of results that say something went wrong when nobody looks at them.
struct ResultChecker {
  let declarations: Declarations
  let sink: DiagnosticSink
  let context: ContextChecker

  func check() {
    for facts in context.actors + context.routines {
      for dropped in facts.dropped where dropped.hasTimeout { checkTimeout(dropped) }
    }
    for putter in declarations.actors.indices {
      let bodies = context.reachable(from: context.actors[putter])
      for dropped in bodies.flatMap(\.dropped) where dropped.canFindClosed {
        guard let line = lineOfClose(of: dropped.object, while: putter) else { continue }
        let name = declarations.objects[dropped.object].name
        sink.warning(
          "nobody looks at the result of '\(name).\(dropped.operation.name)'", at: dropped.range,
          label: "-2 if '\(name)' is closed", hint: "line \(line) closes it")
      }
    }
  }

  private func checkTimeout(_ dropped: BodyFacts.DroppedResult) {
    let name = declarations.objects[dropped.object].name
    let isGet = dropped.operation.opcode == .bufferGet
    let asksOK = (context.actors + context.routines).contains { $0.okObjects.contains(dropped.object) }
    if isGet, asksOK { return }
    sink.warning(
      "nobody looks at the result of '\(name).\(dropped.operation.name)'", at: dropped.range,
      label: isGet ? nil : "-1 if it timed out",
      hint: isGet ? "'\(name).ok()' is 0 if it timed out" : nil)
  }

  /// The line of a `close` that may come before a `put` of an actor: by somebody else who has not joined it.
  private func lineOfClose(of object: Int, while putter: Int) -> Int? {
    for closer in declarations.actors.indices {
      if closer == putter, declarations.actors[putter].count == 1 { continue }
      let own = context.actors[closer]
      for body in context.reachable(from: own) {
        for close in body.closes where close.object == object {
          let isJoined = own.joins.contains { $0.group == putter && $0.range.start < close.range.start }
          if !isJoined { return sink.line(of: close.range) }
        }
      }
    }
    return nil
  }
}

extension BodyFacts.DroppedResult {
  fileprivate var canFindClosed: Bool { operation.opcode == .bufferPut && !hasTimeout }
}
