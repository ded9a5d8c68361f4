/// Finds the actors that `worker`, `worker[1]` or a pool's `workers[0]` mean, in an expectation.
struct ActorResolver {
  let declarations: Declarations
  let sink: DiagnosticSink

  /// The numbers of the actors, or nil if that is an error.
  func actors(_ place: Place) -> [Int]? {
    guard let group = group(place) else { return nil }
    guard let expression = place.index else { return Array(group.first..<group.first + group.count) }
    let reporter = ConstantReporter(sink: sink, declarations: declarations)
    guard let index = reporter.constant(expression) else { return nil }
    guard group.isArray else {
      sink.error("'\(place.name.text)' is not an array", at: expression.range, hint: "leave out the index")
      return nil
    }
    guard index >= 0, index < Int64(group.count) else {
      sink.error(
        "index \(index) is out of range", at: expression.range,
        label: "there are \(counted(group.count, "actor")) '\(place.name.text)', from 0 to \(group.count - 1)"
      )
      return nil
    }
    return [group.first + Int(index)]
  }

  /// One actor, and its group.
  func actor(_ place: Place) -> (actor: Int, group: Int)? {
    guard let group = group(place), let found = actors(place) else { return nil }
    if place.index == nil, group.isArray {
      sink.error(
        "'\(place.name.text)' is an array of actors", at: place.range,
        hint: "say which one: '\(place.name.text)[0]'")
      return nil
    }
    return (found[0], group.number)
  }

  private typealias Group = (number: Int, first: Int, count: Int, isArray: Bool)

  private func group(_ place: Place) -> Group? {
    let name = place.name.text
    switch declarations.symbol(name) {
    case .actor(let index):
      let actor = declarations.actors[index]
      return (index, actor.firstActor, actor.count, actor.isArray)
    case .object(let index) where declarations.objects[index].kind == .pool:
      return (
        declarations.workerGroup(ofPool: index), declarations.firstWorker(ofPool: index),
        declarations.objects[index].workerCount, true
      )
    case let symbol?:
      sink.error("'\(name)' is \(declarations.phrase(symbol)), not an actor", at: place.name.range)
    case nil:
      let known = declarations.names { symbol in if case .actor = symbol { true } else { false } }
      sink.error(
        "unknown actor '\(name)'", at: place.name.range, hint: Suggestion.hint(for: name, among: known))
    }
    return nil
  }
}

extension Declarations {
  var declaredActorCount: Int { actors.last.map { $0.firstActor + $0.count } ?? 0 }

  /// Number of the first worker of a pool.
  func firstWorker(ofPool object: Int) -> Int {
    objects[..<object].reduce(declaredActorCount) { $0 + ($1.kind == .pool ? $1.workerCount : 0) }
  }
}
