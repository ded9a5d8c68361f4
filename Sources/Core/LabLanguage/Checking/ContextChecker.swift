/// The rules that look from an actor through everything it calls.
struct ContextChecker {
  let declarations: Declarations
  let sink: DiagnosticSink
  let actors: [BodyFacts]
  let routines: [BodyFacts]

  func check() {
    guard !checkRecursion() else { return }
    for (index, actor) in declarations.actors.enumerated() {
      let bodies = reachable(from: actors[index])
      switch actor.item.kind {
      case .process:
        checkSharing(bodies, label: "each 'process \(actor.name)' has its own copy")
      case .thread, .main:
        checkCrashes(bodies, label: "'\(actor.phrase)' gets here", hint: crashHint(actor))
      }
    }
    for index in declarations.objects.indices where declarations.objects[index].kind == .pool {
      checkPool(index)
    }
    for facts in actors + routines { checkRegionCalls(facts) }
  }

  private func crashHint(_ actor: DeclaredActor) -> String {
    "only a process can be killed alone"
      + (actor.item.kind == .thread ? ": declare it 'process \(actor.name)'" : "")
  }

  /// The facts of a body and of all it calls, each once, in the order of the calls.
  func reachable(from start: BodyFacts) -> [BodyFacts] {
    var result = [start]
    var seen: Set<Int> = []
    var next = 0
    while next < result.count {
      for call in result[next].calls where seen.insert(call.routine).inserted {
        result.append(routines[call.routine])
      }
      next += 1
    }
    return result
  }

  // MARK: recursion

  /// Refuses calls in a circle; true if there are any.
  private func checkRecursion() -> Bool {
    var state = Array(repeating: 0, count: routines.count)
    var path: [Int] = []
    var found = false
    // An explicit stack: a chain of calls may be as long as the file.
    for start in routines.indices where state[start] == 0 {
      var stack = [(routine: start, next: 0)]
      state[start] = 1
      path = [start]
      while let top = stack.last {
        let calls = routines[top.routine].calls
        guard top.next < calls.count else {
          state[top.routine] = 2
          stack.removeLast()
          path.removeLast()
          continue
        }
        stack[stack.count - 1].next += 1
        let call = calls[top.next]
        if state[call.routine] == 1 {
          found = true
          reportRecursion(call, path)
        } else if state[call.routine] == 0 {
          state[call.routine] = 1
          stack.append((call.routine, 0))
          path.append(call.routine)
        }
      }
    }
    return found
  }

  private func reportRecursion(_ call: BodyFacts.Call, _ path: [Int]) {
    let start = path.firstIndex(of: call.routine) ?? 0
    let circle = (path[start...] + [call.routine]).map { declarations.routines[$0].name.text }
    let name = circle[0]
    sink.error(
      circle.count == 2
        ? "'\(name)' calls itself" : "'\(name)' calls itself: \(circle.joined(separator: ", "))",
      at: call.range, hint: "routines are expanded in place; write a loop instead")
  }

  // MARK: processes

  private func checkSharing(_ bodies: [BodyFacts], label: String) {
    var reported: Set<Int> = []
    for use in bodies.flatMap(\.uses) {
      let object = declarations.objects[use.object]
      guard object.declaration.sharing == .local, object.kind != .ring, reported.insert(use.object).inserted
      else { continue }
      sink.error(
        "'\(object.name)' is not shared between processes", at: use.range, label: label,
        hint: sharingHint(object))
    }
  }

  private func sharingHint(_ object: DeclaredObject) -> String {
    let word = object.kind.rawValue
    return switch object.kind {
    case .buffer:
      "declare it 'shm ring \(object.name)(\(object.declaration.capacity))': the same, across processes"
    case .pool: "declare it 'shm pool \(object.name)'"
    case .var, .atomic:
      "declare it 'shm \(word) \(object.name)', or 'forked \(word) \(object.name)' if the copy is what you want to show"
    default:
      "declare it 'shm \(word) \(object.name)'"
        + (object.kind == .condition ? ", and its mutex as well" : "")
        + ", or 'forked \(word) \(object.name)' if the copy is what you want to show"
    }
  }

  private func checkCrashes(_ bodies: [BodyFacts], label: String, hint: String) {
    for crash in bodies.flatMap(\.crashes) {
      sink.error("'\(crash.word)' outside of a process", at: crash.range, label: label, hint: hint)
    }
  }

  private func checkPool(_ index: Int) {
    let pool = declarations.objects[index]
    var tasks: [Int] = []
    for submission in (actors + routines).flatMap(\.submissions) where submission.pool == index {
      if !tasks.contains(submission.task) { tasks.append(submission.task) }
    }
    for task in tasks {
      let bodies = reachable(from: routines[task])
      if pool.workersAreProcesses {
        checkSharing(bodies, label: "each worker process of '\(pool.name)' has its own copy")
      } else {
        checkCrashes(
          bodies, label: "a worker thread of '\(pool.name)' gets here",
          hint: "declare 'pool \(pool.name) = processes(\(pool.workerCount))'")
      }
    }
  }

  // MARK: atomic regions

  private func checkRegionCalls(_ facts: BodyFacts) {
    for call in facts.regionCalls {
      let bodies = reachable(from: routines[call.routine])
      guard let obstacle = bodies.lazy.compactMap(\.regionObstacle).first else { continue }
      sink.error(
        "'\(declarations.routines[call.routine].name.text)' cannot be called inside 'atomic { }'",
        at: call.range, label: "it has '\(obstacle)'")
    }
  }

  /// Objects that need the hidden lock natively: those in regions, and in routines called there.
  var regionObjects: Set<Int> {
    var result: Set<Int> = []
    for facts in actors + routines {
      result.formUnion(facts.regionObjects)
      for call in facts.regionCalls {
        for body in reachable(from: routines[call.routine]) { result.formUnion(body.uses.map(\.object)) }
      }
    }
    return result
  }

  /// Tasks that are submitted to a pool, by number.
  func tasks(ofPool index: Int) -> [Int] {
    Set((actors + routines).flatMap(\.submissions).filter { $0.pool == index }.map(\.task)).sorted()
  }
}
