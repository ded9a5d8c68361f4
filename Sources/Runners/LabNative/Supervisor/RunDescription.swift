import LabLanguage
import LabTrace

/// What is known of a run before it starts: the names that its events use.
enum RunDescription {
  /// A log without events: thread 0 is the lab, actor n is thread n + 1, cell n is object n + 1, and the
  /// sections follow the cells.
  static func log(_ program: Program, _ options: NativeOptions) -> EventLog {
    let child = ChildOptions(
      seed: options.seed, isChaotic: options.isChaotic, printsLines: false, schedule: options.schedule)
    let run = RunInfo(
      name: program.name, scenario: program.text, parameters: program.parameters, flags: child.flags,
      seed: options.seed, mode: .native, schedule: options.schedule)
    let actors = program.actors.map { ThreadLog(name: $0.name, isDaemon: $0.isDaemon, end: .neverStarted) }
    return EventLog(
      run: run, threads: [ThreadLog(name: "lab", isDaemon: true)] + actors, objects: objects(program),
      sites: program.sites, strings: program.strings)
  }

  private static func objects(_ program: Program) -> [ObjectInfo] {
    var infos: [ObjectInfo] = []
    for object in program.objects {
      for index in 0..<object.count {
        let name = object.isArray ? "\(object.name)[\(index)]" : object.name
        infos.append(
          ObjectInfo(
            name: name, kind: object.kind, capacity: object.capacity,
            initial: object.initial.isEmpty ? 0 : object.initial[index],
            companion: companion(of: object, index, program)))
      }
    }
    return infos + program.sections.map { ObjectInfo(name: $0.name, kind: .section, capacity: $0.limit) }
  }

  private static func companion(of object: ObjectDeclaration, _ index: Int, _ program: Program) -> ObjectID {
    guard let other = object.mutex ?? object.guardedBy else { return .none }
    let target = program.objects[other]
    return ObjectID(rawValue: UInt32(target.firstCell + (target.isArray ? index : 0) + 1))
  }
}
