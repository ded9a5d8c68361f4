import LabPlatform
import LabRecorder
import LabTrace

/// From a path to the log of a run.
enum TraceLoading {
  /// The log in a packed file, or in the folder that a run left.
  static func read(_ path: String) throws(CommandFailure) -> EventLog {
    if Files.isFolder(path) { return try readFolder(path) }
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try Files.read(path) } catch { throw CommandFailure(error) }
    do throws(TraceError) {
      return try TraceCodec.decode(bytes)
    } catch {
      let isScenario = path.hasSuffix(".lab")
      throw CommandFailure(
        .badData, "\(path): \(error)",
        hint: isScenario ? "this is a scenario: synclab run \(path) --trace OUT makes a trace of it" : nil)
    }
  }

  private static func readFolder(_ path: String) throws(CommandFailure) -> EventLog {
    let log: EventLog
    do throws(RecorderError) {
      log = try TraceFolderReader.read(TraceFolder(path))
    } catch { throw CommandFailure(.inputOutput, "\(error)") }
    guard !log.threads.isEmpty else {
      throw CommandFailure(.badData, "\(path) is a folder, and not one that a run left")
    }
    return log
  }
}
