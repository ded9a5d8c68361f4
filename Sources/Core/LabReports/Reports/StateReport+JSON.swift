import LabAnalysis
import LabTrace

extension StateReport {
  /// The state after a step, or at the end of the run.
  package static func json(_ log: EventLog, at step: Int? = nil) -> JSONValue {
    let order = Linearisation(log)
    let state = replay(log, order, step)
    return [
      "step": step.map { .integer($0) } ?? .null,
      "actors": .array(
        log.threads.indices.dropFirst().map { actor(log, $0, state.actors[$0], isEnd: step == nil) }),
      "objects": .array(log.objects.indices.map { object(log, $0, state.objects[$0]) }),
    ]
  }

  private static func actor(_ log: EventLog, _ index: Int, _ actor: LogState.ActorState, isEnd: Bool)
    -> JSONValue
  {
    let isStopped = isEnd && log.threads[index].end == .stopped
    let activity: String
    var code = JSONValue.null
    switch actor.activity {
    case .notStarted: activity = "not started"
    case .running: activity = isStopped ? "stopped" : "running"
    case .sleeping: activity = "sleeping"
    case .waiting: activity = "waiting"
    case .exited(let value):
      activity = "finished"
      code = .integer(value)
    }
    let wait = actor.wait.map { wait -> JSONValue in
      [
        "object": wait.object == .none ? .null : .string(log.objectName(wait.object)),
        "words": .string(WaitText(log: log, style: TextStyle(ascii: true)).sentence(wait).plain),
        "site": FindingReport.siteJSON(wait.site, log),
      ]
    }
    return [
      "name": .string(log.threads[index].name), "activity": .string(activity), "exitCode": code,
      "wait": wait ?? .null, "site": FindingReport.siteJSON(actor.lastSite, log),
      "holds": .array(
        actor.held.map { lock in
          [
            "object": .string(log.objectName(lock.object)), "site": FindingReport.siteJSON(lock.site, log),
            "shared": .bool(lock.isShared),
          ]
        }),
      "events": .integer(log.threads[index].events.count),
      "lost": .unsigned(log.threads[index].lost),
    ]
  }

  private static func object(_ log: EventLog, _ index: Int, _ object: LogState.ObjectState) -> JSONValue {
    let info = log.objects[index]
    return [
      "name": .string(info.name), "kind": .string(info.kind.word), "value": .integer(object.value),
      "capacity": .integer(info.capacity), "items": .array(object.items.map { .integer($0) }),
      "owners": .strings(object.owners.map { log.actorName($0) }),
      "waiters": .strings(object.waiters.map { log.actorName($0) }),
      "closed": .bool(object.isClosed),
    ]
  }
}
