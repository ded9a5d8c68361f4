import LabLanguage
import LabRecorder
import LabTrace

/// Writes the lab's verdict into thread 0 of a run's trace, in the form that `RunVerdict` describes.
struct VerdictWriter {
  let program: Program
  let folder: TraceFolder
  let readers: [ThreadStatusReader]

  /// Writes the verdict, and a line for each member of a deadlock.
  func write(_ run: NativeRun, cause: EventReference) throws {
    let trace = try folder.openThread(.lab)
    trace.attach()
    let message = run.message.isEmpty ? 0 : try id(of: run.message)
    trace.recorder.record(
      .verdict, site: run.site, object: ObjectID(rawValue: message), value: run.verdict.rawValue, cause: cause
    )
    for member in run.members {
      let status = readers[member].snapshot()
      let last = UInt32(clamping: readers[member].recorded)
      trace.recorder.record(
        .verdict, object: ObjectID(rawValue: status.cell), value: run.verdict.rawValue,
        cause: EventReference(thread: ThreadID(rawValue: UInt32(member + 1)), sequence: last))
    }
  }

  /// The id of a message: most are texts of the program.
  private func id(of message: String) throws -> UInt32 {
    if let index = program.strings.firstIndex(of: message) { return UInt32(index + 1) }
    return try folder.openStrings(firstID: UInt32(program.strings.count + 1)).add(message)
  }
}
