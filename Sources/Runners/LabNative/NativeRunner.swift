import LabExploration
import LabLanguage
import LabPlatform
import LabRecorder
import LabTrace

/// Runs programs on real threads, each run in a child process that can always be ended.
package struct NativeRunner {
  private let program: Program
  private let child: String

  /// Prepares to run a program.
  /// - Parameters:
  ///   - program: What to run.
  ///   - child: Path of `synclab-child`; nil to look for it.
  /// - Throws: `unsupported` if this runner cannot run the program, `childNotFound`.
  package init(_ program: Program, child: String? = nil) throws(NativeError) {
    let refusals = NativeSupport.refusals(of: program)
    if !refusals.isEmpty { throw .unsupported(refusals) }
    self.program = program
    if let child { self.child = child } else { self.child = try ChildLocator.find() }
  }

  /// Makes one run, from the making of its folder to its removal.
  package func run(_ options: NativeOptions) throws(NativeError) -> NativeRun {
    if !options.schedule.isEmpty { try check(options.schedule) }
    do {
      let folder = try RunFolder()
      let result: Result<NativeRun, any Error> = Result { [path = folder.path] in try run(in: path, options) }
      try folder.close()
      return try result.get()
    } catch let error as NativeError {
      throw error
    } catch let error as SystemError {
      throw .system(error)
    } catch let error as RecorderError {
      throw .recorder(error)
    } catch {
      preconditionFailure("an error of an unknown type: \(error)")
    }
  }

  /// A schedule that does not fit the program is told before anything starts.
  private func check(_ schedule: String) throws(NativeError) {
    do throws(ScheduleError) {
      _ = try Schedule(schedule, actors: ActorWords(names: program.actors.map(\.name)))
    } catch { throw .schedule(error) }
  }

  private func run(in path: String, _ options: NativeOptions) throws -> NativeRun {
    let folder = try TraceFolder.create(at: path, start: RunDescription.log(program, options))
    let size = ArenaLayout(program).byteCount
    let mapping = try MappedFile.create(at: "\(path)/\(ChildProgram.arenaName)", size: size)
    var arguments = [path, String(ProcessTable.currentProcess)]
    if options.printsLines { arguments.append(ChildProgram.printFlag) }
    let process = try ChildProcess.spawn(
      child, arguments: arguments,
      options: ChildProcess.Options(
        output: options.printsLines ? .inherited : .discarded, errors: .captured,
        // A trap of the child is told in one sentence; its backtrace would cost a second.
        environment: ["SWIFT_BACKTRACE": "enable=no"]))
    let supervisor = try Supervisor(
      program: program, folder: folder, view: ArenaView(program: program, mapping: mapping), process: process)
    return try supervisor.watch(options)
  }
}
