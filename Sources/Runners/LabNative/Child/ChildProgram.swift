import LabLanguage
import LabPlatform
import LabRecorder
import LabTrace

/// What `synclab-child` does: run the program of a run folder on threads, until it ends or is ended.
///
/// Its supervisor made the folder with everything in it; the child only opens, runs, and leaves.
package enum ChildProgram {
  /// How the supervisor starts it: `synclab-child FOLDER SUPERVISOR [--print]`.
  package static let printFlag = "--print"
  static let arenaName = "arena"

  /// Runs the program and ends the process.
  /// - Returns: Never on success; a sentence if the run could not begin.
  package static func main(_ arguments: [String]) -> String {
    guard arguments.count >= 2, let parent = Int32(arguments[1]) else {
      return "usage: synclab-child FOLDER SUPERVISOR-PID (started by synclab, not by hand)"
    }
    // What is printed may go to `head`; the run goes on without a reader.
    InterruptFlag.ignoreBrokenPipes()
    do {
      guard try ChildProcess.dieWithParent(expected: parent) else { return "the supervisor is gone" }
      let world = try open(arguments[0], printsLines: arguments.contains(printFlag))
      try run(world)
    } catch {
      return "\(error)"
    }
  }

  private static func open(_ path: String, printsLines: Bool) throws -> World {
    let folder = TraceFolder(path)
    let info = try folder.readInfo().run
    let source = SourceText(info.scenario, file: info.name + ".lab")
    let result = Compiler.compile(source, overrides: info.parameters)
    guard let program = result.program else { throw ChildError.badProgram(source.render(result.diagnostics)) }
    let mapping = try MappedFile.open(at: "\(path)/\(arenaName)")
    guard mapping.size >= ArenaLayout(program).byteCount else { throw ChildError.badArena }
    return try World(
      program: program, mapping: mapping, traces: folder,
      options: ChildOptions(info, printsLines: printsLines))
  }

  private static func run(_ world: World) throws -> Never {
    world.prepare()
    for (index, actor) in world.program.actors.enumerated() where !actor.isSpawned {
      _ = world.control.start(index, cause: .none)
      try ActorThread.start(index, in: world)
    }
    world.control.openGate()
    world.control.waitForEnd()
    if let next = world.steering?.next {
      let message = "step \(next.number) of the schedule: every actor has finished"
      _ = world.control.claimOutcome(
        .diverged, actor: next.actor, site: .unknown, cause: .none, message: message)
      CurrentProcess.exitAtOnce(0)
    }
    let isFirst = world.control.claimOutcome(
      .completed, actor: 0, site: .unknown, cause: .none, message: "")
    // An actor that failed at the last moment is writing the outcome and ends the process.
    while !isFirst { NativeThread.sleep(until: .after(nanoseconds: 1_000_000_000)) }
    CurrentProcess.exitAtOnce(0)
  }
}

/// Why a child could not begin; its supervisor should have seen it before.
enum ChildError: Error, CustomStringConvertible {
  case badProgram(String)
  case badArena

  var description: String {
    switch self {
    case .badProgram(let text): "the program of the run folder does not compile:\n\(text)"
    case .badArena: "the shared memory of the run folder has the wrong size"
    }
  }
}
